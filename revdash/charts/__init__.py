"""Charts: series in, Plotly figures out, as plain dictionaries."""

"""Systems: what each of the demo company's systems hands out every week, sheet by sheet."""

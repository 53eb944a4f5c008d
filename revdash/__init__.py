"""revdash: marketing's and sales' numbers in one view that both believe."""

__version__ = "0.1.0"

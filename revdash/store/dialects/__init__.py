"""Dialects: what engines spell differently, and the check that nothing else differs."""

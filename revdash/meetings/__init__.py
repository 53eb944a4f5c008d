"""Meetings: frozen numbers and what became of them."""

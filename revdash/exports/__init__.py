"""Exports: everything that leaves, made harmless on the way out."""

"""Bench: what is measured, with one command each; figures are printed, never asserted."""

"""Handoffs: who waits for whom, worst first."""

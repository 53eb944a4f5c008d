"""Metrics: what every number means; the only owner of aggregates."""

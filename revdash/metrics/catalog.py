"""Catalog: every metric there is, by name."""

from types import MappingProxyType

from revdash.errors import InputError, suggestion
from revdash.metrics import closure, demand, exposure, follow_up, quality
from revdash.metrics.shapes import Metric

FAMILIES = MappingProxyType(
    {
        "A": "Brand and reach",
        "B": "Demand creation",
        "C": "Handoff",
        "D": "Quality and feedback",
        "E": "Demos",
        "F": "Pipeline and closure",
        "G": "Credit",
        "H": "Money",
        "I": "Joint delivery",
        "J": "Customer and market",
        "K": "Enablement",
        "L": "Relationship",
        "M": "Composite",
    }
)

CATALOG: MappingProxyType[str, Metric] = MappingProxyType(
    {
        metric.name: metric
        for family in (exposure, demand, follow_up, quality, closure)
        for metric in family.METRICS
    }
)


def find(name: str) -> Metric:
    """Find a metric by its name."""
    if name not in CATALOG:
        raise InputError(
            f"No metric named '{name}'. "
            + suggestion(name, CATALOG, listing="`revdash metrics` lists them all.")
        )
    return CATALOG[name]

"""Catalog: every metric there is, by name."""

from types import MappingProxyType

from revdash.errors import InputError, suggestion
from revdash.metrics import (
    aimed,
    brand,
    care,
    closure,
    composite,
    content,
    conversion,
    customers,
    demand,
    demos,
    drops,
    enablement,
    exposure,
    feedback,
    follow_up,
    joint,
    market,
    movement,
    nurture,
    pipeline,
    quality,
    relationship,
)
from revdash.metrics.shapes import Combined, Metric

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
        for family in (
            exposure,
            brand,
            content,
            demand,
            follow_up,
            care,
            drops,
            quality,
            feedback,
            nurture,
            demos,
            closure,
            conversion,
            pipeline,
            movement,
            aimed,
            joint,
            customers,
            market,
            enablement,
            relationship,
            composite,
        )
        for metric in family.METRICS
    }
)

# Whose goal other metrics ask for.
AIMED_AT = tuple(
    {
        aim.name: aim
        for metric in CATALOG.values()
        if isinstance(metric, Combined)
        for aim in metric.given
    }.values()
)

# What both leaders look at every week, at most twelve: kept by week with each release, and judged
# by all three rules.
HEADLINES = (
    "reach_unique",
    "mql_new",
    "mql_re",
    "cost_per_mql",
    "follow_up_time",
    "sla_attainment",
    "untouched_leads",
    "acceptance_rate",
    "won_count",
    "won_value",
    "win_rate_count",
)


def find(name: str) -> Metric:
    """Find a metric by its name."""
    if name not in CATALOG:
        raise InputError(
            f"No metric named '{name}'. "
            + suggestion(name, CATALOG, listing="`revdash metrics` lists them all.")
        )
    return CATALOG[name]

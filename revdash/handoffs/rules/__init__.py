"""Rules: every way to drop a handoff, the worst first: of several on one subject it is shown."""

from collections.abc import Mapping
from types import MappingProxyType

from revdash.handoffs.rules import first_touch, routing
from revdash.handoffs.rules.record import DropRule

ALL_RULES: tuple[DropRule, ...] = (
    routing.OWNER_LEFT,
    routing.OWNER_AWAY,
    routing.NOBODY_OWNS_IT,
    first_touch.BEST_OVERDUE,
    first_touch.OVERDUE,
    routing.PASSED_ON,
    routing.TWO_OWNERS,
    first_touch.NEARLY,
)
PRECEDENCE: Mapping[str, int] = MappingProxyType(
    {rule.code: place for place, rule in enumerate(ALL_RULES, 1)}
)
RULE: Mapping[str, DropRule] = MappingProxyType({rule.code: rule for rule in ALL_RULES})

__all__ = ["ALL_RULES", "PRECEDENCE", "RULE", "DropRule"]

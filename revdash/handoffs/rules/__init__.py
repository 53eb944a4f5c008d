"""Rules: every way to drop a handoff, the worst first: of several on one subject it is shown."""

from collections.abc import Mapping
from types import MappingProxyType

from revdash.handoffs.rules import (
    chasing,
    deals,
    first_touch,
    handed_back,
    lists,
    meetings,
    questions,
    routing,
)
from revdash.handoffs.rules.record import DropRule

ALL_RULES: tuple[DropRule, ...] = (
    routing.OWNER_LEFT,
    routing.OWNER_AWAY,
    routing.NOBODY_OWNS_IT,
    first_touch.BEST_OVERDUE,
    first_touch.OVERDUE,
    deals.UNACCEPTED,
    meetings.UNBOOKED,
    chasing.UNANSWERED,
    lists.LATE_LIST,
    meetings.SILENT,
    meetings.UNSAID,
    meetings.MISSED,
    deals.WITHOUT_DEAL,
    routing.PASSED_ON,
    chasing.UNDECIDED,
    chasing.LET_GO,
    handed_back.NOWHERE,
    questions.UNANSWERED,
    handed_back.ASLEEP,
    handed_back.UNREASONED,
    deals.STUCK,
    deals.LEFT_ALONE,
    routing.TWO_OWNERS,
    first_touch.NEARLY,
)
PRECEDENCE: Mapping[str, int] = MappingProxyType(
    {rule.code: place for place, rule in enumerate(ALL_RULES, 1)}
)
RULE: Mapping[str, DropRule] = MappingProxyType({rule.code: rule for rule in ALL_RULES})

__all__ = ["ALL_RULES", "PRECEDENCE", "RULE", "DropRule"]

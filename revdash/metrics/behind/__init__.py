"""Behind: what a reader sees of the rows behind a number, one module a table."""

from types import MappingProxyType

from revdash.metrics.behind import (
    account_now,
    attempt_now,
    brand_day,
    close_date_move,
    deal,
    demo_now,
    drop_shown,
    exposure_day,
    handoff_drop,
    lead_episode,
    lead_start,
    question_now,
    reach_now,
    touch_now,
    verdict_now,
)
from revdash.metrics.behind.columns import Behind

_MODULES = (
    account_now,
    attempt_now,
    brand_day,
    close_date_move,
    deal,
    demo_now,
    drop_shown,
    exposure_day,
    handoff_drop,
    lead_episode,
    lead_start,
    question_now,
    reach_now,
    touch_now,
    verdict_now,
)

BEHIND: MappingProxyType[str, Behind] = MappingProxyType(
    {module.BEHIND.table.name: module.BEHIND for module in _MODULES}
)

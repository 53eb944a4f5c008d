"""Behind: what a reader sees of the rows behind a number, one module a table."""

from types import MappingProxyType

from revdash.metrics.behind import (
    account_now,
    attempt_now,
    brand_day,
    close_date_move,
    commitment_now,
    deal,
    demo_now,
    drop_shown,
    experiment_day,
    exposure_day,
    frozen_now,
    handoff_drop,
    lead_episode,
    lead_start,
    meeting_now,
    question_now,
    reach_now,
    told_reading,
    touch_now,
    verdict_now,
)
from revdash.metrics.behind.columns import Behind

_MODULES = (
    account_now,
    attempt_now,
    brand_day,
    close_date_move,
    commitment_now,
    deal,
    demo_now,
    drop_shown,
    experiment_day,
    exposure_day,
    frozen_now,
    handoff_drop,
    lead_episode,
    lead_start,
    meeting_now,
    question_now,
    reach_now,
    told_reading,
    touch_now,
    verdict_now,
)

BEHIND: MappingProxyType[str, Behind] = MappingProxyType(
    {module.BEHIND.table.name: module.BEHIND for module in _MODULES}
)

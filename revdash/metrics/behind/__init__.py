"""Behind: what a reader sees of the rows behind a number, one module a table."""

from types import MappingProxyType

from revdash.metrics.behind import (
    account_now,
    asset_now,
    attempt_now,
    brand_day,
    close_date_move,
    commitment_now,
    customer_now,
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
    need_now,
    nps_now,
    question_now,
    reach_now,
    revenue_stay,
    step_cell,
    step_cover,
    step_pass,
    tagged_stay,
    told_reading,
    touch_now,
    verdict_now,
    work_now,
)
from revdash.metrics.behind.columns import Behind

_MODULES = (
    account_now,
    asset_now,
    attempt_now,
    brand_day,
    close_date_move,
    commitment_now,
    customer_now,
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
    need_now,
    nps_now,
    question_now,
    reach_now,
    revenue_stay,
    step_cell,
    step_cover,
    step_pass,
    tagged_stay,
    told_reading,
    touch_now,
    verdict_now,
    work_now,
)

BEHIND: MappingProxyType[str, Behind] = MappingProxyType(
    {module.BEHIND.table.name: module.BEHIND for module in _MODULES}
)

"""What was told: what a reader sees of one row."""

from revdash.metrics.behind.columns import Behind, Shows
from revdash.store.schema.joint import told_reading

_t = told_reading.c

BEHIND = Behind(
    table=told_reading,
    key=_t.event_key,
    columns=(
        Shows("as_on", "Told on", _t.as_on),
        Shows("segment", "Segment", _t.segment),
        Shows("team", "Team", _t.team),
        Shows("side", "Side", _t.side),
        Shows("item", "Of", _t.item),
        Shows("value", "Value", _t.value),
        Shows("low", "From", _t.low),
        Shows("high", "To", _t.high),
        Shows("sample", "Rests on", _t.sample),
        Shows("words", "Said", _t.words),
        Shows("missing", "Lacks", _t.missing),
    ),
)

"""Brand: who talks about us, who looks for us, who comes by themselves (family A)."""

from dataclasses import replace

from sqlalchemy import case

from revdash.metrics.shapes import Mix, Ratio, Total, Unit
from revdash.store.schema.followers import brand_day
from revdash.store.schema.marketing import brand_signal
from revdash.terms import Direction, Side

US = "us"

_b = brand_day.c
_is_mention = _b.signal_kind == "mentions"
_is_ours = _b.is_own.is_(True)
_is_click = _b.signal_kind == "branded_clicks"
_is_seen = _b.signal_kind == "branded_impressions"
_is_searched = _b.signal_kind == "search_index"
_is_visit = _b.signal_kind.in_(["direct_sessions", "organic_brand_sessions"])
_brand = case((_is_ours, US), else_=_b.entity)
_STANDS = "None: tools may restate the last days."

MENTIONS = Total(
    name="mentions",
    label="Brand mentions",
    meaning="How often others wrote or spoke of us. What our own accounts say doesn't count.",
    question="Are people talking about us?",
    unit=Unit.COUNT,
    side=Side.MARKETING,
    direction=Direction.UP,
    family="A",
    clock="The day of the mention.",
    open_items=_STANDS,
    formula="sum of mentions of our brand, but for those by our own accounts",
    pitfalls=(
        "A complaint that spreads is many mentions: read it with their tone. Prize draws and "
        "words that mean something else add to it."
    ),
    beside=("mentions_tone",),
    needs=(brand_signal,),
    needs_some=((_is_mention & _is_ours, "no mentions loaded"),),
    table=brand_day,
    value=_b.value,
    rows=_is_mention & _is_ours & _b.value.isnot(None),
    dated_by=_b.day,
)

MENTIONS_TONE = Mix(
    name="mentions_tone",
    label="Tone of the mentions",
    meaning="Of the mentions of us, the share in each tone, as the tool that found them judges.",
    question="Do they speak well of us?",
    unit=Unit.SHARE,
    side=Side.MARKETING,
    direction=Direction.UP,
    family="A",
    clock="The day of the mention.",
    open_items=_STANDS,
    formula="sum of mentions by sentiment / sum of mentions",
    pitfalls="Tools misread irony; those that judge no tone stay blank.",
    needs=(brand_signal,),
    needs_some=((_is_mention & _is_ours & _b.sentiment.isnot(None), "no tones loaded"),),
    table=brand_day,
    rows=MENTIONS.rows,
    category=_b.sentiment,
    weight=_b.value,
    focus="positive",
    dated_by=_b.day,
)

_ALL_MENTIONS = replace(
    MENTIONS,
    name="mentions_of_all",
    label="Mentions of us and our competitors",
    rows=_is_mention & _b.value.isnot(None),
)

SHARE_OF_VOICE = Ratio(
    name="share_of_voice",
    label="Share of voice",
    meaning=(
        "Of the mentions of us and of the competitors we watch, our share. The competitors are "
        "those whose mentions were loaded; the records name them."
    ),
    question="Do we get more of the conversation than rivals?",
    unit=Unit.SHARE,
    side=Side.MARKETING,
    direction=Direction.UP,
    family="A",
    clock="The day of the mention.",
    open_items=_STANDS,
    formula="our mentions / (ours + those of the competitors present)",
    pitfalls="It moves when a competitor is added, or left out, or the tool is another.",
    beside=("voices",),
    needs=(brand_signal,),
    needs_some=(
        (_is_mention & _is_ours, "no mentions loaded"),
        (_is_mention & _b.is_own.is_(False), "no mentions of competitors loaded"),
    ),
    of=MENTIONS,
    per=_ALL_MENTIONS,
)

VOICES = Mix(
    name="voices",
    label="Who is talked about",
    meaning="Of the mentions of us and of the competitors we watch, the share of each.",
    question="Who has the conversation?",
    unit=Unit.SHARE,
    side=Side.MARKETING,
    direction=Direction.UP,
    family="A",
    clock="The day of the mention.",
    open_items=_STANDS,
    formula="sum of mentions by brand / sum of mentions",
    pitfalls="Only brands whose mentions were loaded are in it.",
    needs=(brand_signal,),
    needs_some=SHARE_OF_VOICE.needs_some,
    table=brand_day,
    rows=_ALL_MENTIONS.rows,
    category=_brand,
    weight=_b.value,
    focus=US,
    dated_by=_b.day,
)

BRANDED_SEARCH = replace(
    MENTIONS,
    name="branded_search",
    label="Branded search",
    meaning="How often people who searched for our name clicked on us.",
    question="Is awareness turning into people looking for us?",
    clock="The day of the search.",
    formula="sum of clicks from searches for our brand terms",
    pitfalls=(
        "A name that is a common word, and news of prices, bring others. Below 50 clicks a week "
        "read it by month."
    ),
    beside=("branded_impressions", "share_of_search"),
    needs_some=((_is_click & _is_ours, "no branded searches loaded"),),
    rows=_is_click & _is_ours & _b.value.isnot(None),
)

BRANDED_IMPRESSIONS = replace(
    BRANDED_SEARCH,
    name="branded_impressions",
    label="Searches for our name",
    meaning="How often we were shown to people who searched for our name, clicked or not.",
    formula="sum of impressions in searches for our brand terms",
    beside=("branded_search",),
    needs_some=((_is_seen & _is_ours, "no branded searches loaded"),),
    rows=_is_seen & _is_ours & _b.value.isnot(None),
)

SHARE_OF_SEARCH = Mix(
    name="share_of_search",
    label="Share of search",
    meaning="Of the interest in searches for us and for the competitors we watch, our share.",
    question="Are more people looking for us than for rivals?",
    benchmark=(
        "It leads market share in the categories Les Binet studied in 2020; unproven for small B2B."
    ),
    unit=Unit.SHARE,
    side=Side.MARKETING,
    direction=Direction.UP,
    family="A",
    clock="The day of the search.",
    open_items=_STANDS,
    formula="our search index / (ours + those of the competitors present)",
    pitfalls="An index and no count: nobody can say how far chance moves it.",
    needs=(brand_signal,),
    needs_some=(
        (_is_searched & _is_ours, "no search index loaded"),
        (_is_searched & _b.is_own.is_(False), "no search index of competitors loaded"),
    ),
    table=brand_day,
    rows=_is_searched & _b.value.isnot(None),
    category=_brand,
    weight=_b.value,
    focus=US,
    dated_by=_b.day,
)

DIRECT_TRAFFIC = replace(
    MENTIONS,
    name="direct_traffic",
    label="Direct and brand visits",
    meaning="How many visits came straight to us, or from an unpaid search for our name.",
    question="Does demand come without paying for each click?",
    clock="The day of the visit.",
    formula="sum of direct sessions and of unpaid sessions from searches for our name",
    beside=("branded_search",),
    pitfalls=(
        "'Direct' is also where lost attribution lands: a change of tracking looks like growth, "
        "so note it beside the chart. Our own people and bots must be left out by the tool."
    ),
    needs_some=((_is_visit & _is_ours, "no visits loaded"),),
    rows=_is_visit & _is_ours & _b.value.isnot(None),
)

METRICS = (
    MENTIONS,
    MENTIONS_TONE,
    SHARE_OF_VOICE,
    VOICES,
    BRANDED_SEARCH,
    BRANDED_IMPRESSIONS,
    SHARE_OF_SEARCH,
    DIRECT_TRAFFIC,
)

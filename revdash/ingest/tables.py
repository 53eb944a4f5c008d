"""Tables: what ingest must know of a table beyond its columns: ids, needs, vocabularies."""

from enum import StrEnum

from sqlalchemy import Table

from revdash.ingest.parsing import Kind
from revdash.store.schema import FACTS
from revdash.terms import ActivityType, LeadStage, Outcome, Precision, Tier

LINEAGE_GIVEN = ("recorded_at", "source_id", "source_system", "retracted")

# The column that names the thing a row is a version of; left blank it takes the row's key.
OWN_ID = {
    "account": "account_id",
    "app_user": "user_id",
    "campaign": "campaign_id",
    "content_asset": "asset_id",
    "opportunity": "opportunity_id",
    "person": "person_id",
    "team": "team_id",
}

# What a row must say to mean anything.
NEEDED = {
    "assignment": ("person_id", "event_at"),
    "brand_signal": ("day", "signal_kind", "value"),
    "channel_day": ("channel", "day"),
    "customer": ("account_id",),
    "disposition": ("person_id", "verdict", "event_at"),
    "lifecycle_event": ("person_id", "to_stage", "event_at"),
    "nps_response": ("score", "event_at"),
    "opportunity": ("outcome",),
    "opportunity_contact": ("opportunity_id", "person_id"),
    "opportunity_stage_event": ("opportunity_id", "event_at"),
    "person_alias": ("alias_id", "person_id"),
    "reach_window": ("channel", "window_start", "window_end", "people"),
    "sales_activity": ("activity_type", "event_at"),
    "subscription_event": ("account_id", "event_kind", "event_at"),
    "team_membership": ("user_id", "team_id"),
    "touch": ("touch_type", "event_at"),
    "user_absence": ("user_id", "from_on", "until_on"),
}

# What of a table is in the row's currency.
IN_CURRENCY = {"opportunity": "amount", "channel_day": "cost"}

# What one row of a table is, in the words of those who read a receipt.
_ONE = {
    "app_user": "user",
    "channel_day": "day of campaign figures",
    "content_asset": "piece of content",
    "disposition": "verdict",
    "lifecycle_event": "lead stage",
    "nps_response": "survey answer",
    "opportunity": "deal",
    "opportunity_contact": "person on a deal",
    "opportunity_stage_event": "stage of a deal",
    "person_alias": "other id of a person",
    "reach_window": "reach of a campaign",
    "touch": "marketing touch",
    "user_absence": "absence",
}
_WORDS: dict[str, type[StrEnum]] = {
    "lifecycle_event.to_stage": LeadStage,
    "lifecycle_event.tier": Tier,
    "opportunity.outcome": Outcome,
    "opportunity_stage_event.outcome": Outcome,
    "sales_activity.activity_type": ActivityType,
}
_MONEY = {"amount", "amount_base", "annual_revenue", "budget", "cost", "cost_base", "arr_delta"}
_KINDS = {
    "TEXT": Kind.TEXT,
    "DATETIME": Kind.INSTANT,
    "DATE": Kind.DAY,
    "BIGINT": Kind.WHOLE,
    "DOUBLE": Kind.NUMBER,
    "BOOLEAN": Kind.FLAG,
}
_KIND_OF = {"email": Kind.EMAIL, **dict.fromkeys(_MONEY, Kind.MONEY)}


def one_of(table: str) -> str:
    """What readers call one row of *table*."""
    return _ONE.get(table) or table.replace("_", " ")


def fields_of(table: str) -> tuple[str, ...]:
    """The columns of *table* that a file may fill."""
    return (*FACTS[table].info["own"], *LINEAGE_GIVEN)


def kind_of(table: Table, column: str) -> Kind:
    """What the values of a column are, unless a mapping says otherwise."""
    return _KIND_OF.get(column) or _KINDS[str(table.c[column].type).upper()]


def vocabulary(table: str, column: str) -> tuple[str, ...]:
    """The words a column may hold; none when any word will do."""
    known = Precision if column == "event_precision" else _WORDS.get(f"{table}.{column}")
    return tuple(known) if known else ()

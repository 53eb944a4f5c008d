"""Stewarding: what the Data page asks of who is who, oddities, sources and releases."""

from revdash.api import identity, sources
from revdash.api import quality as _quality
from revdash.api.actors import Actor
from revdash.api.house import house
from revdash.api.stewardship_views import Merges, QualityRule, ReleaseView, SourceView
from revdash.api.views import Freshness, Grid


def merges(actor: Actor) -> Merges:
    """Every merge in force, and every decision to keep two people apart."""
    return identity.merges(house(), actor)


def keep_apart(actor: Actor, person_id: str) -> str:
    """Decide that a person is not whom an address joined them to; returns a sentence."""
    return identity.keep_people_apart(house(), actor, person_id)


def join_again(actor: Actor, decision: str) -> str:
    """Take a decision to keep two people apart back; returns a sentence."""
    return identity.join_people_again(house(), actor, decision)


def quality(actor: Actor) -> tuple[QualityRule, ...]:
    """Every rule about odd facts, and what each found."""
    return _quality.quality(house(), actor)


def quality_records(actor: Actor, rule: str) -> Grid:
    """The newest records that one rule flagged."""
    return _quality.quality_records(house(), actor, rule)


def quality_csv(actor: Actor, rule: str) -> bytes:
    """Every record that one rule flagged, as CSV."""
    return _quality.quality_csv(house(), actor, rule)


def freshness(actor: Actor) -> tuple[SourceView, ...]:
    """How fresh each source system is."""
    return sources.freshness(house(), actor)


def loaded(actor: Actor) -> Freshness | None:
    """Up to when the data tell, and when they were loaded; nothing without a store."""
    return sources.loaded(house(), actor)


def releases(actor: Actor) -> tuple[ReleaseView, ...]:
    """Every release still kept."""
    return sources.releases(house(), actor)

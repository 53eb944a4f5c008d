"""Loop: what pages ask of questions, disputes and root causes."""

from collections.abc import Mapping
from datetime import datetime

from revdash.api import causing, talking, wording
from revdash.api import talks as _talks
from revdash.api.actors import Actor
from revdash.api.house import house
from revdash.api.loop_views import Answering, Causes, Settling, Talks, WordingView
from revdash.api.views import Chart


def talks(actor: Actor) -> Talks:
    """Every question and dispute, the open ones first."""
    return _talks.talks(house(), actor)


def ask(actor: Actor, person: str, words: str, side: str = "") -> str:
    """Ask the other side something about one person; returns a sentence."""
    return talking.ask(house(), actor, person, words, side)


def answer(actor: Actor, said: Answering) -> str:
    """Answer a question of the other side; returns a sentence."""
    return talking.answer(house(), actor, said)


def take_answer_back(actor: Actor, key: str, version: int) -> str:
    """Make a question open again; returns a sentence."""
    return talking.take_answer_back(house(), actor, key, version)


def withdraw_question(actor: Actor, key: str) -> str:
    """Take a question back that nobody answered; returns a sentence."""
    return talking.withdraw_question(house(), actor, key)


def raise_dispute(actor: Actor, verdict: str, words: str, side: str = "") -> str:
    """Dispute a refusal; returns a sentence."""
    return talking.raise_dispute(house(), actor, verdict, words, side)


def settle(actor: Actor, said: Settling) -> str:
    """Propose a decision, or agree to the other side's; returns a sentence."""
    return talking.settle(house(), actor, said)


def reopen(actor: Actor, key: str, version: int) -> str:
    """Take a decision, or a proposal, back; returns a sentence."""
    return talking.reopen(house(), actor, key, version)


def withdraw_dispute(actor: Actor, key: str, version: int) -> str:
    """Take a dispute back that is not decided; returns a sentence."""
    return talking.withdraw_dispute(house(), actor, key, version)


def causes(actor: Actor) -> Causes:
    """What caused the drops of the last weeks, and what the rules got wrong."""
    return causing.causes(house(), actor)


def give_causes(actor: Actor, given: Mapping[str, str], versions: Mapping[str, int]) -> str:
    """Name the causes of some drops, as they were seen; returns a sentence."""
    return causing.give_causes(house(), actor, given, versions)


def pareto_chart(actor: Actor, since: datetime, until: datetime) -> Chart:
    """The causes of what was resolved in a stretch of time, the commonest first."""
    return causing.pareto_chart(house(), actor, since, until)


def wordings(actor: Actor) -> tuple[WordingView, ...]:
    """What both sides sign, from when it holds, and who signed it."""
    return wording.wordings(house(), actor)


def sign(actor: Actor, subject: str, version: int) -> str:
    """Sign something for one's own side, as it was seen; returns a sentence."""
    return wording.sign(house(), actor, subject, version)

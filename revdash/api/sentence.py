"""Sentence: the one sentence on top, made only from goals and counts, never from guesses."""

from collections.abc import Iterator

from revdash.api.asking import Asked
from revdash.api.tiling import promise_of
from revdash.api.views import SentencePart
from revdash.handoffs.waiting import Waiting
from revdash.metrics.shapes import Answer
from revdash.metrics.shown import count, money, shown
from revdash.terms import Side


def headline(found: dict[str, Answer], waiting: Waiting, asked: Asked) -> tuple[SentencePart, ...]:
    """Say who keeps their promise, who does not, and what waits."""
    parts = [*_marketing(found["mql_new"], asked), *_sales(found, asked)]
    if found["untouched_leads"].now.value is not None:
        parts += _waiting(waiting, asked)
    return tuple(parts) or (SentencePart(text="Nothing was counted in this period."),)


def _marketing(answer: Answer, asked: Asked) -> Iterator[SentencePart]:
    if answer.now.value is None:
        return
    fact = f"{count(answer.now.value)} new MQL{'' if answer.now.value == 1 else 's'}"
    yield SentencePart(text="Marketing brought ")
    yield SentencePart(text=fact, side=Side.MARKETING, is_fact=True)
    yield SentencePart(text=_against_goal(answer, asked))


def _sales(found: dict[str, Answer], asked: Asked) -> Iterator[SentencePart]:
    kept, won = found["sla_attainment"], found["won_count"]
    if kept.now.value is not None:
        yield SentencePart(text="Sales kept the follow-up agreement for ")
        fact = f"{shown(kept.now).value} of the leads due"
        yield SentencePart(text=fact, side=Side.SALES, is_fact=True)
        yield SentencePart(text=_against_goal(kept, asked))
    if won.now.value is not None:
        value = found["won_value"].now.value
        yield SentencePart(text="Sales won " if kept.now.value is None else "They won ")
        deals = f"{count(won.now.value)} deal{'' if won.now.value == 1 else 's'}"
        fact = f"{deals} worth {money(value, asked.currency)}" if value else deals
        yield SentencePart(text=fact, side=Side.SALES, is_fact=True)
        yield SentencePart(text=". ")


def _waiting(waiting: Waiting, asked: Asked) -> Iterator[SentencePart]:
    if not waiting.total:
        yield SentencePart(text="Nobody waits for a first attempt.")
        return
    one = waiting.total == 1
    yield SentencePart(
        text=f"{count(waiting.total)} lead{'' if one else 's'}",
        is_fact=True,
    )
    if waiting.value:
        yield SentencePart(text=" worth an estimated ")
        yield SentencePart(text=money(waiting.value, asked.currency), is_fact=True)
    late = f", {count(waiting.late)} of them past due" if waiting.late else ""
    yield SentencePart(text=f" now wait{'s' if one else ''} for a first attempt{late}.")


def _against_goal(answer: Answer, asked: Asked) -> str:
    promise = promise_of(answer, asked)
    if promise is None or not promise.verdict:
        return ". "
    return f", {promise.text[:1].lower()}{promise.text[1:]}: {promise.verdict}. "

"""Planned: what is not measured yet, said rather than left out, and what it comes with."""

from collections.abc import Iterator
from dataclasses import dataclass

from revdash.terms import Side


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A metric that is defined and not yet measured: there is no number for it anywhere."""

    name: str
    label: str
    family: str
    side: Side
    meaning: str
    comes_with: str


# Each family: what it comes with; then name, side and label of each metric, and its meaning.
_LISTED = """
G: credit: who sourced and who influenced a deal
sourced_pipeline | shared | Marketing-sourced pipeline
  The value of deals that began with marketing, by three definitions side by side.
influenced_pipeline | marketing | Marketing-influenced pipeline
  The value of deals whose people marketing had reached before, or while they were open.
self_sourced_evidence | shared | Self-sourced evidence
  Of the deals a team claims to have sourced, those that dated facts bear out.
attributed_value | marketing | Attributed value
  The value of deals shared out among the channels that touched them, by each model.
model_disagreement | shared | Attribution disagreement
  How far a channel's credit depends on the model chosen.
H: the costs of both teams, and customers
cost_per_sql | shared | Cost per SQL
  What was spent in a month for each SQL that its leads bring in the end.
cost_per_won | shared | Cost per won deal
  What was spent on a channel for each deal that its leads bring in the end.
cac | shared | Customer acquisition cost
  What marketing and sales cost for each new customer.
cac_payback | shared | CAC payback
  How many months of margin pay back what winning a customer cost.
ltv_cac | customer | Lifetime value over cost
  What a customer brings over the years for each euro that winning it cost.
marketing_roi | shared | Marketing return
  The margin of the deals credited to a campaign, less its cost, over its cost.
spend_mix | marketing | Spend mix
  Which part of the spending went into each category, swag and events among them.
"""


def _planned() -> Iterator[Planned]:
    family = comes_with = ""
    lines = iter(_LISTED.strip().splitlines())
    for line in lines:
        if line[1] == ":":
            family, comes_with = line[0], line[3:]
            continue
        name, side, label = line.split(" | ")
        yield Planned(
            name=name,
            label=label,
            family=family,
            side=Side(side),
            meaning=next(lines).strip(),
            comes_with=comes_with,
        )


PLANNED = tuple(_planned())

"""Loop views: what a person does about dropped handoffs, and what pages show of the loop back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from revdash.api.views import Chart, Grid


@dataclass(frozen=True, kw_only=True)
class Doing:
    """What a person wants done about some firings, as a page asks for it.

    ``seen`` names each firing by its key, with the last action the person saw of it: empty for
    none. ``until`` is the day that a snooze or a mute ends on, or that a review is on. A snooze
    with a ``reason`` and ``evidence`` stops the lead's clock until then. ``side`` is for whom they
    speak, where their own settings don't say.
    """

    kind: str
    seen: Mapping[str, str]
    words: str = ""
    reason: str = ""
    evidence: str = ""
    until: date | None = None
    to_user: str = ""
    to_queue: str = ""
    side: str = ""
    click_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Acted:
    """What was done, in a sentence, and the actions that an undo takes back."""

    text: str
    action_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Answering:
    """An answer to one question as the person saw it, with the fact that it rests on."""

    key: str
    version: int
    words: str
    evidence: str = ""
    click_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Settling:
    """What one side says of a dispute as the person saw it."""

    key: str
    version: int
    decision: str
    note: str = ""
    dissent: str = ""
    side: str = ""
    click_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One thing to choose, by its key."""

    key: str
    label: str


@dataclass(frozen=True, kw_only=True)
class QuestionView:
    """One question between the sides about one lead."""

    key: str
    version: int
    person: str
    lead: str  # "Ann Lee, Acme"
    words: str
    asked: str  # "Marketing asked, Ann, 5 Nov 2026 12:00"
    turn: str  # "Sales' turn"; empty once answered
    due: str  # "due 9 Nov 2026 12:00"
    is_overdue: bool
    answer: str = ""
    answered: str = ""  # "Ben, 6 Nov 2026 09:10"
    evidence: str = ""  # the fact in words; empty where none is linked
    facts: tuple[Choice, ...] = ()  # that an answer may rest on
    may_answer: bool = False


@dataclass(frozen=True, kw_only=True)
class DisputeView:
    """One dispute of a refusal, and where its decision stands."""

    key: str
    version: int
    person: str
    lead: str
    refusal: str  # "Refused 4 Nov 2026: Spam or fake"
    words: str
    raised: str  # "Mia, 5 Nov 2026 12:00"
    turn: str
    due: str
    is_overdue: bool
    proposal: str = ""  # "Sales proposes: upheld. The call says so"
    decided: str = ""  # "Upheld by both sides, 6 Nov 2026"
    dissent: str = ""
    is_gone: bool = False  # the refusal was taken back with its import
    proposed: str = ""  # the decision to agree to
    may_decide: bool = False
    may_withdraw: bool = False


@dataclass(frozen=True, kw_only=True)
class Talks:
    """Questions and disputes: the open ones first."""

    sentence: str
    questions: tuple[QuestionView, ...]
    disputes: tuple[DisputeView, ...]
    disputable: tuple[Choice, ...]  # refusals that may still be disputed
    may_act: bool
    side: str  # for whom the reader speaks; empty where nobody said


@dataclass(frozen=True, kw_only=True)
class CauseLine:
    """Resolved drops of one rule and one team that lack a cause: one may be named for all."""

    key: str
    title: str  # "Owner away: 21 of SDR EMEA"
    note: str  # "Ann Lee, Acme; Bo Li, Bolt; and 19 more"
    versions: Mapping[str, int]  # of each firing, as the person sees it


@dataclass(frozen=True, kw_only=True)
class Causes:
    """Why handoffs were dropped, and what the rules got wrong."""

    sentence: str
    chart: Chart
    choices: tuple[Choice, ...]
    lines: tuple[CauseLine, ...]
    rules: Grid  # by rule: firings, marked as its mistake, share
    agreed: str  # from when the list holds, and who signed it
    may_act: bool


@dataclass(frozen=True, kw_only=True)
class WordingView:
    """Something both sides sign, as it holds now; an empty name is a side that has not signed."""

    key: str
    version: int
    title: str
    words: str
    since: str
    marketing: str
    sales: str
    may_sign: bool

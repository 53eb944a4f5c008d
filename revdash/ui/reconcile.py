"""Reconcile: marketing's list beside sales', chosen or brought along, and why they differ."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from revdash import api
from revdash.api import reconciling
from revdash.api.questions import PeriodKey, Question
from revdash.api.reconciling_views import (
    ColumnNames,
    ListChoices,
    ListView,
    ListWish,
    Only,
    TwoCounts,
    Wish,
)
from revdash.errors import RevdashError
from revdash.ui import data, grids, headline, leads, people, problems
from revdash.ui.texts import md

METRICS = {"mql_new": "MQLs", "sql": "SQLs"}
SIDES = ("marketing", "sales")
WHOSE = {"marketing": "Marketing's list", "sales": "Sales' list"}
FILE, TITLE = "file", "Feedback"
KINDS = ["csv", "tsv", "txt", "xlsx", "zip", "gz", "json"]
ORDERS = {"": "as the file shows", "day": "Day first: 31/12", "month": "Month first: 12/31"}
HEIGHT = 330
_FOUND, _CAUSE = "counts-found", "counts-cause"
PLACES = [46, 54]  # how wide the totals stand beside how the lists were read


def two_counts(head: headline.Head, question: Question) -> None:
    """Let the reader choose two lists over the days of *question*; say why their counts differ."""
    wish = _asked(question)
    if wish is None:
        _title(head)
        st.info("Bring the file of each side, or choose what revdash counts\\.")
        return
    try:
        found = _found(wish)
    except RevdashError as problem:
        _title(head)
        problems.show(problem)
        return
    headline.heading(head.title, found, TITLE)
    headline.sentence(found.sentence, key="counts-sentence")
    totals, told = st.columns(PLACES, gap="small")
    with totals:
        manner = grids.Manner(title="By cause", note=found.period, strong=("Total",))
        pressed = grids.openable(found.totals, "counts-totals", manner)
    with told:
        _read(found.marketing, found.sales)
    _records(found, pressed)
    _offer(found, wish)
    leads.opened()


def _title(head: headline.Head) -> None:
    with head.title:
        headline.title(TITLE)


def _asked(question: Question) -> Wish | None:
    """Draw what may be chosen; return it once both lists are there."""
    with st.container(key="counts-asked", horizontal=True, vertical_alignment="center"):
        metric = st.segmented_control(
            "Of what",
            [*METRICS],
            default="mql_new",
            required=True,
            format_func=lambda one: METRICS[one],
            key="counts-metric",
            label_visibility="collapsed",
        )
        is_every_day = st.checkbox("Whole lists, whatever their days", key="counts-every-day")
    choices = reconciling.list_choices(people.actor(), metric)
    lists = {}
    for place, side in zip(st.columns(2, gap="small"), SIDES, strict=True):
        with place:
            lists[side] = _list(side, metric, choices)
    if question.filters:
        st.caption("The filters above narrow neither list: say it of each under “How it counts”\\.")
    if lists["marketing"] is None or lists["sales"] is None:
        return None
    return Wish(
        metric=metric,
        period=reconciling.EVERY_DAY if is_every_day else _days(question),
        marketing=lists["marketing"],
        sales=lists["sales"],
    )


def _days(question: Question) -> str:
    """The days of *question* by name, or written out."""
    is_custom = question.period is PeriodKey.CUSTOM
    return f"{question.first}..{question.last}" if is_custom else question.period.value


def _list(side: str, metric: str, choices: ListChoices) -> ListWish | None:
    """Let the reader choose one side's list."""
    words = {**dict(choices.bases), FILE: "A file …"}
    row = st.container(horizontal=True, vertical_alignment="bottom", gap="small")
    chosen = row.selectbox(
        WHOSE[side],
        [*words],
        index=[*words].index(getattr(choices, side)),
        format_func=lambda key: words[key],
        key=f"counts-{side}-{metric}",
    )
    more = row.popover("How it counts", key=f"counts-{side}-more")
    if chosen != FILE:
        with more:
            return ListWish(basis=chosen, zone=_zone(side, choices), only=_only(side))
    file = st.file_uploader(
        "A list with ids or e-mail addresses, and a date where there is one",
        KINDS,
        key=f"counts-{side}-file",
        help="It is compared and not kept.",
    )
    if file is None:
        return None
    content = file.getvalue()
    with more:
        return ListWish(
            name=file.name,
            content=content,
            columns=_columns(side, lambda: _header(metric, file.name, content)),
            dates=_dates(side),
            zone=_zone(side, choices),
            only=_only(side),
            made_on=_made(side),
        )


def _zone(side: str, choices: ListChoices) -> str:
    company = choices.zones[0]
    chosen = st.selectbox(
        "Days as clocks show them in",
        choices.zones,
        index=None,
        placeholder=f"{company}, or what fits a file's leads",
        key=f"counts-{side}-zone",
    )
    return str(chosen or "")


def _only(side: str) -> Only:
    """Let the reader say of which part of the business a list is."""
    cuts = {choice.name: choice for choice in data.filter_choices()}
    name = st.selectbox(
        "Only a part of the business",
        [*cuts],
        index=None,
        format_func=lambda key: cuts[key].label,
        placeholder="All of it",
        key=f"counts-{side}-cut",
    )
    if not name:
        return ()
    values = st.multiselect(
        md(cuts[name].label), cuts[name].values, key=f"counts-{side}-{name}", placeholder="All"
    )
    return ((name, tuple(values)),) if values else ()


def _columns(side: str, header: Callable[[], tuple[tuple[str, ...], ColumnNames]]) -> ColumnNames:
    """Let the reader say which columns tell whom and when, where they are not what they look."""
    try:
        names, guessed = header()
    except RevdashError:
        return ColumnNames()  # reading it says what is wrong
    said = {}
    for field, label in (("id", "Ids"), ("email", "E-mail addresses"), ("day", "Days")):
        likely = getattr(guessed, field)
        said[field] = st.selectbox(
            f"{label} from column",
            names,
            index=names.index(likely) if likely else None,
            placeholder="none",
            key=f"counts-{side}-column-{field}",
        )
    return ColumnNames(**{field: name or "" for field, name in said.items()})


def _header(metric: str, name: str, content: bytes) -> tuple[tuple[str, ...], ColumnNames]:
    return reconciling.list_columns(people.actor(), metric, name, content)


def _dates(side: str) -> str:
    return st.selectbox(
        "Dates are written",
        [*ORDERS],
        format_func=lambda one: ORDERS[one],
        key=f"counts-{side}-dates",
    )


def _made(side: str) -> date | None:
    return st.date_input(
        "Day the file was made",
        value=None,
        key=f"counts-{side}-made",
        help="What came into revdash later is then said to be late.",
    )


def _found(wish: Wish) -> TwoCounts:
    """Return what was found, found once for one wish: pressing a row asks nothing anew."""
    asked = (api.stamp(), people.actor(), wish)
    kept = st.session_state.get(_FOUND)
    if kept is None or kept[0] != asked:
        with st.spinner("Comparing the two lists …"):
            kept = asked, reconciling.reconcile(people.actor(), wish)
        st.session_state[_FOUND] = kept
    found: TwoCounts = kept[1]
    return found


def _read(*lists: ListView) -> None:
    """Say how each list was read."""
    with st.container(key="counts-read"):
        for one in lists:
            st.markdown(f"**{md(one.title)}: {md(one.count)}**")
            for text in one.told:
                st.caption(md(text))


def _records(found: TwoCounts, pressed: str | None) -> None:
    """List the records of one cause; one pressed opens what is known of its lead."""
    causes = {one.key: one for one in found.causes}
    if not causes:
        return
    if pressed in causes or st.session_state.get(_CAUSE) not in causes:
        st.session_state[_CAUSE] = pressed if pressed in causes else next(iter(causes))
    chosen = st.segmented_control(
        "Cause",
        [*causes],
        required=True,
        format_func=lambda key: md(f"{causes[key].label} {causes[key].grid.total:,}"),
        key=_CAUSE,
        label_visibility="collapsed",
    )
    cause = causes[str(chosen)]
    st.markdown(md(cause.told))
    note = grids.counted(cause.grid)
    manner = grids.Manner(
        title=cause.label,
        note=note,
        height=HEIGHT,
        cards={"lead": "", "only in": "only in", "counted on": "on", "why": ""},
    )
    lead = grids.openable(cause.grid, "counts-records", manner)
    if lead:
        st.query_params[leads.PARAMETER] = lead
        st.rerun()


def _offer(found: TwoCounts, wish: Wish) -> None:
    actor = people.actor()
    st.download_button(
        "Download every row of both as CSV",
        data=lambda: reconciling.reconcile_csv(actor, wish),
        file_name=found.csv_name,
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key="counts-csv",
    )

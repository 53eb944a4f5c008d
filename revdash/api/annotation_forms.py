"""Annotation forms: remarks on days that charts show, and from when new limits hold."""

from datetime import date

from sqlalchemy import Connection

from revdash.api.asking import day_text
from revdash.api.entered import Entered
from revdash.api.views import Field, FieldKind, Form
from revdash.desk.annotations import (
    Annotation,
    AnnotationKind,
    forget_annotation,
    read_annotation,
    read_annotations,
    save_annotation,
)
from revdash.metrics.catalog import CATALOG, find

NEW = "new"
ALL = "all metrics"
KINDS = tuple(kind.value for kind in AnnotationKind)
_REBASE_HINT = "Only for a change with a known cause: the charts then have new limits from there."


def annotation_forms(connection: Connection) -> tuple[Form, ...]:
    """Every remark, the newest first, and an empty one."""
    known = reversed(read_annotations(connection))
    return (_form(None), *(_form(annotation) for annotation in known))


def save_annotation_form(connection: Connection, entered: Entered) -> str:
    """Save a remark, or take it away."""
    if entered.form != NEW and entered.flag("is_gone"):
        gone = read_annotation(connection, entered.form)
        forget_annotation(connection, _at(gone, entered.version), entered.by)
        return "Taken away. The charts no longer show it."
    about = entered.choice("metric", (ALL, *CATALOG))
    first = entered.day("from_on", "A remark")
    save_annotation(
        connection,
        Annotation(
            annotation_id="" if entered.form == NEW else entered.form,
            version=entered.version,
            kind=AnnotationKind(entered.choice("kind", KINDS)),
            from_on=first,
            until_on=entered.optional_day("until_on") or first,
            words=entered.text("words"),
            scope={} if about == ALL else {"metric": find(about).name},
            is_rebase=entered.flag("is_rebase"),
        ),
        entered.by,
    )
    return "Saved. The charts of those days show it."


def _at(annotation: Annotation, version: int) -> Annotation:
    return Annotation(**{**vars(annotation), "version": version})


def _form(annotation: Annotation | None) -> Form:
    if annotation is None:
        return Form(
            key=NEW,
            title="Add a remark on some days",
            note="Charts show it; a signal in those weeks is called an expected one.",
            fields=_fields(None),
            action="Add remark",
        )
    days = day_text(annotation.from_on)
    if annotation.until_on != annotation.from_on:
        days += f" to {day_text(annotation.until_on)}"
    gone = Field(key="is_gone", label="Take it away", kind=FieldKind.FLAG, value=False)
    return Form(
        key=annotation.annotation_id,
        title=f"{days}: {annotation.words}",
        fields=(*_fields(annotation), gone),
        version=annotation.version,
    )


def _fields(annotation: Annotation | None) -> tuple[Field, ...]:
    def day(key: str, label: str, value: date | None, hint: str = "") -> Field:
        return Field(key=key, label=label, kind=FieldKind.DAY, value=value, hint=hint)

    given = annotation
    return (
        Field(
            key="words",
            label="What happened",
            kind=FieldKind.TEXT,
            value=given.words if given else "",
        ),
        Field(
            key="kind",
            label="Kind",
            kind=FieldKind.CHOICE,
            value=(given.kind if given else AnnotationKind.CAMPAIGN).value,
            choices=KINDS,
            hint="The weeks of an incident in the data are left out of every limit.",
        ),
        day("from_on", "From", given.from_on if given else None),
        day("until_on", "Until", given.until_on if given else None, "Left empty: that day alone."),
        Field(
            key="metric",
            label="About",
            kind=FieldKind.CHOICE,
            value=given.scope.get("metric", ALL) if given else ALL,
            choices=(ALL, *CATALOG),
        ),
        Field(
            key="is_rebase",
            label="New limits from here",
            kind=FieldKind.FLAG,
            value=given.is_rebase if given else False,
            hint=_REBASE_HINT,
        ),
    )

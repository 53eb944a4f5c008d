"""Link forms: where each source system shows a record of its own, as an address with its id."""

from dataclasses import replace

from sqlalchemy import Connection

from revdash.api.entered import Entered
from revdash.api.views import Field, FieldKind, Form
from revdash.desk.company import read_company, save_company
from revdash.errors import InputError

_HINT = (
    "One source a line, {id} where the record's id goes, the one to prefer first: "
    "hubspot person = https://app.hubspot.com/contacts/PORTAL/record/0-1/{id}, or "
    "salesforce = https://YOURS.lightning.force.com/{id} for people and deals alike."
)


def link_forms(connection: Connection) -> tuple[Form, ...]:
    """The templates, a line each."""
    company = read_company(connection)
    lines = [f"{name} = {template}" for name, template in company.crm_link_templates.items()]
    return (
        Form(
            key="links",
            title="Links to records",
            note="A lead's story and the worklist link to the record in its own system.",
            fields=(
                Field(
                    key="links",
                    label="Addresses by source",
                    kind=FieldKind.LONG_TEXT,
                    value="\n".join(lines),
                    hint=_HINT,
                ),
            ),
            version=company.version,
            is_open=True,
        ),
    )


def save_link_form(connection: Connection, entered: Entered) -> str:
    """Save the templates."""
    templates = dict(map(_template, filter(str.strip, entered.text("links").splitlines())))
    changed = replace(
        read_company(connection), crm_link_templates=templates, version=entered.version
    )
    save_company(connection, changed, entered.by)
    return f"Saved, {len(templates)} links."


def _template(line: str) -> tuple[str, str]:
    name, sign, template = (part.strip() for part in line.partition("="))
    if not (name and sign and template):
        raise InputError(
            f"'{line.strip()}' is no link. A line is a source, = and an address, such as: "
            "salesforce = https://yours.lightning.force.com/{id}"
        )
    return name, template

"""What calendars were before they changed: clocks that began then keep them."""

import sqlalchemy as sa
from alembic import op

revision = "r0009"
down_revision = "r0008"


def upgrade() -> None:
    """Remember earlier hours."""
    op.create_table(
        "calendar_past",
        sa.Column("past_id", sa.Text(), nullable=False),
        sa.Column("calendar_id", sa.Text(), nullable=False),
        sa.Column("until_at", sa.DateTime(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("weekly", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("exceptions", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("past_id", name=op.f("pk_calendar_past")),
        sa.UniqueConstraint(
            "calendar_id", "until_at", name=op.f("uq_calendar_past_calendar_id_until_at")
        ),
    )

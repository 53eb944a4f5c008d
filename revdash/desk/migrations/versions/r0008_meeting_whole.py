"""What a meeting needs to be held and frozen whole, and who decides what work and needs come to."""

import sqlalchemy as sa
from alembic import op

revision = "r0008"
down_revision = "r0007"

_ADDED = {
    "meeting_series": (sa.Column("leaders", sa.JSON(none_as_null=True), nullable=True),),
    "meeting_note": (
        sa.Column("said_by", sa.Text(), nullable=True),
        sa.Column("said_at", sa.DateTime(), nullable=True),
    ),
    "meeting_item": (
        sa.Column("place", sa.BigInteger(), nullable=True),
        sa.Column("settled_in", sa.Text(), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=True),
    ),
    "commitment": (
        sa.Column("slips", sa.BigInteger(), nullable=True),
        sa.Column("settled_in", sa.Text(), nullable=True),
    ),
    "experiment": (
        sa.Column("metric", sa.Text(), nullable=True),
        sa.Column("arms", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("registered_at", sa.DateTime(), nullable=True),
    ),
    "weekly_snapshot": (sa.Column("page", sa.JSON(none_as_null=True), nullable=True),),
    "snapshot_metric": (
        sa.Column("told", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("counted_values", sa.LargeBinary(), nullable=True),
    ),
    "sales_cycle_step": (sa.Column("valid_from", sa.Date(), nullable=True),),
    "step_tool": (
        sa.Column("segment", sa.Text(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
    ),
    "market_need_entry": (
        sa.Column("evidence", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("told_back_on", sa.Date(), nullable=True),
    ),
}


def upgrade() -> None:
    """Add the columns and the tables, and let several people note under one heading."""
    for table, columns in _ADDED.items():
        for column in columns:
            op.add_column(table, column)
    with op.batch_alter_table("meeting_note") as notes:
        notes.drop_constraint(op.f("uq_meeting_note_meeting_id_section"), type_="unique")
    with op.batch_alter_table("step_tool") as tools:
        tools.drop_constraint(op.f("uq_step_tool_step_id_asset_id"), type_="unique")
        tools.create_unique_constraint(
            op.f("uq_step_tool_step_id_asset_id_segment"), ["step_id", "asset_id", "segment"]
        )
    op.create_table(
        "snapshot_restated",
        sa.Column("restated_id", sa.Text(), nullable=False),
        sa.Column("snapshot_metric_id", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Text(), nullable=False),
        sa.Column("restated_at", sa.DateTime(), nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("told", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_metric_id"],
            ["snapshot_metric.snapshot_metric_id"],
            name=op.f("fk_snapshot_restated_snapshot_metric_id_snapshot_metric"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.meeting_id"], name=op.f("fk_snapshot_restated_meeting_id")
        ),
        sa.PrimaryKeyConstraint("restated_id", name=op.f("pk_snapshot_restated")),
        sa.UniqueConstraint(
            "snapshot_metric_id",
            "meeting_id",
            name=op.f("uq_snapshot_restated_snapshot_metric_id_meeting_id"),
        ),
    )
    op.create_index(op.f("ix_snapshot_restated_meeting_id"), "snapshot_restated", ["meeting_id"])
    op.create_index(
        op.f("ix_snapshot_restated_snapshot_metric_id"),
        "snapshot_restated",
        ["snapshot_metric_id"],
    )
    op.create_table(
        "asset_entry",
        sa.Column("asset_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("asset_kind", sa.Text(), nullable=False),
        sa.Column("message_phase", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("opportunity_id", sa.Text(), nullable=True),
        sa.Column("is_approved", sa.Boolean(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("asset_id", name=op.f("pk_asset_entry")),
    )

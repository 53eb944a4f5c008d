"""What people do about dropped handoffs, in order; root causes, and what both sides sign."""

import sqlalchemy as sa
from alembic import op

revision = "r0007"
down_revision = "r0006"


def upgrade() -> None:
    """Add the columns and the tables."""
    op.add_column("lead_question", sa.Column("asked_by", sa.Text(), nullable=True))
    op.add_column("dispute", sa.Column("reinstated_at", sa.DateTime(), nullable=True))
    op.add_column("dispute", sa.Column("raised_by", sa.Text(), nullable=True))
    for column in (
        sa.Column("place", sa.BigInteger(), nullable=True),
        sa.Column("deed_id", sa.Text(), nullable=True),
        sa.Column("acted_at", sa.DateTime(), nullable=True),
        sa.Column("side", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("happened_at", sa.DateTime(), nullable=True),
        sa.Column("to_queue", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
    ):
        op.add_column("handoff_action", column)
    op.create_index(
        op.f("ix_handoff_action_instance_key_place"),
        "handoff_action",
        ["instance_key", "place"],
        unique=True,
    )
    op.create_table(
        "root_cause",
        sa.Column("cause_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("cause_class", sa.Text(), nullable=False),
        sa.Column("list_version", sa.BigInteger(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("cause_id", name=op.f("pk_root_cause")),
        sa.UniqueConstraint("code", "list_version", name=op.f("uq_root_cause_code_list_version")),
    )
    op.create_table(
        "joint_wording",
        sa.Column("wording_id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("version_no", sa.BigInteger(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("signed_by_marketing", sa.Text(), nullable=True),
        sa.Column("signed_by_marketing_at", sa.DateTime(), nullable=True),
        sa.Column("signed_by_sales", sa.Text(), nullable=True),
        sa.Column("signed_by_sales_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("wording_id", name=op.f("pk_joint_wording")),
        sa.UniqueConstraint(
            "subject", "version_no", name=op.f("uq_joint_wording_subject_version_no")
        ),
    )

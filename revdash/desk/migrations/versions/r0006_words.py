"""Words of sources mean what one table says: stages are no longer kept apart from the others."""

from alembic import op

revision = "r0006"
down_revision = "r0005"


def upgrade() -> None:
    """Drop the table that nothing ever wrote to."""
    op.drop_table("stage_map")

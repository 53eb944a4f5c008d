"""Env: how Alembic runs the steps, on the connection it is handed."""

from alembic import context

from revdash.desk.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table="desk_revision",
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()

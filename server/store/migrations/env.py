"""Runs the migrations on the connection that the store hands over."""

from alembic import context

from server.store.schema import tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables,
    transactional_ddl=True,
    transaction_per_migration=False,
)
context.run_migrations()

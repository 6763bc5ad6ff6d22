"""What Alembic runs around the steps: they use the connection, and the transaction, that `migrating` hands over."""

from __future__ import annotations

from alembic import context

from kiosk.office.database import ledger_tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=ledger_tables.PAPER.metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()

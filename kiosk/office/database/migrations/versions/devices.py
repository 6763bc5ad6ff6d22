"""Declared kiosks, sites without one, and how often an incident was reported."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and the column."""
    op.create_table(
        "device",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("by_code", sa.Boolean(), nullable=False),
        sa.Column("added", sa.String(length=10), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("removed_event", sa.Integer(), nullable=True),
        sa.Column("release", sa.Integer(), nullable=True),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("heard", sa.Integer(), nullable=True),
        sa.Column("silent_event", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_device")),
    )
    op.create_index("ix_device_site", "device", ["site"], unique=False)
    op.create_table(
        "kiosk_absence",
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("site", name=op.f("pk_kiosk_absence")),
    )
    op.add_column("incident", sa.Column("reports", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """There is no way back: going back means the backup from before the update."""
    raise NotImplementedError("restore the backup made before the update")

"""The ledger of the walls: releases that were live, what stood on their sheets, what was done with paper, orders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables; what stood in other records moves in when the ledger is first opened."""
    _create_records()
    _create_releases()
    _create_walls()
    _create_orders()


def _create_records() -> None:
    op.create_table(
        "moved_in",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_moved_in")),
    )
    op.create_table(
        "event_key",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("says", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_event_key")),
    )


def _create_releases() -> None:
    op.create_table(
        "publication",
        sa.Column("release", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("as_of", sa.String(length=10), nullable=True),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("release", name=op.f("pk_publication")),
    )
    op.create_table(
        "sheet_revision",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sheet", sa.String(length=32), nullable=False),
        sa.Column("product", sa.String(length=16), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sheet_revision")),
    )
    op.create_table(
        "sheet_mark",
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("release", sa.Integer(), nullable=False),
        sa.Column("released", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_sheet_mark")),
    )
    op.create_index("ix_sheet_mark_digest", "sheet_mark", ["digest"], unique=False)
    op.create_table(
        "required_sheet",
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("sheet", sa.String(length=32), nullable=False),
        sa.Column("product", sa.String(length=16), nullable=False),
        sa.Column("group_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("revision", sa.String(length=140), nullable=False),
        sa.Column("release", sa.Integer(), nullable=False),
        sa.Column("since", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("site", "sheet", name=op.f("pk_required_sheet")),
    )


def _create_walls() -> None:
    op.create_table(
        "paper",
        sa.Column("event", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("sheet", sa.String(length=32), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("revision", sa.String(length=140), nullable=False),
        sa.Column("order_number", sa.Integer(), nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("event", name=op.f("pk_paper")),
    )
    op.create_index("ix_paper_day", "paper", ["day"], unique=False)
    op.create_index("ix_paper_site", "paper", ["site", "sheet", "day", "event"], unique=False)
    op.create_table(
        "wall",
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("sheet", sa.String(length=32), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.String(length=140), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("checked", sa.String(length=10), nullable=True),
        sa.PrimaryKeyConstraint("site", "sheet", name=op.f("pk_wall")),
    )
    op.create_table(
        "incident",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("sheet", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("closed_event", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_incident")),
    )
    op.create_index("ix_incident_open", "incident", ["open", "site"], unique=False)


def _create_orders() -> None:
    op.create_table(
        "print_order",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("release", sa.Integer(), nullable=False),
        sa.Column("hang_from", sa.String(length=10), nullable=True),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_print_order")),
    )
    op.create_table(
        "order_site",
        sa.Column("order_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("sent", sa.String(length=10), nullable=True),
        sa.Column("delivered", sa.String(length=10), nullable=True),
        sa.Column("sent_event", sa.Integer(), nullable=True),
        sa.Column("delivered_event", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("order_number", "site", name=op.f("pk_order_site")),
    )
    op.create_index("ix_order_site_code", "order_site", ["code"], unique=False)
    op.create_table(
        "order_line",
        sa.Column("order_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("sheet", sa.String(length=32), nullable=False),
        sa.Column("product", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("revision", sa.String(length=140), nullable=False),
        sa.Column("paper", sa.String(length=8), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=200), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("hung_event", sa.Integer(), nullable=True),
        sa.Column("cancelled_event", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("order_number", "site", "sheet", name=op.f("pk_order_line")),
    )
    op.create_index("ix_order_line_open", "order_line", ["open", "site", "sheet"], unique=False)


def downgrade() -> None:
    """There is no way back: going back means the backup from before the update."""
    raise NotImplementedError("restore the backup made before the update")

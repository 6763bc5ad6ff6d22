"""What was asked of every wall, release by release."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; what is asked now is asked since the last release that went live. Of earlier ones nothing is
    known here."""
    op.create_table(
        "asked_sheet",
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("sheet", sa.String(length=32), nullable=False),
        sa.Column("event", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("product", sa.String(length=16), nullable=False),
        sa.Column("group_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("revision", sa.String(length=140), nullable=False),
        sa.Column("release", sa.Integer(), nullable=False),
        sa.Column("since", sa.String(length=10), nullable=False),
        sa.Column("until_event", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("site", "sheet", "event", name=op.f("pk_asked_sheet")),
    )
    op.create_index("ix_asked_sheet_until", "asked_sheet", ["until_event"])
    op.execute(
        "INSERT INTO asked_sheet (site, sheet, event, product, group_id, position, revision, release, since) "
        "SELECT r.site, r.sheet, (SELECT max(p.event) FROM publication AS p), r.product, r.group_id, r.position, "
        "r.revision, r.release, r.since FROM required_sheet AS r WHERE EXISTS (SELECT 1 FROM publication)"
    )


def downgrade() -> None:
    """There is no way back: going back means the backup from before the update."""
    raise NotImplementedError("restore the backup made before the update")

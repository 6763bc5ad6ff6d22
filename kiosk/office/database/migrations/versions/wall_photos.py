"""Photos of walls, and what was read in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of photos."""
    op.create_table(
        "wall_photo",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("series", sa.Integer(), nullable=False),
        sa.Column("site", sa.String(length=16), nullable=False),
        sa.Column("upload", sa.String(length=64), nullable=False),
        sa.Column("photo", sa.String(length=64), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("job", sa.Integer(), nullable=True),
        sa.Column("person", sa.Integer(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_wall_photo")),
    )
    op.create_index("ix_wall_photo_series", "wall_photo", ["site", "series"], unique=False)
    op.create_index("ix_wall_photo_photo", "wall_photo", ["photo"], unique=False)


def downgrade() -> None:
    """There is no way back: going back means the backup from before the update."""
    raise NotImplementedError("restore the backup made before the update")

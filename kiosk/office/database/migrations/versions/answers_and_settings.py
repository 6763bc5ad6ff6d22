"""Answers to questions in words, drafts of settings, and the settings as the office saw them last."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Columns with defaults, and tables of their own: no table is rebuilt."""
    op.add_column("draft", sa.Column("kind", sa.String(length=16), server_default="import", nullable=False))
    op.add_column("draft", sa.Column("options", sa.Text(), server_default="{}", nullable=False))
    for name in ("answer", "reason", "problem"):
        op.add_column("draft_answer", sa.Column(name, sa.Text(), server_default="", nullable=False))
    op.create_table(
        "draft_edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft", sa.Integer(), nullable=False),
        sa.Column("edit", sa.Text(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["draft"], ["draft.id"], name=op.f("fk_draft_edit_draft_draft")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_edit")),
    )
    op.create_index(op.f("ix_draft_edit_draft"), "draft_edit", ["draft"])
    op.create_table(
        "settings_seen",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_settings_seen")),
    )


def downgrade() -> None:
    """There is no way back: going back means the backup from before the update."""
    raise NotImplementedError("restore the backup made before the update")

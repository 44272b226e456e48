"""The words of the texts that an audience may read, for spelling help. The worker fills them at its next start."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_BY_CODE = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "shelf_word",
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("form", _BY_CODE, nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("word", _BY_CODE, nullable=False),
        sa.Column("ending", _BY_CODE, nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("label", "form", "language", name=op.f("pk_shelf_word")),
    )
    op.create_index("ix_shelf_word_label_word", "shelf_word", ["label", "word"])
    op.create_index("ix_shelf_word_label_ending", "shelf_word", ["label", "ending"])
    op.create_table(
        "shelf_text",
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("version_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("make", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("forms", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("label", "version_id", name=op.f("pk_shelf_text")),
    )
    op.create_index(op.f("ix_shelf_text_case_id"), "shelf_text", ["case_id"])

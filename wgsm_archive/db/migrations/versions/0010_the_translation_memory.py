"""The translation memory and the glossary; the worker fills the memory at its next start."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "memory_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=120), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("source_language", sa.String(length=35), nullable=False),
        sa.Column("target_language", sa.String(length=35), nullable=False),
        sa.Column("source_text", sa.Text(), nullable=False),
        sa.Column("target_text", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=24), nullable=False),
        sa.Column("before", sa.String(length=24), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("direct", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_study.id"], name=op.f("fk_memory_unit_case_id_case_study"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_memory_unit_slot_id_slot"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["segment_version.id"],
            name=op.f("fk_memory_unit_source_id_segment_version"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["segment_version.id"],
            name=op.f("fk_memory_unit_target_id_segment_version"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memory_unit")),
    )
    for name in ("case_id", "slot_id", "source_id", "target_id"):
        op.create_index(op.f(f"ix_memory_unit_{name}"), "memory_unit", [name])
    op.create_index("ix_memory_unit_languages_hash", "memory_unit", ["source_language", "target_language", "hash"])
    op.create_table(
        "memory_word",
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("target_language", sa.String(length=35), nullable=False),
        sa.Column("word", sa.String(length=64), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["memory_unit.id"], name=op.f("fk_memory_word_unit_id_memory_unit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("language", "target_language", "word", "unit_id", name=op.f("pk_memory_word")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_memory_word_unit_id"), "memory_word", ["unit_id"])
    op.execute(
        "INSERT INTO job (kind, case_id, payload, not_before, attempts, last_error)"
        " SELECT 'remember-case', id, '{}', CURRENT_TIMESTAMP, 0, '' FROM case_study WHERE state = 'published'"
    )


def downgrade() -> None:
    op.drop_table("memory_word")
    op.drop_table("memory_unit")

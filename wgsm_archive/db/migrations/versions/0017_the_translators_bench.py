"""Words that translators have not saved yet, who works on which part, findings that are right as they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def _key(table: str, column: str, other: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "translation_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("base_id", sa.Integer(), nullable=True),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.Column("kept_on", sa.Date(), nullable=False),
        _key("translation_draft", "version_id", "language_version"),
        _key("translation_draft", "slot_id", "slot"),
        _key("translation_draft", "person_id", "person"),
        _key("translation_draft", "base_id", "segment_version"),
        _key("translation_draft", "target_id", "segment_version"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation_draft")),
        sa.UniqueConstraint(
            "version_id", "slot_id", "person_id", name=op.f("uq_translation_draft_version_id_slot_id_person_id")
        ),
    )
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=120), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        _key("claim", "version_id", "language_version"),
        _key("claim", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("version_id", "part", name=op.f("uq_claim_version_id_part")),
    )
    op.create_table(
        "check_dismissal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("segment_id", sa.Integer(), nullable=False),
        sa.Column("base_id", sa.Integer(), nullable=False),
        sa.Column("check", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("dismissed_on", sa.Date(), nullable=False),
        _key("check_dismissal", "version_id", "language_version"),
        _key("check_dismissal", "slot_id", "slot"),
        _key("check_dismissal", "segment_id", "segment_version"),
        _key("check_dismissal", "base_id", "segment_version"),
        _key("check_dismissal", "person_id", "person", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_dismissal")),
        sa.UniqueConstraint("segment_id", "base_id", "check", name=op.f("uq_check_dismissal_segment_id_base_id_check")),
    )
    op.create_index("ix_translation_draft_slot_id", "translation_draft", ["slot_id"])
    op.create_index("ix_translation_draft_person_id", "translation_draft", ["person_id"])
    op.create_index("ix_claim_person_id", "claim", ["person_id"])
    op.create_index("ix_check_dismissal_version_id", "check_dismissal", ["version_id"])
    op.create_index("ix_check_dismissal_slot_id", "check_dismissal", ["slot_id"])


def downgrade() -> None:
    op.drop_table("check_dismissal")
    op.drop_table("claim")
    op.drop_table("translation_draft")

"""What stewards change: terms, texts of the house, invitations to tell a story; and stories that were set aside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vocabulary_term",
        sa.Column("vocabulary", sa.String(length=30), nullable=False),
        sa.Column("term", sa.String(length=60), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("descriptions", sa.JSON(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("merged_into", sa.String(length=60), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("vocabulary", "term", name=op.f("pk_vocabulary_term")),
    )
    op.create_table(
        "house_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_house_text_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_house_text")),
        sa.UniqueConstraint("kind", "language", "number", name=op.f("uq_house_text_kind_language_number")),
    )
    op.create_table(
        "story_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("word_hash", sa.String(length=64), nullable=False),
        sa.Column("times_left", sa.Integer(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_invitation")),
        sa.UniqueConstraint("word_hash", name=op.f("uq_story_invitation_word_hash")),
    )
    op.create_table(
        "set_aside",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("signs", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_study.id"], name=op.f("fk_set_aside_case_id_case_study"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_set_aside")),
    )


def downgrade() -> None:
    for name in ("set_aside", "story_invitation", "house_text", "vocabulary_term"):
        op.drop_table(name)

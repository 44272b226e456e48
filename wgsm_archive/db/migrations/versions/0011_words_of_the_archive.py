"""Languages that an archive describes itself, and its own words as they are translated on its pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_language",
        sa.Column("tag", sa.String(length=35), nullable=False),
        sa.Column("autonym", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("direction", sa.String(length=3), nullable=False),
        sa.Column("format_locale", sa.String(length=35), nullable=False),
        sa.Column("plural", sa.String(length=300), nullable=False),
        sa.Column("fallbacks", sa.JSON(), nullable=False),
        sa.Column("digits", sa.String(length=40), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tag", name=op.f("pk_own_language")),
    )
    op.create_table(
        "words_version",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("forms", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_words_version_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_words_version")),
        sa.UniqueConstraint(
            "kind", "key", "language", "number", name=op.f("uq_words_version_kind_key_language_number")
        ),
    )
    op.create_index(op.f("ix_words_version_language"), "words_version", ["language"])
    op.create_table(
        "words_now",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("newest_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("approved_id", sa.Integer(), nullable=True),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["newest_id"], ["words_version.id"], name=op.f("fk_words_now_newest_id_words_version")),
        sa.ForeignKeyConstraint(
            ["approved_id"], ["words_version.id"], name=op.f("fk_words_now_approved_id_words_version")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["person.id"], name=op.f("fk_words_now_reviewer_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("kind", "key", "language", name=op.f("pk_words_now")),
    )


def downgrade() -> None:
    op.drop_table("words_now")
    op.drop_table("words_version")
    op.drop_table("own_language")

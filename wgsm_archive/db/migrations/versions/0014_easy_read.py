"""Easy-read texts beside the texts of a story."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("language_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("easy_parts", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "easy_text",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("made_from", sa.JSON(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["language_version.id"],
            name=op.f("fk_easy_text_version_id_language_version"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_study.id"], name=op.f("fk_easy_text_case_id_case_study"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_easy_text_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_easy_text")),
        sa.UniqueConstraint("version_id", "field", "number", name=op.f("uq_easy_text_version_id_field_number")),
    )
    op.create_index(op.f("ix_easy_text_case_id"), "easy_text", ["case_id"])
    op.create_table(
        "easy_now",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("newest_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["language_version.id"],
            name=op.f("fk_easy_now_version_id_language_version"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_study.id"], name=op.f("fk_easy_now_case_id_case_study"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["newest_id"], ["easy_text.id"], name=op.f("fk_easy_now_newest_id_easy_text"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("version_id", "field", name=op.f("pk_easy_now")),
    )
    op.create_index(op.f("ix_easy_now_case_id"), "easy_now", ["case_id"])


def downgrade() -> None:
    op.drop_table("easy_now")
    op.drop_table("easy_text")
    with op.batch_alter_table("language_version", schema=None) as batch_op:
        batch_op.drop_column("easy_parts")

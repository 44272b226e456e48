"""Parts of stories read aloud."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("language_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("spoken_parts", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "spoken_part",
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("form_key", sa.String(length=80), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.Column("stored", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("made_from", sa.JSON(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("credit", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("spoken_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["language_version.id"],
            name=op.f("fk_spoken_part_version_id_language_version"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_study.id"], name=op.f("fk_spoken_part_case_id_case_study"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_spoken_part_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spoken_part")),
        sa.UniqueConstraint("public_id", name=op.f("uq_spoken_part_public_id")),
        sa.UniqueConstraint("version_id", "form_key", name=op.f("uq_spoken_part_version_id_form_key")),
    )
    op.create_index(op.f("ix_spoken_part_case_id"), "spoken_part", ["case_id"])
    op.create_index(op.f("ix_spoken_part_person_id"), "spoken_part", ["person_id"])


def downgrade() -> None:
    op.drop_table("spoken_part")
    with op.batch_alter_table("language_version", schema=None) as batch_op:
        batch_op.drop_column("spoken_parts")

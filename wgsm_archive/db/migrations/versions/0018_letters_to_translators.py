"""How translators wish to be told what is new, and to be named under one translation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("digest", sa.String(length=40), nullable=False, server_default="weekly"))
        batch_op.add_column(sa.Column("digest_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("told_upto", sa.Integer(), nullable=True))
    # Whoever turned the letters about their desk off has said what they think of letters.
    person = sa.table("person", sa.column("digest"), sa.column("letters", sa.Boolean()))
    op.execute(sa.update(person).where(person.c.letters.is_(sa.false())).values(digest="never"))
    op.create_table(
        "translation_credit",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["language_version.id"],
            name=op.f("fk_translation_credit_version_id_language_version"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_translation_credit_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("version_id", "person_id", name=op.f("pk_translation_credit")),
    )


def downgrade() -> None:
    op.drop_table("translation_credit")
    with op.batch_alter_table("person", schema=None) as batch_op:
        for name in ("told_upto", "digest_on", "digest"):
            batch_op.drop_column(name)

"""What tellers say of translations of their story: that one is right, or what is wrong with it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("language_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("read_back_on", sa.Date(), nullable=True))
    op.create_table(
        "tellers_note",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["language_version.id"],
            name=op.f("fk_tellers_note_version_id_language_version"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_tellers_note")),
    )


def downgrade() -> None:
    op.drop_table("tellers_note")
    with op.batch_alter_table("language_version", schema=None) as batch_op:
        batch_op.drop_column("read_back_on")

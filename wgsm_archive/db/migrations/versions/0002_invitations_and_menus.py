"""Invitations say for which languages and, in the stewards' words, for whom; accounts keep the language of the menus."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("one_time_link", schema=None) as batch_op:
        batch_op.add_column(sa.Column("languages", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("note", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("menu_language", sa.String(length=35), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("menu_language")
    with op.batch_alter_table("one_time_link", schema=None) as batch_op:
        batch_op.drop_column("note")
        batch_op.drop_column("languages")

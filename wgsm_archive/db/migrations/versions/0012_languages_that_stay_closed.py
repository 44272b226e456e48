"""Languages that tellers do not want their story to be read in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("case_study", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed_languages", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("consent_decision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("not_in", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("consent_decision", schema=None) as batch_op:
        batch_op.drop_column("not_in")
    with op.batch_alter_table("case_study", schema=None) as batch_op:
        batch_op.drop_column("closed_languages")

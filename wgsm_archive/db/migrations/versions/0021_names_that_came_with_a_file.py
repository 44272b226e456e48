"""Names under a translation that came with a file stand apart from those of accounts, which can change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("language_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("brought_credit", sa.Text(), nullable=False, server_default=""))
    op.execute(
        "UPDATE language_version SET brought_credit = credit WHERE credit <> '' AND EXISTS "
        "(SELECT 1 FROM segment_version WHERE segment_version.version_id = language_version.id "
        "AND segment_version.person_id IS NULL)"
    )
    with op.batch_alter_table("language_version", schema=None) as batch_op:
        batch_op.alter_column("brought_credit", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("language_version", schema=None) as batch_op:
        batch_op.drop_column("brought_credit")

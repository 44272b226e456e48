"""The newest translations into a language are taken from an index, and no more of them looked at than are shown."""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_BEFORE, _NOW = "ix_language_version_language", "ix_language_version_language_state_published_on"


def upgrade() -> None:
    op.create_index(_NOW, "language_version", ["language", "state", "published_on"])
    op.drop_index(_BEFORE, "language_version")


def downgrade() -> None:
    op.create_index(_BEFORE, "language_version", ["language"])
    op.drop_index(_NOW, "language_version")

"""The first tables."""

from __future__ import annotations

from wgsm_archive.db.migrations.first_tables import cases, house, people, records, review, versions

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Each may point to tables of those before it.
_IN_ORDER = (house, records, people, cases, review, versions)


def upgrade() -> None:
    for tables in _IN_ORDER:
        tables.upgrade()


def downgrade() -> None:
    for tables in reversed(_IN_ORDER):
        tables.downgrade()

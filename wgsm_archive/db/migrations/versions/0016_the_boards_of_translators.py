"""Wishes of readers for a language, words counted for translators and their months."""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# As the archive counts from now on, as nearly as the standard library can: Indic vowel signs do not end a word.
_WORD = re.compile(r"[^\s!-/:-@\[-`{-~–—…“”‘’«»،؛؟।]+")


def upgrade() -> None:
    with op.batch_alter_table("language_version", schema=None) as batch_op:
        for name in ("words_total", "words_done"):
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "translation_request",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("last_month", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_study.id"], name=op.f("fk_translation_request_case_id_case_study"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("case_id", "language", name=op.f("pk_translation_request")),
    )
    op.create_index("ix_translation_request_language", "translation_request", ["language"])
    op.create_table(
        "words_of_month",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_words_of_month_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "month", "language", name=op.f("pk_words_of_month")),
    )
    _count_what_is_there()


def _count_what_is_there() -> None:
    """Words of the sources of all versions that are there, without sections that fewer may read than the story."""
    connection = op.get_bind()
    version = sa.table("language_version", *map(sa.column, ("id", "case_id", "origin", "words_total", "words_done")))
    slot = sa.table("slot", *map(sa.column, ("id", "case_id", "field", "position")))
    now = sa.table("segment_now", *map(sa.column, ("slot_id", "version_id", "segment_id")))
    segment = sa.table("segment_version", *map(sa.column, ("id", "text")))
    narrowed = sa.table("section_narrowing", *map(sa.column, ("case_id", "prefix")))
    closed = sa.exists().where(
        narrowed.c.case_id == slot.c.case_id,
        sa.or_(slot.c.field == narrowed.c.prefix, slot.c.field.like(narrowed.c.prefix.concat(".%"))),
    )
    told = connection.execute(
        sa.select(slot.c.id, slot.c.case_id, segment.c.text)
        .join(now, now.c.slot_id == slot.c.id)
        .join(version, version.c.id == now.c.version_id)
        .join(segment, segment.c.id == now.c.segment_id)
        .where(version.c.origin == "original", slot.c.position.is_not(None), sa.not_(closed))
    )
    sizes: dict[int, int] = {}
    totals: dict[int, int] = {}
    for slot_id, case_id, text in told:
        sizes[slot_id] = len(_WORD.findall(text))
        totals[case_id] = totals.get(case_id, 0) + sizes[slot_id]
    held = connection.execute(
        sa.select(now.c.version_id, now.c.slot_id)
        .join(segment, segment.c.id == now.c.segment_id)
        .where(segment.c.text != "")
    )
    done: dict[int, int] = {}
    for version_id, slot_id in held:
        done[version_id] = done.get(version_id, 0) + sizes.get(slot_id, 0)
    for version_id, case_id in connection.execute(sa.select(version.c.id, version.c.case_id)).all():
        connection.execute(
            sa.update(version)
            .where(version.c.id == version_id)
            .values(words_total=totals.get(case_id, 0), words_done=done.get(version_id, 0))
        )


def downgrade() -> None:
    op.drop_table("words_of_month")
    op.drop_index("ix_translation_request_language", table_name="translation_request")
    op.drop_table("translation_request")
    with op.batch_alter_table("language_version", schema=None) as batch_op:
        for name in ("words_done", "words_total"):
            batch_op.drop_column(name)

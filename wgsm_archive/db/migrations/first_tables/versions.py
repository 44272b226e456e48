"""Language versions, their paragraphs and renderings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "language_version",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.Column("source_language", sa.String(length=35), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_key", sa.String(length=400), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("credit", sa.Text(), nullable=False),
        sa.Column("translator_id", sa.Integer(), nullable=True),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("slots_total", sa.Integer(), nullable=False),
        sa.Column("slots_done", sa.Integer(), nullable=False),
        sa.Column("slots_outdated", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_study.id"], name=op.f("fk_language_version_case_id_case_study"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["person.id"], name=op.f("fk_language_version_reviewer_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["translator_id"], ["person.id"], name=op.f("fk_language_version_translator_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_language_version")),
        sa.UniqueConstraint("case_id", "language", "kind", name=op.f("uq_language_version_case_id_language_kind")),
    )
    with op.batch_alter_table("language_version", schema=None) as batch_op:
        batch_op.create_index("ix_language_version_language", ["language"], unique=False)
    op.create_table(
        "slot",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=24), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_study.id"], name=op.f("fk_slot_case_id_case_study"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot")),
        sa.UniqueConstraint("key", name=op.f("uq_slot_key")),
    )
    with op.batch_alter_table("slot", schema=None) as batch_op:
        batch_op.create_index("ix_slot_case_id_field_position", ["case_id", "field", "position"], unique=False)
    op.create_table(
        "rendered_version",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("renderer", sa.String(length=20), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["language_version.id"],
            name=op.f("fk_rendered_version_version_id_language_version"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_rendered_version")),
    )
    op.create_table(
        "revision",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("saved_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_revision_person_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["language_version.id"],
            name=op.f("fk_revision_version_id_language_version"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("version_id", "number", name=op.f("uq_revision_version_id_number")),
    )
    op.create_table(
        "segment_version",
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=24), nullable=False),
        sa.Column("base_id", sa.Integer(), nullable=True),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.Column("minor", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["base_id"],
            ["segment_version.id"],
            name=op.f("fk_segment_version_base_id_segment_version"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_segment_version_person_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["slot.id"], name=op.f("fk_segment_version_slot_id_slot"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["language_version.id"],
            name=op.f("fk_segment_version_version_id_language_version"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segment_version")),
        sa.UniqueConstraint(
            "slot_id", "version_id", "number", name=op.f("uq_segment_version_slot_id_version_id_number")
        ),
    )
    with op.batch_alter_table("segment_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_segment_version_base_id"), ["base_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_segment_version_version_id"), ["version_id"], unique=False)
    op.create_table(
        "version_label",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["language_version.id"],
            name=op.f("fk_version_label_version_id_language_version"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version_id", "label", name=op.f("pk_version_label")),
    )
    with op.batch_alter_table("version_label", schema=None) as batch_op:
        batch_op.create_index("ix_version_label_label_version_id", ["label", "version_id"], unique=False)
    op.create_table(
        "segment_now",
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("segment_id", sa.Integer(), nullable=False),
        sa.Column("approved_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("confirmed_base_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["approved_id"],
            ["segment_version.id"],
            name=op.f("fk_segment_now_approved_id_segment_version"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_base_id"],
            ["segment_version.id"],
            name=op.f("fk_segment_now_confirmed_base_id_segment_version"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["segment_id"],
            ["segment_version.id"],
            name=op.f("fk_segment_now_segment_id_segment_version"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_segment_now_slot_id_slot"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["language_version.id"],
            name=op.f("fk_segment_now_version_id_language_version"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("slot_id", "version_id", name=op.f("pk_segment_now")),
    )
    with op.batch_alter_table("segment_now", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_segment_now_version_id"), ["version_id"], unique=False)


def downgrade() -> None:
    """Take the tables away."""
    with op.batch_alter_table("segment_now", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_segment_now_version_id"))
    op.drop_table("segment_now")
    with op.batch_alter_table("version_label", schema=None) as batch_op:
        batch_op.drop_index("ix_version_label_label_version_id")
    op.drop_table("version_label")
    with op.batch_alter_table("segment_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_segment_version_version_id"))
        batch_op.drop_index(batch_op.f("ix_segment_version_base_id"))
    op.drop_table("segment_version")
    op.drop_table("revision")
    op.drop_table("rendered_version")
    with op.batch_alter_table("slot", schema=None) as batch_op:
        batch_op.drop_index("ix_slot_case_id_field_position")
    op.drop_table("slot")
    with op.batch_alter_table("language_version", schema=None) as batch_op:
        batch_op.drop_index("ix_language_version_language")
    op.drop_table("language_version")

"""Stories and what belongs to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "case_study",
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("sender_id", sa.String(length=200), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("withdrawn_from", sa.String(length=40), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("was_public", sa.Boolean(), nullable=False),
        sa.Column("original_language", sa.String(length=35), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("illustrative", sa.Boolean(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("form_key", sa.String(length=80), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("author_kind", sa.String(length=40), nullable=False),
        sa.Column("author_display", sa.String(length=40), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("pseudonymous_title", sa.Boolean(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("precision", sa.String(length=40), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("setting", sa.JSON(), nullable=False),
        sa.Column("period_start", sa.String(length=10), nullable=True),
        sa.Column("period_end", sa.String(length=10), nullable=True),
        sa.Column("ongoing", sa.Boolean(), nullable=False),
        sa.Column("scale", sa.String(length=40), nullable=True),
        sa.Column("people_affected", sa.String(length=40), nullable=True),
        sa.Column("people_taking_part", sa.String(length=40), nullable=True),
        sa.Column("stage", sa.String(length=40), nullable=True),
        sa.Column("project_status", sa.String(length=40), nullable=True),
        sa.Column("consultation", sa.String(length=40), nullable=True),
        sa.Column("reaction", sa.String(length=40), nullable=True),
        sa.Column("tenure", sa.JSON(), nullable=False),
        sa.Column("overall", sa.String(length=40), nullable=True),
        sa.Column("protocol_notices", sa.JSON(), nullable=False),
        sa.Column("licence", sa.String(length=40), nullable=False),
        sa.Column("risk", sa.String(length=40), nullable=True),
        sa.Column("consent_level", sa.String(length=40), nullable=False),
        sa.Column("consent_until", sa.Date(), nullable=True),
        sa.Column("allowed_uses", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["record.id"], name=op.f("fk_case_study_organisation_id_record"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_case_study_owner_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_study")),
        sa.UniqueConstraint("form_key", name=op.f("uq_case_study_form_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_case_study_public_id")),
        sa.UniqueConstraint("sender_id", name=op.f("uq_case_study_sender_id")),
    )
    with op.batch_alter_table("case_study", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_study_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index("ix_case_study_state_published_on", ["state", "published_on"], unique=False)
    op.create_table(
        "case_circle",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_study.id"], name=op.f("fk_case_circle_case_id_case_study"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_case_circle_record_id_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("case_id", "record_id", name=op.f("pk_case_circle")),
    )
    op.create_table(
        "case_country",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_study.id"], name=op.f("fk_case_country_case_id_case_study"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("case_id", "country", name=op.f("pk_case_country")),
    )
    with op.batch_alter_table("case_country", schema=None) as batch_op:
        batch_op.create_index("ix_case_country_country_case_id", ["country", "case_id"], unique=False)
    op.create_table(
        "case_label",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_study.id"], name=op.f("fk_case_label_case_id_case_study"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("case_id", "label", name=op.f("pk_case_label")),
    )
    with op.batch_alter_table("case_label", schema=None) as batch_op:
        batch_op.create_index("ix_case_label_label_case_id", ["label", "case_id"], unique=False)
    op.create_table(
        "case_relation",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_study.id"], name=op.f("fk_case_relation_case_id_case_study"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["case_study.id"], name=op.f("fk_case_relation_other_id_case_study"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_relation")),
        sa.UniqueConstraint("case_id", "other_id", "kind", name=op.f("uq_case_relation_case_id_other_id_kind")),
    )
    with op.batch_alter_table("case_relation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_relation_other_id"), ["other_id"], unique=False)
    op.create_table(
        "case_source",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("pages", sa.Text(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("supports", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_study.id"], name=op.f("fk_case_source_case_id_case_study"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_source")),
    )
    with op.batch_alter_table("case_source", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_source_case_id"), ["case_id"], unique=False)
    op.create_table(
        "case_term",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("vocabulary", sa.String(length=30), nullable=False),
        sa.Column("term", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_study.id"], name=op.f("fk_case_term_case_id_case_study"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("case_id", "vocabulary", "term", name=op.f("pk_case_term")),
    )
    with op.batch_alter_table("case_term", schema=None) as batch_op:
        batch_op.create_index("ix_case_term_vocabulary_term_case_id", ["vocabulary", "term", "case_id"], unique=False)
    op.create_table(
        "record_relation",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_study.id"], name=op.f("fk_record_relation_case_id_case_study"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["record.id"], name=op.f("fk_record_relation_other_id_record"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_record_relation_record_id_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_relation")),
        sa.UniqueConstraint(
            "record_id", "other_id", "case_id", "kind", name=op.f("uq_record_relation_record_id_other_id_case_id_kind")
        ),
    )


def downgrade() -> None:
    """Take the tables away."""
    op.drop_table("record_relation")
    with op.batch_alter_table("case_term", schema=None) as batch_op:
        batch_op.drop_index("ix_case_term_vocabulary_term_case_id")
    op.drop_table("case_term")
    with op.batch_alter_table("case_source", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_source_case_id"))
    op.drop_table("case_source")
    with op.batch_alter_table("case_relation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_relation_other_id"))
    op.drop_table("case_relation")
    with op.batch_alter_table("case_label", schema=None) as batch_op:
        batch_op.drop_index("ix_case_label_label_case_id")
    op.drop_table("case_label")
    with op.batch_alter_table("case_country", schema=None) as batch_op:
        batch_op.drop_index("ix_case_country_country_case_id")
    op.drop_table("case_country")
    op.drop_table("case_circle")
    with op.batch_alter_table("case_study", schema=None) as batch_op:
        batch_op.drop_index("ix_case_study_state_published_on")
        batch_op.drop_index(batch_op.f("ix_case_study_owner_id"))
    op.drop_table("case_study")

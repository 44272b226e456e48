"""Sections for fewer readers, consent of groups, reports of harm, checks after hiding, contact apart, messages passed on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_NEW = ("relay_message", "contact", "hiding_check", "harm_report", "narrowed_passage", "section_narrowing")


def _case_id(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_case_id_case_study")
    return sa.ForeignKeyConstraint(["case_id"], ["case_study.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    with op.batch_alter_table("consent_decision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("speaks_for", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("ask_again_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("narrowed", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("case_study", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ask_again_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("keep_hidden", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.add_column(sa.Column("only_block", sa.Boolean(), nullable=False, server_default=sa.false()))
    _narrowing()
    _safety()


def _narrowing() -> None:
    op.create_table(
        "section_narrowing",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("prefix", sa.String(length=60), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        _case_id("section_narrowing"),
        sa.PrimaryKeyConstraint("case_id", "prefix", name=op.f("pk_section_narrowing")),
    )
    op.create_table(
        "narrowed_passage",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=120), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["language_version.id"],
            name=op.f("fk_narrowed_passage_version_id_language_version"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version_id", "field", name=op.f("pk_narrowed_passage")),
    )


def _safety() -> None:
    op.create_table(
        "harm_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("form_key", sa.String(length=80), nullable=False),
        _case_id("harm_report"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_harm_report")),
        sa.UniqueConstraint("form_key", name=op.f("uq_harm_report_form_key")),
    )
    op.create_index(op.f("ix_harm_report_case_id"), "harm_report", ["case_id"])
    op.create_table(
        "hiding_check",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        _case_id("hiding_check"),
        sa.PrimaryKeyConstraint("case_id", "act", "place", name=op.f("pk_hiding_check")),
    )
    op.create_table(
        "contact",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("delete_on", sa.Date(), nullable=False),
        _case_id("contact"),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_contact")),
    )
    op.create_table(
        "relay_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("from_member", sa.Boolean(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("form_key", sa.String(length=80), nullable=False),
        _case_id("relay_message"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relay_message")),
        sa.UniqueConstraint("form_key", name=op.f("uq_relay_message_form_key")),
    )
    op.create_index(op.f("ix_relay_message_case_id"), "relay_message", ["case_id"])


def downgrade() -> None:
    for name in _NEW:
        op.drop_table(name)
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.drop_column("only_block")
    with op.batch_alter_table("case_study", schema=None) as batch_op:
        batch_op.drop_column("keep_hidden")
        batch_op.drop_column("ask_again_on")
    with op.batch_alter_table("consent_decision", schema=None) as batch_op:
        for column in ("narrowed", "ask_again_on", "speaks_for"):
            batch_op.drop_column(column)

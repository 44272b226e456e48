"""Words that were decided on, questions that stay open until they are settled, suggested changes, second readers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_PEOPLE = ("handed_by", "checked_by", "confirmed_by")


def upgrade() -> None:
    with op.batch_alter_table("case_review", schema=None) as batch_op:
        batch_op.add_column(sa.Column("claimed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("handed_note", sa.Text(), nullable=False, server_default=""))
        for name in _PEOPLE:
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
            batch_op.create_foreign_key(
                op.f(f"fk_case_review_{name}_person"), "person", [name], ["id"], ondelete="SET NULL"
            )
    # Those who look after a story begin their days anew, instead of losing it at once.
    review = sa.table("case_review", sa.column("claimed_by"), sa.column("claimed_on"))
    op.execute(review.update().where(review.c.claimed_by.is_not(None)).values(claimed_on=sa.func.current_date()))
    _make_guarded_term()
    _make_question()
    _make_suggestion()


def _make_guarded_term() -> None:
    op.create_table(
        "guarded_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_study.id"], name=op.f("fk_guarded_term_case_id_case_study"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guarded_term")),
        sa.UniqueConstraint("case_id", "name", name=op.f("uq_guarded_term_case_id_name")),
    )


def _make_question() -> None:
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=True),
        sa.Column("term_id", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(length=120), nullable=False),
        sa.Column("resolved_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_study.id"], name=op.f("fk_question_case_id_case_study"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["dialogue_message.id"],
            name=op.f("fk_question_message_id_dialogue_message"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["answer_id"],
            ["dialogue_message.id"],
            name=op.f("fk_question_answer_id_dialogue_message"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["term_id"], ["guarded_term.id"], name=op.f("fk_question_term_id_guarded_term"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("message_id", name=op.f("uq_question_message_id")),
    )
    op.create_index(op.f("ix_question_case_id"), "question", ["case_id"])


def _make_suggestion() -> None:
    op.create_table(
        "suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=120), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_study.id"], name=op.f("fk_suggestion_case_id_case_study"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
    )
    op.create_index(op.f("ix_suggestion_case_id"), "suggestion", ["case_id"])


def downgrade() -> None:
    for name in ("suggestion", "question", "guarded_term"):
        op.drop_table(name)
    with op.batch_alter_table("case_review", schema=None) as batch_op:
        for name in _PEOPLE:
            batch_op.drop_constraint(op.f(f"fk_case_review_{name}_person"), type_="foreignkey")
            batch_op.drop_column(name)
        batch_op.drop_column("handed_note")
        batch_op.drop_column("claimed_on")

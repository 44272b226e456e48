"""Counting the words of a shelf up and down, thousands at a time: statements that both databases understand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

_ADD = text(
    "INSERT INTO shelf_word (label, form, language, word, ending, cases)"
    " VALUES (:label, :form, :language, :word, :ending, :cases)"
    " ON CONFLICT (label, form, language) DO UPDATE SET cases = shelf_word.cases + excluded.cases"
)
_TAKE = text(
    "UPDATE shelf_word SET cases = cases + :cases WHERE label = :label AND form = :form AND language = :language"
)
_DROP = text("DELETE FROM shelf_word WHERE label = :label AND form = :form AND language = :language AND cases <= 0")


def add_words(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Count words up; `rows` hold every column of `ShelfWord`."""
    if rows:
        session.execute(_ADD, rows)


def take_words(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Count words down (`cases` below zero), and forget those that no text holds any more."""
    if rows:
        session.execute(_TAKE, rows)
        session.execute(_DROP, [{name: row[name] for name in ("label", "form", "language")} for row in rows])

"""Marks on tables: which clause opens a row to somebody who holds a set of labels.

The session guard (`db.access_guard`) adds the clause of every guarded table to every read. A table that carries
no mark is open to any unit of work, and `tests/architecture` lists those by name.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, column, exists, false, literal_column, or_, select, table, true

from wgsm_archive.domain.access import EVERYTHING, private_labels

# Light twins of the label tables, so that no model has to be imported here.
_CASE_LABELS = table("case_label", column("case_id"), column("label"))
_VERSION_LABELS = table("version_label", column("version_id"), column("label"))


def _opened(labels: Any, key: str, owner: Any, held: frozenset[str]) -> ColumnElement[bool]:
    if EVERYTHING in held:
        return true()
    if not held:
        return false()
    twin = labels.alias()
    found: Select[Any] = (
        select(literal_column("1")).select_from(twin).where(twin.c[key] == owner, twin.c.label.in_(sorted(held)))
    )
    return exists(found)


class Guarded:
    """A row that not everybody may read."""

    @classmethod
    def readable_with(cls, held: frozenset[str]) -> ColumnElement[bool]:
        """The clause for somebody who holds these labels. Nothing held, nothing read."""
        return false()


class GuardedByCase(Guarded):
    """Open to whoever may read the case it belongs to (or is)."""

    @classmethod
    def readable_with(cls, held: frozenset[str]) -> ColumnElement[bool]:
        """True where the case carries a held label."""
        owner: Any = cls.case_id if hasattr(cls, "case_id") else cls.id  # type: ignore[attr-defined]
        return _opened(_CASE_LABELS, "case_id", owner, held)


class GuardedByVersion(Guarded):
    """Open to whoever may read the language version it belongs to (or is)."""

    @classmethod
    def readable_with(cls, held: frozenset[str]) -> ColumnElement[bool]:
        """True where the language version carries a held label."""
        owner: Any = cls.version_id if hasattr(cls, "version_id") else cls.id  # type: ignore[attr-defined]
        return _opened(_VERSION_LABELS, "version_id", owner, held)


class GuardedForTellers(Guarded):
    """Between the tellers of a case and facilitators only: consent, questions, checklist."""

    @classmethod
    def readable_with(cls, held: frozenset[str]) -> ColumnElement[bool]:
        """True where the case carries a held label that is not a reader's."""
        owner: Any = cls.case_id  # type: ignore[attr-defined]
        return _opened(_CASE_LABELS, "case_id", owner, private_labels(held))


class GuardedMedia(Guarded):
    """A file of a case: to tellers and facilitators always, to its readers while it is shown."""

    @classmethod
    def readable_with(cls, held: frozenset[str]) -> ColumnElement[bool]:
        """True where the case carries a held label, and that label is not a reader's or the file is shown."""
        owner: Any = cls.case_id  # type: ignore[attr-defined]
        shown: ColumnElement[bool] = cls.shown  # type: ignore[attr-defined]
        private = _opened(_CASE_LABELS, "case_id", owner, private_labels(held))
        return or_(private, and_(shown, _opened(_CASE_LABELS, "case_id", owner, held)))


class GuardedByLevel(Guarded):
    """A record that carries its one label itself (`public` or `network`)."""

    @classmethod
    def readable_with(cls, held: frozenset[str]) -> ColumnElement[bool]:
        """True where the row's own label is held."""
        if EVERYTHING in held:
            return true()
        label: ColumnElement[str] = cls.label  # type: ignore[attr-defined]
        return label.in_(sorted(held))

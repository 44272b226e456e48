"""Marks on tables: which clause opens a row to somebody who holds a set of labels.

The session guard (`db.access_guard`) adds the clause of every guarded table to every read. A table that carries
no mark is open to any unit of work, and `tests/architecture` lists those by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Self

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    cast,
    column,
    exists,
    false,
    literal,
    literal_column,
    not_,
    or_,
    select,
    table,
    true,
)

from wgsm_archive.domain.access import EVERYTHING, REVIEWING, private_labels

# Light twins of the label tables, so that no model has to be imported here.
_CASE_LABELS = table("case_label", column("case_id"), column("label"))
_VERSION_LABELS = table("version_label", column("version_id"), column("label"))
_NARROWINGS = table("section_narrowing", column("case_id"), column("prefix"), column("label"))
_SLOTS = table("slot", column("id"), column("case_id"), column("field"))
_TERMS = table("glossary_term", column("id"), column("case_id"), column("label"))
_VERSIONS = table("language_version", column("id"), column("case_id"))


class Shape(NamedTuple):
    """What the clauses for somebody look like, whichever labels they hold: these are filled in when a statement runs.

    Of the labels held, `everything` and `reviews` say which two are among them; `some` that there are any at all, and
    `private` that some open what is between tellers and facilitators.
    """

    everything: bool
    some: bool
    private: bool
    reviews: bool

    @classmethod
    def of(cls, held: frozenset[str]) -> Self:
        """The shape for these labels."""
        return cls(EVERYTHING in held, bool(held), bool(private_labels(held)), REVIEWING in held)


def _unfilled() -> list[str]:
    raise LookupError("a statement was run without the labels that it is narrowed to")


def _place_for(name: str) -> BindParameter[Any]:
    return bindparam(name, callable_=_unfilled, type_=String(), expanding=True)


_Labels = Sequence[str] | BindParameter[Any]
_HELD, _PRIVATE = _place_for("held_labels"), _place_for("private_labels")


def labels_by_place(held: frozenset[str]) -> dict[str, list[str]]:
    """The labels for the places that the clauses leave open, by name: all that are held, and the private ones."""
    return {_HELD.key: sorted(held), _PRIVATE.key: sorted(private_labels(held))}


def fillings(held: frozenset[str]) -> tuple[BindParameter[Any], ...]:
    """The same as values of a statement."""
    return tuple(
        bindparam(name, labels, type_=String(), expanding=True) for name, labels in labels_by_place(held).items()
    )


def _opened(labels: Any, key: str, owner: Any, held: Shape, among: _Labels = _HELD) -> ColumnElement[bool]:
    if held.everything:
        return true()
    if not held.some or (among is _PRIVATE and not held.private):
        return false()
    twin = labels.alias()
    found: Select[Any] = (
        select(literal_column("1")).select_from(twin).where(twin.c[key] == owner, twin.c.label.in_(among))
    )
    return exists(found)


class Guarded:
    """A row that not everybody may read."""

    @classmethod
    def readable_with(cls, held: Shape) -> ColumnElement[bool]:
        """The clause for somebody who holds these labels. Nothing held, nothing read."""
        return false()


class GuardedByCase(Guarded):
    """Open to whoever may read the case it belongs to (or is)."""

    @classmethod
    def readable_with(cls, held: Shape) -> ColumnElement[bool]:
        """True where the case carries a held label."""
        owner: Any = cls.case_id if hasattr(cls, "case_id") else cls.id  # type: ignore[attr-defined]
        return _opened(_CASE_LABELS, "case_id", owner, held)


class GuardedByVersion(Guarded):
    """Open to whoever may read the language version it belongs to (or is)."""

    @classmethod
    def readable_with(cls, held: Shape) -> ColumnElement[bool]:
        """True where the language version carries a held label."""
        owner: Any = cls.version_id if hasattr(cls, "version_id") else cls.id  # type: ignore[attr-defined]
        return _opened(_VERSION_LABELS, "version_id", owner, held)


def closed_section(case_id: Any, field: Any, held: _Labels = _HELD) -> ColumnElement[bool]:
    """True where tellers narrowed a field (or section) of a case to people who hold none of these labels.

    The clause to add for a table whose rows belong to a field of a case; `GuardedByPlace` shows how. Tellers and
    facilitators are let through beforehand, by the private labels of the case.
    """
    twin = _NARROWINGS.alias()
    beneath = or_(twin.c.prefix == field, field.like(twin.c.prefix.concat(".%")))
    return exists(
        select(literal_column("1"))
        .select_from(twin)
        .where(twin.c.case_id == case_id, beneath, twin.c.label.not_in(held))
    )


class GuardedByPlace(GuardedByCase):
    """Belongs to a field of a case: open to whoever may read the case, and the section if it was narrowed."""

    @classmethod
    def readable_with(cls, held: Shape) -> ColumnElement[bool]:
        """True where the case carries a held label, and no narrowing of the field shuts the holder out."""
        case_id: Any = cls.case_id  # type: ignore[attr-defined]
        field: Any = cls.field  # type: ignore[attr-defined]
        if held.everything or not held.some:
            return super().readable_with(held)
        tells = _opened(_CASE_LABELS, "case_id", case_id, held, _PRIVATE)
        return and_(super().readable_with(held), or_(not_(closed_section(case_id, field)), tells))


class GuardedBySlot(GuardedByVersion):
    """Belongs to a slot in a language version: open to whoever may read the version, and the slot's section."""

    @classmethod
    def readable_with(cls, held: Shape) -> ColumnElement[bool]:
        """True where the version carries a held label, and no narrowing of the slot's field shuts the holder out."""
        if held.everything or not held.some:
            return super().readable_with(held)
        slot, version_id = _SLOTS.alias(), cls.version_id  # type: ignore[attr-defined]
        closed = exists(
            select(literal_column("1"))
            .select_from(slot)
            .where(slot.c.id == cls.slot_id, closed_section(slot.c.case_id, slot.c.field))  # type: ignore[attr-defined]
        )
        tells = _opened(_VERSION_LABELS, "version_id", version_id, held, _PRIVATE)
        return and_(super().readable_with(held), or_(not_(closed), tells))


class GuardedByWriter(GuardedBySlot):
    """What one person has typed for a slot: open to that person alone, while the version and the section are."""

    @classmethod
    def readable_with(cls, held: Shape) -> ColumnElement[bool]:
        """True where a translator's own label is held besides those that open the slot."""
        if held.everything or not held.some:
            return super().readable_with(held)
        writer: ColumnElement[str] = literal("person:").concat(cast(cls.person_id, String))  # type: ignore[attr-defined]
        return and_(super().readable_with(held), writer.in_(_HELD))


class GuardedByWholeVersion(GuardedByVersion):
    """Holds the whole text of a language version: closed to whoever may not read every section of it."""

    @classmethod
    def readable_with(cls, held: Shape) -> ColumnElement[bool]:
        """True where the version carries a held label, and no narrowing of its case shuts the holder out."""
        if held.everything or not held.some:
            return super().readable_with(held)
        twin, version, version_id = _NARROWINGS.alias(), _VERSIONS.alias(), cls.version_id  # type: ignore[attr-defined]
        closed = exists(
            select(literal_column("1"))
            .select_from(version.join(twin, twin.c.case_id == version.c.case_id))
            .where(version.c.id == version_id, twin.c.label.not_in(_HELD))
        )
        tells = _opened(_VERSION_LABELS, "version_id", version_id, held, _PRIVATE)
        return and_(super().readable_with(held), or_(not_(closed), tells))


class GuardedByOwnLabel(GuardedByVersion):
    """Belongs to a language version and asks for a label of its own besides those of the version."""

    @classmethod
    def readable_with(cls, held: Shape) -> ColumnElement[bool]:
        """True where the version carries a held label and the row's own is held; tellers and facilitators see all."""
        if held.everything or not held.some:
            return super().readable_with(held)
        own: ColumnElement[bool] = cls.label.in_(_HELD)  # type: ignore[attr-defined]
        tells = _opened(_VERSION_LABELS, "version_id", cls.version_id, held, _PRIVATE)  # type: ignore[attr-defined]
        return and_(super().readable_with(held), or_(own, tells))


class GuardedPart(GuardedByVersion):
    """Belongs to a section of a language version, and may ask for a label of its own besides (none: an empty one)."""

    @classmethod
    def readable_with(cls, held: Shape) -> ColumnElement[bool]:
        """True where the version carries a held label, the section is open and the row's own label is held."""
        if held.everything or not held.some:
            return super().readable_with(held)
        label, field = cls.label, cls.field  # type: ignore[attr-defined]
        own = or_(label == "", label.in_(_HELD))
        tells = _opened(_VERSION_LABELS, "version_id", cls.version_id, held, _PRIVATE)  # type: ignore[attr-defined]
        is_open = not_(closed_section(cls.case_id, field))  # type: ignore[attr-defined]
        return and_(super().readable_with(held), or_(and_(own, is_open), tells))


class GuardedForFacilitators(Guarded):
    """What facilitators hear of a case and its tellers do not: reports of harm, messages not passed on yet."""

    @classmethod
    def readable_with(cls, held: Shape) -> ColumnElement[bool]:
        """True where the case is open to facilitators and the holder is one."""
        owner: Any = cls.case_id  # type: ignore[attr-defined]
        if not (held.everything or held.reviews):
            return false()
        return _opened(_CASE_LABELS, "case_id", owner, held, [REVIEWING])


class GuardedForTellers(Guarded):
    """Between the tellers of a case and facilitators only: consent, questions, checklist."""

    @classmethod
    def readable_with(cls, held: Shape) -> ColumnElement[bool]:
        """True where the case carries a held label that is not a reader's."""
        owner: Any = cls.case_id  # type: ignore[attr-defined]
        return _opened(_CASE_LABELS, "case_id", owner, held, _PRIVATE)


class GuardedMedia(Guarded):
    """A file of a case: to tellers and facilitators always, while it is shown to whoever may read its section."""

    @classmethod
    def readable_with(cls, held: Shape) -> ColumnElement[bool]:
        """True where the case carries a held label, and that label is not a reader's or the file is shown."""
        owner: Any = cls.case_id  # type: ignore[attr-defined]
        shown: ColumnElement[bool] = cls.shown  # type: ignore[attr-defined]
        private = _opened(_CASE_LABELS, "case_id", owner, held, _PRIVATE)
        closed = closed_section(owner, cls.section)  # type: ignore[attr-defined]
        return or_(private, and_(shown, not_(closed), _opened(_CASE_LABELS, "case_id", owner, held)))


class GuardedByLevel(Guarded):
    """A record that carries its one label itself (`public` or `network`)."""

    @classmethod
    def readable_with(cls, held: Shape) -> ColumnElement[bool]:
        """True where the row's own label is held."""
        if held.everything:
            return true()
        if not held.some:
            return false()
        label: ColumnElement[str] = cls.label  # type: ignore[attr-defined]
        return label.in_(_HELD)


def _of_label_and_case(row: Any, held: Shape) -> ColumnElement[bool]:
    if held.everything:
        return true()
    if not held.some:
        return false()
    of_case = or_(row.case_id.is_(None), _opened(_CASE_LABELS, "case_id", row.case_id, held))
    return and_(row.label.in_(_HELD), of_case)


class GuardedByLabelAndCase(Guarded):
    """Carries a label itself, and may belong to a case: open to whoever holds the one and may read the other."""

    @classmethod
    def readable_with(cls, held: Shape) -> ColumnElement[bool]:
        """True where the row's own label is held, and its case, if it has one, carries a held label."""
        return _of_label_and_case(cls, held)


class GuardedByLabelAndSlot(Guarded):
    """Carries a label itself and belongs to a slot: open to whoever holds the one and may read the other's section."""

    @classmethod
    def readable_with(cls, held: Shape) -> ColumnElement[bool]:
        """True where the row's own label is held, the slot's case carries a held label, and its section is open."""
        if held.everything:
            return true()
        if not held.some:
            return false()
        slot = _SLOTS.alias()
        tells = _opened(_CASE_LABELS, "case_id", slot.c.case_id, held, _PRIVATE)
        is_open = and_(
            slot.c.id == cls.slot_id,  # type: ignore[attr-defined]
            _opened(_CASE_LABELS, "case_id", slot.c.case_id, held),
            or_(not_(closed_section(slot.c.case_id, slot.c.field)), tells),
        )
        return and_(cls.label.in_(_HELD), exists(select(literal_column("1")).select_from(slot).where(is_open)))  # type: ignore[attr-defined]


class GuardedByTerm(Guarded):
    """Belongs to a term of the glossary: open to whoever may read the term."""

    @classmethod
    def readable_with(cls, held: Shape) -> ColumnElement[bool]:
        """True where the term's own label is held, and its case, if it has one, carries a held label."""
        twin, term_id = _TERMS.alias(), cls.term_id  # type: ignore[attr-defined]
        if held.everything or not held.some:
            return _of_label_and_case(twin.c, held)
        return exists(
            select(literal_column("1")).select_from(twin).where(twin.c.id == term_id, _of_label_and_case(twin.c, held))
        )


class GuardedForTheHouse(Guarded):
    """What only the archive itself works with."""

    @classmethod
    def readable_with(cls, held: Shape) -> ColumnElement[bool]:
        """True for the archive itself."""
        return true() if held.everything else false()

"""Keeping the glossary: facilitators write terms down, translators say what they are called, a second person agrees."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from wgsm_archive.db.models import Case, GlossaryTerm, GlossaryText
from wgsm_archive.domain.access import NETWORK, REVIEWING
from wgsm_archive.domain.actor import Role
from wgsm_archive.domain.errors import NotAllowed, NotFound, Refused, SignInNeeded
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.glossary import TermKind, TextState
from wgsm_archive.domain.text import clean_line
from wgsm_archive.services.work import Work

_LONGEST, _LONGEST_LINE = 120, 400


@dataclass(frozen=True, slots=True)
class TypedTerm:
    """A term as somebody writes it down; `story` is the public id of the one story that it is for, or empty."""

    kind: str
    language: str
    text: str
    definition: str
    why: str
    story: str


@dataclass(frozen=True, slots=True)
class TextLine:
    """What a term is called in a language. `mine`: the actor proposed it, so somebody else agrees."""

    id: int
    language: str
    text: str
    agreed: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term of the glossary as its readers see it; masked terms are there for facilitators only."""

    id: int
    kind: TermKind
    language: str
    text: str
    definition: str
    why: str
    for_one_story: bool
    texts: tuple[TextLine, ...]


class GlossaryDesk:
    """The glossary at work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def terms(self) -> tuple[TermLine, ...]:
        """All terms that this actor may read, by what they are for and by their words."""
        self._require(Role.TRANSLATOR, Role.FACILITATOR)
        rows = self._work.session.scalars(select(GlossaryTerm).options(selectinload(GlossaryTerm.texts)))
        order = {kind: place for place, kind in enumerate(TermKind)}
        lines = [self._line(row) for row in rows]
        return tuple(sorted(lines, key=lambda one: (order[one.kind], one.text.casefold(), one.id)))

    def add(self, typed: TypedTerm) -> None:
        """Write a term down.

        Raises:
            Refused: something is missing, too long or unknown.
        """
        self._require(Role.FACILITATOR)
        text, problems = clean_line(typed.text), self._problems(typed)
        case_id = self._case_id(typed.story, problems)
        if problems:
            raise Refused(problems)
        kind = TermKind(typed.kind)
        row = GlossaryTerm(
            kind=kind,
            language=typed.language,
            text=text,
            definition=clean_line(typed.definition),
            why=clean_line(typed.why),
            case_id=case_id,
            label=REVIEWING if kind is TermKind.MASKED else NETWORK,
        )
        self._work.session.add(row)
        self._changed(kind, "added")

    def remove(self, term_id: int) -> None:
        """Take a term out of the glossary, with all that it is called.

        Raises:
            NotFound: there is none.
        """
        self._require(Role.FACILITATOR)
        row = self._find(term_id)
        kind = row.kind
        self._work.session.delete(row)
        self._changed(kind, "removed")

    def propose(self, term_id: int, language: str, text: str) -> None:
        """Say what a term is called in a language; of a facilitator it is agreed on at once.

        Raises:
            NotFound: there is no such term.
            Refused: there are no words or too many, the language is unknown, or these words stand there already.
        """
        self._require(Role.TRANSLATOR, Role.FACILITATOR)
        row, cleaned = self._find(term_id), clean_line(text)
        if not cleaned or len(cleaned) > _LONGEST:
            raise Refused({"text": "too-long" if cleaned else "required"})
        if language not in self._work.tools.languages:
            raise Refused({"language": "unknown-language"})
        if any(one.language == language and one.text == cleaned for one in row.texts):
            raise Refused({"text": "taken"})
        agreed = self._work.actor.has(Role.FACILITATOR)
        state = TextState.AGREED if agreed else TextState.PROPOSED
        person_id = self._work.actor.person_id
        row.texts.append(GlossaryText(language=language, text=cleaned, state=state, person_id=person_id))
        self._changed(row.kind, "agreed" if agreed else "proposed")

    def agree(self, text_id: int) -> None:
        """Agree on what somebody else proposed.

        Raises:
            NotFound: there is no such text.
            NotAllowed: the actor proposed it.
        """
        self._require(Role.TRANSLATOR, Role.FACILITATOR)
        row = self._text(text_id)
        if row.person_id == self._work.actor.person_id and not self._work.actor.has(Role.FACILITATOR):
            raise NotAllowed
        row.state = TextState.AGREED
        self._changed(self._find(row.term_id).kind, "agreed")

    def drop(self, text_id: int) -> None:
        """Take back what one proposed; facilitators any of it.

        Raises:
            NotFound: there is no such text.
            NotAllowed: somebody else's, or it was agreed on.
        """
        self._require(Role.TRANSLATOR, Role.FACILITATOR)
        row, actor = self._text(text_id), self._work.actor
        own = row.person_id == actor.person_id and row.state is TextState.PROPOSED
        if not own and not actor.has(Role.FACILITATOR):
            raise NotAllowed
        kind = self._find(row.term_id).kind
        self._work.session.delete(row)
        self._changed(kind, "dropped")

    def _problems(self, typed: TypedTerm) -> dict[str, str]:
        problems = {}
        text = clean_line(typed.text)
        if not text or len(text) > _LONGEST:
            problems["text"] = "too-long" if text else "required"
        if typed.kind not in tuple(TermKind):
            problems["kind"] = "choose"
        if typed.language not in self._work.tools.languages:
            problems["language"] = "unknown-language"
        for name, words in (("definition", typed.definition), ("why", typed.why)):
            if len(clean_line(words)) > _LONGEST_LINE:
                problems[name] = "too-long"
        return problems

    def _case_id(self, story: str, problems: dict[str, str]) -> int | None:
        wanted = clean_line(story)
        if not wanted:
            return None
        found = self._work.session.scalar(select(Case.id).where(Case.public_id == wanted))
        if found is None:
            problems["story"] = "unknown-choice"
        return found

    def _find(self, term_id: int) -> GlossaryTerm:
        row = self._work.session.scalar(select(GlossaryTerm).where(GlossaryTerm.id == term_id))
        if row is None:
            raise NotFound
        return row

    def _text(self, text_id: int) -> GlossaryText:
        row = self._work.session.scalar(select(GlossaryText).where(GlossaryText.id == text_id))
        if row is None:
            raise NotFound
        return row

    def _line(self, row: GlossaryTerm) -> TermLine:
        me = self._work.actor.person_id
        texts = tuple(
            TextLine(one.id, one.language, one.text, one.state is TextState.AGREED, one.person_id == me)
            for one in row.texts
        )
        return TermLine(
            row.id, row.kind, row.language, row.text, row.definition, row.why, row.case_id is not None, texts
        )

    def _changed(self, kind: TermKind, how: str) -> None:
        # Which term it is stands nowhere: the trail is read by more people than a masked name.
        self._work.record(Happened(Event.GLOSSARY_CHANGED, detail={"kind": str(kind), "how": how}))

    def _require(self, *roles: Role) -> None:
        actor = self._work.actor
        if not actor.has(*roles):
            raise NotAllowed if actor.is_signed_in else SignInNeeded

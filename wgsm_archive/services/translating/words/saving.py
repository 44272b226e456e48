"""Saving translations of the archive's own words: what is sound is kept, what is not is named and given back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wgsm_archive.db.models import WordsNow, WordsVersion
from wgsm_archive.domain.markdown import normalise
from wgsm_archive.domain.text import clean_line, clean_text
from wgsm_archive.domain.words import Piece, WordsKind, WordsState
from wgsm_archive.i18n.soundness import Flaw, check_forms
from wgsm_archive.services.policy import count_epoch
from wgsm_archive.services.translating.words.desk import Book
from wgsm_archive.services.translating.words.pieces import Name, forms_needed
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class TypedWords:
    """What was typed for a text over the wording of a number; `confirmed`: what readers see is still correct."""

    forms: tuple[str, ...]
    number: int
    confirmed: bool = False


@dataclass(slots=True)
class Outcome:
    """How many wordings were saved; what is wrong with others, and which ones somebody else wrote meanwhile."""

    saved: int = 0
    problems: dict[Name, list[Flaw]] = field(default_factory=dict)
    theirs: dict[Name, tuple[str, ...]] = field(default_factory=dict)


def save(work: Work, language: str, typed: Mapping[Name, TypedWords], *, ready: bool) -> Outcome:
    """Keep what was typed, as drafts or for a second reader. What stands there already is not written again."""
    desk = _Desk(work, Book(work, language), WordsState.READY if ready else WordsState.DRAFT)
    for name, one in typed.items():
        piece = desk.book.pieces.get(name)
        if piece is not None:
            desk.take(piece, one)
    if desk.outcome.saved:
        # Previews show drafts from the next request on.
        count_epoch(work)
    return desk.outcome


class _Desk:
    """One form at work."""

    def __init__(self, work: Work, book: Book, state: WordsState) -> None:
        self.work, self.book, self.state = work, book, state
        self.outcome = Outcome()

    def take(self, piece: Piece, typed: TypedWords) -> None:
        """Look at what was typed for a text: keep it, or say why not."""
        name, row = (piece.kind, piece.key), self.book.row(piece)
        forms = tuple(_clean(piece, text) for text in typed.forms)
        stands = tuple(row[1].forms) if row and row[0].state is not WordsState.APPROVED else self.book.seen(piece)
        now, number = (row[0], row[1].number) if row else (None, 0)
        if not _differs(forms, stands):
            self._same(piece, now, stands, number, confirmed=typed.confirmed)
        elif typed.number != number:
            self.outcome.theirs[name] = stands
        elif flaws := flaws_of(piece, self.book.language, forms):
            self.outcome.problems[name] = flaws
        else:
            version = self._append(piece, forms, number + 1)
            now = now or self._begin(piece, self.state)
            now.newest_id, now.state, now.note = version.id, self.state, ""
            self.outcome.saved += 1

    def _same(
        self, piece: Piece, now: WordsNow | None, stands: tuple[str, ...], number: int, *, confirmed: bool
    ) -> None:
        if confirmed:
            # Looked at beside the source of today: it is made from that one from now on.
            version = self._append(piece, stands, number + 1)
            now = now or self._begin(piece, WordsState.APPROVED)
            now.newest_id = version.id
            if now.state is WordsState.APPROVED:
                now.approved_id = version.id
        elif now is not None and now.state is WordsState.DRAFT and self.state is WordsState.READY and any(stands):
            now.state, now.note = WordsState.READY, ""
        else:
            return
        self.outcome.saved += 1

    def _begin(self, piece: Piece, state: WordsState) -> WordsNow:
        # What came with the software stays in sight until a wording from here is approved.
        now = WordsNow(kind=piece.kind, key=piece.key, language=self.book.language, state=state)
        self.work.session.add(now)
        return now

    def _append(self, piece: Piece, forms: tuple[str, ...], number: int) -> WordsVersion:
        version = WordsVersion(
            kind=piece.kind,
            key=piece.key,
            language=self.book.language,
            number=number,
            context=piece.context,
            sources=list(piece.sources),
            forms=list(forms) if any(forms) else [],
            person_id=self.work.actor.person_id,
            written_on=self.work.today,
        )
        self.work.session.add(version)
        self.work.session.flush()
        return version


def flaws_of(piece: Piece, language: str, forms: tuple[str, ...]) -> list[Flaw]:
    """What hinders that these words are taken in. No words at all are no flaw: they take a translation back."""
    filled = [form for form in forms if form]
    if not filled:
        return []
    if len(filled) < forms_needed(piece, language):
        return [Flaw("forms-missing")]
    if len(filled) > forms_needed(piece, language):
        return [Flaw("forms-many")]
    if any(len(form) > piece.limit for form in filled):
        return [Flaw("too-long")]
    return list(dict.fromkeys(check_forms(piece.sources, forms))) if piece.kind is WordsKind.INTERFACE else []


def _differs(forms: tuple[str, ...], stands: tuple[str, ...]) -> bool:
    return any(forms) != any(stands) or (any(forms) and forms != stands)


def _clean(piece: Piece, text: str) -> str:
    if piece.is_prose:
        return normalise(clean_text(text)).strip()
    # A text of several lines in the source may have several in the translation.
    return clean_text(text).strip() if any("\n" in source for source in piece.sources) else clean_line(text)

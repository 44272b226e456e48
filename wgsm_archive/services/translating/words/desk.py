"""What the pages of words show: how far a language is, and each text with what stands for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import HouseText, Person, WordsNow, WordsVersion
from wgsm_archive.domain.text import fold
from wgsm_archive.domain.words import READERS_PLACES, Piece, WordsKind, WordsPlace, WordsState
from wgsm_archive.i18n.catalogs import catalogs
from wgsm_archive.i18n.language import SOURCE, language_of
from wgsm_archive.services.translating.words.alike import Alike, alike
from wgsm_archive.services.translating.words.pieces import LABEL, Name, Standing, forms_needed, pieces, term_of
from wgsm_archive.services.work import Work

Row = tuple[WordsNow, WordsVersion]


@dataclass(frozen=True, slots=True)
class Wording:
    """A text and what stands for it in a language.

    `forms` is the newest wording (with empty strings for forms that nobody wrote), `seen` what readers see of it;
    `before` is the source it was made from, where that has changed since. `number` counts the wordings. `elsewhere`
    is the text in a language that readers of this one read next.
    """

    piece: Piece
    forms: tuple[str, ...]
    seen: tuple[str, ...]
    state: WordsState
    before: tuple[str, ...]
    is_outdated: bool
    number: int
    by: str
    mine: bool
    note: str
    elsewhere: tuple[tuple[str, str], ...]
    alike: tuple[Alike, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How many texts there are at a place, and how many of them are how far."""

    total: int
    approved: int
    ready: int
    draft: int
    outdated: int

    @property
    def missing(self) -> int:
        """How many nobody has begun."""
        return self.total - self.approved - self.ready - self.draft


@dataclass(frozen=True, slots=True)
class LanguageDesk:
    """How far the words of a language are: by place, of all that readers meet, and by whom they are."""

    language: str
    places: Mapping[WordsPlace, Progress]
    readers_share: float
    credits: tuple[str, ...]


def language_desk(work: Work, language: str) -> LanguageDesk:
    """The state of all words in a language."""
    book = Book(work, language)
    found: dict[WordsPlace, list[tuple[WordsState, bool]]] = defaultdict(list)
    for piece in book.pieces.values():
        found[piece.place].append((book.state(piece), book.is_outdated(piece)))
    places = {place: _progress(found[place]) for place in WordsPlace if found[place]}
    return LanguageDesk(language, places, share_of(places), _credits(work, language))


def share_of(places: Mapping[WordsPlace, Progress]) -> float:
    """The share of readers' words that are approved, from 0 to 1."""
    total = sum(one.total for place, one in places.items() if place in READERS_PLACES)
    approved = sum(one.approved for place, one in places.items() if place in READERS_PLACES)
    return approved / total if total else 0.0


class Book:
    """All texts with what was translated of them here, read once."""

    def __init__(self, work: Work, language: str) -> None:
        self._work, self.language = work, language
        self.pieces = pieces(work, language)
        self._standing = Standing(work, language)
        self._rows: dict[Name, Row] = {
            (now.kind, now.key): (now, version)
            for now, version in work.session.execute(
                select(WordsNow, WordsVersion)
                .join(WordsVersion, WordsVersion.id == WordsNow.newest_id)
                .where(WordsNow.language == language)
            )
        }
        self._written = _last_written(work, language)

    def row(self, piece: Piece) -> Row | None:
        """What was translated here last."""
        return self._rows.get((piece.kind, piece.key))

    def state(self, piece: Piece) -> WordsState:
        """How far the newest wording is."""
        row = self.row(piece)
        if row is not None and row[0].state is not WordsState.APPROVED:
            return row[0].state
        return WordsState.APPROVED if self._standing.forms(piece) else WordsState.MISSING

    def source_before(self, piece: Piece) -> tuple[str, ...]:
        """The source that the newest wording was made from; empty where that is not known."""
        row = self.row(piece)
        if row is not None:
            return tuple(row[1].sources)
        if piece.kind is not WordsKind.TERM:
            return ()
        term, part = term_of(self._work, piece.key)
        shipped = self._work.tools.vocabularies.ships(term.vocabulary, term.id)
        if shipped is None:
            return ()
        texts = shipped.labels if part == LABEL else shipped.descriptions
        # Where the shipped translation holds, it was made from the shipped source.
        is_shipped = self._standing.forms(piece) == (texts.get(self.language),)
        return (texts[SOURCE],) if is_shipped and SOURCE in texts else ()

    def is_outdated(self, piece: Piece) -> bool:
        """Whether the source has changed since the newest wording was made from it."""
        if self.state(piece) is WordsState.MISSING:
            return False
        before = self.source_before(piece)
        if before:
            return before != piece.sources
        return piece.kind is WordsKind.TEXT and self._written.get(piece.key, False)

    def seen(self, piece: Piece) -> tuple[str, ...]:
        """What readers of the language see in it."""
        return self._standing.forms(piece)

    def wordings(self, wanted: Iterable[Piece]) -> list[Wording]:
        """These texts in full."""
        names = _names(self._work, [row[1].person_id for one in wanted if (row := self.row(one))])
        nearby = [tag for tag in language_of(self.language).fallbacks if tag != SOURCE][:1]
        elsewhere = {tag: Standing(self._work, tag) for tag in nearby}
        return [self._wording(one, names, elsewhere) for one in wanted]

    def _wording(self, piece: Piece, names: Mapping[int, str], elsewhere: Mapping[str, Standing]) -> Wording:
        row, seen, state = self.row(piece), self.seen(piece), self.state(piece)
        open_row = row if row is not None and state is not WordsState.APPROVED else None
        forms = tuple(open_row[1].forms) if open_row else seen
        writer = row[1].person_id if row else None
        outdated = self.is_outdated(piece)
        return Wording(
            piece=piece,
            forms=(*forms, *[""] * forms_needed(piece, self.language))[: forms_needed(piece, self.language)],
            seen=seen,
            state=state,
            before=self.source_before(piece) if outdated else (),
            is_outdated=outdated,
            number=row[1].number if row else 0,
            by=names.get(writer or 0, ""),
            mine=writer is not None and writer == self._work.actor.person_id,
            note=row[0].note if row else "",
            elsewhere=tuple((tag, found[-1]) for tag, one in elsewhere.items() if (found := one.forms(piece))),
            alike=alike(piece, self.language, catalogs().own(self.language).messages) if not any(forms) else (),
        )


def matching(book: Book, place: WordsPlace | None, show: str, words: str) -> list[Piece]:
    """The texts at a place (or at all) that are `missing`, `waiting` or `outdated` (or any) and hold these words."""
    wanted = fold(words)
    return [
        piece
        for piece in book.pieces.values()
        if (place is None or piece.place == place) and _shown(book, piece, show) and _holds(book, piece, wanted)
    ]


def _shown(book: Book, piece: Piece, show: str) -> bool:
    if show == "missing":
        return book.state(piece) in (WordsState.MISSING, WordsState.DRAFT)
    if show == "waiting":
        return book.state(piece) is WordsState.READY
    return show != "outdated" or book.is_outdated(piece)


def _holds(book: Book, piece: Piece, wanted: str) -> bool:
    return not wanted or any(wanted in fold(text) for text in (*piece.sources, *book.seen(piece)))


def _progress(found: list[tuple[WordsState, bool]]) -> Progress:
    states = [state for state, _ in found]
    return Progress(
        total=len(found),
        approved=states.count(WordsState.APPROVED),
        ready=states.count(WordsState.READY),
        draft=states.count(WordsState.DRAFT),
        outdated=sum(outdated for _, outdated in found),
    )


def _names(work: Work, ids: list[int | None]) -> dict[int, str]:
    people = select(Person.id, Person.shown_name).where(Person.id.in_({one for one in ids if one is not None}))
    return {row.id: row.shown_name for row in work.session.execute(people)}


def _credits(work: Work, language: str) -> tuple[str, ...]:
    """The names that those wish to be credited with who wrote what readers see, in the order they came."""
    rows = work.session.scalars(
        select(Person.credit)
        .join(WordsVersion, WordsVersion.person_id == Person.id)
        .join(WordsNow, WordsNow.approved_id == WordsVersion.id)
        .where(WordsNow.language == language, Person.credit != "")
        .order_by(WordsVersion.id)
    )
    return tuple(dict.fromkeys(rows))


def _last_written(work: Work, language: str) -> dict[str, bool]:
    """For each text of the house whether its newest wording in this language is older than that in another."""
    newest: dict[str, dict[bool, int]] = defaultdict(dict)
    for row in work.session.execute(select(HouseText.kind, HouseText.language, HouseText.id).order_by(HouseText.id)):
        newest[row.kind][row.language == language] = row.id
    return {kind: found.get(True, 0) < found.get(False, 0) for kind, found in newest.items()}

"""Bringing a document: its words wait beside the draft, spread over the prompts, until tellers take them over.

Nothing else of the document is kept. Taking over adds below what was written before and never replaces it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from wgsm_archive.data import heading_names
from wgsm_archive.db.models import Case
from wgsm_archive.domain.case_study import TITLE, is_field
from wgsm_archive.domain.errors import Conflict, Refused
from wgsm_archive.domain.guessing import guess_language
from wgsm_archive.domain.spreading import NOWHERE, Piece, spread
from wgsm_archive.domain.text import MAX_FIELD, MAX_TITLE
from wgsm_archive.domain.workflow import Act, require
from wgsm_archive.ports.documents import MAX_WORDS, Unusable, Words
from wgsm_archive.services.case_rows import acting_facts, original_of
from wgsm_archive.services.contributing import kept
from wgsm_archive.services.contributing.writing import Writing, own_case
from wgsm_archive.services.texts import current_texts, is_line, tidy
from wgsm_archive.services.throttling import count_try
from wgsm_archive.services.work import Tools, Work

STEP = "bring"
"""The name under which the pieces are kept beside a draft."""
LEFT_OUT = "-"
"""The place of a piece that is not taken over."""
APART = "\n\n---\n\n"
"""Stands between what was written before and what was brought."""
_TRIES, _TRIES_OF_ALL = 12, 60
_TO = ".to"
_NOTE = re.compile(r"\[\^([^\]\s]{1,40})\]")


@dataclass(frozen=True, slots=True)
class Brought:
    """The pieces that wait. `mark` tells this state of them from others, `guess` is the language they seem to be in."""

    pieces: tuple[Piece, ...]
    mark: str
    guess: str


class Bringing:
    """What tellers do with a document that they bring."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def count(self, place: str) -> None:
        """Count a file from a place on the net; empty: one that cannot be told from others.

        Raises:
            TooOften: too many came from there within a few minutes.
        """
        count_try(self._work, "bring", place, limit=_TRIES if place else _TRIES_OF_ALL)

    def add(self, words: Words) -> None:
        """Let the words of a document wait beside the draft, below others that wait already.

        Raises:
            Refused: there are more of them than a story can hold.
        """
        case = self._case()
        now = current_texts(self._work, original_of(self._work, case))
        new = [_without_second_title(piece, now) for piece in spread(words.markdown, heading_names())]
        waits = _pieces(self._kept(case))
        held = {piece.text for piece in waits}
        if all(piece.text in held for piece in new):
            return  # the same form was sent twice
        pieces = [*waits, *new]
        if sum(len(piece.text) for piece in pieces) > 2 * MAX_WORDS:
            raise Refused({"file": "file-too-much"})
        kept.put(self._work, case, STEP, _texts(pieces))

    def waiting(self) -> Brought | None:
        """What waits beside the draft."""
        case = self._case()
        row = kept.kept_in(self._work, case, STEP)
        if row is None:
            return None
        pieces = _pieces(row.texts)
        return Brought(tuple(pieces), row.mark, guess_language("\n".join(piece.text for piece in pieces)))

    def arrange(self, pieces: Sequence[Piece], seen: str) -> None:
        """Keep the pieces as their tellers have changed and moved them; those without words are forgotten.

        Raises:
            Conflict: others changed them since the page with the mark `seen` was made.
        """
        kept.put(self._work, self._case(), STEP, _texts(pieces), seen=seen)

    def take_over(self, pieces: Sequence[Piece], seen: str) -> bool:
        """Put the pieces into the draft, each below what stands in its place. Those without a place go on waiting.

        Gives whether any still wait. Taking the same over a second time changes nothing.

        Raises:
            Conflict: others changed them since the page with the mark `seen` was made.
            Refused: field -> code, where a place cannot take what is to come there.
        """
        work, case = self._work, self._case()
        version = original_of(work, case)
        now = current_texts(work, version)
        added, problems = _added(pieces, now)
        row = kept.kept_in(work, case, STEP)
        if row is None and _holds(now, pieces):
            return False
        if row is None or row.mark != seen:
            raise Conflict({} if row is None else dict(row.texts), version.revision)
        if problems:
            raise Refused(problems)
        left = [piece for piece in pieces if piece.to == NOWHERE and piece.text.strip()]
        kept.put(work, case, STEP, _texts(left), seen=seen)
        Writing(work).save(added, based_on=version.revision)
        return bool(left)

    def let_go(self) -> None:
        """Forget what waits."""
        kept.put(self._work, self._case(), STEP, {})

    def _case(self) -> Case:
        case = own_case(self._work)
        require(self._work.actor, Act.WRITE, acting_facts(self._work, case))
        return case

    def _kept(self, case: Case) -> Mapping[str, str]:
        row = kept.kept_in(self._work, case, STEP)
        return row.texts if row is not None else {}


def read_document(tools: Tools, content: bytes, name: str) -> Words:
    """The words of a file.

    Raises:
        Refused: it cannot be used; the code says why.
    """
    try:
        return tools.documents.read(content, name)
    except Unusable as problem:
        raise Refused({"file": problem.code}) from problem


def _texts(pieces: Sequence[Piece]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for piece in pieces:
        if piece.text.strip():
            number = f"{len(texts) // 2 + 1:04d}"
            texts |= {number: piece.text, number + _TO: piece.to}
    return texts


def _pieces(texts: Mapping[str, str]) -> list[Piece]:
    return [Piece(texts[name], texts.get(name + _TO, NOWHERE)) for name in sorted(texts) if not name.endswith(_TO)]


def _without_second_title(piece: Piece, now: Mapping[str, str]) -> Piece:
    return Piece(piece.text) if piece.to == TITLE and now.get(TITLE) else piece


def _holds(now: Mapping[str, str], pieces: Sequence[Piece]) -> bool:
    """Whether every piece with a place stands there already."""
    placed = [piece for piece in pieces if is_field(piece.to)]
    return all(tidy(piece.to, piece.text) in now.get(piece.to, "") for piece in placed)


def _added(pieces: Sequence[Piece], now: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What the fields will hold, and what is wrong with that: field -> code."""
    coming: dict[str, list[str]] = {}
    for piece in pieces:
        text = tidy(piece.to, piece.text) if is_field(piece.to) else ""
        if text:
            coming.setdefault(piece.to, []).append(text)
    added: dict[str, str] = {}
    problems: dict[str, str] = {}
    for name, texts in coming.items():
        stands = now.get(name, "")
        if is_line(name) and (len(texts) > 1 or stands not in ("", texts[0])):
            problems[name] = "place-taken"
            continue
        new = "\n\n".join(texts)
        added[name] = f"{stands}{APART}{_with_other_notes(new, stands)}" if stands and not is_line(name) else new
        if len(added[name]) > (MAX_TITLE if is_line(name) else MAX_FIELD):
            problems[name] = "too-long"
    return added, problems


def _with_other_notes(text: str, stands: str) -> str:
    """The text with footnotes of its own, where those that stand already have the same names."""
    taken = set(_NOTE.findall(stands))
    return _NOTE.sub(lambda found: f"[^{_other_name(found[1], taken)}]", text)


def _other_name(name: str, taken: Collection[str]) -> str:
    number, other = 2, name
    while other in taken:
        other = f"{name}-{number}"
        number += 1
    return other

"""Words that must stand nowhere in a story: finding them in any text of it, and putting other words in their place."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import or_, select

from wgsm_archive.data.identifiers import guarded, name_within, withheld
from wgsm_archive.db.models import Case, GlossaryTerm, GlossaryText, GuardedTerm, MediaFile
from wgsm_archive.domain.errors import Refused
from wgsm_archive.domain.glossary import TermKind
from wgsm_archive.domain.identifiers import Found, Kind, folded_phrase, mask
from wgsm_archive.domain.review import Verdict
from wgsm_archive.domain.segments import cut
from wgsm_archive.services.fact_fields import PREFIX, is_fact
from wgsm_archive.services.texts import is_line, tidy
from wgsm_archive.services.work import Work

REGION = f"{PREFIX}region"
MASKED_TERM = "masked-term"
"""The code of a refusal; its words never repeat the term, for not everybody who meets it may know it."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """The words that are withheld in one story, by what they are."""

    by_kind: Mapping[Kind, tuple[str, ...]]

    def __bool__(self) -> bool:
        return bool(self.by_kind)

    def found_in(self, text: str, language: str) -> list[Found]:
        """Where any of them stands."""
        return [
            one._replace(kind=kind) for kind, terms in self.by_kind.items() for one in guarded(text, language, terms)
        ]

    def hide(self, text: str, language: str) -> str:
        """A piece of text with other words in their place."""
        return mask(text, self.found_in(text, language), lambda kind: withheld(language, kind))

    def hide_field(self, name: str, text: str, language: str) -> str:
        """A field of a story with other words in their place, paragraph by paragraph, so that it is cut as before."""
        if is_line(name):
            return tidy(name, self.hide(text, language))
        pieces = cut(text)
        return pieces.join([self.hide(piece.text, language) for piece in pieces.pieces])

    def hide_proposed(self, texts: Mapping[str, str], language: str) -> dict[str, str]:
        """A proposal of the tellers with other words in their place.

        Lists, sources and how they are named stay as they wrote them: those are held to it when they are accepted.
        """
        return {
            name: self.hide(text, language)
            if name == REGION
            else text
            if is_fact(name)
            else self.hide_field(name, text, language)
            for name, text in texts.items()
        }

    def hider(self, language: str) -> Callable[[str, str], str] | None:
        """`hide_field` for texts of a language; None where nothing is withheld."""
        return (lambda name, text: self.hide_field(name, text, language)) if self.by_kind else None

    def problems(self, texts: Mapping[str, str], language: str) -> dict[str, str]:
        """The places among these where any of them stands: name of the place -> code of the refusal."""
        return {name: MASKED_TERM for name, text in texts.items() if self.found_in(text, language)}


def withheld_in(work: Work, case: Case) -> Withheld:
    """The words withheld in a story. Whoever writes into it is held to them, also those who may not know them."""
    with work.full_sight():
        rows = work.session.execute(
            select(GuardedTerm.kind, GuardedTerm.words)
            .where(GuardedTerm.case_id == case.id, GuardedTerm.verdict == Verdict.MASK)
            .order_by(GuardedTerm.id)
        ).all()
    by_kind: dict[Kind, tuple[str, ...]] = {}
    for kind, words in rows:
        within = name_within(words, case.original_language) if kind == Kind.NAME else ""
        by_kind[Kind(kind)] = (*by_kind.get(Kind(kind), ()), words, *filter(None, [within]))
    masked = masked_terms(work, case.id)
    if masked:
        by_kind[Kind.NAME] = (*by_kind.get(Kind.NAME, ()), *masked)
    return Withheld(by_kind)


def masked_terms(work: Work, case_id: int) -> tuple[str, ...]:
    """What masked terms of the glossary are called in any language: those of a story, and those of all stories.

    A text that was only proposed counts as well. Nothing of this is shown to the actor.
    """
    mine = or_(GlossaryTerm.case_id.is_(None), GlossaryTerm.case_id == case_id)
    with work.full_sight():
        rows = work.session.execute(
            select(GlossaryTerm.text, GlossaryText.text)
            .outerjoin(GlossaryText, GlossaryText.term_id == GlossaryTerm.id)
            .where(GlossaryTerm.kind == TermKind.MASKED, mine)
            .order_by(GlossaryTerm.id, GlossaryText.id)
        ).all()
    return tuple(dict.fromkeys(text for row in rows for text in row if text))


def require_withheld(work: Work, case: Case, texts: Mapping[str, str], language: str) -> None:
    """Stop where a text of a story, or the name of a file, holds words that are withheld in it.

    Raises:
        Refused: name of the place -> `masked-term`.
    """
    problems = withheld_in(work, case).problems(texts, language)
    if problems:
        raise Refused(problems)


def name_of_term(work: Work, case_id: int, words: str) -> str:
    """The keyed hash under which a decision on words is kept: the same for all their spellings."""
    content = f"guarded-term:{case_id}:{folded_phrase(words)}"
    return hmac.new(work.tools.secret, content.encode(), hashlib.sha256).hexdigest()


WORDS_OF_FILE = ("name", "caption", "alt", "people", "transcript")


def language_of(file: MediaFile, field: str) -> str:
    """The language that a field of a file is written in."""
    return (file.transcript_language if field == "transcript" else "") or file.language


def file_problems(words: Withheld, file: MediaFile) -> dict[str, str]:
    """Where a file is named or described with what is withheld: field -> code of the refusal."""
    return {
        field: MASKED_TERM for field in WORDS_OF_FILE if words.found_in(getattr(file, field), language_of(file, field))
    }

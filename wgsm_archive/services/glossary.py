"""The glossary as texts are held to it: the terms that translators wrote down, and the labels of all lists of terms.

Masked terms are not among them: they are withheld (`services.withholding`), and nobody who works on a text is told
which they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import selectinload

from wgsm_archive.data import Vocabularies
from wgsm_archive.db.access_guard import lasting
from wgsm_archive.db.models import GlossaryTerm
from wgsm_archive.domain.glossary import Term, TermKind, TextState
from wgsm_archive.domain.vocabulary import VocabularyName
from wgsm_archive.services.work import Work

_OTHER = "other"
_TERMS = lasting(
    select(GlossaryTerm)
    .where(
        GlossaryTerm.kind != TermKind.MASKED,
        or_(GlossaryTerm.case_id.is_(None), GlossaryTerm.case_id == bindparam("case_id")),
    )
    .order_by(GlossaryTerm.id)
    .options(selectinload(GlossaryTerm.texts))
)


def terms_for(work: Work, case_id: int, languages: tuple[str, ...]) -> tuple[Term, ...]:
    """The terms that hold for a story, as far as this actor may read them; the glossary's own first.

    What a label of a list means is said in the first of these languages that has words for it.
    """
    own = tuple(_term(row) for row in work.session.scalars(_TERMS, {"case_id": case_id}))
    lists = work.tools.vocabularies
    return (*own, *labels_as_terms(lists, lists.edition, languages))


def binding(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Those to which a translation is held: of the lists of terms only labels of several words.

    A label such as *Water* is also an everyday word, and there is more than one good word for it.
    """
    return tuple(term for term in terms if "/" not in term.key or _is_phrase(term))


def _is_phrase(term: Term) -> bool:
    return all(len(text.split()) > 1 for text in term.texts_in(term.language))


def _term(row: GlossaryTerm) -> Term:
    texts: dict[str, tuple[str, ...]] = {row.language: (row.text,)}
    for one in row.texts:
        if one.state is TextState.AGREED:
            texts[one.language] = (*texts.get(one.language, ()), one.text)
    return Term(row.kind, texts, str(row.id), row.language, row.definition, row.why)


@lru_cache(maxsize=16)
def labels_as_terms(lists: Vocabularies, edition: int, languages: tuple[str, ...]) -> tuple[Term, ...]:
    """Every label of the lists as a preferred term; `edition` is that of the lists."""
    return tuple(_labels(lists, languages))


def _labels(lists: Vocabularies, languages: tuple[str, ...]) -> Iterator[Term]:
    for name in VocabularyName:
        for term in lists.terms(name):
            if term.id != _OTHER:
                yield Term(
                    TermKind.PREFERRED,
                    {tag: (label,) for tag, label in term.labels.items()},
                    f"{name}/{term.id}",
                    "en",
                    term.description(languages),
                )

"""Finding stories: the index proposes, the database disposes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from sqlalchemy import ColumnElement, String, bindparam, cast, func, or_, select

from wgsm_archive.data import Vocabularies
from wgsm_archive.db.lookups import Lookup
from wgsm_archive.db.models import Case, CaseCountry, CaseTerm, LanguageVersion, NarrowedPassage, RenderedVersion
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.query_tree import Query
from wgsm_archive.domain.vocabulary import FACET_PARAMETERS
from wgsm_archive.ports.search import Hit, IndexBroken, IndexBusy, SearchRequest, SearchResult, Why
from wgsm_archive.services.disclosure.cards import cards
from wgsm_archive.services.disclosure.wording import direction
from wgsm_archive.services.file_words import belonging_to, words_of_files
from wgsm_archive.services.jobs.documents import FACETS
from wgsm_archive.services.reading.asking_index import ask, not_any_more
from wgsm_archive.services.reading.facts_typed import read_query
from wgsm_archive.services.reading.spelling import Count, better
from wgsm_archive.services.reading.views import FacetValue, Found, HitView, Question
from wgsm_archive.services.work import Work

_WITHOUT_WORDS = (Why.BROWSE, Why.LABEL)


def find(work: Work, asked: Question, languages: tuple[str, ...], *, helped: bool = False) -> Found:
    """The stories that answer, one hit a case, with counts for every facet.

    `helped` looks for other words, too, when these find few stories: a dozen searches more.
    """
    asked = _by_present_ids(work, asked)
    request = _request(work, asked, languages)
    try:
        result = ask(work, request)
        other = better(work, asked.words, request, result.total, _counting(work, request)) if helped else None
    except (IndexBroken, IndexBusy):
        return _plain(work, asked, languages)
    hits, facets = _hits(work, result, request.query, languages), _facets(work, result, asked, languages)
    return Found(hits, result.total, facets, better=other)


def search_request(work: Work, asked: Question, languages: tuple[str, ...]) -> SearchRequest:
    """What the index is asked, with what it must leave out because the database knows better."""
    return _request(work, _by_present_ids(work, asked), languages)


def _request(work: Work, asked: Question, languages: tuple[str, ...]) -> SearchRequest:
    return SearchRequest(
        query=read_query(work, asked.words, languages),
        held=work.held,
        languages=languages,
        filters={name: values for name, values in asked.filters.items() if name in FACETS and values},
        year_from=asked.year_from,
        year_to=asked.year_to,
        sort=asked.sort,
        offset=asked.offset,
        limit=asked.limit,
        facets=FACETS,
        exclude_cases=not_any_more(work),
    )


def counts(work: Work, facets: tuple[str, ...]) -> Mapping[str, Mapping[str, int]] | None:
    """How many stories carry each value of these facets; None while the index is made anew."""
    request = replace(_request(work, Question(limit=0), ()), facets=facets)
    try:
        return ask(work, request).facets
    except (IndexBroken, IndexBusy):
        return None


def _counting(work: Work, asked: SearchRequest) -> Count:
    """Counts stories for other words than were asked."""

    def count(words: str, *, everywhere: bool = False) -> int:
        request = replace(asked, query=read_query(work, words, asked.languages), offset=0, limit=0, facets=())
        if everywhere:
            request = replace(request, filters={}, year_from=None, year_to=None)
        return ask(work, request).total

    return count


def _by_present_ids(work: Work, asked: Question) -> Question:
    """The question with every term that was merged into another under the id of that other."""
    filters = {
        facet: tuple(dict.fromkeys(_present_id(work, facet, value) for value in values))
        for facet, values in asked.filters.items()
    }
    return replace(asked, filters=filters)


def _present_id(work: Work, facet: str, value: str) -> str:
    vocabulary = FACET_PARAMETERS.get(facet)
    term = work.tools.vocabularies.find(vocabulary, value) if vocabulary else None
    return term.id if term else value


def _hits(work: Work, result: SearchResult, query: Query, languages: tuple[str, ...]) -> tuple[HitView, ...]:
    by_case = {hit.case_id: hit for hit in result.hits}
    shown = cards(work, list(by_case), languages, {hit.case_id: (hit.version_id,) for hit in result.hits})
    # Where no words were found there are none to mark.
    texts = _texts(work, (hit for hit in result.hits if hit.why not in _WITHOUT_WORDS))
    views = []
    for card in shown:
        hit = by_case[card.case_id]
        text, tag = texts.get(hit.found_in, ("", hit.language))
        snippet = () if hit.why in _WITHOUT_WORDS else work.tools.mark(text, tag, query)
        views.append(HitView(card, hit.why, hit.score, snippet, tag, direction(work, tag)))
    return tuple(views)


_TEXTS = Lookup(
    select(
        LanguageVersion.id,
        RenderedVersion.plain,
        LanguageVersion.language,
        LanguageVersion.case_id,
        LanguageVersion.origin,
    )
    .join(RenderedVersion, RenderedVersion.version_id == LanguageVersion.id)
    .where(LanguageVersion.id.in_(bindparam("versions", expanding=True)))
)
_PASSAGES = Lookup(
    select(NarrowedPassage.version_id, NarrowedPassage.plain)
    .where(
        NarrowedPassage.version_id.in_(bindparam("versions", expanding=True)),
        NarrowedPassage.label.in_(bindparam("labels", expanding=True)),
    )
    .order_by(NarrowedPassage.field)
)


def _texts(work: Work, hits: Iterable[Hit]) -> dict[int, tuple[str, str]]:
    """The texts in which the words of these were found, and their languages."""
    wanted = [hit.found_in for hit in hits]
    if not wanted:
        return {}
    rows = _TEXTS.rows(work.session, versions=wanted)
    said = words_of_files(work, [row[3] for row in rows], work.held)
    texts: dict[int, tuple[str, str]] = {
        row[0]: ("\n".join([row[1], *belonging_to(said.get(row[3], ()), row[2], row[4])]), row[2]) for row in rows
    }
    for version_id, plain in _PASSAGES.rows(work.session, versions=list(texts), labels=sorted(work.held)):
        text, tag = texts[version_id]
        texts[version_id] = (f"{text}\n{plain}", tag)
    return texts


def _facets(
    work: Work, result: SearchResult, asked: Question, languages: tuple[str, ...]
) -> Mapping[str, tuple[FacetValue, ...]]:
    found = {}
    for name, counts in result.facets.items():
        chosen = set(asked.filters.get(name, ()))
        labels = _labels(work.tools.vocabularies, work.tools.vocabularies.edition, name, languages)
        # Those in force first, then those of most stories: as tuples that stand in this order by themselves.
        values = [
            (
                value not in chosen,
                -counts.get(value, 0),
                labels.get(value) or facet_label(work, name, value, languages),
                value,
            )
            for value in (dict.fromkeys([*counts, *chosen]) if chosen else counts)
            if value in chosen or counts[value]
        ]
        values.sort()
        if asked.most_values is not None and name != asked.every_value_of:
            del values[max(asked.most_values, len(chosen)) :]
        found[name] = tuple([FacetValue(value, label, -less, not other) for other, less, label, value in values])
    return found


def facet_label(work: Work, facet: str, value: str, languages: tuple[str, ...]) -> str:
    """A value of a facet in words, where it is a term; countries and languages are named where they are shown."""
    vocabularies = work.tools.vocabularies
    labels = _labels(vocabularies, vocabularies.edition, facet, languages)
    label = labels.get(value)
    if label is not None:
        return label
    vocabulary = FACET_PARAMETERS.get(facet)
    term = vocabularies.find(vocabulary, value) if vocabulary else None
    if term is None:
        return value  # It is not remembered: whoever asks may make up as many as they like.
    return labels.setdefault(value, term.label(languages))


@lru_cache(maxsize=256)
def _labels(vocabularies: Vocabularies, edition: int, facet: str, languages: tuple[str, ...]) -> dict[str, str]:
    """The labels that were looked up so far; terms are everybody's."""
    return {}


def _plain(work: Work, asked: Question, languages: tuple[str, ...]) -> Found:
    """Looking through the database while the index is made anew: every word must stand in the title or the text."""
    wanted = (
        select(LanguageVersion.case_id)
        .join(RenderedVersion, RenderedVersion.version_id == LanguageVersion.id)
        .where(LanguageVersion.state == VersionState.APPROVED)
    )
    for word in asked.words.split()[:8]:
        wanted = wanted.where(
            or_(
                LanguageVersion.title.icontains(word, autoescape=True),
                RenderedVersion.plain.icontains(word, autoescape=True),
            )
        )
    clauses = [Case.id.in_(wanted), *_narrowed(asked)]
    ids = work.session.scalars(
        select(Case.id)
        .where(*clauses)
        .order_by(Case.published_on.desc(), Case.id.desc())
        .offset(asked.offset)
        .limit(asked.limit)
    ).all()
    total = work.session.scalar(select(func.count()).select_from(Case).where(*clauses)) or 0
    views = tuple(HitView(card, Why.BROWSE, 0.0, (), card.language) for card in cards(work, ids, languages))
    return Found(views, total, _only_chosen(work, asked, languages), plain=True)


def _narrowed(asked: Question) -> list[ColumnElement[bool]]:
    """The filters of a question as clauses over cases."""
    clauses: list[ColumnElement[bool]] = []
    for facet, values in asked.filters.items():
        if facet == "country":
            clauses.append(Case.id.in_(select(CaseCountry.case_id).where(CaseCountry.country.in_(values))))
        elif facet == "language":
            there = select(LanguageVersion.case_id).where(
                LanguageVersion.language.in_(values), LanguageVersion.state == VersionState.APPROVED
            )
            clauses.append(Case.id.in_(there))
        elif facet == "type":
            clauses.append(cast(Case.type, String).in_(values))
        elif facet in FACETS:
            carries = select(CaseTerm.case_id).where(
                CaseTerm.vocabulary == FACET_PARAMETERS[facet], CaseTerm.term.in_(values)
            )
            clauses.append(Case.id.in_(carries))
    # Years are kept as text that begins with four digits, so they compare as they stand.
    if asked.year_to is not None:
        clauses.append(func.substr(Case.period_start, 1, 4) <= f"{asked.year_to:04d}")
    if asked.year_from is not None:
        last = func.substr(Case.period_end, 1, 4)
        clauses.append(
            or_(
                Case.ongoing.is_(True),
                func.coalesce(last, func.substr(Case.period_start, 1, 4)) >= f"{asked.year_from:04d}",
            )
        )
    return clauses


def _only_chosen(work: Work, asked: Question, languages: tuple[str, ...]) -> Mapping[str, tuple[FacetValue, ...]]:
    """The filters in force without counts, so that they are seen and can be taken away."""
    return {
        name: tuple(FacetValue(value, facet_label(work, name, value, languages), 0, chosen=True) for value in values)
        for name, values in asked.filters.items()
        if name in FACETS
    }

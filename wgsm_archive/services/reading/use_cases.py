"""What readers do."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Select, exists, func, select

from wgsm_archive.db.models import Case, CaseCountry, CaseTerm, LanguageVersion
from wgsm_archive.domain.access import CaseState, VersionState, labels_of
from wgsm_archive.domain.actor import ANONYMOUS
from wgsm_archive.domain.case_study import Origin, RecordType
from wgsm_archive.domain.errors import NotFound
from wgsm_archive.domain.likeness import Situation
from wgsm_archive.domain.vocabulary import FACET_PARAMETERS, Term, VocabularyName
from wgsm_archive.services import harm, reaching, wishes
from wgsm_archive.services.case_rows import find_case, read_case
from wgsm_archive.services.disclosure.cards import CaseCard, cards
from wgsm_archive.services.disclosure.case_page import CasePage, case_page
from wgsm_archive.services.disclosure.easy_page import EasyPage, easy_page
from wgsm_archive.services.disclosure.spoken_page import SpokenPage, serve_spoken, spoken_page
from wgsm_archive.services.media.use_cases import Served
from wgsm_archive.services.reading import alike, comparing, completing, listing, records, searching, shapes
from wgsm_archive.services.reading.alike import Alike
from wgsm_archive.services.reading.comparing import Compared, Folder
from wgsm_archive.services.reading.completing import Completion
from wgsm_archive.services.reading.records import RecordPage
from wgsm_archive.services.reading.shapes import Matrix, Years
from wgsm_archive.services.reading.views import Found, Question, RecordView
from wgsm_archive.services.work import Work


class Reading:
    """Use-cases of readers; all of them see only what the actor may read."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def newest(self, languages: tuple[str, ...], limit: int = 6) -> list[CaseCard]:
        """The stories that were published last."""
        ids = self._work.session.scalars(
            select(Case.id)
            # Said so that the newest are taken from an index, and no more stories looked at than are shown.
            .where(
                Case.state == CaseState.PUBLISHED,
                exists().where(LanguageVersion.case_id == Case.id, LanguageVersion.state == VersionState.APPROVED),
            )
            .order_by(Case.published_on.desc(), Case.id.desc())
            .limit(limit)
        ).all()
        return cards(self._work, ids, languages)

    def newly_translated(
        self, languages: tuple[str, ...], limit: int = 3, *, besides: Collection[int] = ()
    ) -> list[CaseCard]:
        """Stories that can be read in the reader's language though they were told in another; none of `besides`."""
        rows = self._work.session.execute(
            select(LanguageVersion.case_id, LanguageVersion.id)
            .where(
                LanguageVersion.state == VersionState.APPROVED,
                LanguageVersion.origin != Origin.ORIGINAL,
                LanguageVersion.language == languages[0],
                LanguageVersion.case_id.not_in(besides),
            )
            .order_by(LanguageVersion.published_on.desc(), LanguageVersion.id.desc())
            .limit(limit)
        ).all()
        versions = {case_id: (version_id,) for case_id, version_id in rows}
        return cards(self._work, list(versions), languages, versions)

    def find(self, asked: Question, languages: tuple[str, ...], *, helped: bool = False) -> Found:
        """Search and browse; `helped` offers other words where few stories are found."""
        return searching.find(self._work, asked, languages, helped=helped)

    def ids_found(self, asked: Question, languages: tuple[str, ...]) -> list[int]:
        """The cases that a search finds, to be looked up anew wherever anything of them is shown."""
        return listing.ids_found(self._work, asked, languages)

    def complete(self, typed: str, languages: tuple[str, ...]) -> list[Completion]:
        """What a reader may be about to type into the search box."""
        return completing.complete(self._work, typed, languages)

    def matrices(self, asked: Question, languages: tuple[str, ...]) -> tuple[Matrix, ...] | None:
        """What goes with what; None while the index is made anew."""
        return shapes.matrices(self._work, asked, languages)

    def timeline(self, asked: Question) -> tuple[Years, ...] | None:
        """In which years struggles went on; None while the index is made anew."""
        return shapes.timeline(self._work, asked)

    def alike(self, asked: Situation, languages: tuple[str, ...]) -> Alike:
        """What others did in a situation; nothing of the situation is kept."""
        return alike.alike(self._work, asked, languages)

    def compare(self, public_ids: Sequence[str], languages: tuple[str, ...]) -> Compared:
        """A few stories side by side."""
        return comparing.compare(self._work, public_ids, languages)

    def folder(self, public_ids: Sequence[str], languages: tuple[str, ...]) -> Folder:
        """The stories of a folder."""
        return comparing.folder(self._work, public_ids, languages)

    def case(self, public_id: str, languages: tuple[str, ...]) -> CasePage:
        """The page of a case.

        Raises:
            NotFound, Withdrawn: see `find_case`.
        """
        found, hanging = read_case(self._work, public_id)
        return case_page(self._work, found, languages, hanging=hanging)

    def easy(self, public_id: str, languages: tuple[str, ...]) -> EasyPage:
        """A case in easy words.

        Raises:
            NotFound, Withdrawn: see `find_case`; NotFound also where there is no such text.
        """
        return easy_page(self._work, find_case(self._work, public_id), languages)

    def spoken(self, public_id: str, languages: tuple[str, ...]) -> SpokenPage:
        """A case read aloud.

        Raises:
            NotFound, Withdrawn: see `find_case`; NotFound also where nothing can be heard.
        """
        return spoken_page(self._work, find_case(self._work, public_id), languages)

    def serve_spoken(self, recording_id: str) -> Served:
        """The bytes of a part read aloud; see `serve_spoken`."""
        return serve_spoken(self._work, recording_id)

    def report_harm(self, public_id: str, reason: str, form_key: str, *, words: str = "") -> bool:
        """Say that a story harms somebody; whether it was taken out of sight at once.

        Raises:
            NotFound, Withdrawn: see `find_case`.
        """
        return harm.report(self._work, public_id, reason, form_key, words=words)

    def count_report(self, place: str, *, with_words: bool) -> None:
        """Count a report before it is taken.

        Raises:
            TooOften: there were too many.
        """
        harm.count_report(self._work, place, with_words=with_words)

    def may_wish(self, public_id: str, language: str) -> bool:
        """Whether a reader can ask for a story in a language."""
        return wishes.may_wish(self._work, public_id, language)

    def wish(self, public_id: str, language: str, place: str) -> None:
        """Count the wish of a reader to read a story in a language.

        Raises:
            NotFound, Withdrawn: see `find_case`; also where the story cannot be asked for.
            TooOften: there were too many wishes.
        """
        wishes.wish(self._work, public_id, language, place)

    def send_message(self, public_id: str, text: str, form_key: str) -> None:
        """Give a facilitator a message for the tellers.

        Raises:
            NotFound, Withdrawn: see `find_case`.
            NotAllowed: the tellers wish no messages from this reader.
        """
        reaching.send_message(self._work, public_id, text, form_key)

    def count_message(self, place: str) -> None:
        """Count a message before it is taken.

        Raises:
            TooOften: there were too many.
        """
        reaching.count_message(self._work, place)

    def related(self, shown: CasePage, languages: tuple[str, ...]) -> list[CaseCard]:
        """Stories to read next to one."""
        terms = {name: [term.id for term in views] for name, views in shown.terms.items()}
        found = alike.more_like(self._work, shown.case_id, terms, languages)
        return cards(self._work, list(found), languages, found)

    def term(self, vocabulary: str, term: str) -> Term:
        """A controlled term.

        Raises:
            NotFound: there is no such list or term.
        """
        found = self._work.tools.vocabularies.find(vocabulary, term)
        if found is None:
            raise NotFound
        return found

    def term_counts(self) -> Mapping[tuple[str, str], int]:
        """How many stories carry each term that any carries."""
        # Members and facilitators may read what is on no shelf; of everybody the index knows all, and counts quicker.
        everybody = self._work.held == labels_of(ANONYMOUS)
        counted = searching.counts(self._work, tuple(FACET_PARAMETERS)) if everybody else None
        if counted is not None:
            found = ((name, counted.get(facet, {})) for facet, name in FACET_PARAMETERS.items())
            return {(name, term): count for name, terms in found for term, count in terms.items() if count}
        rows = self._work.session.execute(
            select(CaseTerm.vocabulary, CaseTerm.term, func.count())
            .where(CaseTerm.case_id.in_(_approved()))
            .group_by(CaseTerm.vocabulary, CaseTerm.term)
        )
        return {(row[0], row[1]): row[2] for row in rows}

    def theme_counts(self) -> Mapping[str, int]:
        """How many stories carry each theme."""
        counted = searching.counts(self._work, ("theme",))
        if counted is not None:
            return counted["theme"]
        every = self.term_counts().items()
        return {term: count for (vocabulary, term), count in every if vocabulary == VocabularyName.THEMES}

    def country_counts(self) -> Mapping[str, int]:
        """How many stories lie in each country."""
        rows = self._work.session.execute(
            select(CaseCountry.country, func.count())
            .where(CaseCountry.case_id.in_(_approved()))
            .group_by(CaseCountry.country)
        )
        return {row[0]: row[1] for row in rows}

    def records(self, types: tuple[RecordType, ...], languages: tuple[str, ...]) -> list[RecordView]:
        """Records of these types with their text in the reader's best language."""
        return records.listed(self._work, types, languages)

    def record(self, public_id: str, languages: tuple[str, ...]) -> RecordPage:
        """The page of a record.

        Raises:
            NotFound: there is none, or none that this actor may know of.
        """
        return records.page(self._work, public_id, languages)

    def vocabulary(self, name: VocabularyName) -> tuple[Term, ...]:
        """All terms of a list."""
        return self._work.tools.vocabularies.terms(name)


def _approved() -> Select[int]:
    return select(LanguageVersion.case_id).where(LanguageVersion.state == VersionState.APPROVED)

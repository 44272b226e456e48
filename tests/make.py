"""Builders: cases, people and signed-in browsers, made the way the archive makes them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from flask.testing import FlaskClient

from wgsm_archive.db.models import (
    Case,
    LanguageVersion,
    Person,
    PersonRole,
    Record,
    RecordLink,
    RecordTerm,
    RecordText,
    Slot,
)
from wgsm_archive.domain.access import CaseState, VersionState
from wgsm_archive.domain.actor import SYSTEM, Actor, Role, teller
from wgsm_archive.domain.case_study import CaseFacts, Origin, RecordType, TermUse
from wgsm_archive.domain.consent import Consent, ConsentLevel, Reach, with_uses
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.ids import new_public_id
from wgsm_archive.domain.text import slugify
from wgsm_archive.services.accounts.sessions import actor_of, start_session
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.case_rows import apply_facts, decide_consent
from wgsm_archive.services.jobs.worker import Worker
from wgsm_archive.services.rendering import render_case
from wgsm_archive.services.texts import NewText, add_revision, add_texts, save_original, slots_of, texts_now
from wgsm_archive.web.current import SIGN_IN_COOKIE

USES = ("translate", "quote", "export", "offline", "name-organisation")
TEXTS: Mapping[str, str] = {
    "title": "La huelga de los pescadores",
    "summary": "Los pescadores pararon el puerto durante nueve días.",
    "story.1.when": "2014",
    "story.1.we": "Nos sentamos en el muelle con las redes.",
    "story.1.they": "La empresa mandó a la policía.",
    "story.1.changed": "El puerto quedó cerrado.",
    "strategy": "Paramos juntos porque solos no podíamos.",
    "change": "La concesión fue suspendida.\n\nTodavía esperamos la sentencia.",
    "advice": "No empiecen sin comida para diez días.",
}


class Made(NamedTuple):
    """A case that a test made."""

    id: int
    public_id: str
    version_id: int


def a_case(
    archive: Archive,
    *,
    state: CaseState = CaseState.PUBLISHED,
    level: ConsentLevel = ConsentLevel.PUBLIC_SHARE,
    language: str = "es",
    texts: Mapping[str, str] | None = None,
    terms: tuple[tuple[str, str], ...] = (("themes", "fisheries"), ("strategies", "strike")),
    countries: tuple[str, ...] = ("PE",),
    owner_id: int | None = None,
    uses: tuple[str, ...] = USES,
    narrowed: Mapping[str, Reach] | None = None,
) -> Made:
    """A case in a state, with a consent, told in a language. Index it with `index`."""
    with archive.unit_of_work(SYSTEM, write=True) as work:
        case = Case(public_id=new_public_id(), original_language=language, state=state, owner_id=owner_id)
        version = LanguageVersion(case=case, language=language, origin=Origin.ORIGINAL, state=VersionState.APPROVED)
        apply_facts(case, CaseFacts(countries=countries, terms=tuple(TermUse(*term) for term in terms)))
        work.session.add_all([case, version])
        work.session.flush()
        decide_consent(work, case, with_uses(Consent(level=level, narrowed=narrowed or {}), uses), is_first=True)
        save_original(work, case, version, texts or TEXTS, based_on=0)
        if state is CaseState.PUBLISHED:
            case.published_on = version.published_on = work.month
            case.was_public = level in (ConsentLevel.PUBLIC_READ, ConsentLevel.PUBLIC_SHARE)
            work.record(Happened(Event.CASE_PUBLISHED, case.id))
        render_case(work, case)
        return Made(case.id, case.public_id, version.id)


def hide(archive: Archive, made: Made) -> None:
    """Let the tellers hide a story, as they do with their code. The index is left as it was."""
    with archive.unit_of_work(teller(made.id), write=True) as work:
        work.contributing.returning.hide()


def a_translation(
    archive: Archive,
    case_id: int,
    language: str,
    texts: Mapping[str, str],
    *,
    state: VersionState = VersionState.APPROVED,
    person_id: int | None = None,
) -> int:
    """A translation of the first paragraph of each of these fields; its version id."""
    with archive.unit_of_work(SYSTEM, write=True) as work:
        case = work.session.get_one(Case, case_id)
        original = next(row for row in case.versions if row.origin is Origin.ORIGINAL)
        version = LanguageVersion(
            case=case, language=language, origin=Origin.HUMAN, state=state, translator_id=person_id
        )
        version.source_language = original.language
        work.session.add(version)
        work.session.flush()
        base = texts_now(work, original.id)
        first: dict[str, Slot] = {}
        for slot in slots_of(work, case_id):
            first.setdefault(slot.field, slot)
        changes = [
            NewText(first[name], text, Origin.HUMAN, base[first[name].id].newest.id, state)
            for name, text in texts.items()
        ]
        add_revision(work, version, texts)
        add_texts(work, version, changes)
        work.record(Happened(Event.VERSION_APPROVED, case_id, version.id))
        render_case(work, case)
        return version.id


def a_record(
    archive: Archive,
    titles: Mapping[str, str],
    *,
    type: RecordType = RecordType.EXCHANGE,  # noqa: A002 - what it is called everywhere else
    label: str = "public",
    summary: str = "",
    terms: tuple[tuple[str, str], ...] = (("themes", "fisheries"),),
    links: tuple[tuple[str, str], ...] = (("The report", "https://example.org/report"),),
) -> str:
    """A record with these titles by language, the first of them its own; its public id."""
    with archive.unit_of_work(SYSTEM, write=True) as work:
        record = Record(public_id=new_public_id(), type=type, label=label, language=next(iter(titles)))
        html = work.tools.markup.render(summary).html
        record.texts = [
            RecordText(language=tag, title=title, slug=slugify(title), summary=summary, html=html)
            for tag, title in titles.items()
        ]
        record.terms = [RecordTerm(vocabulary=name, term=term) for name, term in terms]
        record.links = [RecordLink(type="research", title=title, url=url) for title, url in links]
        work.session.add(record)
        return record.public_id


def a_person(archive: Archive, *roles: Role, handle: str = "", languages: tuple[str, ...] = ("es",)) -> Actor:
    """Somebody with an account and these roles (every person is a member)."""
    with archive.unit_of_work(SYSTEM, write=True) as work:
        name = handle or f"someone-{new_public_id()}"
        person = Person(
            public_id=new_public_id(),
            handle=name,
            shown_name=name.title(),
            languages=list(languages),
            joined_on=work.today,
            roles=[PersonRole(role=role) for role in {Role.MEMBER, *roles}],
        )
        work.session.add(person)
        work.session.flush()
        return actor_of(person)


def sign_in(client: FlaskClient, archive: Archive, person: Actor) -> None:
    """Give a test's browser a session of a person, without the door."""
    with archive.unit_of_work(SYSTEM, write=True) as work:
        token = start_session(work, work.session.get_one(Person, person.person_id))
    client.set_cookie(SIGN_IN_COOKIE, token, domain="localhost")


def index(archive: Archive) -> None:
    """Do what waits in the outbox, as the worker would: one worker for an archive, all its life."""
    _worker_of(archive).run_once()


@lru_cache(maxsize=4)
def _worker_of(archive: Archive) -> Worker:
    return Worker(archive, Path(str(archive.engine.url.database)).with_name("worker.lock"))


class WorkerThread:
    """The worker at work in the background for a while."""

    def __init__(self, archive: Archive) -> None:
        self._worker = Worker(archive, Path(str(archive.engine.url.database)).with_name("worker.lock"))

    def __enter__(self) -> None:
        assert self._worker.start()

    def __exit__(self, *problem: object) -> None:
        self._worker.stop()

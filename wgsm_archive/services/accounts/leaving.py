"""Taking one's data along, and leaving for good."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, delete, or_, select, update

from wgsm_archive.db.models import (
    AuditEvent,
    Case,
    CaseReview,
    LanguageVersion,
    OneTimeLink,
    Person,
    SegmentNow,
    SegmentVersion,
    SpokenPart,
    TranslationCredit,
    TranslationDraft,
    WordsOfMonth,
)
from wgsm_archive.domain.case_study import Origin
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.services.accounts import people, sessions
from wgsm_archive.services.case_rows import original_of
from wgsm_archive.services.letting_go import let_go_of_work_at_the_bench
from wgsm_archive.services.spoken_texts import count_heard, take_out
from wgsm_archive.services.stewards import keep_a_steward
from wgsm_archive.services.texts import current_texts
from wgsm_archive.services.work import Work


def own_data(work: Work) -> dict[str, Any]:
    """Everything the archive holds of the actor, in words that need no program: account, stories, what happened."""
    person = people.me(work)
    cases = work.session.scalars(select(Case).where(Case.owner_id == person.id).order_by(Case.id)).all()
    happened = work.session.scalars(
        select(AuditEvent)
        .where(or_(AuditEvent.person_id == person.id, AuditEvent.subject_id == person.id))
        .order_by(AuditEvent.id)
    )
    return {
        "account": {
            "name for signing in": person.handle,
            "name that others see": person.shown_name,
            "name under translations": person.credit,
            "e-mail": person.email,
            "languages": list(person.languages),
            "language of the pages": person.menu_language,
            "letters about the desk": person.letters,
            "letters about translations": str(person.digest),
            "roles": sorted(row.role for row in person.roles),
            "joined in": person.joined_on.isoformat()[:7],
        },
        "sessions": [
            {"begun": one.begun.isoformat(), "last used": one.used.isoformat()}
            for one in sessions.open_sessions(work, person)
        ],
        "stories": [_story(work, case) for case in cases],
        "translations": _translations(work, person),
        "words translated": [
            {"month": f"{row.month:%Y-%m}", "language": row.language, "words": row.words}
            for row in work.session.scalars(_words(person).order_by(WordsOfMonth.month, WordsOfMonth.language))
        ],
        "translations not saved yet": _unsaved(work, person),
        "events": [{"hour": row.hour.isoformat(), "event": row.event} for row in happened],
    }


def leave(work: Work) -> None:
    """Close the actor's account for good and erase what says who they were.

    Their stories stay under the consent that was given, and open with their receipt codes only. The row stays
    as a number, because the trail names it.

    Raises:
        Refused: nobody else is a steward.
    """
    person = people.me(work)
    keep_a_steward(work, person)
    sessions.end_sessions(work, person.id)
    work.session.execute(
        delete(OneTimeLink).where(or_(OneTimeLink.person_id == person.id, OneTimeLink.made_by == person.id))
    )
    for case in work.session.scalars(select(Case).where(Case.owner_id == person.id)):
        case.owner_id = None
    with work.full_sight():
        _let_go_of_work(work, person)
    person.handle = f"left {person.public_id}"
    person.shown_name = person.credit = person.menu_language = person.password_hash = ""
    person.email, person.organisation_id, person.languages = None, None, []
    person.disabled, person.roles = True, []
    work.record(Happened(Event.ACCOUNT_DELETED, person_id=person.id))


def _let_go_of_work(work: Work, person: Person) -> None:
    """Reviews they took on are free for others; translations stay and name nobody."""
    session = work.session
    let_go_of_work_at_the_bench(work, person.id)
    _let_go_of_voice(work, person)
    session.execute(
        update(CaseReview).where(CaseReview.claimed_by == person.id).values(claimed_by=None, claimed_on=None)
    )
    session.execute(delete(WordsOfMonth).where(WordsOfMonth.person_id == person.id))
    chosen = {
        row.version_id: row.name
        for row in session.scalars(select(TranslationCredit).where(TranslationCredit.person_id == person.id))
    }
    mine = select(SegmentVersion.version_id).where(SegmentVersion.person_id == person.id)
    versions = select(LanguageVersion).where(
        LanguageVersion.origin != Origin.ORIGINAL,
        or_(LanguageVersion.translator_id == person.id, LanguageVersion.id.in_(mine)),
    )
    for version in session.scalars(versions):
        name = chosen.get(version.id, person.credit)
        if name:
            others = [one for one in version.credit.split(", ") if one != name]
            version.credit = "" if version.credit == name else ", ".join(others)
    session.execute(delete(TranslationCredit).where(TranslationCredit.person_id == person.id))


def _let_go_of_voice(work: Work, person: Person) -> None:
    """A voice is known to more people than a name: what they read aloud goes with them."""
    mine = list(work.session.scalars(select(SpokenPart).where(SpokenPart.person_id == person.id)))
    versions = {row.version_id for row in mine}
    take_out(work, mine)
    for version in work.session.scalars(select(LanguageVersion).where(LanguageVersion.id.in_(versions))):
        count_heard(work, version)


def _words(person: Person) -> Select[WordsOfMonth]:
    return select(WordsOfMonth).where(WordsOfMonth.person_id == person.id)


def _translations(work: Work, person: Person) -> list[dict[str, Any]]:
    """The paragraphs that stand as this person wrote them, of stories that they may read now."""
    rows = work.session.execute(
        select(Case.public_id, LanguageVersion.language, SegmentVersion.text)
        .join(LanguageVersion, LanguageVersion.case_id == Case.id)
        .join(SegmentNow, SegmentNow.version_id == LanguageVersion.id)
        .join(SegmentVersion, SegmentVersion.id == SegmentNow.segment_id)
        .where(
            SegmentVersion.person_id == person.id, SegmentVersion.text != "", LanguageVersion.origin != Origin.ORIGINAL
        )
        .order_by(LanguageVersion.id, SegmentVersion.id)
    )
    found: dict[tuple[str, str], list[str]] = {}
    for public_id, language, text in rows:
        found.setdefault((public_id, language), []).append(text)
    return [
        {"story": public_id, "language": language, "paragraphs": texts}
        for (public_id, language), texts in found.items()
    ]


def _unsaved(work: Work, person: Person) -> list[dict[str, str]]:
    rows = work.session.execute(
        select(Case.public_id, LanguageVersion.language, TranslationDraft.text)
        .join(LanguageVersion, LanguageVersion.id == TranslationDraft.version_id)
        .join(Case, Case.id == LanguageVersion.case_id)
        .where(TranslationDraft.person_id == person.id)
        .order_by(TranslationDraft.id)
    )
    return [{"address": address, "language": language, "text": text} for address, language, text in rows]


def _story(work: Work, case: Case) -> dict[str, Any]:
    version = original_of(work, case)
    return {
        "address": case.public_id,
        "state": str(case.state),
        "language": version.language,
        "readers": str(case.consent_level),
        "texts": dict(current_texts(work, version)),
    }

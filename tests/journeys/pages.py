"""One page of every kind, of the sample archive: what is looked at for access, width and weight."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from tests.journeys.house import House
from wgsm_archive.db.models import Case, LanguageVersion, Record
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM
from wgsm_archive.domain.case_study import Origin, RecordType

SAMPLE = "sample-01-highland-consultation"

NO_SUCH_PAGE = "no such page"

OPEN: Mapping[str, str] = {
    "home": "",
    "cases": "cases/",
    "search": "search?q=water",
    "nothing found": "search?q=qzxqzx",
    "case": "cases/{case}/",
    "vocabularies": "vocabularies",
    "term": "terms/themes/water",
    "map": "map",
    "timeline": "timeline",
    "analysis": "analysis",
    "what others tried": "like-ours?struggle=mine&stage=planning",
    "compare": "compare?case={case}",
    "folder": "folder?case={case}",
    "organisations": "organisations/",
    "exchanges": "exchanges/",
    "publications": "publications/",
    "collections": "collections/",
    "about": "about",
    "safety": "safety",
    "contribute": "contribute/",
    "receipt": "receipt/",
    "sign in": "account/login",
    "translate": "translate/",
    "forgotten": "account/forgotten",
    "organisation": "organisations/{organisation}/",
    "record": "records/{record}/",
    NO_SUCH_PAGE: "nowhere",
}
"""Name of a page and its path within a language, for everybody."""

TELLING = ("title", "summary", "story", "strategy", "change", "advice", "consent", "naming", "preview", "more/")

WORK: Mapping[str, Mapping[str, str]] = {
    "faiza": {
        "queue": "review/",
        "review": "review/{waiting}/",
        "review text": "review/{waiting}/text",
        "review facts": "review/{waiting}/facts",
        "trail": "review/{waiting}/trail",
        "profile": "account/profile",
    },
    "tomas": {
        "board": "translate/",
        "start": "translate/{case}/start?to=sw",
        "translation": "translate/{case}/{target}/",
        "bench": "translate/{case}/{target}/story",
        "translation preview": "translate/{case}/{target}/preview",
        "take along": "translate/{case}/{target}/along",
        "sheet": "translate/{case}/{target}/along/sheet",
    },
    "stella": {"people": "admin/"},
}
"""Who has an account -> pages that they work on."""


def places(house: House) -> dict[str, str]:
    """What stands for the braces in the paths."""
    with house.archive.unit_of_work(SYSTEM) as work:
        case = work.session.scalars(select(Case).where(Case.sender_id == SAMPLE)).one()
        of_case = select(LanguageVersion.language).where(LanguageVersion.case_id == case.id)
        found = {
            "waiting": select(Case.public_id).where(Case.state == CaseState.SUBMITTED),
            "target": of_case.where(LanguageVersion.origin != Origin.ORIGINAL),
            "organisation": select(Record.public_id).where(Record.type == RecordType.ORGANISATION),
            "record": select(Record.public_id).where(Record.type == RecordType.PUBLICATION),
        }
        named = {name: str(work.session.scalar(statement.limit(1))) for name, statement in found.items()}
        return {"case": case.public_id, **named}

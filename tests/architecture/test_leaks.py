"""The leak matrix: every address that can be read x every kind of actor x cases of every state and level.

Each case carries a word of its own in title, text, place, source and terms' lines. Where the actor may not read
the case, the word may stand in no byte and no header of any answer.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.fakes import HeldClock
from tests.make import TEXTS, USES, Made, a_case, a_person, a_record, a_translation, index, sign_in
from wgsm_archive.app import create_archive
from wgsm_archive.db.models import (
    Case,
    GlossaryTerm,
    LanguageVersion,
    MediaFile,
    Record,
    RecordRelation,
    SpokenPart,
    TranslatorsNote,
)
from wgsm_archive.domain.access import (
    NETWORK,
    TRANSLATING,
    CaseState,
    VersionState,
    labels_for_case,
    labels_of,
    may_read,
    private_labels,
)
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Actor, Role, teller
from wgsm_archive.domain.case_study import RecordType, RelationKind
from wgsm_archive.domain.consent import ConsentLevel, Reach
from wgsm_archive.domain.glossary import TermKind
from wgsm_archive.domain.ids import new_public_id
from wgsm_archive.domain.media import Agreement, Format, MediaKind, Size
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.contributing import tellers
from wgsm_archive.services.labelling import access_of
from wgsm_archive.services.texts import slots_of
from wgsm_archive.services.work import Work
from wgsm_archive.settings import Settings
from wgsm_archive.web.current import TELLER_COOKIE

# All ask the same archive, which one process makes.
STATES = (CaseState.DRAFT, CaseState.SUBMITTED, CaseState.PUBLISHED, CaseState.DECLINED, CaseState.WITHDRAWN)
LEVELS = (ConsentLevel.PRIVATE, ConsentLevel.NETWORK, ConsentLevel.PUBLIC_READ, ConsentLevel.PUBLIC_SHARE)
SHARED = "almadraba"
_WORDS = re.compile("zq[a-z][a-j]{3}xv")
"""What `_word` makes."""
ASKED = {"reading.like_ours": "danger=open"}
"""What else is asked of addresses that tell nothing without a question of their own."""
TAKEN_ALONG = {"reading.compare": 4, "reading.folder": 60, "sharing.taken_folder": 60}
"""How many stories these addresses take; all the planted ones are asked for."""


@dataclass(frozen=True)
class Planted:
    """A case with its word, and the word of a translation that nobody has approved yet.

    Two sections are for fewer readers than the story, one for member movements and one for facilitators, in the
    original and in an approved translation: each has a word of its own. Photos carry words in their bytes: one of
    the whole story (`photo_word`), one beside each narrowed section, one that no facilitator has accepted
    (`kept_word`, which is also who can be seen in the first). Parts read aloud carry the words of their parts, and one
    that nobody has approved that of the draft; translators keep a term and a note on the story.
    """

    case_id: int
    public_id: str
    word: str
    draft_word: str
    labels: frozenset[str]
    members_word: str
    tellers_word: str
    photo_word: str
    kept_word: str
    photos: tuple[str, ...]
    voices: tuple[str, ...]

    def closed_words(self, held: frozenset[str]) -> set[str]:
        """The words of narrowed sections that somebody with these labels may not see."""
        if private_labels(held) & self.labels:
            return set()
        closed = {self.tellers_word, self.kept_word}
        if not may_read(held, self.labels):
            closed.add(self.photo_word)
        for_members = may_read(held, self.labels) and NETWORK in held
        return closed if for_members else {*closed, self.members_word}


@dataclass(frozen=True)
class PlantedRecord:
    """An organisation or a visit with its word; it names every planted case."""

    public_id: str
    word: str
    label: str


def _a_photo(work: Work, case_id: int, word: str, **values: Any) -> str:
    """A photo whose bytes hold a word; nothing but the address and the session guard stands before it."""
    stored = {str(size): work.tools.files.keep(word.encode()) for size in (Size.FULL, Size.PREVIEW)}
    file = MediaFile(
        public_id=new_public_id(), case_id=case_id, form_key=word, kind=MediaKind.PHOTO, format=Format.JPEG, name=word,
        stored=stored, fingerprint=word, bytes=1, alt=word, caption=word, language="es",
        **{"agreement": Agreement.AGREED, "accepted": True, **values},
    )  # fmt: skip
    work.session.add(file)
    return file.public_id


def _a_voice(work: Work, made: Made, field: str, word: str, *, approved: bool = True) -> str:
    """A part read aloud whose bytes hold a word."""
    part = SpokenPart(
        public_id=new_public_id(), version_id=made.version_id, case_id=made.id, field=field, form_key=word + field,
        format=Format.OGG, stored={str(Size.FILE): work.tools.files.keep(word.encode())}, fingerprint=word, bytes=1,
        seconds=1, made_from=[], label="" if approved else TRANSLATING, holds=approved, credit=word,
        state=VersionState.APPROVED if approved else VersionState.READY, spoken_on=work.today,
    )  # fmt: skip
    work.session.add(part)
    work.session.get_one(LanguageVersion, made.version_id).spoken_parts += approved
    return part.public_id


def _files(
    work: Work, made: Made, words: tuple[str, str, str, str], own: tuple[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The photos and the voices of a story, by the words that they hold."""
    (word, draft, members, tellers_only), (photo, kept) = words, own
    photos = (
        _a_photo(work, made.id, photo, people=kept),
        _a_photo(work, made.id, members, section="hard"),
        _a_photo(work, made.id, tellers_only, section="failed"),
        _a_photo(work, made.id, kept, accepted=False),
    )
    voices = (
        _a_voice(work, made, "summary", word),
        _a_voice(work, made, "hard", members),
        _a_voice(work, made, "failed", tellers_only),
        _a_voice(work, made, "summary", draft, approved=False),
    )
    return photos, voices


def _for_translators(work: Work, made: Made, word: str, draft: str) -> None:
    """What translators of a story write for each other."""
    work.session.add(
        GlossaryTerm(kind=TermKind.PREFERRED, language="es", text=word, case_id=made.id, label=NETWORK, why=word)
    )
    slot = next(slot for slot in slots_of(work, made.id) if slot.field == "summary")
    note = TranslatorsNote(
        case_id=made.id, slot_id=slot.id, text=draft, language="en", label=NETWORK, written_on=work.today
    )
    work.session.add(note)


def _word(place: int, kind: str) -> str:
    return f"zq{kind}" + "".join("abcdefghij"[int(digit)] for digit in f"{place:03d}") + "xv"


def _words_in(text: str) -> set[str]:
    return set(_WORDS.findall(text))


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(instance=tmp_path_factory.mktemp("leaks"))


@pytest.fixture(scope="module")
def archive(settings: Settings, empty_database: Path) -> Iterator[Archive]:
    """One archive for all who ask: reading changes nothing in it."""
    made = create_archive(settings, clock=HeldClock(dt.datetime(2026, 11, 25, 10, 30, tzinfo=dt.UTC)))
    shutil.copyfile(empty_database, settings.instance / empty_database.name)
    yield made
    made.engine.dispose()


@pytest.fixture(scope="module")
def planted(archive: Archive) -> list[Planted]:
    found = []
    places = [*((state, level) for state in STATES for level in LEVELS), (CaseState.BLOCKED, ConsentLevel.PUBLIC_SHARE)]
    for place, (state, level) in enumerate(places):
        word, draft = _word(place, "c"), _word(place, "d")
        members, tellers_only = _word(place, "m"), _word(place, "t")
        texts = {name: f"{text} {SHARED} {word}" for name, text in TEXTS.items()}
        apart = {"hard": f"{SHARED} {members}", "failed": f"{SHARED} {tellers_only}"}
        narrowed = {"hard": Reach.MEMBERS, "failed": Reach.FACILITATORS}
        photo, kept = _word(place, "f"), _word(place, "k")
        texts |= apart
        made = a_case(archive, level=level, texts=texts, narrowed=narrowed, uses=(*USES, "media"))
        a_translation(archive, made.id, "pt", {"title": word, "summary": word, **apart})
        a_translation(archive, made.id, "fr", {"title": draft, "summary": draft}, state=VersionState.READY)
        with archive.unit_of_work(SYSTEM, write=True) as work:
            case = work.session.get_one(Case, made.id)
            case.region = word
            photos, voices = _files(work, made, (word, draft, members, tellers_only), (photo, kept))
            _for_translators(work, made, word, draft)
            case.state = state
            if state is CaseState.WITHDRAWN:
                case.withdrawn_from = CaseState.PUBLISHED
        with archive.unit_of_work(SYSTEM) as work:
            labels = labels_for_case(access_of(work.session.get_one(Case, made.id), work.today))
        own = (word, draft, labels, members, tellers_only, photo, kept)
        found.append(Planted(made.id, made.public_id, *own, photos, voices))
        if place % 7 == 0:
            # Some are indexed before they change, so that a stale index is part of the trial.
            index(archive)
    return found


@pytest.fixture(scope="module")
def records(archive: Archive, planted: list[Planted]) -> list[PlantedRecord]:
    found = []
    kinds = [
        (kind, label) for kind in (RecordType.ORGANISATION, RecordType.EXCHANGE) for label in ("public", "network")
    ]
    for place, (kind, label) in enumerate(kinds):
        word = _word(place, "r")
        public_id = a_record(archive, {"en": word, "fr": word}, type=kind, label=label, summary=word)
        found.append(PlantedRecord(public_id, word, label))
    with archive.unit_of_work(SYSTEM, write=True) as work:
        keys = [record.id for record in work.session.query(Record)]
        for key in keys:
            others = [{"other_id": other} for other in keys if other != key]
            for end in [*others, *({"case_id": one.case_id} for one in planted)]:
                work.session.add(RecordRelation(record_id=key, kind=RelationKind.PART_OF, **end))
    return found


def _actor(archive: Archive, name: str, planted: list[Planted]) -> Actor:
    if name == "anonymous":
        return ANONYMOUS
    return teller(planted[0].case_id) if name == "teller" else a_person(archive, Role(name))


def _addresses(rule: Rule, planted: list[Planted], records: list[PlantedRecord]) -> Iterator[str]:
    ids = [one.public_id for one in (records if rule.endpoint.startswith("records.") else planted)]
    if rule.endpoint.startswith("media."):
        ids = [photo for one in planted for photo in one.photos]
    if rule.endpoint == "reading.spoken":
        ids = [voice for one in planted for voice in one.voices]
    # What is read of a story depends on the reader's language; what is done about one does not.
    by_language = rule.endpoint.startswith(("reading.", "records.", "sharing."))
    fill = {
        "language": ("es", "ar") if by_language else ("es",),
        "vocabulary": ("themes",),
        "term": ("fisheries",),
        "filename": ("css/site.css",),
        "slug": ("x",),
        "target": ("fr",),
        "section": ("summary", "failed"),
        "kind": ("stories", "records", "safety"),
        "tag": ("es",),
        "place": ("reading", "terms"),
        "size": ("full", "preview"),
        "form": ("csv", "jsonl", "ris", "bib"),
    }
    filled = [str(rule.rule)]
    for name in sorted(rule.arguments):
        values = ids if name in ("public_id", "case_id") else fill.get(name, ("1",))
        filled = [re.sub(rf"<(?:[a-z_]+(?:\([^)]*\))?:)?{name}>", value, one) for one in filled for value in values]
    yield from filled


def _answers(client: FlaskClient, question: str) -> tuple[int, str]:
    """The first status, and all that is answered, the page that a wrong slug leads to included."""
    told, statuses = "", []
    while question:
        with client.get(question) as answer:
            assert answer.status_code < 500, (question, answer.status_code)
            statuses.append(answer.status_code)
            told += answer.get_data(as_text=True) + str(answer.headers)
            question = answer.headers["Location"] if answer.status_code == 301 else ""
    return statuses[0], told


def _questions(rule: Rule, address: str, planted: list[Planted]) -> list[str]:
    if rule.endpoint == "translating.file":
        return [f"{address}?kind={kind}" for kind in ("po", "xliff")]
    if "public_id" in rule.arguments or "case_id" in rule.arguments:
        return [address]
    if rule.endpoint == "reading.suggest":
        # Words begin alike that only some may read; a slip in one of them is tried by the search beside it.
        return [f"{address}?q={typed}" for typed in ("zq", "zqc", "zqr", SHARED[:4])]
    if most := TAKEN_ALONG.get(rule.endpoint):
        ids = [f"case={one.public_id}" for one in planted]
        return [address, *(f"{address}?{'&'.join(ids[at : at + most])}" for at in range(0, len(ids), most))]
    asked = [address, f"{address}?q={SHARED}&page=1", f"{address}?theme=fisheries&country=PE"]
    if rule.endpoint == "reading.search":
        asked.append(f"{address}?q=zqcaaav")
    return [*asked, f"{address}?{ASKED[rule.endpoint]}"] if rule.endpoint in ASKED else asked


def _browser_of(actor: Actor, app: Flask, archive: Archive) -> FlaskClient:
    client = app.test_client()
    if actor.is_signed_in:
        sign_in(client, archive, actor)
    elif actor.case_id is not None:
        with archive.unit_of_work(SYSTEM, write=True) as work:
            token = tellers.open_session(work, actor.case_id, draft=False)
        client.set_cookie(TELLER_COOKIE, token, domain="localhost")
    return client


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", ["anonymous", "teller", *Role])
def test_no_word_reaches_somebody_who_may_not_read_it(
    app: Flask, archive: Archive, planted: list[Planted], records: list[PlantedRecord], name: str
):
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint != "static"]
    # These let the browser forget who it is.
    rules.sort(key=lambda rule: rule.endpoint in ("contributing.not_now", "reading.leave"))
    actor = _actor(archive, name, planted)
    client = _browser_of(actor, app, archive)
    held = labels_of(actor)
    hidden = {one.word for one in planted if not may_read(held, one.labels)}
    drafts = {one.draft_word for one in planted if not held & {"translating", "reviewing"}}
    hidden |= {word for word in drafts if not _tells(actor, planted, word)}
    hidden |= {one.word for one in records if one.label not in held}
    hidden |= {word for one in planted for word in one.closed_words(held)}
    shown = {one.word for one in [*planted, *records]} | {one.members_word for one in planted}
    shown |= {one.photo_word for one in planted}
    shown -= hidden
    anybody = labels_of(ANONYMOUS)
    closed = hidden | {one.word for one in planted if not may_read(anybody, one.labels)}
    closed |= {one.word for one in records if one.label not in anybody} | {one.draft_word for one in planted}
    closed |= {word for one in planted for word in one.closed_words(anybody)}
    met: set[str] = set()
    seen = 0
    for rule in rules:
        # Whom an endpoint is closed to is decided by their role, before any story is looked for.
        closed_to_them = False
        for address in _addresses(rule, planted, records):
            for question in [] if closed_to_them else _questions(rule, address, planted):
                status, text = _answers(client, question)
                closed_to_them = status == HTTPStatus.FORBIDDEN
                # What programs are given does not depend on who asks.
                words = _words_in(text)
                leaked = words & (closed if _for_programs(rule) else hidden)
                assert not leaked, (name, question, leaked)
                met |= words & shown
                seen += 1
    # The matrix itself is tried: what may be read was indeed met somewhere.
    expected = _met_somewhere(planted, records, held)
    assert expected <= met, (name, expected - met)
    assert seen > 150


def _met_somewhere(planted: list[Planted], records: list[PlantedRecord], held: frozenset[str]) -> set[str]:
    words = {one.word for one in planted if "public" in one.labels}
    words |= {one.photo_word for one in planted if "public" in one.labels}
    words |= {one.word for one in records if one.label == "public"}
    if NETWORK in held:
        words |= {one.members_word for one in planted if held & one.labels}
    return words


def _for_programs(rule: Rule) -> bool:
    return rule.endpoint.startswith("sharing.")


def _tells(actor: Actor, planted: list[Planted], word: str) -> bool:
    return any(one.case_id == actor.case_id for one in planted if one.draft_word == word)


def test_stored_labels_are_those_of_the_rule(archive: Archive, planted: list[Planted]):
    with archive.unit_of_work(SYSTEM) as work:
        for one in planted:
            case = work.session.get_one(Case, one.case_id)
            assert {row.label for row in case.labels} == one.labels
            version = work.session.query(LanguageVersion).filter_by(case_id=one.case_id, language="fr").one()
            assert not {row.label for row in version.labels} & {"public", "network"}

"""A story that its tellers hide is gone with the next request: from every address, in every process, for everybody.

Every address that can be read is walked three times: before the story is there, while it is published, and right
after it was hidden, with no work done on the index. A surface that is added joins by itself; one whose address holds
something new fails until this test knows what to put there.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple, Protocol

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.adapters.media.pictures import picture
from tests.adapters.media.recordings import recording
from tests.fakes import HeldClock
from tests.make import TEXTS, USES, Made, a_case, a_person, a_record, a_translation, index
from tests.served import Served
from wgsm_archive.db.models import Case, MediaFile, Person, Record, RecordRelation, SpokenPart
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Actor, Role, teller
from wgsm_archive.domain.case_study import RecordType, RelationKind
from wgsm_archive.domain.errors import NotFound
from wgsm_archive.domain.ids import ReceiptCode, new_token
from wgsm_archive.services.accounts.sessions import start_session
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.contributing.tellers import keep_receipt
from wgsm_archive.services.media import pieces
from wgsm_archive.services.media.reading_aloud import Sent, take_in
from wgsm_archive.settings import Settings
from wgsm_archive.web.current import SIGN_IN_COOKIE

PLANTED = ("zarapito", "chorlitejo", "andarrios", "becacina", "avocette", "vencejo")
"""Words of nothing but the story: of its title, its texts, its place, its recording, its translation, its photo."""
QUESTIONS = ("", "?q=puerto", "?theme=extractives&country=EC&page=1")
# Words close to those of the story: what is suggested instead would tell them.
SLIPS = ("?q=zarapitto", "?q=chorlitexo&page=1", "?language=fr")
OWN_QUESTIONS = {
    "reading.search": SLIPS,
    "reading.cases": SLIPS,
    "reading.analysis": ("?language=fr",),
    "sharing.search": SLIPS,
    "reading.like_ours": ("?danger=open",),
    "translating.board": ("?to=pt",),
    "translating.file": ("?kind=po", "?kind=docx"),
}
TAKEN_ALONG = ("reading.compare", "reading.folder", "sharing.taken_folder")
"""These show the stories that their address names."""
PLAIN = (
    *(f"reading.{name}" for name in ("home", "about", "safety", "vocabularies", "leave", "harmed", "message")),
    *(f"reading.{name}" for name in ("organisations", "exchanges", "publications", "collections")),
    *(f"sharing.{name}" for name in ("interfaces", "opensearch", "robots", "sitemap", "sitemaps", "band", "feed")),
)
"""These take no question. Whatever is not named here is asked all of them."""
FRESH = ("contributing.", "accounts.", "healthz", "static")
"""These hold a fresh key for a form, or the moment of the answer: no two answers are alike."""
CODE = ReceiptCode(123_456_789_012_345)
FILE = "media.file"
SIZES = (("media", "file"), ("photo", "full"), ("photo", "preview"))
"""What is served of the story's two files: the recording, the photo, and its thumbnail."""


class Told(NamedTuple):
    """An answer: what can be read of it, and the names that a browser would ask again with."""

    status: int
    text: str
    validators: Mapping[str, str]
    moved: str


class Asks(Protocol):
    """Somebody at a browser."""

    def __call__(self, address: str, headers: Mapping[str, str] | None = None) -> Told: ...


class Story(NamedTuple):
    """The story, and what it is bound to."""

    made: Made
    organisation: str
    recording: str
    photo: str
    voice: str


@pytest.fixture
def clock() -> HeldClock:
    """The other process has the time of this machine: sessions must hold in both."""
    return HeldClock(dt.datetime.now(dt.UTC))


@pytest.fixture
def house(archive: Archive) -> str:
    """The archive without the story: another story, and an organisation; the id of that."""
    a_case(archive)
    organisation = a_record(archive, {"es": "Sindicato", "fr": "Syndicat"}, type=RecordType.ORGANISATION)
    index(archive)
    return organisation


def publish(archive: Archive, organisation: str) -> Story:
    texts = {name: f"{text} {PLANTED[1]}" for name, text in TEXTS.items()} | {"title": f"El {PLANTED[0]} y el puerto"}
    made = a_case(archive, texts=texts, terms=(("themes", "extractives"),), countries=("EC",), uses=(*USES, "media"))
    a_translation(archive, made.id, "fr", {"title": f"L'{PLANTED[4]}", "summary": f"Le port, l'{PLANTED[4]}."})
    recorded = _filed(archive, made, "a.opus", recording("opusenc.opus"), caption=PLANTED[3])
    taken = _filed(archive, made, "a.jpg", picture(size=(64, 48)), alt=PLANTED[5])
    with archive.unit_of_work(SYSTEM, write=True) as work:
        keep_receipt(work, made.id, CODE)
        work.session.get_one(Case, made.id).region = PLANTED[2]
        record = work.session.query(Record).filter_by(public_id=organisation).one()
        work.session.add(RecordRelation(record_id=record.id, case_id=made.id, kind=RelationKind.PART_OF))
        for file in work.session.query(MediaFile):
            file.accepted = True
    index(archive)
    return Story(made, organisation, recorded, taken, _read_aloud(archive, made))


def _read_aloud(archive: Archive, made: Made) -> str:
    """The summary of the story, read aloud and approved; the id of the recording."""
    readers = [a_person(archive, Role.TRANSLATOR) for _ in range(2)]
    part = archive.tools.files.begin()
    archive.tools.files.append(part, 0, recording("opusenc.opus"))
    sent = Sent(made.public_id, "es", "summary", part, "a.opus", 1, new_token(), PLANTED[3], agreed=True)
    take_in(archive, readers[0], sent)
    with archive.unit_of_work(readers[1], write=True) as work:
        found = work.session.query(SpokenPart).one().public_id
        work.translating.approve_spoken(made.public_id, "es", found)
    return found


def _filed(archive: Archive, made: Made, name: str, content: bytes, **words: str) -> str:
    told = teller(made.id)
    upload, _new = pieces.begin(archive, told, story="", name=name, length=len(content), form_key=new_token())
    pieces.append(archive, told, upload.id, 0, content)
    item = pieces.finish(archive, told, upload.id)
    with archive.unit_of_work(told, write=True) as work:
        work.media.describe(item.id, {"section": "summary", "agreement": "agreed", **words})
    return item.id


def _addresses(rule: Rule, ids: Mapping[str, str]) -> Iterator[str]:
    if rule.endpoint == FILE:
        yield from (f"/media/{ids[which]}/{size}" for which, size in SIZES)
        return
    if rule.endpoint == "reading.spoken":
        yield from (f"/{tag}/spoken/{ids['voice']}" for tag in ("es", "fr"))
        return
    kind = rule.endpoint.split(".")[0]
    values = {
        "language": "es",
        "public_id": ids.get(kind, ids["story"]),
        "slug": "x",
        "vocabulary": "themes",
        "term": "extractives",
        "filename": "css/site.css",
        "target": "fr",
        "section": "summary",
        "tag": "es",
        "place": "terms",
        "number": "1",
        "link": "none",
    }
    several = {
        "kind": ("pages", "stories", "records", "safety"),
        "name": ("title", "summary"),
        "form": ("csv", "jsonl", "ris", "bib"),
    }
    unknown = rule.arguments - values.keys() - several.keys()
    assert not unknown, f"{rule.rule}: say here what stands for {unknown}"
    filled = [str(rule.rule)]
    for name in sorted(rule.arguments):
        put = several.get(name) or (values[name],)
        filled = [re.sub(rf"<(?:[a-z_]+(?:\([^)]*\))?:)?{name}>", value, one) for one in filled for value in put]
    yield from filled
    if rule.endpoint == "reading.case":
        yield from (address.replace("/es/", f"/{tag}/", 1) for address in filled for tag in ("fr", "ar"))


def surfaces(app: Flask, ids: Mapping[str, str]) -> dict[str, str]:
    """Every address that can be read, with its questions, and the endpoint behind it."""
    found = {}
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        asked = QUESTIONS if rule.endpoint.startswith(("reading.", "sharing.", "translating.board")) else ("",)
        if rule.arguments & {"public_id", "filename"} or rule.endpoint in PLAIN:
            asked = ("",)
        asked = (*asked, *OWN_QUESTIONS.get(rule.endpoint, ()))
        if rule.endpoint == "reading.suggest":
            # The beginnings of words, as they are typed.
            asked = ("?q=puer", "?q=zarap", "?q=el+zar")
        if rule.endpoint in TAKEN_ALONG:
            asked = (f"?case={ids['story']}",)
        found |= {address + query: rule.endpoint for address in _addresses(rule, ids) for query in asked}
    return found


def here(app: Flask, token: str) -> Asks:
    """Somebody who reads in this process."""
    client = app.test_client()

    def ask(address: str, headers: Mapping[str, str] | None = None) -> Told:
        if token:
            # Anew each time: some pages let the browser forget who it is.
            client.set_cookie(SIGN_IN_COOKIE, token, domain="localhost")
        with client.get(address, headers=dict(headers or {})) as answer:
            return _told(answer.status_code, answer.get_data(), answer.headers.items())

    return ask


def there(port: int, token: str) -> Asks:
    """Somebody who reads in another process."""

    def ask(address: str, headers: Mapping[str, str] | None = None) -> Told:
        line = HTTPConnection("127.0.0.1", port, timeout=60)
        cookie = {"Cookie": f"{SIGN_IN_COOKIE}={token}"} if token else {}
        line.request("GET", address, headers={"Host": "localhost", **cookie, **(headers or {})})
        answer = line.getresponse()
        try:
            return _told(answer.status, answer.read(), answer.getheaders())
        finally:
            line.close()

    return ask


def _told(status: int, body: bytes, headers: object) -> Told:
    pairs = [(name, value) for name, value in list(headers) if name not in ("Date", "Set-Cookie")]
    named = {name.lower(): value for name, value in pairs}
    asks = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
    validators = {asks[name]: value for name, value in named.items() if name in asks}
    return Told(status, body.decode("utf-8", "replace") + str(sorted(pairs)), validators, named.get("location", ""))


def followed(asks: Asks) -> Asks:
    """Somebody whose browser goes on to where an address has moved: a wrong slug tells the right one."""

    def ask(address: str, headers: Mapping[str, str] | None = None) -> Told:
        told = asks(address, headers)
        if told.status != 301:
            return told
        further = asks(told.moved.removeprefix("http://localhost"), headers)
        return further._replace(text=told.text + further.text)

    return ask


def words_in(told: Told, address: str) -> set[str]:
    """The story's words in an answer, whatever is made of capitals."""
    lower = told.text.lower()
    return {word for word in PLANTED if word in lower and word not in address}


@pytest.mark.timeout(900)
def test_hidden_at_once_everywhere(
    app: Flask, archive: Archive, settings: Settings, house: str, tmp_path: Path
) -> None:
    people = {
        "anonymous": ANONYMOUS,
        "member": a_person(archive),
        "facilitator": a_person(archive, Role.FACILITATOR),
    }
    tokens = {name: _session(archive, person) for name, person in people.items()}
    with Served(settings.instance, tmp_path / "server.log") as served:
        served.begin("--no-worker")
        readers = {(name, "here"): followed(here(app, token)) for name, token in tokens.items()}
        readers |= {(name, "there"): followed(there(served.port, token)) for name, token in tokens.items()}
        never = surfaces(app, dict.fromkeys(("story", "media", "photo", "voice"), "2222222bbbbb") | {"records": house})
        before = {name: {one: readers[name, "here"](one) for one in never} for name in tokens}
        story = publish(archive, house)
        files = {"media": story.recording, "photo": story.photo, "voice": story.voice}
        ids = {"story": story.made.public_id, "records": house, **files}
        walked = surfaces(app, ids)
        published = {who: {one: ask(one) for one in _walk_of(who, walked)} for who, ask in readers.items()}
        _met_everywhere(published, walked)
        _hide(app.test_client(), archive)
        leaks = []
        for who, ask in readers.items():
            for address in published[who]:
                leaks += _leaks(who, address, ask, published[who][address], is_file=walked[address] == FILE)
        assert leaks == []
        _as_if_it_had_never_been(readers, before, walked, never)
    _files_are_gone(archive, story, people)


def _walk_of(who: tuple[str, str], walked: Mapping[str, str]) -> list[str]:
    """Where somebody goes. What a process keeps, it keeps of addresses: in the other, one reader asks all questions."""
    name, process = who
    if process == "here" or name == "anonymous":
        return [*walked]
    asked = ("case=", "?q=puerto", "?danger=")
    return [address for address in walked if "?" not in address or any(one in address for one in asked)]


def _session(archive: Archive, person: Actor) -> str:
    if person.person_id is None:
        return ""
    with archive.unit_of_work(SYSTEM, write=True) as work:
        return start_session(work, work.session.get_one(Person, person.person_id))


def _hide(client: FlaskClient, archive: Archive) -> None:
    """As tellers do it: with the code, and one press."""

    def send(page: str, action: str, **fields: str) -> int:
        token = re.findall(r'name="csrf_token"[^>]*value="([^"]*)"', client.get(page).get_data(as_text=True))
        return client.post(action, data={"csrf_token": "".join(token[:1]), **fields}).status_code

    typed = " ".join(CODE.words(archive.tools.receipt_words["es"]))
    assert send("/es/receipt/", "/es/receipt/", code=typed) == 303
    assert send("/es/receipt/story", "/es/receipt/hide") == 303


def _met_everywhere(published: Mapping[tuple[str, str], Mapping[str, Told]], walked: Mapping[str, str]) -> None:
    """The trial itself is tried: the story was met wherever stories are shown, in both processes."""
    reading = ("home", "cases", "search", "case", "term", "like_ours", "compare", "folder")
    sharing = ("search", "feed", "search_feed", "sitemap", "taken_search", "taken_folder")
    wanted = {
        "records.organisation",
        *(f"reading.{name}" for name in reading),
        *(f"sharing.{name}" for name in sharing),
    }
    for (name, process), answers in published.items():
        assert all(told.status == 200 for address, told in answers.items() if walked[address] == FILE), (name, process)
        met = {walked[address] for address, told in answers.items() if words_in(told, address)}
        assert not wanted - met, (name, process, wanted - met)


def _leaks(who: tuple[str, str], address: str, ask: Asks, shown: Told, *, is_file: bool) -> list[tuple[object, ...]]:
    now = ask(address)
    found: list[tuple[object, ...]] = [(*who, address, word) for word in sorted(words_in(now, address))]
    if is_file and now.status != 404:
        found.append((*who, address, now.status))
    if shown.validators and (is_file or words_in(shown, address)):
        again = ask(address, shown.validators)
        # A 304 would say: what you have kept of it still holds.
        if again.status == 304 or words_in(again, address):
            found.append((*who, address, again.status))
    return found


def _as_if_it_had_never_been(
    readers: Mapping[tuple[str, str], Asks],
    before: Mapping[str, Mapping[str, Told]],
    walked: Mapping[str, str],
    never: Mapping[str, str],
) -> None:
    """Counts, facets, order, maps, dates of feeds: no byte tells that there was a story."""
    differing = []
    for name, answers in before.items():
        for address, told in answers.items():
            if address not in walked or never[address].startswith(FRESH):
                continue
            now = readers[name, "here"](address)
            if (now.status, now.text) != (told.status, told.text):
                differing.append((name, address))
    assert differing == []


def _files_are_gone(archive: Archive, story: Story, people: Mapping[str, Actor]) -> None:
    ids = {"media": story.recording, "photo": story.photo}
    for person in people.values():
        for which, size in SIZES:
            with archive.unit_of_work(person) as work, pytest.raises(NotFound):
                work.media.serve(ids[which], size)

"""A story is found by what is said in its recordings and on its photos, as long as readers are shown them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import update

from tests.make import USES, Made, a_case, a_person, a_translation, hide, index
from wgsm_archive.db.models import MediaFile
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Actor, Role, teller
from wgsm_archive.domain.consent import Consent, ConsentLevel, Reach, with_uses
from wgsm_archive.domain.media import Agreement, Format, MediaKind
from wgsm_archive.ports.search import Shelf
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.jobs.checking import faults
from wgsm_archive.services.jobs.worker import Worker
from wgsm_archive.services.media import voices
from wgsm_archive.services.reading.views import Question
from wgsm_archive.settings import Settings

SPOKEN, SEEN, UNHEARD = "chorlitejo", "zarapito", "vuelvepiedras"
OPEN = with_uses(Consent(level=ConsentLevel.PUBLIC_SHARE), (*USES, "media"))


@pytest.fixture
def made(archive: Archive) -> Made:
    """A story with a recording and a photo that readers are shown."""
    made = a_case(archive, uses=(*USES, "media"))
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.add(_file(made, "sound", MediaKind.AUDIO, transcript=f"Vino un {SPOKEN}.", section="advice"))
        work.session.add(_file(made, "photo", MediaKind.PHOTO, alt=f"Un {SEEN} en el muelle"))
    index(archive)
    return made


def _file(made: Made, key: str, kind: MediaKind, **words: str) -> MediaFile:
    file = MediaFile(public_id=key, case_id=made.id, form_key=key, kind=kind, format=Format.JPEG, name="a", stored={})
    file.fingerprint, file.bytes, file.language, file.agreement, file.accepted = key, 1, "es", Agreement.AGREED, True
    for name, text in words.items():
        setattr(file, name, text)
    return file


def found(archive: Archive, word: str, actor: Actor = ANONYMOUS) -> list[str]:
    """What is shown around the word in the stories that are found by it."""
    with archive.unit_of_work(actor) as work:
        answer = work.reading.find(Question(words=word), ("es",))
        return ["".join(part.text for one in hit.snippet for part in one.parts) for hit in answer.hits]


def test_what_is_said_and_seen_is_found_with_the_words_around_it(archive: Archive, made: Made):
    assert [SPOKEN in text for text in found(archive, SPOKEN)] == [True]
    assert [SEEN in text for text in found(archive, SEEN)] == [True]


@pytest.mark.parametrize("how", ["held back", "removed", "not allowed", "changed", "story hidden"])
def test_it_is_found_no_more_from_the_same_moment(archive: Archive, made: Made, how: str):
    tellers, ana = teller(made.id), a_person(archive, Role.FACILITATOR)
    assert found(archive, SPOKEN)
    if how == "story hidden":
        hide(archive, made)
    else:
        with archive.unit_of_work(ana if how == "held back" else tellers, write=True) as work:
            if how == "held back":
                work.media.hold_back("sound")
            elif how == "removed":
                work.media.remove("sound")
            elif how == "changed":
                work.media.describe("sound", {"transcript": "Nadie vino."})
            else:
                work.contributing.writing.decide(with_uses(Consent(level=ConsentLevel.PUBLIC_SHARE), USES))
    assert not found(archive, SPOKEN)
    assert not found(archive, SPOKEN, ana)
    index(archive)
    assert not found(archive, SPOKEN)
    assert bool(found(archive, "pescadores")) is (how != "story hidden")


def test_what_waits_for_a_look_or_is_for_fewer_is_not_found(archive: Archive, made: Made):
    with archive.unit_of_work(teller(made.id), write=True) as work:
        work.contributing.writing.decide(replace(OPEN, narrowed={"advice": Reach.MEMBERS}))
        work.media.describe("photo", {"alt": f"Otro {SEEN}"})
    index(archive)
    assert not found(archive, SEEN)
    assert not found(archive, SPOKEN)
    assert found(archive, SPOKEN, a_person(archive))
    with archive.unit_of_work(a_person(archive, Role.FACILITATOR), write=True) as work:
        work.media.accept("photo")
        voices.transcribe(work, "sound", "Vino una becacina.", "es")
    index(archive)
    assert found(archive, SEEN)
    assert not found(archive, SPOKEN, a_person(archive))
    assert found(archive, "becacina", a_person(archive))


def test_words_in_the_language_of_a_translation_are_found_with_it(archive: Archive, made: Made):
    a_translation(archive, made.id, "fr", {"title": "La grève", "summary": "Le port."})
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.add(_file(made, "french", MediaKind.PHOTO, alt="Une avocette", language="fr"))
    index(archive)
    with archive.unit_of_work(ANONYMOUS) as work:
        answer = work.reading.find(Question(words="avocette", filters={"language": ("fr",)}), ("fr",))
        assert [hit.snippet_language for hit in answer.hits] == ["fr"]


def test_a_check_finds_words_of_files_that_the_index_holds_no_longer_rightly(
    archive: Archive, made: Made, settings: Settings
):
    a_translation(archive, made.id, "en", {"title": "The pier"})
    index(archive)
    assert _faults(archive) == []
    with archive.engine.begin() as connection:
        connection.execute(update(MediaFile).values(transcript=f"Nadie vino, ni un {UNHEARD}."))
    told = _faults(archive)
    assert len(told) == 2 * len(Shelf)
    assert all("differ" in line and UNHEARD not in line for line in told)
    assert Worker(archive, settings.instance / "worker.lock").heal()
    assert _faults(archive) == []
    assert found(archive, UNHEARD)


def _faults(archive: Archive) -> list[str]:
    with archive.unit_of_work(SYSTEM) as work:
        return [line for line in faults(work) if not line.startswith("file ")]

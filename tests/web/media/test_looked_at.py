"""What facilitators publish is what they looked at: files that came or changed behind their backs wait for them."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.adapters.media.pictures import opened
from tests.make import Made, a_person, sign_in
from tests.web.media.sending import SHOWABLE, a_photo, a_told_case, accept, post
from wgsm_archive.db.models import Case, MediaFile
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM, Role
from wgsm_archive.domain.case_study import Risk
from wgsm_archive.domain.checklist import Answer, Answered, Check
from wgsm_archive.domain.media import Format, MediaKind
from wgsm_archive.services.archive import Archive


class Window:
    """A facilitator's page of one story, as it was when it was opened."""

    def __init__(self, client: FlaskClient, made: Made) -> None:
        self.client, self.address = client, f"/en/review/{made.public_id}/"
        self.open()

    def open(self) -> str:
        with self.client.get(self.address) as answer:
            self.page = re.sub(r"\s+", " ", answer.get_data(as_text=True))
        return self.page

    def step(self) -> str:
        """Where the files stand in the strip of steps."""
        found = re.search(r'href="#files"><strong>[^<]*</strong> <span>([^<]*)', self.page)
        return found[1] if found else ""

    def publish(self) -> tuple[int, str]:
        form = self.page.split(f'action="{self.address}publish"', 1)[1].split("</form>", 1)[0]
        seen = re.findall(r'name="seen" value="(\w+)"', form)
        with post(self.client, f"{self.address}publish", seen=seen, again_in="24", despite="y") as answer:
            self.page = re.sub(r"\s+", " ", answer.get_data(as_text=True))
            return answer.status_code, self.page


@pytest.fixture
def facilitator(client: FlaskClient, archive: Archive) -> FlaskClient:
    other = client.application.test_client()
    sign_in(other, archive, a_person(archive, Role.FACILITATOR))
    return other


@pytest.fixture
def made(client: FlaskClient, archive: Archive, facilitator: FlaskClient) -> Made:
    """A story that has nothing left before it is published."""
    made = a_told_case(archive, client, CaseState.SUBMITTED)
    with archive.unit_of_work(a_person(archive, Role.FACILITATOR), write=True) as work:
        fine = {check: Answered(Answer.FINE) for check in Check}
        work.reviewing.deciding.check(made.public_id, fine, Risk.LOW, based_on=0, text_revision=1)
    return made


def is_shown(client: FlaskClient, photo: str) -> bool:
    with client.application.test_client().get(f"/media/{photo}/preview") as answer:
        return answer.status_code == 200


def middle_of(client: FlaskClient, photo: str) -> tuple[int, ...]:
    """A colour left of the middle of a photo."""
    with client.get(f"/media/{photo}/full") as answer:
        return opened(answer.get_data()).convert("RGB").getpixel((300, 300))


def test_what_came_or_changed_after_the_page_was_opened_is_not_published_unseen(
    client: FlaskClient, facilitator: FlaskClient, archive: Archive, made: Made
):
    kept, covered = a_photo(client), a_photo(client)
    window, other = Window(facilitator, made), Window(facilitator, made)
    late = a_photo(client, alt="The gate at night")
    post(client, f"/en/media/{covered}/blur", box="0,0,0.5,0.5").close()
    status, page = window.publish()
    assert status == 409
    assert "Nothing is published yet" in page
    marked = {one for one in (kept, covered, late) if "New, or" in page.split(f'id="media-{one}"')[1][:900]}
    assert marked == {covered, late}
    assert '<option value="24" selected>' in page
    assert 'name="despite" value="y" checked' in page or "despite" not in page
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.get_one(Case, made.id).state is CaseState.SUBMITTED
    assert other.publish()[0] == 409
    assert window.publish()[0] == 303
    assert all(is_shown(client, one) for one in (kept, covered, late))


def test_a_file_is_accepted_as_it_was_on_the_page(client: FlaskClient, facilitator: FlaskClient, made: Made):
    photo = a_photo(client)
    window = Window(facilitator, made)
    seen = window.page.split(f'/media/{photo}/accept"')[1].split('name="seen" value="')[1].split('"')[0]
    post(client, f"/en/media/{photo}/about", caption="Another line").close()
    for sent in ({"seen": seen}, {}):
        with post(facilitator, f"/en/media/{photo}/accept", headers={"Accept": "application/json"}, **sent) as answer:
            assert answer.status_code == 409
    with post(facilitator, f"/en/media/{photo}/accept", seen=seen, back=window.address) as answer:
        assert answer.status_code == 303
    assert "changed after you opened the page" in window.open()
    assert window.step() == "1 to look at"


def test_the_strip_of_steps_tells_of_files_until_each_was_looked_at(
    client: FlaskClient, facilitator: FlaskClient, archive: Archive, made: Made
):
    with archive.unit_of_work(SYSTEM, write=True) as work:
        spoken = MediaFile(public_id="spoken", case_id=made.id, form_key="a", section="question.1", name="a", stored={})
        spoken.kind, spoken.format, spoken.language = MediaKind.AUDIO, Format.OGG, "es"
        spoken.fingerprint, spoken.bytes = "a", 1
        work.session.add(spoken)
    assert Window(facilitator, made).step() == "", "answers to questions are nothing that readers hear"
    photo, wordless = a_photo(client), a_photo(client, alt="")
    window = Window(facilitator, made)
    assert window.step() == "1 to look at"
    accept(facilitator, made.public_id, photo).close()
    window.open()
    assert window.step() == "Waits for words of the tellers"
    post(client, f"/en/media/{wordless}/about", **SHOWABLE).close()
    window.open()
    assert window.step() == "1 to look at"
    post(facilitator, f"/en/media/{wordless}/hold-back").close()
    window.open()
    assert window.step() == "Done"
    assert window.publish()[0] == 303
    assert is_shown(client, photo)
    assert not is_shown(client, wordless)


def test_a_facilitator_covers_a_face_and_the_tellers_see_it(
    client: FlaskClient, facilitator: FlaskClient, archive: Archive, made: Made
):
    photo = a_photo(client)
    assert f"/en/media/{photo}/cover" in Window(facilitator, made).page
    page = facilitator.get(f"/en/media/{photo}/cover").get_data(as_text=True)
    assert page.count('name="box"') == 36
    for boxes in ([], ["1,2"], ["0,0,0.1,0.1"] * 41):
        with post(facilitator, f"/en/media/{photo}/cover", box=boxes) as answer:
            assert answer.status_code == 422
            assert 'class="error"' in answer.get_data(as_text=True)
    before = middle_of(client, photo)
    with post(facilitator, f"/en/media/{photo}/cover", box="0.25,0,0.5,1", back="/en/review/x/") as answer:
        assert answer.status_code == 303
    assert before != pytest.approx(middle_of(client, photo), abs=30)
    window = Window(facilitator, made)
    assert window.step() == "1 to look at"
    told = client.get("/en/receipt/story").get_data(as_text=True)
    assert "A facilitator covered parts of a photo." in told
    trail = facilitator.get(f"{window.address}trail").get_data(as_text=True)
    assert "Parts of a photo were covered for good" in trail
    assert "A facilitator" in trail


def test_only_facilitators_cover_what_others_have_already(client: FlaskClient, archive: Archive):
    a_told_case(archive, client, CaseState.DRAFT)
    photo, ana, tom = a_photo(client), client.application.test_client(), client.application.test_client()
    sign_in(ana, archive, a_person(archive, Role.FACILITATOR))
    sign_in(tom, archive, a_person(archive, Role.TRANSLATOR, Role.STEWARD))
    for address in (f"/en/media/{photo}/cover", f"/en/media/{photo}/blur"):
        assert post(ana, address, box="0,0,1,1").status_code in (404, 409)
        assert post(tom, address, box="0,0,1,1").status_code in (403, 404)
    assert ana.get(f"/en/media/{photo}/cover").status_code in (404, 409)

"""The page of a visit, a publication, an organisation, as readers meet it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from tests.make import USES, a_case, a_person, a_record, hide, sign_in
from wgsm_archive.app import create_app
from wgsm_archive.db.models import Case, Record, RecordCountry, RecordRelation
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM
from wgsm_archive.domain.case_study import AuthorDisplay, RecordType, RelationKind
from wgsm_archive.domain.consent import ConsentLevel
from wgsm_archive.services.archive import Archive
from wgsm_archive.settings import Settings

TITLES = {"en": "Visit to the fishers", "ar": "زيارة إلى الصيادين"}


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.headers.get("Location")
    return answer.get_data(as_text=True)


def change(archive: Archive, public_id: str, **values: object) -> int:
    with archive.unit_of_work(SYSTEM, write=True) as work:
        record = work.session.query(Record).filter_by(public_id=public_id).one()
        for name, value in values.items():
            setattr(record, name, value)
        return record.id


def tell_as(archive: Archive, case_id: int, name: str, display: AuthorDisplay, organisation: int | None = None) -> None:
    with archive.unit_of_work(SYSTEM, write=True) as work:
        case = work.session.get_one(Case, case_id)
        case.author_name, case.author_display, case.organisation_id = name, display, organisation


def test_a_record_tells_what_it_is_with_dates_places_themes_and_sources(archive: Archive, client: FlaskClient):
    public_id = a_record(archive, TITLES, summary="Members met *on the quay*.")
    change(archive, public_id, starts="2008-03", ends="2008-04", countries=[RecordCountry(country="KE")])
    html = page(client, f"/en/records/{public_id}/visit-to-the-fishers")
    assert '<h1 lang="en" dir="ltr">Visit to the fishers</h1>' in html
    assert "<em>on the quay</em>" in html
    assert "March 2008 – April 2008" in html
    assert "Kenya" in html
    assert "/en/terms/themes/fisheries" in html
    assert 'href="https://example.org/report"' in html


def test_the_text_carries_its_own_language_and_direction(archive: Archive, client: FlaskClient):
    public_id = a_record(archive, TITLES, summary="x")
    assert 'lang="ar" dir="rtl">زيارة إلى الصيادين' in page(client, f"/ar/records/{public_id}/زيارة-إلى-الصيادين")
    spanish = page(client, f"/es/records/{public_id}/visit-to-the-fishers")
    assert '<html lang="es" dir="ltr">' in spanish
    assert '<h1 lang="en" dir="ltr">Visit to the fishers</h1>' in spanish
    assert '<link rel="canonical" href="/en/records/' in spanish


@pytest.mark.parametrize("slug", ["", "wrong", "<script>"])
def test_a_wrong_slug_leads_to_the_right_one(archive: Archive, client: FlaskClient, slug: str):
    public_id = a_record(archive, TITLES)
    answer = client.get(f"/en/records/{public_id}/{slug}")
    assert answer.status_code == 301
    assert answer.headers["Location"].endswith(f"/en/records/{public_id}/visit-to-the-fishers")


def test_a_title_without_letters_has_a_page_too(archive: Archive, client: FlaskClient):
    public_id = a_record(archive, {"en": "!!!"})
    assert "<h1" in page(client, f"/en/records/{public_id}/")


def test_lists_lead_to_the_pages(archive: Archive, client: FlaskClient):
    visit = a_record(archive, TITLES)
    group = a_record(archive, {"en": "Net Menders"}, type=RecordType.ORGANISATION)
    assert f'href="/en/records/{visit}/visit-to-the-fishers"' in page(client, "/en/exchanges/")
    assert f'href="/en/organisations/{group}/net-menders"' in page(client, "/en/organisations/")


def test_each_record_has_one_address(archive: Archive, client: FlaskClient):
    group = a_record(archive, {"en": "Net Menders"}, type=RecordType.ORGANISATION)
    visit = a_record(archive, TITLES)
    assert (
        client.get(f"/en/records/{group}/net-menders")
        .headers["Location"]
        .endswith(f"/en/organisations/{group}/net-menders")
    )
    assert (
        client.get(f"/en/organisations/{visit}/x")
        .headers["Location"]
        .endswith(f"/en/records/{visit}/visit-to-the-fishers")
    )


def test_a_record_for_members_is_not_there_for_others(archive: Archive, client: FlaskClient):
    public_id = a_record(archive, TITLES, label="network")
    address = f"/en/records/{public_id}/visit-to-the-fishers"
    assert client.get(address).status_code == 404
    sign_in(client, archive, a_person(archive))
    assert "Visit to the fishers" in page(client, address)


def test_only_addresses_on_the_web_become_links(archive: Archive, client: FlaskClient):
    public_id = a_record(archive, TITLES, links=(("Trap", "javascript:alert(1)"), ("Paper", "")))
    html = page(client, f"/en/records/{public_id}/visit-to-the-fishers")
    assert "javascript:" not in html
    assert "Trap" in html
    assert "Paper" in html


def test_related_records_and_stories_are_named_as_far_as_they_may_be_seen(archive: Archive, client: FlaskClient):
    visit = a_record(archive, TITLES, terms=())
    report = a_record(archive, {"en": "Report of the visit"}, type=RecordType.PUBLICATION)
    secret = a_record(archive, {"en": "For members only"}, label="network")
    story = a_case(archive)
    closed = a_case(archive, level=ConsentLevel.NETWORK)
    ids = {name: change(archive, name) for name in (visit, report, secret)}
    with archive.unit_of_work(SYSTEM, write=True) as work:
        for other in (report, secret):
            work.session.add(RecordRelation(record_id=ids[other], other_id=ids[visit], kind=RelationKind.PART_OF))
        for case_id in (story.id, closed.id):
            work.session.add(RecordRelation(record_id=ids[visit], case_id=case_id, kind=RelationKind.SAME_STRUGGLE))
    html = page(client, f"/en/records/{visit}/visit-to-the-fishers")
    assert "Report of the visit" in html
    assert "For members only" not in html
    assert story.public_id in html
    assert closed.public_id not in html


def test_stories_with_the_same_themes_are_related(archive: Archive, client: FlaskClient):
    near, far = a_case(archive), a_case(archive, terms=(("themes", "housing"),))
    html = page(client, f"/en/records/{a_record(archive, TITLES)}/visit-to-the-fishers")
    assert near.public_id in html
    assert far.public_id not in html


def test_a_story_that_is_hidden_is_gone_from_these_pages_with_the_next_request(archive: Archive, client: FlaskClient):
    group = a_record(archive, {"en": "Net Menders"}, type=RecordType.ORGANISATION)
    visit = a_record(archive, TITLES)
    told, near = a_case(archive), a_case(archive)
    tell_as(archive, told.id, "Net Menders", AuthorDisplay.ORGANISATION)
    addresses = (f"/en/organisations/{group}/net-menders", f"/en/records/{visit}/visit-to-the-fishers")
    before = [client.get(address) for address in addresses]
    assert all(one.public_id in answer.get_data(as_text=True) for one in (told, near) for answer in before)
    hide(archive, told)
    hide(archive, near)
    for address, answer in zip(addresses, before, strict=True):
        after = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
        assert after.status_code == 200
        assert not any(one.public_id in after.get_data(as_text=True) for one in (told, near))


def test_search_engines_are_told_whole_addresses_that_the_settings_name(archive: Archive, settings: Settings):
    public_id = a_record(archive, TITLES)
    client = create_app(replace(settings, base_url="https://archive.example/"), archive=archive).test_client()
    address = f"/en/records/{public_id}/visit-to-the-fishers"
    html = client.get(address, headers={"Host": "evil.example"}).get_data(as_text=True)
    assert f'<link rel="canonical" href="https://archive.example{address}">' in html
    assert f'<link rel="alternate" hreflang="en" href="https://archive.example{address}">' in html
    assert "evil.example" not in html


def test_an_organisation_shows_the_stories_that_bear_its_name(archive: Archive, client: FlaskClient):
    group = a_record(archive, {"en": "Net Menders"}, type=RecordType.ORGANISATION, terms=())
    key = change(archive, group)
    by_record, by_name = a_case(archive), a_case(archive)
    tell_as(archive, by_record.id, "The Net Menders of the Bay", AuthorDisplay.ORGANISATION, key)
    tell_as(archive, by_name.id, "Net Menders", AuthorDisplay.ORGANISATION)
    html = page(client, f"/en/organisations/{group}/net-menders")
    assert "Stories told under this name" in html
    assert by_record.public_id in html
    assert by_name.public_id in html


@pytest.mark.parametrize(
    ("display", "uses", "level", "state"),
    [
        (AuthorDisplay.ANONYMOUS, USES, ConsentLevel.PUBLIC_SHARE, CaseState.PUBLISHED),
        (AuthorDisplay.PSEUDONYM, USES, ConsentLevel.PUBLIC_SHARE, CaseState.PUBLISHED),
        (AuthorDisplay.ORGANISATION, ("translate",), ConsentLevel.PUBLIC_SHARE, CaseState.PUBLISHED),
        (AuthorDisplay.ORGANISATION, USES, ConsentLevel.NETWORK, CaseState.PUBLISHED),
        (AuthorDisplay.ORGANISATION, USES, ConsentLevel.PUBLIC_SHARE, CaseState.SUBMITTED),
    ],
    ids=["anonymous", "pseudonym", "name not allowed", "for members", "not published"],
)
def test_an_organisation_page_never_tells_who_told_a_story_that_hides_it(
    archive: Archive,
    client: FlaskClient,
    *,
    display: AuthorDisplay,
    uses: tuple[str, ...],
    level: ConsentLevel,
    state: CaseState,
):
    group = a_record(archive, {"en": "Net Menders"}, type=RecordType.ORGANISATION, terms=())
    hidden = a_case(archive, uses=uses, level=level, state=state)
    tell_as(archive, hidden.id, "Net Menders", display, change(archive, group))
    html = page(client, f"/en/organisations/{group}/net-menders")
    assert hidden.public_id not in html
    assert "Stories told under this name" not in html


def test_a_page_that_is_still_the_same_is_not_sent_again(archive: Archive, client: FlaskClient):
    address = f"/en/records/{a_record(archive, TITLES)}/visit-to-the-fishers"
    first = client.get(address)
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert client.head(address).status_code == 200


def test_the_languages_of_a_record_lead_to_each_text(archive: Archive, client: FlaskClient):
    public_id = a_record(archive, TITLES)
    html = page(client, f"/en/records/{public_id}/visit-to-the-fishers")
    found = re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)"', html)
    assert {tag for tag, _ in found} >= {"en", "ar"}
    for _, address in found:
        assert client.get(address).status_code == 200

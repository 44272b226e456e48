"""Stories side by side, and folders: what is shown, what is kept, and what is gone."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.make import TEXTS, a_case, a_person, a_translation, hide, index, sign_in
from wgsm_archive.domain.consent import ConsentLevel
from wgsm_archive.services.archive import Archive

COOKIE = "wgsm_folder"


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def asked(*ids: str) -> str:
    return "&".join(f"case={one}" for one in ids)


def test_stories_stand_side_by_side(archive: Archive, client: FlaskClient):
    how = {"how.strategies.strike": "Nueve días."}
    one = a_case(archive, texts={**TEXTS, **how})
    other = a_case(
        archive, texts={**TEXTS, "title": "El embalse"}, terms=(("strategies", "strike"), ("strategies", "march"))
    )
    a_translation(archive, other.id, "en", {"title": "The reservoir"})
    shown = page(client, f"/en/compare?{asked(one.public_id, other.public_id)}")
    assert TEXTS["title"] in shown
    assert "The reservoir" in shown
    assert '<div lang="es" dir="auto">Nueve días.</div>' in shown
    assert shown.count(">shared<") == 2
    assert "La empresa mandó a la policía." in shown


def test_no_more_than_four_are_compared(archive: Archive, client: FlaskClient):
    made = [a_case(archive, texts={**TEXTS, "title": f"Historia {number}"}) for number in range(5)]
    shown = page(client, f"/es/compare?{asked(*(one.public_id for one in made))}")
    assert "Historia 3" in shown
    assert "Historia 4" not in shown


def test_what_cannot_be_shown_is_a_neutral_line_whatever_the_reason(archive: Archive, client: FlaskClient):
    kept = a_case(archive)
    gone = [a_case(archive), a_case(archive, level=ConsentLevel.NETWORK), a_case(archive, level=ConsentLevel.PRIVATE)]
    hide(archive, gone[0])
    told = set()
    for lost in (*(one.public_id for one in gone), "222222222222"):
        for name in ("compare", "folder"):
            shown = page(client, f"/en/{name}?{asked(kept.public_id, lost)}")
            assert "cannot be shown" in shown
            assert f"cases/{kept.public_id}/" in shown
            told.add((name, shown.replace(lost, "")))
    assert len(told) == 2


def test_a_folder_in_the_address_leaves_nothing_behind(archive: Archive, client: FlaskClient):
    made = a_case(archive)
    answer = client.get(f"/en/folder?{asked(made.public_id)}")
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert f"/en/folder?{asked(made.public_id)}" in answer.get_data(as_text=True)
    assert client.get_cookie(COOKIE) is None


def test_a_folder_is_forgotten_though_none_of_its_stories_can_be_shown(archive: Archive, client: FlaskClient):
    made = a_case(archive)
    assert "/folder/forget" not in page(client, "/en/folder")
    client.post("/en/folder", data={"case": [made.public_id]})
    hide(archive, made)
    shown = page(client, "/en/folder")
    assert "/en/folder/forget" in shown
    assert "Nothing in it yet" not in shown


def test_a_browser_keeps_a_folder_when_asked_and_forgets_it(archive: Archive, client: FlaskClient):
    one, other = a_case(archive), a_case(archive, texts={**TEXTS, "title": "El embalse"})
    client.post("/en/folder", data={"case": [one.public_id]})
    client.post("/en/folder", data={"case": [other.public_id, one.public_id, "<script>", "x" * 50]})
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    assert cookie.value == f"{one.public_id}.{other.public_id}"
    assert cookie.http_only
    shown = page(client, "/es/folder")
    assert TEXTS["title"] in shown
    assert "El embalse" in shown
    client.post("/es/folder/take-out", data={"case": one.public_id})
    assert TEXTS["title"] not in page(client, "/es/folder")
    client.post("/es/folder/forget")
    assert client.get_cookie(COOKIE) is None
    assert "El embalse" not in page(client, "/es/folder")


def test_a_story_that_is_hidden_leaves_the_folder_at_once(archive: Archive, client: FlaskClient):
    made = a_case(archive)
    client.post("/en/folder", data={"case": made.public_id})
    hide(archive, made)
    shown = page(client, "/en/folder")
    assert TEXTS["title"] not in shown
    assert "1 story of this folder cannot be shown." in shown


def test_members_have_their_stories_in_a_folder(archive: Archive, client: FlaskClient):
    made = a_case(archive, level=ConsentLevel.NETWORK)
    assert TEXTS["title"] not in page(client, f"/es/folder?{asked(made.public_id)}")
    sign_in(client, archive, a_person(archive))
    assert TEXTS["title"] in page(client, f"/es/folder?{asked(made.public_id)}")


def test_another_site_cannot_fill_a_folder(archive: Archive, client: FlaskClient):
    made = a_case(archive)
    answer = client.post("/en/folder", data={"case": made.public_id}, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code in (400, 403)
    assert client.get_cookie(COOKIE) is None


def test_hits_can_be_taken_along(archive: Archive, client: FlaskClient):
    made = a_case(archive)
    index(archive)
    shown = page(client, "/en/search?q=huelga")
    assert f'name="case" value="{made.public_id}"' in shown
    assert 'action="/en/compare"' in shown
    assert 'formaction="/en/folder"' in shown
    story = client.get(f"/en/cases/{made.public_id}/", follow_redirects=True).get_data(as_text=True)
    assert f"/en/folder?case={made.public_id}" in story


def test_no_address_breaks_them(client: FlaskClient):
    for typed in ("", "case=", "case=%00", "case=" + "a" * 9000, "case=a&" * 500, "case=../../etc", "case=é"):
        for name in ("compare", "folder"):
            assert client.get(f"/en/{name}?{typed}").status_code == 200
        client.set_cookie(COOKIE, typed[:3000], domain="localhost")
        assert client.get("/en/folder").status_code == 200
        client.delete_cookie(COOKIE, domain="localhost")


def test_leaving_quickly_makes_the_browser_forget_its_folder(archive: Archive, client: FlaskClient):
    client.post("/en/folder", data={"case": a_case(archive).public_id})
    assert client.get_cookie(COOKIE) is not None
    client.get("/en/leave")
    assert client.get_cookie(COOKIE) is None

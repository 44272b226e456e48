"""The page of four questions: without JavaScript, kept nowhere, and no answer breaks it."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.make import TEXTS, a_case
from wgsm_archive.services.archive import Archive

PAGE = "/en/like-ours"


def test_it_asks_four_questions(client: FlaskClient):
    page = client.get(PAGE).get_data(as_text=True)
    for name in ("struggle", "constituency", "stage", "danger"):
        assert f'name="{name}"' in page
    assert "kept nowhere" in page
    assert "Set-Cookie" not in client.get(f"{PAGE}?struggle=mine").headers


def test_it_tells_what_others_tried(archive: Archive, client: FlaskClient):
    how = {"how.strategies.strike": "Nadie <b>salió</b> a pescar."}
    terms = (("struggles", "mine"), ("strategies", "strike"))
    made = a_case(archive, terms=terms, texts={**TEXTS, **how, "failed": "Tardamos."})
    page = client.get(f"{PAGE}?struggle=mine&struggle=dam&stage=planning").get_data(as_text=True)
    assert "Nadie &lt;b&gt;salió&lt;/b&gt; a pescar." in page or "Nadie salió a pescar." in page
    assert f"/cases/{made.public_id}/" in page
    assert "#failed" in page
    assert "/en/search?struggle=mine&amp;struggle=dam" in page
    assert page.count(" checked") == 3
    assert '<dd dir="ltr"><q lang="es"' in client.get("/ar/like-ours?struggle=mine").get_data(as_text=True)


def test_no_answer_breaks_it(client: FlaskClient):
    long = ("constituency=" + "x" * 5000, "struggle=mine&" * 400)
    for query in ("struggle=nope", "stage=%00", "danger=open%0d%0a", "stage=a&stage=b", *long):
        assert client.get(f"{PAGE}?{query}").status_code == 200


def test_the_first_page_and_the_search_lead_there(archive: Archive, client: FlaskClient):
    a_case(archive)
    for page in ("/en/", "/en/search"):
        assert PAGE in client.get(page).get_data(as_text=True)

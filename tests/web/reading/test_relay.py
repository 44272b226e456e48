"""Through which languages a text came: said on the page, as far as those can be read."""

from __future__ import annotations

from html import unescape

import pytest
from flask.testing import FlaskClient

from tests.make import USES, Made, a_case, a_translation
from wgsm_archive.db.models import LanguageVersion
from wgsm_archive.domain.actor import SYSTEM, teller
from wgsm_archive.domain.consent import Consent, ConsentLevel, with_uses
from wgsm_archive.services.archive import Archive


@pytest.fixture
def made(archive: Archive) -> Made:
    made = a_case(archive, language="or", texts={"title": "ଧର୍ମଘଟ", "summary": "ବନ୍ଦର ବନ୍ଦ ହେଲା।"})
    for tag, source, name in (("hi", "or", "Asha"), ("en", "hi", "Tom"), ("es", "en", "")):
        version_id = a_translation(archive, made.id, tag, {"title": f"T-{tag}", "summary": f"S-{tag}"})
        with archive.unit_of_work(SYSTEM, write=True) as work:
            version = work.session.get_one(LanguageVersion, version_id)
            version.source_language, version.credit = source, name
    return made


def page(client: FlaskClient, made: Made) -> str:
    return unescape(client.get(f"/es/cases/{made.public_id}/x", follow_redirects=True).get_data(as_text=True))


def test_the_whole_way_is_told_from_the_original_on(client: FlaskClient, made: Made):
    shown = page(client, made)
    steps = shown[shown.index('class="relay"') :]
    assert steps.index("Asha") < steps.index("Tom") < steps.index("español, ")
    assert "hindi, " in steps


def test_a_language_that_was_closed_is_not_named_by_what_was_made_from_it(
    client: FlaskClient, archive: Archive, made: Made
):
    consent = with_uses(Consent(level=ConsentLevel.PUBLIC_SHARE, not_in=("hi",)), USES)
    with archive.unit_of_work(teller(made.id), write=True) as work:
        work.contributing.writing.decide(consent)
    shown = page(client, made)
    assert "Tom" in shown
    assert "Asha" not in shown
    assert "hindi" not in shown

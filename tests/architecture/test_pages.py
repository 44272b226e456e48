"""Every page that a visitor can open renders in every language, the made-up ones included."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.make import a_case, a_person, a_translation, index, sign_in
from wgsm_archive.app import create_app
from wgsm_archive.domain.actor import Role
from wgsm_archive.i18n.language import ACCENTED, MIRRORED
from wgsm_archive.services.archive import Archive
from wgsm_archive.settings import Settings

LANGUAGES = ("en", "es", "fr", "pt", "ar", "ay", "hoc", "sat-Olck", "pt-BR", ACCENTED, MIRRORED)
WITHOUT_VALUES = {"language"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_speak_every_language(archive: Archive, settings: Settings, language: str):
    made = a_case(archive)
    a_translation(archive, made.id, "en", {"title": "The strike", "summary": "Fishers stopped the port."})
    index(archive)
    app = create_app(replace(settings, languages=LANGUAGES), archive=archive)
    client = app.test_client()
    sign_in(client, archive, a_person(archive, *Role))
    values = {"public_id": made.public_id, "slug": "x", "vocabulary": "themes", "term": "fisheries"}
    values |= {"target": "en", "section": "summary", "kind": "safety", "tag": "es", "form": "csv", "place": "reading"}
    opened = 0
    for rule in app.url_map.iter_rules():
        known = WITHOUT_VALUES | values.keys()
        if "GET" not in (rule.methods or ()) or "language" not in rule.arguments or not rule.arguments <= known:
            continue
        address = str(rule.rule)
        for name, value in {**values, "language": language}.items():
            address = re.sub(rf"<(?:[a-z_]+(?:\([^)]*\))?:)?{name}>", value, address)
        with client.get(address, follow_redirects=True) as answer:
            assert answer.status_code < 500, address
            html = answer.get_data(as_text=True) if answer.mimetype == "text/html" and answer.status_code == 200 else ""
        direction = "rtl" if language in ("ar", MIRRORED) else "ltr"
        if 'class="masthead"' in html:
            assert f'<html lang="{language}" dir="{direction}">' in html, address
            opened += 1
    assert opened > 15

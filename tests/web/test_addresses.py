"""Addresses that are remembered are the addresses that Flask would make, for every page they stand on."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask, g
from flask import url_for as anew

from wgsm_archive.web.addresses import url_for

ASKED: list[tuple[str, dict[str, Any]]] = [
    ("reading.search", {}),
    ("reading.search", {"language": "ar"}),
    ("reading.search", {"q": "water & land", "page": 2}),
    ("reading.home", {"_external": True}),
    ("reading.home", {"_anchor": "main"}),
    ("reading.case", {"public_id": "abc", "slug": "a-story"}),
    ("reading.case", {"public_id": "abc", "slug": "ماء", "language": "ar"}),
    ("reading.case", {"public_id": "abc", "slug": "ज़मीन-की-लड़ाई", "language": "hi"}),
    ("reading.case", {"public_id": "abc", "slug": "niño-é\u0301\u2019\u00a0x"}),
    ("reading.case", {"public_id": "abc", "slug": "\U0001f33e"}),
    ("reading.case", {"public_id": "abc", "slug": None}),
    ("reading.case", {"public_id": "abc", "_external": True}),
    ("reading.term", {"vocabulary": "themes", "term": "water"}),
    ("reading.term", {"vocabulary": "themes", "term": "a b/c?d%e"}),
    ("reading.folder", {"case": "7k3m9pqrst2v"}),
    ("reading.folder", {"case": "100%"}),
    ("reading.folder", {"case": ""}),
    ("reading.folder", {"case": "ماء"}),
    ("reading.search", {"q": "أرض"}),
    ("reading.search", {"q": "terre\u2028été"}),
    ("reading.folder", {"case": "a\nb"}),
    ("reading.term", {"vocabulary": "themes\nwater", "term": "water"}),
    ("reading.harmed", {"public_id": "7k3m9pqrst2v"}),
    ("media.file", {"public_id": "7k3m9pqrst2v", "size": "full"}),
    ("static", {"filename": "css/site.css", "v": "1"}),
    (".cases", {}),
]


@pytest.mark.parametrize("root", ["", "/stories"])
def test_the_same_address_on_every_page(app: Flask, root: str) -> None:
    for language in ("en", "ar", "en"):
        with app.test_request_context(f"/{language}/", environ_overrides={"SCRIPT_NAME": root}):
            g.language = language
            for endpoint, values in ASKED:
                assert url_for(endpoint, **values) == anew(endpoint, **values) == url_for(endpoint, **values)

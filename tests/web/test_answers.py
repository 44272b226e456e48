"""Answers say what they depend on, once each."""

from __future__ import annotations

import pytest
from flask import Response

from wgsm_archive.web.answers import vary


@pytest.mark.parametrize(
    ("told", "added", "then"),
    [
        ("", ["Cookie"], "Cookie"),
        ("", ["Cookie", "Cookie"], "Cookie"),
        ("Accept-Language, Cookie", ["Accept-Encoding", "cookie"], "Accept-Language, Cookie, Accept-Encoding"),
        ("accept-encoding", ["Accept-Encoding"], "accept-encoding"),
    ],
)
def test_each_header_is_named_once(told: str, added: list[str], then: str) -> None:
    answer = Response()
    if told:
        answer.headers["Vary"] = told
    for header in added:
        vary(answer, header)
    assert answer.headers.getlist("Vary") == [then]

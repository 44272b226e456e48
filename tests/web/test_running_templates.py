"""Templates are run with less around them than Jinja has, and say the same."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import pytest
from flask import Flask, render_template_string
from markupsafe import Markup, escape

from wgsm_archive.i18n import lazy_
from wgsm_archive.web import place


class Kind(StrEnum):
    SHARP = "a<b"


class Told(str):
    """Text of a kind of its own."""

    __slots__ = ()


@pytest.mark.parametrize(
    "value",
    ["plain", "a & b", "<script>", "\"quoted\"", "it's", "", "ماء & أرض", Markup("<b>bold</b>"), Kind.SHARP,
     Told("<i>"), None, 3, 2.5, True, ["<", "&"], lazy_("Search")],
)  # fmt: skip
def test_all_that_a_page_says_is_escaped_as_ever(app: Flask, value: Any) -> None:
    with app.test_request_context("/en/"):
        kept = str(escape(value))
        assert render_template_string("{{ value }}", value=value) == kept
        twice = "<p title='{{ value }}'>{{ value ~ '' }}</p>"
        assert render_template_string(twice, value=value) == f"<p title='{kept}'>{kept}</p>"
        macro = "{% macro told(value) %}<i>{{ value }}</i>{% endmacro %}{{ told(value) }}{{ told(told(value)) }}"
        assert render_template_string(macro, value=value) == f"<i>{kept}</i><i><i>{kept}</i></i>"


def test_where_a_page_stands_is_forgotten_with_it(app: Flask) -> None:
    client = app.test_client()
    for address in ("/ar/", "/es/cases/nowhere", "/nothing/here", "/api/v1/search?lang=fr"):
        client.get(address)
        assert place._at_hand.get() is None, address

"""Cards that are filled from patterns are those that the macro makes, for every look that a card can have."""

from __future__ import annotations

from itertools import product

import pytest
from flask import Flask
from markupsafe import Markup

from wgsm_archive.domain.case_study import Overall
from wgsm_archive.domain.consent import AudienceLevel
from wgsm_archive.domain.dates import LooseDate, Period
from wgsm_archive.i18n.language import speaking
from wgsm_archive.services.disclosure.cards import CaseCard
from wgsm_archive.services.disclosure.wording import TermView
from wgsm_archive.web import cards
from wgsm_archive.web.cards import Told, card

WATER, LAND = TermView("themes", "water", "Water & 'rights'"), TermView("themes", "land", "<Land> 100%")
PLAIN = CaseCard(
    public_id="7k3m9pqrst2v",
    slug="the-strike",
    language="en",
    direction="ltr",
    title="The strike",
    summary="They closed the port.",
    countries=("PE",),
    region="",
    period=Period(LooseDate(2011), None, ongoing=True),
    overall=Overall.GAIN,
    themes=(WATER,),
    band_themes=("water",),
    band_strategies=("strike",),
    illustrative=False,
    level=AudienceLevel.PUBLIC,
    original_language="en",
    case_id=1,
    version_id=2,
)
VIEWS = [
    PLAIN,
    PLAIN._replace(title='100% "ours" <b>%(title)s</b>', summary="%s %(text)s & <script>", slug="ماء"),
    PLAIN._replace(title="place-of-the-title", summary="place-of-the-text %(id)s place-of-the-id"),
    PLAIN._replace(language="ar", direction="rtl", title="الأرض", summary="", themes=(), overall=None),
    PLAIN._replace(themes=(LAND, WATER, LAND), countries=(), period=Period(), band_themes=(), band_strategies=()),
    PLAIN._replace(illustrative=True, level=AudienceLevel.NETWORK, overall=Overall.LOSS, countries=("BR", "PS", "CI")),
]
TOLD = [
    None,
    Told(Markup("… the <mark>port</mark> 50% &amp; %(chips)s"), "en", "ltr", ""),
    Told(Markup("<mark>ميناء</mark>"), "ar", "rtl", "The words stand in <another> version, 100%."),
]


@pytest.mark.parametrize(("interface", "root"), [("en", ""), ("ar", ""), ("fr", "/stories")])
def test_a_card_is_the_one_that_the_macro_makes(app: Flask, interface: str, root: str) -> None:
    with (
        app.test_request_context(f"/{interface}/", environ_overrides={"SCRIPT_NAME": root}),
        speaking(interface),
    ):
        for view, told, found, heading in product(VIEWS, TOLD, (True, False), (2, 3)):
            made = cards._made(view, heading, found=found, told=told)
            assert card(view, heading, found=found, told=told) == made
        patterns, lines = app.extensions["wgsm_cards"]
        page = cards.place.standing()
        looks = [cards._look(view, 3, found=found, told=told) for view, told, found in product(VIEWS, TOLD, (1, 0))]
        assert all(patterns(look, page) for look in looks)
        assert patterns.cache_info().currsize < len(looks) * 2
        assert lines.cache_info().currsize <= len(VIEWS)


def test_nothing_of_a_story_is_in_what_is_kept(app: Flask) -> None:
    secret = PLAIN._replace(title="Zyxwvut", summary="Qponmlk", public_id="zzzzzzzzzzzz", slug="hgfedcb")
    with app.test_request_context("/en/"):
        look = cards._look(secret, 3, found=True, told=Told(Markup("Tsrqpon"), "en", "ltr", ""))
        pattern = cards._pattern(look)
    assert pattern
    for word in ("Zyxwvut", "Qponmlk", "zzzzzzzzzzzz", "hgfedcb", "Tsrqpon"):
        assert word not in repr((look, pattern))

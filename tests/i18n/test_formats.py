"""Dates, numbers, places and names as people read them."""

import datetime as dt

import pytest
from markupsafe import Markup

from wgsm_archive.data import languages
from wgsm_archive.domain.dates import LooseDate, Period
from wgsm_archive.i18n import formats, numbers
from wgsm_archive.i18n.language import speaking

DAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("tag", "day", "month"),
    [
        ("en", "22 November 2026", "November 2026"),
        ("es", "22 de noviembre de 2026", "noviembre de 2026"),
        ("fr", "22 novembre 2026", "novembre 2026"),
        ("pt", "22 de novembro de 2026", "novembro de 2026"),
        ("ar", "22 نوفمبر 2026", "نوفمبر 2026"),
        ("ay", "22 de noviembre de 2026", "noviembre de 2026"),
        ("hoc", "22 नवंबर 2026", "नवंबर 2026"),
    ],
)
def test_days_and_months_in_words(tag: str, day: str, month: str):
    with speaking(tag):
        assert formats.date(DAY) == day
        assert formats.month(DAY) == month


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (None, ""),
        (LooseDate(2011), "2011"),
        (LooseDate(2011, 21), "primavera de 2011"),
        (LooseDate(2011, 3), "marzo de 2011"),
        (LooseDate(2011, 3, 9), "9 de marzo de 2011"),
        (LooseDate(1492), "1492"),
    ],
)
def test_a_date_is_as_exact_as_it_was_told(told: LooseDate | None, said: str):
    with speaking("es"):
        assert formats.loose_date(told) == said


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (Period(), ""),
        (Period(LooseDate(2011)), "2011"),
        (Period(LooseDate(2011), LooseDate(2011)), "2011"),
        (Period(LooseDate(2011), LooseDate(2014, 24)), "2011 – winter 2014"),
        (Period(LooseDate(2011), None, ongoing=True), "2011 – today"),
        (Period(None, None, ongoing=True), "still going on"),
        (Period(None, LooseDate(2014)), "until 2014"),
    ],
)
def test_periods(told: Period, said: str):
    assert formats.period(told) == said


def test_numbers_keep_latin_digits():
    with speaking("ar"):
        assert numbers.number(1234567.5) == "1,234,567.5"
        assert "26" in numbers.percent(0.256)
    with speaking("es"):
        assert numbers.number(1234567.5) == "1.234.567,5"


def test_sizes_of_files():
    assert [numbers.size(n) for n in (0, 999, 1234, 48_123, 3_400_000)] == [
        "0 byte",
        "999 byte",
        "1.2 kB",
        "48 kB",
        "3.4 MB",
    ]


def test_lists_are_joined_with_the_languages_own_and():
    assert formats.joined([]) == ""
    assert formats.joined(["a"]) == "a"
    assert formats.joined(["a", "b", "c"]) == "a, b and c"
    with speaking("es"):
        assert formats.joined(["a", "b"], "or") == "a o b"


def test_a_list_with_markup_is_markup_and_escapes_the_rest():
    joined = formats.joined([Markup("<a>x</a>"), "<b>"])
    assert isinstance(joined, Markup)
    assert joined == "<a>x</a> and &lt;b&gt;"


def test_countries_have_names_and_are_sorted_as_people_look_for_them():
    with speaking("es"):
        assert formats.country("PE") == "Perú"
        assert formats.country("PS") == "Palestina"
        names = [name for _, name in formats.countries()]
    assert names.index("Emiratos Árabes Unidos") < names.index("España") < names.index("Etiopía")
    assert names.index("Irlanda") < names.index("Islandia") < names.index("Zimbabue")
    assert len(names) > 240
    assert formats.country("??") == "??"


def test_a_language_without_country_names_of_its_own_borrows_those_of_its_fallback():
    with speaking("ay"):
        assert formats.country("BR") == "Brasil"


@pytest.mark.parametrize(
    ("speaker", "tag", "name"),
    [
        ("en", "qu", "Quechua"),
        ("es", "qu", "quechua"),
        ("es", "hoc", "Ho"),
        ("en", "sat-Olck", "Santali (Ol Chiki)"),
        ("pt", "pt-BR", "português (Brasil)"),
        ("en", "zz", "zz"),
    ],
)
def test_names_of_languages(speaker: str, tag: str, name: str):
    with speaking(speaker):
        assert formats.language_name(tag) == name


def test_a_language_is_called_as_its_speakers_call_it():
    with speaking("ar"):
        assert formats.autonym("qu") == "Runasimi"
        assert formats.autonym("pt-BR") == "Português (Brasil)"


def test_names_are_set_apart_from_the_direction_of_the_sentence():
    assert formats.isolate("<Ana>") == Markup("<bdi>&lt;Ana&gt;</bdi>")
    assert formats.isolate_text("Ana") == "\u2068Ana\u2069"


@pytest.mark.parametrize("tag", sorted(languages()))
def test_every_language_of_the_table_can_write_dates_numbers_and_lists(tag: str):
    with speaking(tag):
        written = [formats.date(DAY), formats.month(DAY), formats.country("PE"), formats.joined("abc", "or")]
        assert all(written)
        assert "M11" not in "".join(written)
        assert numbers.size(4800)

"""Numbers as the present language writes them: in European digits, or in its own where its readers write those."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from wgsm_archive.i18n.language import SOURCE, language_of, spoken

_EUROPEAN = "0123456789"
_UNITS = ("digital-byte", "digital-kilobyte", "digital-megabyte", "digital-gigabyte")


@lru_cache(maxsize=256)
def locale_of(tag: str) -> Locale:
    """The CLDR locale by which a language writes numbers and dates; English where it names one unknown to CLDR."""
    try:
        return Locale.parse(language_of(tag).format_locale)
    except (UnknownLocaleError, ValueError):
        return Locale.parse(language_of(SOURCE).format_locale)


def locale() -> Locale:
    """The CLDR locale of the present language."""
    return locale_of(spoken())


def number(value: float) -> str:
    """`1,234.5`; at most three digits after the point."""
    return written_number(value, spoken())


def in_digits(text: str, tag: str = "") -> str:
    """A number or date that is written out, in the digits of the present language (or of another one)."""
    digits = language_of(tag or spoken()).digits
    return text.translate(str.maketrans(_EUROPEAN, digits)) if digits else text


@lru_cache(maxsize=4096)
def written_number(value: float, tag: str) -> str:
    """As `number`, in a language: kept, since a page of filters writes hundreds of small counts."""
    return in_digits(format_decimal(value, locale=locale_of(tag)), tag)


def percent(share: float) -> str:
    """A share from 0 to 1 in whole percent: `26%`."""
    return in_digits(format_percent(share, locale=locale()))


def length(seconds: int) -> str:
    """How long a recording lasts, as players write it: `2:05` for 125 seconds."""
    return in_digits(f"{seconds // 60}:{seconds % 60:02d}")


def size(byte_count: int) -> str:
    """The size of a file in the unit that keeps it short: `48 kB`. A kilobyte is 1,000 bytes (SI)."""
    value, place = float(byte_count), 0
    while value >= 1000 and place < len(_UNITS) - 1:
        value, place = value / 1000, place + 1
    rounded = round(value, 1 if value < 10 else 0)
    return in_digits(format_unit(rounded, _UNITS[place], length="short", locale=locale()))

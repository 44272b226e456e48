"""Language tags (BCP 47), their fallbacks, and choosing the best of what there is for a reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

# RFC 5646 section 2.1, the shapes that people meet: language, script, region, variants, private use.
_TAG = re.compile(
    r"(?P<language>[a-z]{2,3}|[a-z]{4,8})"
    r"(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-x(?:-[a-z0-9]{1,8})+)?\Z"
)
MAX_TAG = 35
_RTL_SCRIPTS = frozenset({"Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Rohg"})
# Written from right to left when no script is named (CLDR, likely subtags).
# fmt: off
_RTL_LANGUAGES = frozenset([
    "ar", "fa", "ur", "he", "ps", "sd", "ckb", "ug", "dv", "yi", "ks", "azb", "nqo", "syr", "arc", "aii",
    "rhg", "lrc", "luz", "glk", "mzn", "pnb", "skr", "bal", "brh", "khw", "bqi", "haz", "prs", "pes", "pbt",
    "arb", "arq", "ars", "ary", "arz", "apc", "apd", "acm", "acq", "afb", "aeb", "ayl", "ajp", "shu",
])
# fmt: on
MAX_RANGES = 20
_QUALITY = re.compile(r"0(?:\.\d{0,3})?|1(?:\.0{0,3})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Language:
    """A language as the archive knows it.

    `tag` is BCP 47; `autonym` its own name; `format_locale` a locale known to CLDR whose numbers and dates are
    used; `fallbacks` what its readers read next, best first; `digits` the ten digits that its readers write, from
    zero on, empty for those of European print.
    """

    tag: str
    autonym: str
    name_en: str
    direction: str
    format_locale: str
    plural: str
    fallbacks: tuple[str, ...]
    interface: bool = False
    digits: str = ""


def read_tag(typed: str) -> str | None:
    """A language tag in its usual spelling (`pt-BR`, `sat-Olck`), or None when it is not one."""
    lowered = typed.strip().replace("_", "-").lower()
    if len(lowered) > MAX_TAG or not lowered.isascii():
        return None
    match = _TAG.match(lowered)
    if match is None:
        return None
    parts = lowered.split("-")
    private = parts.index("x") if "x" in parts else len(parts)
    for place, part in enumerate(parts[:private]):
        if place and part == match["script"] and len(part) == 4:
            parts[place] = part.title()
        elif place and part == match["region"]:
            parts[place] = part.upper()
    return "-".join(parts)


def direction_of(tag: str) -> str:
    """`rtl` or `ltr`, for tags that the table of languages does not hold."""
    parts = tag.split("-")
    for part in parts[1:]:
        if len(part) == 4 and part.isalpha():
            return "rtl" if part.title() in _RTL_SCRIPTS else "ltr"
    return "rtl" if parts[0] in _RTL_LANGUAGES else "ltr"


def primary(tag: str) -> str:
    """The language of a tag without its script, region and variants."""
    return tag.split("-", 1)[0].lower()


@lru_cache(maxsize=1024)
def shorter(tag: str) -> tuple[str, ...]:
    """The tag and what is left when it is cut from the end, as RFC 4647 section 3.4 looks tags up."""
    parts = tag.split("-")
    cuts = []
    while parts:
        if len(parts[-1]) > 1:
            cuts.append("-".join(parts))
        parts.pop()
    return tuple(cuts)


def accepted_ranges(header: str) -> tuple[str, ...]:
    """The ranges of an Accept-Language header by falling weight (RFC 9110 section 12.5.4), each once.

    Nonsense is passed over, and so is what lies beyond 1,000 characters or 20 ranges: no browser sends more.
    """
    found: list[tuple[float, int, str]] = []
    for place, item in enumerate(header[:1000].split(",")[:MAX_RANGES]):
        name, _, weight = item.partition(";")
        tag, quality = read_tag(name), _quality(weight)
        if tag is not None and quality > 0:
            found.append((-quality, place, tag))
    return tuple(dict.fromkeys(tag for _, _, tag in sorted(found)))


def _quality(weight: str) -> float:
    """The weight of a range; 1 where none is given, 0 (never) where it is none."""
    value = weight.strip().lower().removeprefix("q=").strip()
    if not value:
        return 1.0 if not weight.strip() else 0.0
    return float(value) if _QUALITY.fullmatch(value) else 0.0


def choose(wanted: Sequence[str], available: Iterable[str], fallbacks: Callable[[str], Sequence[str]]) -> str | None:
    """The best of the available tags for a reader.

    Each wanted range in turn: itself, cut shorter, then the fallbacks that people gave that language; a
    regional variety of the wanted language also serves. None when nothing fits.
    """
    at_hand = list(available)
    exact = set(at_hand)
    for tag in wanted:
        for candidate in shorter(tag):
            if candidate in exact:
                return candidate
        relative = next((have for have in at_hand if have.split("-")[0] == tag.split("-")[0]), None)
        if relative is not None:
            return relative
        for fallback in chain(tag, fallbacks):
            if fallback in exact:
                return fallback
    return None


def chain(tag: str, fallbacks: Callable[[str], Sequence[str]]) -> tuple[str, ...]:
    """The tag, its shorter forms and its fallbacks, each once, best first."""
    seen: dict[str, None] = dict.fromkeys(shorter(tag))
    for cut in shorter(tag):
        seen.update(dict.fromkeys(fallbacks(cut)))
    return tuple(seen)

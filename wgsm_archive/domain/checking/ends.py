"""How a paragraph ends, in the signs of its script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wgsm_archive.domain.checking.kinds import Finding, Pair, TextCheck
from wgsm_archive.domain.checking.marks import prose
from wgsm_archive.domain.language import primary

_WITHOUT_SIGNS = frozenset({"lo", "th"})
_KINDS: Mapping[str, str] = {
    "stop": ".。．｡।॥۔։።។៕᱾᱿།༎။᙮꓿᠃",
    "question": "?؟？፧՞\u037e⁇",
    "call": "!！՜‼",
    "colon": ":：፦",
    "more": "…",
    "part": ",;،؛，、；၊፣፤፥·",
}
_TWO_SPACES = "\u1361\u1361"
"""What old keyboards wrote for the Ethiopic full stop."""
_OF = {sign: kind for kind, signs in _KINDS.items() for sign in signs}
# The last is the word space of Ethiopic, which some set behind the full stop as well.
_CLOSING = " \t\n\u00a0\u202f\u200b\u200e\u200f\u2069\ufe0f\"'“”„’‘»«›‹)]}）］」』》*_~`|\u1361"


def ending(pair: Pair) -> Iterator[Finding]:
    """A sentence that ends as a question here and as a statement there, or does not end."""
    languages = primary(pair.source_language), primary(pair.target_language)
    if _WITHOUT_SIGNS.intersection(languages):
        return
    (sign, source), (own, target) = (
        _end(text, language) for text, language in zip((pair.source, pair.target), languages, strict=True)
    )
    # What goes on in the next paragraph ends in as many ways as there are habits.
    if source != target and "part" not in (source, target):
        yield Finding(TextCheck.ENDING, (sign,) if sign else (), (own,) if own else ())


def _end(text: str, language: str) -> tuple[str, str]:
    """The last sign, and what kind it is of; both empty where it ends with a word."""
    plain = prose(text).rstrip()
    if plain.endswith(_TWO_SPACES):
        return _TWO_SPACES, "stop"
    bare = plain.rstrip(_CLOSING)
    if bare.endswith("..."):
        return "...", "more"
    last = bare[-1:]
    if language == "el" and last == ";":
        return last, "question"
    if language == "hy" and last == ":":
        return last, "stop"
    return (last, _OF[last]) if last in _OF else ("", "")

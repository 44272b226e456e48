"""Words in place of what was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wgsm_archive.domain.identifiers.kinds import Found, Kind

_MEANS_LINK = ("(", "[", ":", "{")


def mask(text: str, found: Sequence[Found], words: Callable[[Kind], str]) -> str:
    """The text with placeholders such as "[name withheld]", given by `words` in the language of the text.

    In Markdown a placeholder in brackets never becomes a link: not by what follows it, and not by standing where
    the address of a link stood.

    Raises:
        ValueError: a finding does not belong to this text, so that masking would hit other characters.
    """
    parts: list[str] = []
    at = 0
    for one in sorted(found, key=lambda each: (each.start, -each.end)):
        if text[one.start : one.end] != one.text:
            raise ValueError("found in another text")
        if one.end <= at:
            continue
        before = text[at : one.start]
        if before.endswith("](") or (not before and parts and parts[-1].endswith("](")):
            before = before[:-1] + " ("
        parts += [before, words(one.kind)]
        at = one.end
        if text.startswith(_MEANS_LINK, at):
            parts.append("\\" if text[at] != ":" else "")
    return "".join(parts) + text[at:]

"""Receipt codes that were written down or typed with a slip: one wrong letter in a word, or two words in turn.

Only slips that the check bits of the code can confirm are mended, and only few: whoever guesses gains next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, product

from wgsm_archive.domain.ids import WORDS_IN_CODE, ReceiptCode, code_words, read_code, read_places
from wgsm_archive.domain.text import fold

_MOST_NEAR, _MOST_READINGS = 4, 64
"""Words of a list that one typed word may stand for, and readings of a code that are tried in all."""


def possible_codes(typed: str, wordlists: Sequence[Sequence[str]]) -> tuple[ReceiptCode, ...]:
    """What somebody may have meant, the code as it was typed first and alone if it is one."""
    exact = read_code(typed, wordlists)
    if exact is not None:
        return (exact,)
    words = code_words(typed)
    if len(words) != WORDS_IN_CODE:
        return ()
    found: dict[ReceiptCode, None] = {}
    for wordlist in wordlists:
        for places in islice(_readings(words, [fold(word) for word in wordlist]), _MOST_READINGS):
            code = read_places(places)
            if code is not None:
                found[code] = None
    return tuple(found)


def _readings(words: Sequence[str], wordlist: Sequence[str]) -> Iterator[list[int]]:
    """Places of words in a list that lie one slip from those typed."""
    places = {word: place for place, word in enumerate(wordlist)}
    known = [places.get(word) for word in words]
    if None not in known:
        whole = [place for place in known if place is not None]
        for at in range(len(whole) - 1):
            yield [*whole[:at], whole[at + 1], whole[at], *whole[at + 2 :]]
        for at, word in enumerate(words):
            # A slip may turn one word of the list into another.
            for near in _near(word, wordlist):
                yield [*whole[:at], near, *whole[at + 1 :]]
        return
    options = [
        [place] if place is not None else _near(word, wordlist) for word, place in zip(words, known, strict=True)
    ]
    if all(0 < len(one) <= _MOST_NEAR for one in options):
        yield from (list(one) for one in product(*options))


def _near(word: str, wordlist: Sequence[str]) -> list[int]:
    return [place for place, other in enumerate(wordlist) if is_one_slip(word, other)]


def is_one_slip(one: str, other: str) -> bool:
    """Whether two words differ by one letter that is wrong, missing or too much, or by two in turn."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    left, right = one[start:], other[start:]
    if len(one) == len(other):
        turned = left[:2] == right[1::-1] and len(left) > 1 and left[2:] == right[2:]
        return left[1:] == right[1:] or turned
    return left[1:] == right if len(one) > len(other) else left == right[1:]

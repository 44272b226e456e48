"""Codes that were written down or typed with a slip."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wgsm_archive.data import receipt_words
from wgsm_archive.domain.ids import ReceiptCode
from wgsm_archive.domain.slips import is_one_slip, possible_codes

LISTS = list(receipt_words().values())


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**48 - 1), st.sampled_from(sorted(receipt_words())), st.integers(0, 5), st.data())
def test_one_letter_wrong_missing_or_too_much_is_mended(number: int, tag: str, at: int, data: st.DataObject):
    words = list(ReceiptCode(number).words(receipt_words()[tag]))
    word = words[at]
    place = data.draw(st.integers(0, len(word) - 1))
    slip = data.draw(st.sampled_from([word[:place] + word[place + 1 :], word[:place] + "ñ" + word[place + 1 :]]))
    typed = " ".join([*words[:at], slip or word, *words[at + 1 :]])
    assert ReceiptCode(number) in possible_codes(typed, LISTS)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**48 - 1), st.sampled_from(sorted(receipt_words())), st.integers(0, 4))
def test_two_words_in_turn_are_mended(number: int, tag: str, at: int):
    words = list(ReceiptCode(number).words(receipt_words()[tag]))
    turned = [*words[:at], words[at + 1], words[at], *words[at + 2 :]]
    found = possible_codes(" ".join(turned), LISTS)
    # A turned code that is a code itself is taken as it was typed.
    assert ReceiptCode(number) in found or len(found) == 1


@pytest.mark.parametrize("typed", ["", "one two", "zzzz " * 6, "\x00", "a" * 100_000, "🙂 " * 6])
def test_nonsense_stays_nonsense(typed: str):
    assert possible_codes(typed, LISTS) == ()


def test_few_readings_are_tried():
    words = ReceiptCode(7).words(LISTS[0])
    assert len(possible_codes(" ".join(word[:-1] for word in words), LISTS)) <= 64


@pytest.mark.parametrize(
    ("one", "other", "is_slip"),
    [
        ("casa", "cada", True),
        ("casa", "caas", True),
        ("casa", "cas", True),
        ("cas", "casa", True),
        ("", "a", True),
        ("casa", "casa", False),
        ("casa", "saca", False),
        ("casa", "cosas", False),
    ],
)
def test_what_one_slip_is(one: str, other: str, is_slip: bool):
    assert is_one_slip(one, other) is is_slip

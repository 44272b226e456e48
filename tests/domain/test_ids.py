"""Receipt codes: what people write down, and the slips they make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgsm_archive.data import receipt_words
from wgsm_archive.domain.ids import ReceiptCode, code_from_token, read_code

LISTS = list(receipt_words().values())
CODE = ReceiptCode(123_456_789_012_345)


@given(st.integers(0, 2**48 - 1), st.sampled_from(sorted(receipt_words())))
def test_a_code_comes_back_from_its_words_in_every_language(number: int, tag: str):
    words = ReceiptCode(number).words(receipt_words()[tag])
    assert len(words) == 6
    assert read_code(" ".join(words), LISTS) == ReceiptCode(number)


@pytest.mark.parametrize("tag", sorted(receipt_words()))
def test_capitals_commas_and_blanks_do_not_matter(tag: str):
    words = CODE.words(receipt_words()[tag])
    assert read_code("  " + " , ".join(word.upper() for word in words) + ".\n", LISTS) == CODE


def test_a_wrong_word_is_noticed_in_nearly_every_case():
    words, wordlist = list(CODE.words(LISTS[0])), LISTS[0]
    unnoticed = sum(
        read_code(" ".join([*words[:2], other, *words[3:]]), LISTS) is not None
        for other in wordlist
        if other != words[2]
    )
    assert unnoticed < 25  # one in 64 passes the check bits by chance


@pytest.mark.parametrize("typed", ["", "one", "one two three four five six seven", "\x00", "🙂 " * 6, "a" * 100_000])
def test_nonsense_is_no_code(typed: str):
    assert read_code(typed, LISTS) is None


def test_the_same_cookie_gives_the_same_code_and_another_key_another_hash():
    assert code_from_token("token", b"key") == code_from_token("token", b"key")
    assert code_from_token("token", b"key") != code_from_token("other", b"key")
    assert CODE.hashed(b"one") != CODE.hashed(b"two")

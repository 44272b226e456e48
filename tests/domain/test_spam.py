"""The signs of a machine."""

import hashlib

import pytest

from wgsm_archive.domain.spam import PROOF_BITS, Sign, age_of, is_answer, is_proof, is_suspect, name_of, new_form_key

SECRET = b"s" * 32


def test_a_form_key_tells_its_age_to_us_alone():
    key = new_form_key(1_800_000_000, SECRET)
    assert age_of(key, 1_800_000_007, SECRET) == 7
    assert age_of(key, 1_800_000_007, b"another") is None
    assert len(key) <= 80
    assert name_of(key) in key
    assert "." not in name_of(key)


@pytest.mark.parametrize("key", ["", "k" * 43, "a.b.c", "..", "a.000000001." + "0" * 24, "é.ü.ñ", "a.\ud800.c"])
def test_a_key_that_is_not_ours_has_no_age(key: str):
    assert age_of(key, 1_800_000_000, SECRET) is None


def test_a_proof_is_work_for_this_very_form():
    key = new_form_key(1, SECRET)
    number = next(
        str(n)
        for n in range(10_000_000)
        if int.from_bytes(hashlib.sha256(f"{key}:{n}".encode()).digest()[:4], "big") < 1 << (32 - PROOF_BITS)
    )
    assert is_proof(key, number)
    assert not is_proof(new_form_key(1, SECRET), number)
    assert not any(is_proof(key, wrong) for wrong in ("", "-1", "1.5", "٣", "9" * 40))


def test_answers_are_read_as_people_type_them():
    assert is_answer("  Él Maíz! ", ("el maiz",))
    assert is_answer("الماء", ("الماء", "ماء"))
    assert not is_answer("!!!", ("",))
    assert not is_answer("rice", ("maize",))


def test_no_weak_sign_alone_sets_a_story_aside():
    assert not is_suspect({Sign.TOO_FAST})
    assert not is_suspect({Sign.SAME_PLACE})
    assert is_suspect({Sign.TOO_FAST, Sign.SAME_PLACE})
    assert is_suspect({Sign.FILLED_TRAP})
    assert not is_suspect(())

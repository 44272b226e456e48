"""What a consent allows, on which day."""

import datetime as dt

import pytest

from wgsm_archive.domain.consent import Consent, ConsentLevel, Use, uses_of, with_uses

LAST = dt.date(2027, 3, 31)
ALL = with_uses(Consent(), list(Use))
CARRIED_OUT = {Use.EXPORT, Use.OFFLINE, Use.AI_TRAINING, Use.SEARCH_ENGINES}


def _at(level: ConsentLevel, until: dt.date | None = None) -> Consent:
    return with_uses(Consent(level=level, until=until), list(Use))


@pytest.mark.parametrize("level", ConsentLevel)
def test_a_closed_level_closes_the_uses_that_would_carry_it_out(level: ConsentLevel):
    allowed = {use for use in Use if _at(level).allows(use, LAST)}
    if level is ConsentLevel.PRIVATE:
        assert allowed == set()
    elif level is ConsentLevel.PUBLIC_SHARE:
        assert allowed == set(Use)
    else:
        assert allowed == set(Use) - CARRIED_OUT


def test_nothing_is_allowed_that_was_not_ticked():
    bare = Consent(level=ConsentLevel.PUBLIC_SHARE)
    assert {use for use in Use if bare.allows(use, LAST)} == {Use.SEARCH_ENGINES}


def test_a_consent_holds_on_its_last_day_and_not_after():
    consent = _at(ConsentLevel.PUBLIC_SHARE, LAST)
    assert consent.level_on(LAST) is ConsentLevel.PUBLIC_SHARE
    assert consent.level_on(LAST + dt.timedelta(days=1)) is ConsentLevel.PRIVATE
    assert not any(consent.allows(use, LAST + dt.timedelta(days=1)) for use in Use)


def test_ticked_uses_are_kept_as_they_were():
    assert uses_of(with_uses(ALL, ["translate", "quote"])) == ["translate", "quote"]
    assert uses_of(Consent()) == []

"""Structured fields written as texts and read again."""

from wgsm_archive.domain.case_study import (
    Author,
    AuthorDisplay,
    AuthorKind,
    CaseFacts,
    Licence,
    ProtocolNotice,
    Scale,
    Setting,
    Source,
    SourceType,
    TermUse,
)
from wgsm_archive.domain.dates import LooseDate, Period
from wgsm_archive.domain.place import Precision
from wgsm_archive.services.fact_fields import as_texts, with_texts

FACTS = CaseFacts(
    author=Author(AuthorKind.ASSEMBLY, AuthorDisplay.PSEUDONYM, "Gente del río"),
    countries=("PE", "BO"),
    region="Altiplano",
    precision=Precision.REGION,
    setting=(Setting.RURAL, Setting.COAST_RIVER),
    period=Period(LooseDate(2011, 21), ongoing=True),
    scale=Scale.DISTRICT,
    terms=(TermUse("themes", "water"), TermUse("themes", "other"), TermUse("strategies", "strike")),
    sources=(Source(SourceType.MEDIA, "Radio: «El agua»", "https://example.org/a b", "3–4", public=False),),
    protocol_notices=(ProtocolNotice.ASK_FIRST,),
    licence=Licence.READ_ONLY,
)


def test_what_is_written_is_read_again() -> None:
    assert with_texts(CaseFacts(), as_texts(FACTS)) == FACTS
    assert with_texts(FACTS, as_texts(CaseFacts())) == CaseFacts()


def test_only_named_fields_change() -> None:
    changed = with_texts(FACTS, {"facts.terms.themes": "land", "facts.scale": "", "title": "not a fact"})
    assert changed.scale is None
    assert changed.terms == (TermUse("themes", "land"), TermUse("strategies", "strike"))
    assert changed.period == FACTS.period


def test_values_that_do_not_exist_are_left_out() -> None:
    changed = with_texts(FACTS, {"facts.setting": "urban moon", "facts.licence": "none", "facts.scale": "galaxy"})
    assert changed.setting == (Setting.URBAN,)
    assert changed.licence is Licence.READ_ONLY
    assert changed.scale is None

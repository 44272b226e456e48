"""What a paragraph does with the terms of the glossary, in the scripts that translators write."""

from __future__ import annotations

import pytest

from wgsm_archive.domain.glossary import (
    GlossaryFinding,
    GlossaryProblem,
    Said,
    Term,
    TermKind,
    glossary_findings,
    terms_in,
)

EVICTION = Term(
    TermKind.PREFERRED,
    {
        "en": ("forced eviction",),
        "es": ("desalojo forzoso",),
        "hi": ("जबरन बेदखली",),
        "or": ("ବଳପୂର୍ବକ ଉଚ୍ଛେଦ",),
        "ar": ("الإخلاء القسري",),
        "my": ("အတင်းအကျပ်နှင်ထုတ်ခြင်း",),
    },
    key="rights/eviction",
    language="en",
)
MST = Term(TermKind.DO_NOT_TRANSLATE, {"pt": ("MST",)}, key="1", language="pt")
SLUM = Term(TermKind.FORBIDDEN, {"en": ("slum",), "fr": ("bidonville",)}, key="2", language="en")
ROSA = Term(TermKind.MASKED, {"es": ("Rosa Quispe",), "ar": ("روزا كيسبي",), "th": ("โรซา",)}, key="3", language="es")


def problems(source: Said, target: Said, *terms: Term) -> list[GlossaryProblem]:
    return [one.kind for one in glossary_findings(source, target, terms)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("They stopped two Forced Evictions.", "en"),
        ("Pararon los desalojos forzosos.", "es"),
        ("हमने जबरन बेदखली रोकी।", "hi"),
        ("ସେମାନେ ବଳପୂର୍ବକ ଉଚ୍ଛେଦକୁ ରୋକିଲେ।", "or"),
        ("أوقفوا الإخلاءَ القسريّ.", "ar"),
        ("သူတို့သည်အတင်းအကျပ်နှင်ထုတ်ခြင်းကိုရပ်တန့်ခဲ့သည်။", "my"),
    ],
)
def test_a_term_is_met_in_every_script_with_its_simple_endings(text, language):
    assert terms_in(Said(text, language), [EVICTION]) == (EVICTION,)


@pytest.mark.parametrize(
    ("text", "language", "term"),
    [
        # A vowel sign belongs to its letter: this is another word.
        ("पानीपत का मैदान", "hi", Term(TermKind.PREFERRED, {"hi": ("पान",)})),
        ("an island of its own", "en", Term(TermKind.PREFERRED, {"en": ("land",)})),
        ("They were policed.", "en", Term(TermKind.PREFERRED, {"en": ("ICE",)})),
    ],
)
def test_a_piece_of_another_word_is_no_term(text, language, term):
    assert terms_in(Said(text, language), [term]) == ()


def test_a_hindi_word_is_found_whole_between_blanks():
    water = Term(TermKind.PREFERRED, {"hi": ("पानी",)})
    assert terms_in(Said("यह पानी है", "hi"), [water]) == (water,)


def test_terms_come_in_the_order_of_the_text_and_a_masked_one_never():
    said = Said("O MST e Rosa Quispe viram um despejo.", "pt")
    despejo = Term(TermKind.PREFERRED, {"pt": ("despejo",)}, key="4")
    assert terms_in(said, [despejo, ROSA, MST]) == (MST, despejo)


def test_a_preferred_term_is_missed_only_where_the_source_speaks_of_it():
    source = Said("They stopped the forced eviction.", "en")
    (found,) = glossary_findings(source, Said("Pararon el despojo.", "es"), [EVICTION])
    assert found == GlossaryFinding(GlossaryProblem.PREFERRED_MISSING, EVICTION, ("desalojo forzoso",))
    assert not problems(source, Said("Pararon el Desalojo Forzoso.", "es"), EVICTION)
    assert not problems(Said("They stopped it.", "en"), Said("Lo pararon.", "es"), EVICTION)
    # Nobody agreed on a word in this language yet, and an empty paragraph is not translated yet.
    assert not problems(source, Said("Ils l'ont arrêté.", "fr"), EVICTION)
    assert not problems(source, Said(" ", "es"), EVICTION)


def test_the_words_of_a_language_hold_for_its_varieties():
    assert EVICTION.texts_in("es-PE") == ("desalojo forzoso",)


def test_a_name_that_stays_is_kept_or_written_as_agreed_for_the_language():
    source = Said("O MST ocupou a fazenda.", "pt")
    assert problems(source, Said("The Landless Workers occupied it.", "en"), MST) == [GlossaryProblem.CHANGED]
    assert problems(source, Said("The MSTs occupied it.", "en"), MST) == [GlossaryProblem.CHANGED]
    assert not problems(source, Said("MST occupied it.", "en"), MST)
    written = Term(TermKind.DO_NOT_TRANSLATE, {"pt": ("MST",), "hi": ("एमएसटी",)}, language="pt")
    assert not problems(source, Said("एमएसटी ने कब्ज़ा किया।", "hi"), written)
    assert not problems(source, Said("MST ने कब्ज़ा किया।", "hi"), written)


def test_a_forbidden_word_is_found_in_the_language_it_is_forbidden_in():
    source = Said("La villa", "es")
    assert problems(source, Said("The slums of the city", "en"), SLUM) == [GlossaryProblem.FORBIDDEN_USED]
    assert problems(source, Said("Les bidonvilles", "fr"), SLUM) == [GlossaryProblem.FORBIDDEN_USED]
    assert not problems(source, Said("The settlement", "en"), SLUM)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("spoke with ROSA QUISPÉ there", "en"),
        ("تحدثت وروزا كيسبي هناك", "ar"),
        ("เราพบกับโรซาเมื่อวาน", "th"),
        ("वहाँ Rosa Quispe थीं", "hi"),
    ],
)
def test_a_masked_term_is_found_in_every_language_and_not_told(text, language):
    found = glossary_findings(Said("x", "es"), Said(text, language), [ROSA, ROSA])
    assert found == (GlossaryFinding(GlossaryProblem.MASKED_PRESENT, None),)

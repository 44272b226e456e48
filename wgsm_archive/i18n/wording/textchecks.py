"""Words for what checks find in translated paragraphs."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from wgsm_archive.domain.checking import TextCheck
from wgsm_archive.domain.glossary import GlossaryProblem
from wgsm_archive.i18n.messages import Lazy, lazy_
from wgsm_archive.i18n.wording import glossary

_TERMS = glossary.LABELS[GlossaryProblem]

_CHECKS: Mapping[TextCheck, Lazy] = {
    TextCheck.UNTRANSLATED: lazy_("There are no words in it."),
    TextCheck.SAME: lazy_("It is the same as its source."),
    TextCheck.MACHINE: lazy_("It is what a machine suggested, nearly unchanged."),
    TextCheck.LINKS: lazy_("The links are not those of the source."),
    TextCheck.LINKED_PAGES: lazy_("A link leads to another page of the same site."),
    TextCheck.IMAGES: lazy_("The pictures are not those of the source."),
    TextCheck.FOOTNOTES: lazy_("The footnotes are not those of the source."),
    TextCheck.CODE: lazy_("What stands between ` ` is not as in the source."),
    TextCheck.PLACEHOLDERS: lazy_("The signs in { } are not those of the source."),
    TextCheck.STRUCTURE: lazy_("Marks such as ** are not as many as in the source."),
    TextCheck.NUMBERS: lazy_("The numbers are not those of the source."),
    TextCheck.YEARS: lazy_("The years are not those of the source."),
    TextCheck.ENDING: lazy_("It ends otherwise than the source."),
    TextCheck.LENGTH: lazy_("It is much longer or shorter than the source."),
    TextCheck.DOUBLED: lazy_("A word stands there twice."),
    TextCheck.KASHIDA: lazy_("A word is stretched with a long stroke."),
    TextCheck.ZERO_WIDTH: lazy_("There is a sign in it that nobody sees."),
    TextCheck.BIDI: lazy_("There is a sign in it that turns the direction of the text."),
    TextCheck.MIXED_SCRIPT: lazy_("A word has letters of two scripts."),
    TextCheck.DANDA: lazy_("The sentence ends with a dot instead of a danda."),
    TextCheck.BRACKETS: lazy_("A bracket or quotation mark has no partner."),
    TextCheck.INCONSISTENT: lazy_("The same source is translated otherwise elsewhere in this story."),
    TextCheck.TERM_MASKED: _TERMS[GlossaryProblem.MASKED_PRESENT],
    TextCheck.TERM_FORBIDDEN: _TERMS[GlossaryProblem.FORBIDDEN_USED],
    TextCheck.TERM_CHANGED: _TERMS[GlossaryProblem.CHANGED],
    TextCheck.TERM_MISSING: _TERMS[GlossaryProblem.PREFERRED_MISSING],
}

LABELS: Mapping[type[StrEnum], Mapping[Any, Lazy]] = {TextCheck: _CHECKS}

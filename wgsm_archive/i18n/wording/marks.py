"""Words for what is marked for facilitators: what may lead to somebody, and what a machine may have sent."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from wgsm_archive.domain.identifiers import Kind, Why
from wgsm_archive.domain.spam import Sign
from wgsm_archive.i18n.messages import Lazy, lazy_

KINDS: Mapping[Kind, Lazy] = {
    Kind.NAME: lazy_("Name of a person"),
    Kind.PHONE: lazy_("Phone number"),
    Kind.EMAIL: lazy_("E-mail address"),
    Kind.HANDLE: lazy_("Name in a network"),
    Kind.PLATE: lazy_("Number plate"),
    Kind.PLACE: lazy_("Exact place"),
    Kind.DATE: lazy_("Exact day"),
    Kind.AGE: lazy_("Age"),
    Kind.DOCUMENT: lazy_("Number of a document"),
    Kind.NETWORK: lazy_("Address of a device"),
    Kind.LINK: lazy_("Link that leads to a person"),
}

REASONS: Mapping[Why, Lazy] = {
    Why.GUARDED: lazy_("stands on the list of this story"),
    Why.PART_OF_GUARDED: lazy_("part of a name on the list of this story"),
    Why.TITLE: lazy_("a title or a word of kinship stands beside it"),
    Why.KNOWN_NAME: lazy_("a known name"),
    Why.CUE: lazy_("a word such as “called” or “said” stands beside it"),
    Why.CAPITALS: lazy_("written like a name"),
    Why.SAME_ELSEWHERE: lazy_("found surely at another place"),
    Why.PATTERN: lazy_("has the form of it"),
    Why.CHECK_DIGIT: lazy_("its check digits are right"),
    Why.NUMBER_WORD: lazy_("a word for such a number stands before it"),
    Why.ADDRESS_WORD: lazy_("a word such as “street” or “village” stands beside it"),
}

SIGNS: Mapping[Sign, Lazy] = {
    Sign.FILLED_TRAP: lazy_("filled in a field that people do not see"),
    Sign.NO_STAMP: lazy_("came without our form"),
    Sign.TOO_FAST: lazy_("begun within two seconds"),
    Sign.SAME_PLACE: lazy_("several from one connection that day"),
    Sign.MANY_FROM_PLACE: lazy_("very many from one connection that day"),
    Sign.MANY_IN_ALL: lazy_("very many in the whole archive that day"),
    Sign.NO_PROOF: lazy_("neither proof of work nor the right answer"),
}

LABELS: Mapping[type[StrEnum], Mapping[Any, Lazy]] = {Kind: KINDS, Why: REASONS, Sign: SIGNS}

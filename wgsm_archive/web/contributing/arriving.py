"""The door to telling a story: an invitation where one is needed, and what tells people from machines."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass

from flask import request

from wgsm_archive.domain.case_study import is_field
from wgsm_archive.domain.spam import PROOF_BITS
from wgsm_archive.domain.text import clean_line
from wgsm_archive.services import submissions
from wgsm_archive.services.policy import policy_of
from wgsm_archive.services.submissions import INVITATION, Arrival
from wgsm_archive.services.throttling import place_of
from wgsm_archive.web import current

TRAP, PROOF, ANSWER = "website", "proof", "answer"
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Door:
    """What the form that begins a story asks for beside the language. `texts` are words that wait to be told."""

    by_invitation: bool
    invitation: str
    bits: int
    question: str
    question_language: str
    answer: str
    texts: Mapping[str, str]


def form_key() -> str:
    """A key for a form that is given out now."""
    with current.reading() as work:
        return submissions.form_key(work)


def door() -> Door:
    """The door as it stands for the present visitor."""
    with current.reading() as work:
        policy, invited = policy_of(work), submissions.is_invited_only(work)
        signed_in = work.actor.is_signed_in
    asked = policy.question(current.reader_languages()) if policy.proof and not signed_in else None
    return Door(
        by_invitation=invited,
        invitation=_typed(INVITATION) or clean_line(request.args.get(INVITATION, ""))[:_LONGEST].replace("-", " "),
        bits=PROOF_BITS if asked else 0,
        question=asked[1].text if asked else "",
        question_language=asked[0] if asked else "",
        answer=_typed(ANSWER),
        texts={name: text for name, text in request.form.items() if is_field(name) and text.strip()},
    )


def begin(language: str, key: str, texts: Mapping[str, str]) -> tuple[str, bool]:
    """Begin a story: the token that opens it, and whether a person must look before it comes into the queue.

    Raises:
        Refused: an invitation is needed, and there is none that holds.
        TooOften: words were tried too often from this place.
    """
    arrival = Arrival(
        form_key=key,
        place=place(),
        trap=request.form.get(TRAP, ""),
        proof=request.form.get(PROOF, ""),
        answer=_typed(ANSWER),
        invitation=_typed(INVITATION),
    )
    if arrival.invitation:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            submissions.count_words(work, place_of(request.remote_addr or ""))
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        token = work.contributing.writing.begin(language, key, texts, arrival=arrival)
        return token, work.contributing.writing.is_set_aside()


def _typed(name: str) -> str:
    return clean_line(request.form.get(name, ""))[:_LONGEST]


def place() -> str:
    """Where somebody comes from; empty for this very machine, behind which a proxy or an onion service may stand."""
    address = request.remote_addr or ""
    try:
        return "" if ipaddress.ip_address(address.split("%", 1)[0]).is_loopback else place_of(address)
    except ValueError:
        return ""

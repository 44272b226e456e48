"""The form of marked words: what is chosen for each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from wgsm_archive.domain.review import KeepReason, Verdict
from wgsm_archive.domain.text import clean_text
from wgsm_archive.services.reviewing.marks import MarkDecision
from wgsm_archive.web.reviewing.forms import member

_VERDICT, _REST = "verdict.", "rest."


@dataclass(frozen=True, slots=True)
class MarkForm:
    """What was chosen by the key of each mark, and what is wrong with it by the name of the field."""

    chosen: Mapping[str, MarkDecision] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def decisions_of(form: MultiDict[str, str]) -> dict[str, MarkDecision]:
    """What was chosen, by the key of the mark; marks that nobody decided on are left out.

    `rest.KIND` holds why all others of a kind may stay: those that the page showed, `shown.KIND`, and no later ones.
    """
    found = {}
    for name, value in form.items():
        verdict = member(Verdict, value) if name.startswith(_VERDICT) else None
        if verdict is not None:
            key = name.removeprefix(_VERDICT)
            found[key] = MarkDecision(
                key,
                verdict,
                member(KeepReason, form.get(f"reason.{key}")),
                clean_text(form.get(f"question.{key}", "")),
            )
    for name, value in form.items():
        reason = member(KeepReason, value) if name.startswith(_REST) else None
        if reason is not None:
            for key in form.getlist(f"shown.{name.removeprefix(_REST)}"):
                found.setdefault(key, MarkDecision(key, Verdict.KEEP, reason))
    return found

"""What was done with a story, said to its tellers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from wgsm_archive.domain.events import Event
from wgsm_archive.i18n import Lazy, lazy_
from wgsm_archive.services.contributing.returning import Happening

_SAID: Mapping[Event, Lazy] = {
    Event.CASE_SENT: lazy_("You sent it."),
    Event.CASE_CLAIMED: lazy_("A facilitator looks after it from now on."),
    Event.CASE_CHECKED: lazy_("A facilitator went through the questions of consent and safety."),
    Event.CASE_CONFIRMED: lazy_("A second facilitator read it and agreed."),
    Event.CASE_MASKED: lazy_("A facilitator withheld words that may lead to somebody."),
    Event.CASE_SUGGESTED: lazy_("A facilitator suggested a change to you."),
    Event.CASE_SUGGESTION_DECIDED: lazy_("You declined a change that a facilitator had suggested."),
    Event.CASE_QUESTION: lazy_("A facilitator wrote to you. It is among the messages."),
    Event.CASE_ANSWER: lazy_("You wrote to the facilitators."),
    Event.CASE_EDITED: lazy_("A facilitator changed the text."),
    Event.CASE_PROPOSAL: lazy_("You proposed a change."),
    Event.CASE_PUBLISHED: lazy_("It was published: those you chose can read it."),
    Event.CASE_DECLINED: lazy_("A facilitator decided not to publish it. The reason is among the messages."),
    Event.CASE_REOPENED: lazy_("A facilitator took it back into review. Until it is published again, nobody reads it."),
    Event.CASE_CONSENT: lazy_("You made a new decision."),
    Event.CASE_BLOCKED: lazy_("It was taken out of sight, because somebody said that it harms them."),
    Event.CASE_UNBLOCKED: lazy_("A facilitator looked, and it can be read again."),
    Event.CONTACT_KEPT: lazy_("You left word how you can be reached."),
    Event.CONTACT_SEEN: lazy_("A facilitator looked how you can be reached."),
    Event.CONTACT_DELETED: lazy_("How you can be reached was deleted."),
    Event.CASE_WITHDRAWN: lazy_("You hid it."),
    Event.CASE_RESTORED: lazy_("You showed it again."),
    Event.CASE_IMPORTED: lazy_("It was brought in from a file."),
    Event.CASE_SET_ASIDE: lazy_(
        "It looked a little as if a machine had begun it, so a person looks first. Nothing is lost."
    ),
    Event.CASE_LET_IN: lazy_("A facilitator saw that people tell it. It waits with the others."),
    Event.MEDIA_ADDED: lazy_("You added a file."),
    Event.MEDIA_COVERED: lazy_("A facilitator covered parts of a photo. It is among your files."),
    Event.MEDIA_TRANSCRIBED: lazy_("A facilitator wrote down what is said in a recording."),
    Event.MEDIA_CHANGED: lazy_("You changed a file or the words on it."),
    Event.MEDIA_REMOVED: lazy_("You removed a file."),
    Event.MEDIA_ACCEPTED: lazy_("A facilitator accepted a file of yours."),
    Event.MEDIA_HELD_BACK: lazy_("A facilitator held a file of yours back. It is among your files."),
    Event.VERSION_APPROVED: lazy_("A translation was approved."),
}
_FACTS = lazy_("A facilitator changed themes or facts.")
_TAKEN_OVER = lazy_("A facilitator took over the change that you proposed.")
_LEFT = lazy_("The facilitator left it to others. It waits for the next one.")
_RESTRICTED = lazy_(
    "A facilitator decided that for now only member movements may read it. The reason is among the messages."
)
_LIFTED = lazy_("A facilitator lifted that again: it may travel as far as you decided.")
_ACCEPTED = lazy_("You accepted a change that a facilitator had suggested.")
_NAME_GONE = lazy_("You took the name away.")


@dataclass(frozen=True, slots=True)
class Said:
    """A day and what was done."""

    day: date
    text: str


def in_plain_words(happened: Iterable[Happening]) -> list[Said]:
    """What tellers are told of, newest first; the same on the same day is told once."""
    said = [Said(one.day, str(words)) for one in happened if (words := _words(one)) is not None]
    return list(dict.fromkeys(said))


def _words(one: Happening) -> Lazy | None:
    if one.event is Event.CASE_CLAIMED and one.detail.get("released"):
        return _LEFT
    if one.event is Event.CASE_RESTRICTED:
        return _RESTRICTED if one.detail.get("restricted") else _LIFTED
    if one.event is Event.CASE_EDITED and one.detail.get("proposed"):
        return _TAKEN_OVER
    if one.event is Event.CASE_SUGGESTION_DECIDED and one.detail.get("accepted"):
        return _ACCEPTED
    if one.event is Event.CASE_EDITED and one.detail.get("facts"):
        return _FACTS
    if one.event is Event.CASE_CONSENT and one.detail.get("name") is False:
        return _NAME_GONE
    return _SAID.get(one.event)

"""Addresses of "is it safe for me to write this?": five questions before any text box, and a way out without trace."""

from __future__ import annotations

from dataclasses import dataclass

from flask import make_response, request
from werkzeug.wrappers import Response

from wgsm_archive.i18n import Lazy, lazy_
from wgsm_archive.services.house_texts import TextKind, shown_text
from wgsm_archive.web import access, current, security
from wgsm_archive.web.contributing.routes import bp
from wgsm_archive.web.templating import render

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Card:
    """A question to which "yes" is the safe answer, and what to do after a "no"."""

    name: str
    question: Lazy
    advice: Lazy


CARDS = (
    Card(
        "around",
        lazy_("Are you alone now, or only with people you trust?"),
        lazy_("Wait until nobody looks over your shoulder, or write it down on paper first and type it in later."),
    ),
    Card(
        "device",
        lazy_("Is this device yours, and will nobody take it from you or look through it?"),
        lazy_(
            "Use another device, or a private window. Keep no copy on it, close the story when you stop, and delete "
            "the list of pages that were visited. On a phone that may be taken from you today, do not write at all."
        ),
    ),
    Card(
        "line",
        lazy_("Would it be all right if somebody learned that you opened this page?"),
        lazy_(
            "Whoever provides the line sees which site you open, though not what you write. Use a line that is not "
            "yours, or the Tor Browser. Or tell it by voice to a facilitator whom you meet."
        ),
    ),
    Card(
        "people",
        lazy_("Can it be told without bringing anybody into danger, today and in five years?"),
        lazy_(
            "Tell it together with a facilitator: leave out names, places and days, and choose that nobody but "
            "facilitators may read it. Some stories are better told by voice, or later."
        ),
    ),
    Card(
        "agreed",
        lazy_("Do the others whose story it is know that you tell it, and agree?"),
        lazy_("Ask them first, where you can do so in safety. Until then, tell only what is yours."),
    ),
)


@bp.get("/contribute/safe")
@access.allow(access.everyone)
def safe() -> Response:
    """Five questions with yes and no. Nothing of the answers is kept, neither here nor in the browser."""
    return _page({})


@bp.post("/contribute/safe")
@access.allow(access.everyone)
def weigh() -> Response:
    """Advice on each "no". The answers come in a form so that they stand in no address and no log."""
    return _page({card.name: request.form.get(card.name, "") for card in CARDS})


def _page(given: dict[str, str]) -> Response:
    doubts = [card for card in CARDS if given.get(card.name) == NO]
    # Any answer but "yes" is no yes: who leaves one out is asked again, and may go on all the same.
    is_safe = bool(given) and all(given[card.name] == YES for card in CARDS)
    page = render("contributing/safe.html", cards=CARDS, given=given, doubts=doubts, is_safe=is_safe, not_now=False)
    return _untraced(make_response(page))


@bp.get("/contribute/not-now")
@access.allow(access.everyone)
def not_now() -> Response:
    """Ways on for somebody who will not write now. The browser forgets all that this site left in it."""
    with current.reading() as work:
        own = shown_text(work, TextKind.OTHER_WAYS, current.reader_languages())
    answer = make_response(render("contributing/safe.html", not_now=True, own=own))
    security.forget_all(answer)
    return answer


def _untraced(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer

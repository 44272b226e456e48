"""The page where one prompt is answered by voice: record, or choose a file; hear it, write it down, delete it."""

from __future__ import annotations

from flask import make_response, url_for
from werkzeug.wrappers import Response

from wgsm_archive.domain.case_study import SPOKEN_SECTIONS
from wgsm_archive.domain.consent import Use
from wgsm_archive.domain.errors import NotFound
from wgsm_archive.domain.ids import new_token
from wgsm_archive.domain.media import Agreement, MediaKind, answered_question
from wgsm_archive.i18n import Lazy, _, lazy_
from wgsm_archive.i18n.wording import PROMPTS
from wgsm_archive.services.contributing.fuller import FullRecord
from wgsm_archive.web import access, current, security
from wgsm_archive.web.contributing import forms
from wgsm_archive.web.contributing.parts import after, find
from wgsm_archive.web.contributing.routes import bp, to
from wgsm_archive.web.templating import render

HEARD: dict[Agreement, Lazy] = {
    Agreement.AGREED: lazy_("Mine, or those of others who agreed: they know who will hear it"),
    Agreement.UNRECOGNISABLE: lazy_("Nobody's that could be recognised: somebody else speaks our words"),
    Agreement.NOT_ASKED: lazy_("I do not know yet: only facilitators may hear it"),
}
"""What tellers may say of voices; of photos they are asked otherwise."""


@bp.get("/contribute/voice/<section>")
@access.allow(access.everyone)
def voice(section: str) -> Response:
    """Answer a prompt, or a question of a facilitator, by voice.

    Raises:
        NotFound: there is no such prompt or question, or it asks for what can only be written.
    """
    asked = answered_question(section)
    if section not in SPOKEN_SECTIONS and asked is None:
        raise NotFound
    if current.actor().case_id is None:
        return to("contributing.start")
    with current.reading() as work:
        record = work.contributing.fuller.record()
        items, today = work.media.items(), work.today
        question = work.contributing.settling.question(asked).text if asked is not None else ""
    if not record.may_change:
        return to("contributing.story")
    page = make_response(
        render(
            "contributing/voice.html",
            section=section,
            draft=record.draft,
            **(_asked(question) if asked is not None else _prompted(section)),
            recordings=[one for one in items if one.kind is MediaKind.AUDIO and one.section == section],
            heard=HEARD,
            allowed=record.draft.consent.allows(Use.MEDIA, today),
            decided=record.draft.decided,
            languages=current.known_languages(),
            new_key=new_token,
            here=url_for("contributing.voice", section=section),
            back=_back(section, record) if asked is None else url_for("contributing.story", _anchor="questions"),
            onwards=_onwards(section, record) if asked is None else url_for("contributing.story", _anchor="messages"),
        )
    )
    security.let_record(page)
    return page


def _prompted(section: str) -> dict[str, object]:
    prompt = PROMPTS[section]
    return {
        "is_asked": False,
        "heading": str(prompt.heading),
        "question": str(prompt.question),
        "help": str(prompt.help or ""),
    }


def _asked(question: str) -> dict[str, object]:
    return {"is_asked": True, "heading": _("Questions for you"), "question": question, "help": ""}


def _back(section: str, record: FullRecord) -> str:
    if record.is_draft and section in forms.STEPS:
        return url_for("contributing.step", name=section)
    return url_for("contributing.part", section=section)


def _onwards(section: str, record: FullRecord) -> str:
    if record.is_draft and section in forms.STEPS:
        return url_for("contributing.step", name=forms.STEPS[forms.STEPS.index(section) + 1])
    part = find(section)
    following = after(part) if part else None
    return url_for("contributing.part", section=following.name) if following else url_for("contributing.more")

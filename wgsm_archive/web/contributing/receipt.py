"""Addresses of coming back with a receipt code: read, answer, decide anew, change, hide, show again, leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import flash, g, make_response, request
from werkzeug.wrappers import Response

from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.case_study import PhasePart, ordered_fields, phase_field, section_of
from wgsm_archive.domain.consent import ConsentBasis
from wgsm_archive.domain.errors import Conflict, NotNow
from wgsm_archive.domain.ids import new_token
from wgsm_archive.domain.workflow import Act
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import PROMPTS, label, problem, state_for_tellers
from wgsm_archive.services.contributing.standing import mark_of
from wgsm_archive.services.contributing.writing import Draft
from wgsm_archive.services.fact_fields import is_fact
from wgsm_archive.web import access, current, security
from wgsm_archive.web.contributing import consent_forms, forms, shelf
from wgsm_archive.web.contributing.routes import bp, consent_form_of, ended, revision_seen, to, token
from wgsm_archive.web.contributing.wording import in_plain_words
from wgsm_archive.web.forms import ArchiveForm
from wgsm_archive.web.templating import render


@bp.get("/receipt/")
@access.allow(access.everyone)
def receipt() -> str:
    """Where the code is typed."""
    return render("contributing/receipt.html", form=forms.code_form()())


@bp.post("/receipt/")
@access.allow(access.everyone)
def enter() -> Response:
    """Open the story of a code."""
    form = forms.code_form()(request.form)
    opened = None
    if form.validate():
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            work.contributing.returning.count_try(request.remote_addr or "")
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            opened = work.contributing.returning.enter(form["code"].data)
            erased = work.contributing.returning.erased(form["code"].data) if opened is None else None
        if erased is not None:
            return make_response(render("contributing/erased.html", seen=erased, label=label))
        if opened is None:
            form["code"].errors = [problem("unknown-code")]
    if opened is None:
        return make_response(render("contributing/receipt.html", form=form), 422)
    answer = to("contributing.story")
    security.set_cookie(answer, current.TELLER_COOKIE, opened)
    return answer


@bp.get("/receipt/story")
@access.allow(access.everyone)
def story() -> Response:
    """Where the story stands."""
    if current.actor().case_id is None:
        return to("contributing.receipt")
    return make_response(story_page(forms.answer_form()(data={"form_key": new_token()})))


def story_page(form: ArchiveForm, *, notice: str = "", at_question: int = 0, at_suggestion: int = 0) -> str:
    """Where the story stands; with a notice on what was typed at a question or a suggestion."""
    with current.reading() as work:
        found = work.contributing.returning.story()
        waiting = work.contributing.settling.waiting()
    return render(
        "contributing/story.html",
        story=found,
        waiting=waiting,
        notice=notice,
        at_question=at_question,
        at_suggestion=at_suggestion,
        part_of_text=part_of_text,
        form=form,
        Act=Act,
        CaseState=CaseState,
        in_words=state_for_tellers,
        happened=in_plain_words(found.happened),
        label=label,
    )


def part_of_text(field: str) -> str:
    """What the part of the story is called that a field belongs to."""
    return str(PROMPTS[section_of(field)].heading) if section_of(field) in PROMPTS else _("A line on a theme")


@bp.post("/receipt/answer")
@access.allow(access.everyone)
def answer() -> Response:
    """Write to the facilitators."""
    if current.actor().case_id is None:
        return ended()
    form = forms.answer_form()(request.form)
    if not form.validate():
        return make_response(story_page(form), 422)
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.contributing.writing.stay(token())
        work.contributing.returning.answer(form["text"].data, str(form["form_key"].data or new_token())[:80])
    return to("contributing.story")


@bp.get("/receipt/consent")
@access.allow(access.everyone)
def consent() -> Response:
    """The decision that holds."""
    if current.actor().case_id is None:
        return to("contributing.receipt")
    return make_response(_consent_page(consent_form_of(_draft())))


@bp.post("/receipt/consent")
@access.allow(access.everyone)
def decide() -> Response:
    """Decide anew; what is narrower holds at once."""
    if current.actor().case_id is None:
        return ended()
    form = consent_form_of(_draft(), read=True)
    if not form.validate():
        return make_response(_consent_page(form), 422)
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.contributing.writing.stay(token())
        writing = work.contributing.writing
        writing.decide(consent_forms.consent_from(form, work.today, writing.draft().consent))
    flash(_("Your decision holds from now on."), "done")
    return to("contributing.story")


@bp.post("/receipt/consent/again")
@access.allow(access.everyone)
def still_holds() -> Response:
    """Say that the decision still holds, when it was to be asked again."""
    if current.actor().case_id is None:
        return ended()
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.contributing.writing.stay(token())
        work.contributing.returning.decide_again()
    flash(_("Thank you. Your decision goes on to hold, and we ask again in a year."), "done")
    return to("contributing.story")


@bp.post("/receipt/block-words")
@access.allow(access.everyone)
def block_words() -> Response:
    """Give words to a group with which any member can take the story out of sight."""
    if current.actor().case_id is None:
        return ended()
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.contributing.writing.stay(token())
        code = work.contributing.returning.new_block_words()
    lists = current.archive().tools.receipt_words
    tag = g.interface if g.interface in lists else "en"
    return make_response(render("contributing/block_words.html", words=code.words(lists[tag]), words_language=tag))


def _consent_page(form: ArchiveForm) -> str:
    with current.reading() as work:
        made = work.contributing.returning.decisions()
    by_group = bool(made) and made[0].consent.basis is not ConsentBasis.PERSON
    history = consent_forms.in_words(made)
    return render(
        "contributing/consent.html", form=form, history=history, by_group=by_group, **consent_forms.in_template()
    )


def _draft() -> Draft:
    with current.reading() as work:
        return work.contributing.writing.draft()


def _with_proposal() -> tuple[Draft, str]:
    """The story with what its tellers propose already in the place of what stands, and the mark of both."""
    with current.reading() as work:
        record = work.contributing.fuller.record()
    return replace(record.draft, texts=record.texts), mark_of(_texts_of(record.beside))


def _told(draft: Draft) -> list[str]:
    steps = [phase_field(number + 1, part) for number in range(forms.phases_in([*draft.texts])) for part in PhasePart]
    asked = [name for names in forms.TEXT_STEPS.values() for name in names]
    return ordered_fields({*asked, *steps, *(name for name in draft.texts if name in PROMPTS)})


@bp.get("/receipt/text")
@access.allow(access.everyone)
def text() -> Response:
    """The text, to be changed."""
    if current.actor().case_id is None:
        return to("contributing.receipt")
    draft, mark = _with_proposal()
    if draft.state is CaseState.DRAFT:
        return to("contributing.step", name="title")
    form = forms.text_form(_told(draft))(data={**draft.texts, "based_on": str(draft.revision)})
    return make_response(_text_page(form, draft, mark))


def _texts_of(beside: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in beside.items() if not is_fact(name)}


def _text_page(
    form: ArchiveForm, draft: Draft, mark: str | None, theirs: Mapping[str, str] | None = None, *, late: bool = False
) -> str:
    return render("contributing/text.html", form=form, draft=draft, mark=mark or "", theirs=theirs or {}, late=late)


@bp.post("/receipt/text")
@access.allow(access.everyone)
def propose() -> Response:
    """Propose a change to a text that others already have."""
    if current.actor().case_id is None:
        return ended()
    draft, _mark = _with_proposal()
    form, seen = forms.text_form(_told(draft))(request.form), request.form.get("mark")
    if not form.validate():
        return make_response(_text_page(form, draft, seen), 422)
    texts = {field.name: field.data or "" for field in form if forms.is_text_field(field.name)}
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            work.contributing.writing.stay(token())
            work.contributing.returning.propose(texts, based_on=revision_seen(form), seen=seen)
    except Conflict as conflict:
        form["based_on"].data = str(conflict.revision)
        theirs = {name: words for name, words in conflict.theirs.items() if texts.get(name, "") != words}
        return make_response(_text_page(form, draft, _with_proposal()[1], theirs), 409)
    except NotNow:
        # Hidden or declined meanwhile: the words stay on the page, to be copied.
        return make_response(_text_page(form, draft, seen, late=True), 409)
    flash(_("Thank you. A facilitator will look at your change."), "done")
    return to("contributing.story")


@bp.post("/receipt/hide")
@access.allow(access.everyone)
def hide() -> Response:
    """Take the story out of sight, at once."""
    if current.actor().case_id is None:
        return ended()
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.contributing.returning.hide()
    return to("contributing.story")


@bp.post("/receipt/afterwards")
@access.allow(access.everyone)
def afterwards() -> Response:
    """Choose what becomes of a hidden story later."""
    if current.actor().case_id is None:
        return ended()
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.contributing.returning.keep_hidden(keep=bool(request.form.get("keep")))
    flash(_("Your choice is saved."), "done")
    return to("contributing.story")


@bp.post("/receipt/restore")
@access.allow(access.everyone)
def restore() -> Response:
    """Put a hidden story back."""
    if current.actor().case_id is None:
        return ended()
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.contributing.returning.restore()
    return to("contributing.story")


@bp.post("/receipt/leave")
@access.allow(access.everyone)
def leave() -> Response:
    """Close the story in this browser, and the drafts that lie beside it."""
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        for one in (token(), *shelf.shelved()):
            work.contributing.returning.leave(one)
    left = to("contributing.receipt")
    left.delete_cookie(current.TELLER_COOKIE)
    shelf.clear(left)
    # A copy that was kept on the device goes as well.
    left.headers["Clear-Site-Data"] = '"storage"'
    return left

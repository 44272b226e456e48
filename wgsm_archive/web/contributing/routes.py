"""Addresses of telling a story: begin, one step after another, look at it, send it, keep the code."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, make_response, redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.case_study import SPOKEN_SECTIONS, AuthorDisplay
from wgsm_archive.domain.errors import Conflict, NotFound, NotNow, Refused
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import PROMPTS, explanation, label, problem
from wgsm_archive.services.contributing.bringing import STEP as BRINGING
from wgsm_archive.services.contributing.kept import Kept
from wgsm_archive.services.contributing.writing import Draft
from wgsm_archive.services.disclosure.case_page import CasePage
from wgsm_archive.services.disclosure.wording import TermView
from wgsm_archive.services.fact_fields import PREFIX, TERMS, as_texts
from wgsm_archive.services.submissions import INVITATION
from wgsm_archive.web import access, current, language, security
from wgsm_archive.web.contributing import arriving, consent_forms, forms, keeping, shelf
from wgsm_archive.web.errors import kept_fields
from wgsm_archive.web.fact_words import FactWords
from wgsm_archive.web.forms import ArchiveForm, whole_number
from wgsm_archive.web.templating import render

_IN_THE_HEAD = frozenset(
    f"{PREFIX}{name}"
    for name in ("countries", "region", "period", "precision", "overall", "author.kind", "author.display")
)

VOICE = "voice"
"""What the button sends by which somebody saves and goes on to answer with their voice."""

bp = Blueprint("contributing", __name__, url_prefix=language.PREFIX)


def token() -> str:
    """What this browser holds of a story."""
    return request.cookies.get(current.TELLER_COOKIE, "")


def to(endpoint: str, **values: Any) -> Response:
    """Go on to another page after something was saved."""
    return redirect(url_for(endpoint, **values), code=303)


def typed_texts() -> dict[str, str]:
    """The answers in the form at hand."""
    return {name: text for name, text in request.form.items() if forms.is_text_field(name) and text.strip()}


def revision_seen(form: ArchiveForm) -> int:
    """The revision that the page was made from; 0 when the field was changed by hand."""
    return whole_number(str(form["based_on"].data or "")) or 0


def ended(why: str = "", status: int = 422) -> Response:
    """The story is not open here any more: everything that was typed is shown, and can be taken along.

    `why` is said instead where it is open, but cannot be changed now.
    """
    page = render(
        "contributing/ended.html",
        texts=typed_texts(),
        kept=kept_fields(),
        form=_start_form(),
        why=why,
        door=arriving.door(),
    )
    return make_response(page, status)


def _start_form(*, read: bool = False) -> ArchiveForm:
    made = forms.language_form(current.known_languages())
    return made(request.form if read else None, data={"language": current.language(), "form_key": arriving.form_key()})


@bp.get("/contribute/")
@access.allow(access.everyone)
def start() -> str:
    """Who reads a story, who does not, and in which language it will be told."""
    open_draft = False
    if current.actor().case_id is not None:
        with current.reading() as work:
            open_draft = work.contributing.writing.draft().state is CaseState.DRAFT
    return _start_page(_start_form(), open_draft=open_draft)


def _start_page(form: ArchiveForm, refused: str = "", *, open_draft: bool = False) -> str:
    door = arriving.door()
    has_drafts = open_draft or current.actor().is_signed_in or bool(shelf.shelved())
    return render(
        "contributing/start.html",
        form=form,
        open_draft=open_draft,
        has_drafts=has_drafts,
        door=door,
        refused=refused,
    )


@bp.post("/contribute/")
@access.allow(access.everyone)
def begin() -> Response:
    """Begin a story; the same form sent twice opens the same one."""
    form = _start_form(read=True)
    key = str(form["form_key"].data or "")
    if not form.validate() or not 20 <= len(key) <= 80:
        return make_response(_start_page(form), 422)
    try:
        opened, is_set_aside = arriving.begin(str(form["language"].data), key, typed_texts())
    except Refused as refused:
        return make_response(_start_page(form, problem(refused.problems[INVITATION])), 422)
    if is_set_aside:
        say_set_aside()
    return opened_here(to("contributing.step", name="title"), opened)


def say_set_aside() -> None:
    """Tell somebody whose story looks as if a machine had begun it."""
    flash(
        _("Write on: nothing is lost. This looked a little as if a machine did it, so a person looks first."),
        "info",
    )


def opened_here(answer: Response, opened: str) -> Response:
    """Let the browser hold the token of a story that was begun just now.

    A draft that was open before is still there, in the list of drafts.
    """
    security.set_cookie(answer, current.TELLER_COOKIE, opened)
    shelf.put_aside(answer, [one for one in (token(), *shelf.shelved()) if one])
    return answer


@bp.get("/contribute/<any(title, summary, story, strategy, change, advice, consent, naming):name>")
@access.allow(access.everyone)
def step(name: str) -> Response:
    """One question."""
    if current.actor().case_id is None:
        return to("contributing.start")
    with current.reading() as work:
        draft = work.contributing.writing.draft()
        kept = work.contributing.writing.kept_in(name)
    if draft.state is not CaseState.DRAFT:
        return to("contributing.story")
    return make_response(_step_page(name, draft, step_form(name, draft, kept)))


@bp.post("/contribute/<any(title, summary, story, strategy, change, advice, consent, naming):name>")
@access.allow(access.everyone)
def save(name: str) -> Response:
    """Save an answer and go on."""
    if current.actor().case_id is None:
        return ended()
    with current.reading() as work:
        draft = work.contributing.writing.draft()
    form = step_form(name, draft, read=True)
    if "more" in request.form:
        return make_response(_step_page(name, draft, form))
    if not form.validate():
        return make_response(_step_page(name, draft, form), 422)
    try:
        _save_step(name, form)
    except Conflict as conflict:
        form["based_on"].data = str(conflict.revision)
        theirs = {field: text for field, text in conflict.theirs.items() if field in form}
        return make_response(_step_page(name, draft, form, theirs=theirs), 409)
    except NotNow:
        return ended(_("This story has been sent already, so it cannot be changed here. Your words are below."), 409)
    if request.form.get("then") == VOICE:
        return to("contributing.voice", section=name)
    place = forms.STEPS.index(name) + 1
    return to("contributing.step", name=forms.STEPS[place]) if place < len(forms.STEPS) else to("contributing.preview")


def step_form(name: str, draft: Draft, kept: Kept | None = None, *, read: bool = False) -> ArchiveForm:
    """The form of a step, filled with what stands, with what was kept meanwhile, or with what was typed."""
    given = request.form if read else None
    texts = keeping.with_kept(draft, kept)
    if name == "consent":
        return consent_form_of(draft, read=read)
    if name == "naming":
        made = forms.naming_form(signed_in=current.actor().is_signed_in)
        author = draft.facts.author
        return made(given, data={"display": str(author.display), "name": author.name, "link": draft.linked})
    if name == "title":
        return forms.title_form()(given, data={**texts, "countries": list(draft.facts.countries)})
    if name == "story":
        told, shown = forms.phases_in(list(texts)), forms.phases_in(list(request.form))
        return forms.story_form(max(told, shown, forms.EMPTY_PHASES) + ("more" in request.form))(given, data=texts)
    return forms.text_form(forms.TEXT_STEPS[name])(given, data=texts)


def consent_form_of(draft: Draft, *, read: bool = False) -> ArchiveForm:
    """The form of a decision on this story, as it stands or as it was sent."""
    sections = consent_forms.sections_to_narrow(draft.texts, draft.consent)
    made = consent_forms.consent_form(sections, current.archive().tools.clock.now().date(), draft.language)
    values = consent_forms.consent_values(draft.consent, decided=draft.decided)
    return made(request.form if read else None, data=values)


def _save_step(name: str, form: ArchiveForm) -> None:
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        writing = work.contributing.writing
        writing.stay(token())
        if name == "consent":
            writing.decide(consent_forms.consent_from(form, work.today, writing.draft().consent))
        elif name == "naming":
            link = bool(form["link"].data) if "link" in form else False
            writing.name(AuthorDisplay(form["display"].data), form["name"].data or "", link=link)
        else:
            texts = {field.name: field.data or "" for field in form if forms.is_text_field(field.name)}
            countries = form["countries"].data if "countries" in form else None
            writing.save(texts, based_on=revision_seen(form), countries=countries)
            writing.taken_over(name, keeping.page_sent())


def _step_page(name: str, draft: Draft, form: ArchiveForm, theirs: dict[str, str] | None = None) -> str:
    with current.reading() as work:
        mark = keeping.mark_for(work.contributing.writing.kept_in(name))
    return render(
        "contributing/step.html",
        name=name,
        at=forms.STEPS.index(name) + 1,
        steps=step_names(),
        draft=draft,
        form=form,
        theirs=theirs or {},
        **consent_forms.in_template(),
        mark=mark,
        telling_pages=keeping.telling_pages(),
        prompts=PROMPTS,
        may_speak=name in SPOKEN_SECTIONS,
        before=forms.STEPS[forms.STEPS.index(name) - 1] if name != forms.STEPS[0] else "",
    )


def step_names() -> list[str]:
    """What the steps are called."""
    last = {"consent": _("Who may read it"), "naming": _("Your name")}
    return [last.get(name) or str(PROMPTS[name].heading) for name in forms.STEPS]


@bp.get("/contribute/preview")
@access.allow(access.everyone)
def preview() -> Response:
    """What others will see."""
    if current.actor().case_id is None:
        return to("contributing.start")
    return make_response(_preview_page())


def _preview_page(*, refused: bool = False) -> str:
    with current.reading() as work:
        writing = work.contributing.writing
        draft = writing.draft()
        case = writing.preview(current.reader_languages())
        # Whoever comes back here because the answer to sending was lost has not seen the code yet.
        has_code = draft.state is not CaseState.DRAFT and writing.holds_receipt(token())
        same_name = work.contributing.drafts.shares_name([one for one in (token(), *shelf.shelved()) if one])
    names = dict(zip(forms.STEPS, step_names(), strict=True))
    missing, skipped = ([(one, names[one]) for one in some] for some in (draft.missing, draft.skipped))
    waiting = [(one, names[one]) for one in draft.waiting if one in names]
    brought = BRINGING in draft.waiting
    return render(
        "contributing/preview.html",
        case=case,
        draft=draft,
        missing=missing,
        skipped=skipped,
        refused=refused,
        waiting=waiting,
        brought=brought,
        same_name=same_name,
        telling_pages=keeping.telling_pages(),
        has_code=has_code,
        told=_told_beside(case),
        label=label,
        explanation=explanation,
        prompts=PROMPTS,
    )


def _with_line(term: TermView) -> str:
    # The line was made by the renderer, as on the page of the story.
    return Markup("{}: {}").format(term.label, Markup(term.how)) if term.how else term.label  # noqa: S704


def _told_beside(case: CasePage) -> list[tuple[str, list[str]]]:
    """The structured fields that readers see beside the story, in words; terms with the tellers' lines on them."""
    speaker = FactWords(current.archive().tools.vocabularies, current.reader_languages())
    shown = {field: text for field, text in as_texts(case.facts).items() if field not in _IN_THE_HEAD}
    shown[f"{PREFIX}author.name"] = case.author_name
    rows = [(speaker.name(name), speaker.values(name, text)) for name, text in shown.items() if TERMS not in name]
    for vocabulary, terms in case.terms.items():
        rows.append((speaker.name(f"{TERMS}{vocabulary}"), [_with_line(term) for term in terms]))
    return [(name, values) for name, values in rows if values]


@bp.post("/contribute/send")
@access.allow(access.everyone)
def send() -> Response:
    """Give the story to the facilitators."""
    if current.actor().case_id is None:
        return ended()
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            work.contributing.writing.send(token())
    except Refused:
        return make_response(_preview_page(refused=True), 422)
    return to("contributing.sent")


@bp.get("/contribute/sent")
@access.allow(access.everyone)
def sent() -> str:
    """The code that opens the story again, in the words of the reader's language.

    Raises:
        NotFound: this browser has sent no story, or too long ago.
    """
    if current.actor().case_id is None:
        raise NotFound
    with current.reading() as work:
        code = work.contributing.writing.receipt(token())
    lists = current.archive().tools.receipt_words
    tag = g.interface if g.interface in lists else "en"
    return render("contributing/sent.html", words=code.words(lists[tag]), words_language=tag)

"""Addresses of translators: the board, beginning a translation, and its steps to readers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from wgsm_archive.domain.actor import Role
from wgsm_archive.domain.errors import Conflict, NotNow, Refused
from wgsm_archive.domain.language import read_tag
from wgsm_archive.i18n import Lazy, _
from wgsm_archive.i18n.wording import PROMPTS, explanation, label, problem
from wgsm_archive.services.bound import BoundWork
from wgsm_archive.services.translating.board import BegunVersion
from wgsm_archive.services.translating.lists import Listed
from wgsm_archive.web import access, current
from wgsm_archive.web.forms import whole_number
from wgsm_archive.web.paging import PER_PAGE, Paging, page_number, paging
from wgsm_archive.web.templating import render
from wgsm_archive.web.translating import along, asking, bench, boards, easy, glossary, notes, speaking, words
from wgsm_archive.web.translating.blueprint import bp
from wgsm_archive.web.translating.forms import language_choices, tag_of, theme_choices
from wgsm_archive.web.translating.wording import CHANGED, STATES, TOO_LATE, part_name, place_name

__all__ = ["along", "asking", "bench", "boards", "bp", "easy", "glossary", "notes", "speaking", "words"]

LISTS = ("ready", "behind", "started")
MOST_LANGUAGES = 8


@bp.get("/")
@access.allow(access.everyone)
def board() -> str:
    """What is wanted in a language; for translators also what is begun, behind and ready."""
    actor, languages = current.actor(), current.reader_languages()
    tag = read_tag(request.args.get("to", "")) or next(iter(actor.languages), current.language())
    works = actor.has(Role.TRANSLATOR, Role.FACILITATOR)
    numbers = {name: page_number(request.args.get(name)) for name in ("wanted", *LISTS)}
    with current.archive().unit_of_work(actor) as work:
        themes = theme_choices(work, languages)
        theme = request.args.get("theme", "") if request.args.get("theme", "") in dict(themes) else ""
        wanted = work.translating.wanted(tag, languages, theme=theme, offset=_offset(numbers["wanted"]), limit=PER_PAGE)
        lists: dict[str, Listed[BegunVersion]] = {}
        counts, elsewhere, news = [], [], None
        if not works:
            others = [one for one in current.interface_languages() if one != tag]
            found = [(one, work.translating.wanted(one, languages, limit=0).total) for one in others]
            elsewhere = [(one, number) for one, number in found if number]
        else:
            for name in LISTS:
                lists[name] = getattr(work.translating, name)(tag, offset=_offset(numbers[name]), limit=PER_PAGE)
            news = work.translating.boards.news()
            mine = dict.fromkeys((*actor.languages[:MOST_LANGUAGES], tag))
            counts = [work.translating.counts(one) for one in mine]
    totals = {"wanted": wanted.total, **{name: found.total for name, found in lists.items()}}
    pages = {name: paging(numbers[name], total) for name, total in totals.items()}
    return render(
        "translating/board.html",
        tag=tag,
        works=works,
        wanted=wanted,
        lists=lists,
        counts=counts,
        elsewhere=elsewhere,
        pages=pages,
        choices=language_choices(),
        themes=themes,
        theme=theme,
        news=news,
    )


@bp.get("/<public_id>/start")
@access.allow(access.translators)
def start(public_id: str) -> Response:
    """Choosing source and target."""
    return _start_page(public_id, {"target": request.args.get("to", "")}, {})


@bp.post("/<public_id>/start")
@access.allow(access.translators)
def begin(public_id: str) -> Response:
    """Begin a translation."""
    typed = {name: request.form.get(name, "").strip() for name in ("target", "other", "source")}
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            target = work.translating.start(public_id, typed["other"] or typed["target"], typed["source"])
    except Refused as refused:
        return _start_page(public_id, typed, refused.problems, status=422)
    return redirect(url_for(".version", public_id=public_id, target=target), 303)


@bp.get("/<public_id>/<target>/")
@access.allow(access.translators)
def version(public_id: str, target: str) -> Response:
    """A translation with its parts."""
    return _version_page(public_id, tag_of(target))


@bp.get("/<public_id>/<target>/preview")
@access.allow(access.translators)
def preview(public_id: str, target: str) -> Response:
    """The page as readers would see it."""
    return _preview_page(public_id, tag_of(target))


@bp.post("/<public_id>/<target>/ready")
@access.allow(access.translators)
def ready(public_id: str, target: str) -> Response:
    """Give a translation to a second reader."""
    tag = tag_of(target)
    done = _("It waits for a second reader now.")
    return _act(public_id, tag, lambda work: work.translating.make_ready(public_id, tag), done)


@bp.post("/<public_id>/<target>/approve")
@access.allow(access.translators)
def approve(public_id: str, target: str) -> Response:
    """Let readers see a translation."""
    tag, seen = tag_of(target), whole_number(request.form.get("based_on"))
    done = _("The translation is approved. Readers can see it now.")
    step = lambda work: work.translating.approve(public_id, tag, based_on=-1 if seen is None else seen)  # noqa: E731
    return _act(public_id, tag, step, done)


@bp.post("/<public_id>/<target>/credit")
@access.allow(access.translators)
def credit(public_id: str, target: str) -> Response:
    """Be named otherwise under this one translation."""
    tag, how = tag_of(target), request.form.get("how", "")
    name = {"usual": None, "none": ""}.get(how, request.form.get("credit", ""))
    step = lambda work: work.translating.boards.choose_credit(public_id, tag, name)  # noqa: E731
    return _act(public_id, tag, step, _("Saved."))


@bp.post("/<public_id>/<target>/return")
@access.allow(access.translators)
def give_back(public_id: str, target: str) -> Response:
    """Give a translation back to those who wrote it."""
    tag, note = tag_of(target), request.form.get("note", "")
    seen = whole_number(request.form.get("based_on"))
    done = _("The translation was given back. Those who work on it can read your note.")
    step = lambda work: work.translating.give_back(  # noqa: E731
        public_id, tag, note, based_on=-1 if seen is None else seen
    )
    return _act(public_id, tag, step, done)


def _offset(number: int) -> int:
    return Paging(number, number).offset


def _start_page(public_id: str, typed: Mapping[str, str], problems: Mapping[str, str], status: int = 200) -> Response:
    with current.reading() as work:
        desk = work.translating.start_desk(public_id, current.reader_languages())
    wanted = read_tag(typed.get("other") or typed.get("target") or "")
    choices = language_choices(left_out=desk.taken)
    known = {tag for tag, _name in choices}
    html = render(
        "translating/start.html",
        desk=desk,
        choices=choices,
        target=wanted if wanted in known else "",
        # A language without a name here is kept as the code that it came with.
        other=typed.get("other") or ("" if wanted is None or wanted in known or wanted in desk.taken else wanted),
        source=typed.get("source") or desk.sources[0].language,
        taken=wanted if wanted in desk.taken else "",
        problems={name: problem(code) for name, code in problems.items()},
    )
    return make_response(html, status)


def _version_page(
    public_id: str,
    tag: str,
    *,
    status: int = 200,
    notice: Lazy | None = None,
    problems: Mapping[str, str] | None = None,
) -> Response:
    with current.reading() as work:
        desk = work.translating.version(public_id, tag)
        credit = work.translating.boards.my_credit(public_id, tag)
    html = render(
        "translating/version.html",
        desk=desk,
        label=label,
        credit=credit,
        states=STATES,
        part_name=part_name,
        place_name=place_name,
        next_part=next((one.name for one in desk.parts if one.outdated or one.done < one.total), ""),
        notice=notice,
        problems=problems or {},
        typed=request.form,
    )
    return make_response(html, status)


def _preview_page(public_id: str, tag: str) -> Response:
    with current.reading() as work:
        page = work.translating.preview(public_id, tag, current.reader_languages())
        desk = work.translating.version(public_id, tag)
    return make_response(
        render(
            "translating/preview.html",
            case=page,
            desk=desk,
            prompts=PROMPTS,
            label=label,
            explanation=explanation,
            typed={},
            problems={},
        )
    )


def _act(public_id: str, tag: str, step: Callable[[BoundWork], None], done: str) -> Response:
    """Take a step and go back to the translation; what hinders it is said there, with what was typed."""
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            step(work)
    except Refused as refused:
        problems = {name: problem(code) for name, code in refused.problems.items()}
        return _version_page(public_id, tag, status=422, problems=problems)
    except Conflict:
        return _version_page(public_id, tag, status=409, notice=CHANGED)
    except NotNow:
        return _version_page(public_id, tag, status=409, notice=TOO_LATE)
    flash(done, "done")
    return redirect(url_for(".version", public_id=public_id, target=tag), 303)

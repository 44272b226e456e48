"""The archive's own words at the workbench: menus, terms, texts of the house."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po
from flask import Response as FlaskResponse
from flask import flash, make_response, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from wgsm_archive.domain.errors import Conflict, NotFound, NotNow, Refused
from wgsm_archive.domain.words import OFFERED_FROM, WordsKind, WordsPlace
from wgsm_archive.i18n import _, n_, upkeep
from wgsm_archive.i18n.catalogs import numbers_of_forms
from wgsm_archive.i18n.language import language_of
from wgsm_archive.i18n.soundness import Flaw
from wgsm_archive.i18n.wording import explanation, label, problem
from wgsm_archive.i18n.wording.words import FLAWS
from wgsm_archive.services.translating.words.desk import Wording
from wgsm_archive.services.translating.words.pieces import Name
from wgsm_archive.services.translating.words.saving import Outcome, TypedWords
from wgsm_archive.web import access, current, language
from wgsm_archive.web.forms import whole_number
from wgsm_archive.web.paging import PER_PAGE, page_number, paging
from wgsm_archive.web.streaming import takes_file_in_memory
from wgsm_archive.web.templating import render
from wgsm_archive.web.translating.blueprint import bp
from wgsm_archive.web.translating.forms import language_choices, tag_of
from wgsm_archive.web.translating.places import endpoint_of

SHOWN = ("", "missing", "waiting", "outdated")
ALL = "all"
_COPIED = re.compile(r"(%\(\w+\)s|%%|</?[a-z][^>]*>|&\w+;)")
_LARGEST_FILE = 4_000_000  # bytes; the whole catalog of a language takes a tenth of it


class _Asked(TypedDict):
    """What a list was asked for."""

    show: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """A text with what was typed for it; `theirs` is what somebody else saved meanwhile."""

    wording: Wording
    name: str
    forms: tuple[str, ...]
    number: int
    problems: tuple[str, ...]
    theirs: tuple[str, ...] | None
    seen_at: str

    @property
    def sources(self) -> list[list[tuple[str, bool]]]:
        """The source in runs, each with whether it is to be copied letter by letter."""
        return [
            [(run, bool(at % 2)) for at, run in enumerate(_COPIED.split(text)) if run]
            for text in self.wording.piece.sources
        ]


@bp.get("/words/")
@access.allow(access.translators)
def words_board() -> str:
    """The languages that the archive's own words are translated into, and how far each is."""
    actor = current.actor()
    with current.archive().unit_of_work(actor) as work:
        words = work.translating.words
        mine = [tag for tag in actor.languages if tag != "en" and tag in work.tools.languages]
        tags = dict.fromkeys([*mine, *words.languages()])
        desks = [words.desk(tag) for tag in tags]
    return render(
        "translating/words_board.html",
        desks=desks,
        offered=current.interface_languages(),
        offered_from=OFFERED_FROM,
        choices=[pair for pair in language_choices() if pair[0] != "en"],
    )


@bp.get("/words/choose")
@access.allow(access.translators)
def words_choose() -> Response:
    """Go to the language that was chosen."""
    return redirect(url_for(".words_language", tag=tag_of(request.args.get("to", ""))))


@bp.get("/words/<tag>/")
@access.allow(access.translators)
def words_language(tag: str) -> str:
    """One language: the places where words stand, and how far each is."""
    return _language_page(tag_of(tag))


@bp.get("/words/<tag>/at/<place>")
@access.allow(access.translators)
def words_at(tag: str, place: str) -> Response:
    """The texts of one place, or all that hold some words."""
    return _words_page(tag_of(tag), place)


@bp.post("/words/<tag>/at/<place>")
@access.allow(access.translators)
def words_save(tag: str, place: str) -> Response:
    """Save what was typed."""
    usual, typed = tag_of(tag), _typed(request.form)
    ready = request.form.get("go") == "ready"
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        outcome = work.translating.words.save(usual, typed, ready=ready)
    if outcome.problems or outcome.theirs:
        return _words_page(usual, place, typed, outcome)
    if outcome.saved:
        flash(n_("%(num)s text was saved.", "%(num)s texts were saved.", outcome.saved), "done")
    else:
        flash(_("Nothing has changed."), "info")
    asked = _asked()
    return redirect(url_for(".words_at", tag=usual, place=place, show=asked["show"], q=asked["words"]), 303)


@bp.get("/words/<tag>/review")
@access.allow(access.translators)
def words_review(tag: str) -> Response:
    """What waits for a second reader."""
    return _review_page(tag_of(tag))


@bp.post("/words/<tag>/review")
@access.allow(access.translators)
def words_approve(tag: str) -> Response:
    """Let readers see the wordings that were ticked."""
    usual, numbers = tag_of(tag), _numbers(request.form)
    chosen = {name: numbers.get(name, 0) for name in map(_name, request.form.getlist("approve")) if name}
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        decided = work.translating.words.approve(usual, chosen)
    if decided.approved:
        approved = n_("%(num)s text is approved.", "%(num)s texts are approved.", decided.approved)
        flash(approved + " " + _("Readers see it from the next click on."), "done")
    if decided.own:
        flash(_("What you wrote yourself waits for somebody else."), "info")
    if decided.changed:
        flash(_("Some of it was changed after you had opened the page. Please read it once more."), "info")
    return redirect(url_for(".words_review", tag=usual), 303)


@bp.post("/words/<tag>/return")
@access.allow(access.translators)
def words_return(tag: str) -> Response:
    """Give a wording back with a note."""
    usual, name = tag_of(tag), _name(request.form.get("text", ""))
    if name is None:
        raise NotFound
    number = _numbers(request.form).get(name, 0)
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            work.translating.words.give_back(usual, name, number, request.form.get("note", ""))
    except Refused as refused:
        return _review_page(usual, {_joined(name): problem(refused.problems["note"])})
    except (Conflict, NotNow):
        flash(_("Some of it was changed after you had opened the page. Please read it once more."), "info")
    else:
        flash(_("It was given back. Whoever translates it can read your note."), "done")
    return redirect(url_for(".words_review", tag=usual), 303)


@bp.post("/words/<tag>/preview")
@access.allow(access.translators)
def words_preview(tag: str) -> Response:
    """See the pages in a language as far as it is translated, or stop that."""
    usual = tag_of(tag)
    with current.reading() as work:
        work.translating.words.desk(usual)
    stops = request.form.get("preview") == "off"
    answer = redirect(url_for(".words_language", tag=usual) if stops else url_for("reading.home", language=usual), 303)
    language.set_preview(answer, "" if stops else usual)
    return answer


@bp.get("/words/<tag>/menus.po")
@access.allow(access.translators)
def words_file(tag: str) -> Response:
    """The words of the menus for a translator's own program."""
    usual = tag_of(tag)
    with current.reading() as work:
        text = upkeep.write(work.translating.words.catalog(usual), usual)
    answer = FlaskResponse(text, mimetype="text/x-gettext-translation")
    answer.headers["Content-Disposition"] = f'attachment; filename="{usual}.po"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.post("/words/<tag>/menus")
@access.allow(access.translators)
@takes_file_in_memory(_LARGEST_FILE)
def words_bring(tag: str) -> Response | str:
    """Take in the words that were translated elsewhere; they wait for a second reader."""
    usual, sent = tag_of(tag), request.files.get("file")
    data = sent.stream.read(_LARGEST_FILE + 1) if sent else b""
    if not data or len(data) > _LARGEST_FILE:
        return make_response(_language_page(usual, problem("file-empty" if not data else "too-big")), 422)
    foreign = _catalog(data)
    if foreign is None:
        return make_response(_language_page(usual, problem("not-a-catalog")), 422)
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        outcome = work.translating.words.take_in(usual, foreign)
    said = n_("%(num)s text was taken in.", "%(num)s texts were taken in.", outcome.saved)
    flash(said + " " + _("They wait for a second reader."), "done" if outcome.saved else "info")
    if outcome.problems:
        lines = [(name, flaws) for name, flaws in outcome.problems.items()]
        return _language_page(usual, left_out=_left_out(usual, lines))
    return redirect(url_for(".words_language", tag=usual), 303)


def _catalog(data: bytes) -> Catalog | None:
    """What a file holds, or None where it is no catalog."""
    try:
        return read_po(data.decode("utf-8-sig").splitlines(keepends=True), abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, LookupError, ValueError, IndexError):
        return None


def _left_out(tag: str, found: Sequence[tuple[Name, list[Flaw]]]) -> list[tuple[str, tuple[str, ...]]]:
    with current.reading() as work:
        texts = {
            (one.piece.kind, one.piece.key): one.piece.sources[0]
            for one in work.translating.words.these(tag, [name for name, _flaws in found])
        }
    return [(texts.get(name, ""), _said(flaws)) for name, flaws in found]


def _language_page(tag: str, error: str = "", left_out: Sequence[tuple[str, tuple[str, ...]]] = ()) -> str:
    with current.reading() as work:
        desk = work.translating.words.desk(tag)
    return render(
        "translating/words_language.html",
        desk=desk,
        tag=tag,
        label=label,
        explanation=explanation,
        offered=tag in current.interface_languages(),
        offered_from=OFFERED_FROM,
        previewed=language.previewed() == tag,
        waiting=sum(one.ready for one in desk.places.values()),
        error=error,
        left_out=left_out,
    )


def _words_page(
    tag: str, place: str, typed: Mapping[Name, TypedWords] | None = None, outcome: Outcome | None = None
) -> Response:
    if place != ALL and place not in tuple(WordsPlace):
        raise NotFound
    where, asked = (None if place == ALL else WordsPlace(place)), _asked()
    number = page_number(request.args.get("page"))
    with current.reading() as work:
        words = work.translating.words
        desk = words.desk(tag)
        if typed:
            # What could not be saved stays on the page as it was typed, whatever the filter says by now.
            items, total = words.these(tag, list(typed)), len(typed)
        else:
            skipped = paging(number, number).offset
            found = words.wordings(tag, where, **asked, offset=skipped, limit=PER_PAGE)
            items, total = list(found.items), found.total
    html = render(
        "translating/words.html",
        tag=tag,
        place=place,
        title=label(where) if where else _("All words"),
        desk=desk,
        label=label,
        lines=[_line(one, typed or {}, outcome or Outcome()) for one in items],
        total=total,
        page_of=paging(1 if typed else number, total),
        asked=asked,
        shown=SHOWN,
        numbers=numbers_of_forms(language_of(tag).plural),
        target_direction=language.direction(tag),
        conflict=bool(outcome and outcome.theirs),
        failed=bool(outcome and outcome.problems),
    )
    return make_response(html, 200 if outcome is None else 409 if outcome.theirs else 422)


def _review_page(tag: str, problems: Mapping[str, str] | None = None) -> Response:
    number = page_number(request.args.get("page"))
    with current.reading() as work:
        found = work.translating.words.wordings(
            tag, None, show="waiting", offset=paging(number, number).offset, limit=PER_PAGE
        )
    html = render(
        "translating/words_review.html",
        tag=tag,
        label=label,
        lines=[_line(one, {}, Outcome()) for one in found.items],
        total=found.total,
        page_of=paging(number, found.total),
        numbers=numbers_of_forms(language_of(tag).plural),
        target_direction=language.direction(tag),
        problems=problems or {},
        typed=request.form,
    )
    return make_response(html, 422 if problems else 200)


def _line(wording: Wording, typed: Mapping[Name, TypedWords], outcome: Outcome) -> Line:
    name = (wording.piece.kind, wording.piece.key)
    one, theirs = typed.get(name), outcome.theirs.get(name)
    return Line(
        wording=wording,
        name=_joined(name),
        forms=one.forms if one else wording.forms,
        # After a conflict the page was made over what stands now: sending it again is a decision.
        number=wording.number,
        problems=_said(outcome.problems.get(name, [])),
        theirs=theirs,
        seen_at=endpoint_of(wording.piece.seen_in) if wording.piece.kind is WordsKind.INTERFACE else "",
    )


def _said(flaws: Sequence[Flaw]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(FLAWS[flaw.code] % {"name": f"%({flaw.name})s"} for flaw in flaws))


def _asked() -> _Asked:
    show = request.args.get("show", "")
    return _Asked(show=show if show in SHOWN else "", words=request.args.get("q", "")[:200])


def _typed(form: MultiDict[str, str]) -> dict[Name, TypedWords]:
    numbers, confirmed = _numbers(form), _name(form.get("confirm", ""))
    found: dict[Name, TypedWords] = {}
    for name, number in numbers.items():
        forms = tuple(form.getlist(f"text.{_joined(name)}"))
        if forms:
            found[name] = TypedWords(forms, number, name == confirmed)
    return found


def _numbers(form: MultiDict[str, str]) -> dict[Name, int]:
    found = {}
    for field, value in form.items():
        name = _name(field.removeprefix("number.")) if field.startswith("number.") else None
        if name is not None:
            found[name] = whole_number(value) or 0
    return found


def _joined(name: Name) -> str:
    return f"{name[0]}.{name[1]}"


def _name(field: str) -> Name | None:
    kind, _dot, key = field.partition(".")
    return (WordsKind(kind), key) if kind in tuple(WordsKind) and key else None

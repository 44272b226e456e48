"""The workbench: one part of a translation, each paragraph beside its source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from flask import flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from wgsm_archive.domain.errors import Conflict, NotFound, Refused
from wgsm_archive.domain.language import read_tag
from wgsm_archive.i18n import _, n_
from wgsm_archive.i18n.wording import label, problem
from wgsm_archive.services.bound import BoundWork
from wgsm_archive.services.translating.desk import PartDesk
from wgsm_archive.services.translating.machine import ask
from wgsm_archive.services.translating.typed import Typed
from wgsm_archive.web import access, current
from wgsm_archive.web.forms import whole_number
from wgsm_archive.web.templating import render
from wgsm_archive.web.translating.blueprint import bp
from wgsm_archive.web.translating.forms import rows_of, typed_of, without_place
from wgsm_archive.web.translating.wording import STANDINGS, part_name


@bp.get("/<public_id>/<target>/<section>")
@access.allow(access.translators)
def part(public_id: str, target: str, section: str) -> Response:
    """One part for working on it."""
    return _page(public_id, target, section)


@bp.post("/<public_id>/<target>/<section>")
@access.allow(access.translators)
def save(public_id: str, target: str, section: str) -> Response:
    """Save what was typed, or keep it unsaved and do what another button says."""
    typed = typed_of(request.form)
    asked = _asked()
    step = _STEPS.get(asked, _save)
    try:
        if asked == "machine":
            return _ask_machine(public_id, section, read_tag(target) or "", typed)
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            done = step(work, public_id, read_tag(target) or "", section, typed)
    except Refused as refused:
        return _page(public_id, target, section, typed=typed, problems=refused.problems, status=422)
    except Conflict as conflict:
        return _page(public_id, target, section, typed=typed, theirs=conflict.theirs, status=409)
    for kind, words in done.said:
        flash(words, kind)
    return redirect(_address(public_id, target, done.then or section, done.at), 303)


@dataclass(frozen=True, slots=True)
class _Done:
    """What came of a step: the sentences that say so, by kind; the part to go on with; the paragraph to go to."""

    said: tuple[tuple[str, str], ...]
    then: str = ""
    at: str = ""


def _asked() -> str:
    """Which button was pressed."""
    named = next((name for name in ("throw", "use", "machine") if request.form.get(name)), "")
    return named or request.form.get("go", "")


@bp.post("/<public_id>/<target>/<section>/keep")
@access.allow(access.translators)
def keep(public_id: str, target: str, section: str) -> Response:
    """Keep what was typed as it is at the moment, for a script. 204: kept. 422: a paragraph is far too long."""
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            work.translating.keep(public_id, read_tag(target) or "", section, typed_of(request.form))
    except Refused:
        return make_response("", 422)
    return make_response("", 204)


def _address(public_id: str, target: str, section: str, at: str = "") -> str:
    """The page of a part, at a paragraph where one is named."""
    source = request.form.get("from") or None
    where = url_for(".part", public_id=public_id, target=target, section=section, source=source)
    return f"{where}#p{at}" if at.isascii() and at.isdigit() else where


def _save(work: BoundWork, public_id: str, tag: str, section: str, typed: Mapping[int, Typed]) -> _Done:
    changed = work.translating.save(public_id, tag, section, typed)
    now = work.translating.part(public_id, tag, section, current.reader_languages())
    confirmed = request.form.get("confirm", "")
    said = [_saying(changed, confirmed=bool(confirmed))]
    again = sum(any(one.is_open for one in slot.found) for slot in now.slots)
    if again:
        words = n_("%(num)s paragraph needs another look.", "%(num)s paragraphs need another look.", again)
        said.append(("info", words))
    if request.form.get("go") == "next" and now.after:
        return _Done(tuple(said), then=now.after)
    return _Done(tuple(said), at=confirmed or request.form.get("then", ""))


def _saying(changed: int, *, confirmed: bool) -> tuple[str, str]:
    if changed:
        return "done", n_("%(num)s paragraph was saved.", "%(num)s paragraphs were saved.", changed)
    if confirmed:
        return "done", _("Noted: the translation is still correct.")
    return "info", _("Nothing has changed.")


def _keep(work: BoundWork, public_id: str, tag: str, section: str, typed: Mapping[int, Typed]) -> _Done:
    work.translating.keep(public_id, tag, section, typed)
    return _Done((("done", _("What you wrote is kept as a draft that you alone can see.")),))


def _throw_away(work: BoundWork, public_id: str, tag: str, section: str, typed: Mapping[int, Typed]) -> _Done:
    # What was typed elsewhere on the page meanwhile is not lost with it.
    at = request.form.get("throw", "")
    slot_id = whole_number(at)
    work.translating.keep(public_id, tag, section, {key: one for key, one in typed.items() if key != slot_id})
    work.translating.throw_away(public_id, tag, section, slot_id or None)
    return _Done((("done", _("The draft is thrown away. What was saved stands there again.")),), at=at)


def _ask_machine(public_id: str, section: str, tag: str, typed: Mapping[int, Typed]) -> Response:
    """Put a machine's translation into a field; words that were typed there stay before it."""
    slot_id, source = whole_number(request.form.get("machine", "")) or 0, read_tag(request.form.get("from", "")) or ""
    archive, actor = current.archive(), current.actor()
    with archive.unit_of_work(actor, write=True) as work:
        work.translating.keep(public_id, tag, section, typed)
    # On its own: whoever has asked too often finds their words again.
    with archive.unit_of_work(actor, write=True) as work:
        asked = work.translating.machine_question(public_id, tag, section, slot_id, source=source)
    # Nobody waits for the machine but the person who asked it.
    text = ask(archive.tools, asked)
    with archive.unit_of_work(actor, write=True) as work:
        work.translating.remember_machine(public_id, section, asked, text)
        part = work.translating.part(public_id, tag, section, current.reader_languages(), source=source)
        work.translating.keep(public_id, tag, section, _with_text(part, typed, slot_id, text))
    flash(_("It stands in the field now, as a draft that you alone can see. Please go through every word."), "done")
    return redirect(_address(public_id, tag, section, str(slot_id)), 303)


def _with_text(part: PartDesk, typed: Mapping[int, Typed], slot_id: int, text: str) -> Mapping[int, Typed]:
    """What was typed, with a text in one of the fields; words that were typed there stay before it."""
    one = typed.get(slot_id)
    if one is None:
        return typed
    is_line = any(slot.id == slot_id and slot.line for slot in part.slots)
    before = one.text.strip()
    both = text if before in ("", text) else before + (" " if is_line else "\n\n") + text
    return {**typed, slot_id: replace(one, text=both)}


def _use(work: BoundWork, public_id: str, tag: str, section: str, typed: Mapping[int, Typed]) -> _Done:
    """Put what was said before into a field."""
    at, _dot, unit = request.form.get("use", "").partition(".")
    slot_id, unit_id = whole_number(at) or 0, whole_number(unit) or 0
    languages, source = current.reader_languages(), read_tag(request.form.get("from", "")) or ""
    part = work.translating.part(public_id, tag, section, languages, source=source)
    text = work.translating.text_said_before(part, languages, slot_id, unit_id)
    if text:
        typed = _with_text(part, typed, slot_id, text)
    work.translating.keep(public_id, tag, section, typed)
    if not text:
        return _Done((("info", _("This text is offered no more. What you wrote is kept.")),), at=at)
    return _Done((("done", _("It stands in the field now, as a draft that you alone can see.")),), at=at)


def _take_on(work: BoundWork, public_id: str, tag: str, section: str, typed: Mapping[int, Typed]) -> _Done:
    work.translating.keep(public_id, tag, section, typed)
    other = work.translating.take_on(public_id, tag, section)
    if other:
        return _Done((("info", _("%(name)s works on this part already.", name=other)),))
    return _Done((("done", _("Others see now that you work on this part.")),))


def _release(work: BoundWork, public_id: str, tag: str, section: str, typed: Mapping[int, Typed]) -> _Done:
    work.translating.keep(public_id, tag, section, typed)
    work.translating.release(public_id, tag, section)
    return _Done((("done", _("This part is free for others now.")),))


_STEPS: Mapping[str, Callable[[BoundWork, str, str, str, Mapping[int, Typed]], _Done]] = {
    "keep": _keep,
    "throw": _throw_away,
    "take-on": _take_on,
    "use": _use,
    "release": _release,
}
"""What buttons do that do not save. Words that were typed are kept by each of them."""


def _page(
    public_id: str,
    target: str,
    section: str,
    *,
    typed: Mapping[int, Typed] | None = None,
    problems: Mapping[str, str] | None = None,
    theirs: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    tag = read_tag(target)
    if tag is None:
        raise NotFound
    source = read_tag(request.form.get("from", "") or request.args.get("source", "")) or ""
    with current.reading() as work:
        found = work.translating.part(public_id, tag, section, current.reader_languages(), source=source)
        helps = work.translating.help(found, current.reader_languages())
    html = render(
        "translating/part.html",
        part=found,
        desk=found.desk,
        rows=rows_of(found, typed or {}, problems or {}, theirs or {}),
        moved=any(slot.unsaved and slot.unsaved.target_id != slot.target_id for slot in found.slots) and not typed,
        lost=without_place(found, typed or {}, theirs or {}),
        helps=helps,
        problem=problem,
        label=label,
        conflict=status == 409,
        part_name=part_name,
        standings=STANDINGS,
    )
    return make_response(html, status)

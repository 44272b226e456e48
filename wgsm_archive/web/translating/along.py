"""Translating without a connection: taking a story along as a file or on paper, and bringing it back."""

from __future__ import annotations

import json
from collections.abc import Mapping

from flask import flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from wgsm_archive.domain.errors import Conflict, Refused
from wgsm_archive.domain.language import direction_of, read_tag
from wgsm_archive.domain.placeholders import masked, masked_alike
from wgsm_archive.domain.text import clean_text
from wgsm_archive.i18n import _, n_
from wgsm_archive.i18n.formats import language_name
from wgsm_archive.i18n.wording import problem
from wgsm_archive.ports.offline import MAX_FILE, Form, Words
from wgsm_archive.services.translating.bringing_back import Looked, Preview, Taken, read_file
from wgsm_archive.services.translating.desk import VersionDesk
from wgsm_archive.services.translating.matching import Row
from wgsm_archive.services.translating.taking_along import Place, TakenAlong
from wgsm_archive.web import access, current
from wgsm_archive.web.forms import whole_number
from wgsm_archive.web.streaming import takes_file_in_memory
from wgsm_archive.web.templating import render
from wgsm_archive.web.translating.blueprint import bp
from wgsm_archive.web.translating.forms import tag_of
from wgsm_archive.web.translating.wording import FATES, codes_wrong, place_of

FILE, TYPED, ROWS, TAKE, TEXT = "file", "typed", "rows", "take", "text."
KINDS: Mapping[Form, tuple[str, str]] = {
    Form.DOCX: ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    Form.OMEGAT: ("zip", "application/zip"),
    Form.PO: ("po", "text/x-gettext-translation"),
    Form.XLIFF: ("xlf", "application/xliff+xml"),
}
"""The ending and the type of each kind of file, in the order in which they are offered."""
LACKING = "lacking"


@bp.get("/<public_id>/<target>/along")
@access.allow(access.translators)
def along(public_id: str, target: str) -> Response:
    """What can be taken along, and the way back."""
    return _along_page(public_id, tag_of(target))


@bp.get("/<public_id>/<target>/along/file")
@access.allow(access.translators)
def file(public_id: str, target: str) -> Response:
    """A story as a file."""
    tag, kind = tag_of(target), request.args.get("kind", "")
    if kind not in list(Form):
        return redirect(url_for(".along", public_id=public_id, target=target), 303)
    form = Form(kind)
    taken = _taken(public_id, tag)
    words = Words(
        source=language_name(taken.parcel.source),
        target=language_name(taken.parcel.target),
        places={key: _place(place) for key, place in taken.places.items()},
    )
    ending, mimetype = KINDS[form]
    answer = make_response(current.archive().tools.offline.write(taken.parcel, form, words))
    answer.mimetype = mimetype
    answer.headers["Content-Disposition"] = f'attachment; filename="{public_id}-{tag}.{ending}"'
    return _kept_nowhere(answer)


@bp.get("/<public_id>/<target>/along/sheet")
@access.allow(access.translators)
def sheet(public_id: str, target: str) -> Response:
    """A story to be printed, with room to write on."""
    tag = tag_of(target)
    taken = _taken(public_id, tag)
    html = render(
        "translating/sheet.html",
        desk=_desk(public_id, tag),
        parcel=taken.parcel,
        units=[(unit, taken.paper_numbers[unit.key], _place(taken.places[unit.key])) for unit in taken.parcel.units],
        direction=direction_of,
    )
    return _kept_nowhere(make_response(html))


@bp.post("/<public_id>/<target>/along/back")
@access.allow(access.translators)
@takes_file_in_memory(MAX_FILE)
def back(public_id: str, target: str) -> Response:
    """Read a file, and show what taking it over would do.

    Raises:
        TooOften: somebody brought too many within a few minutes.
    """
    tag = tag_of(target)
    _desk(public_id, tag)
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.translating.count_file()
    given = request.files.get(FILE)
    try:
        if given is None or not given.filename:
            raise Refused({FILE: "file-empty"})
        # One byte more tells that there is more. The name of the file is never looked at.
        brought = read_file(current.archive().tools, given.stream.read(MAX_FILE + 1))
        with current.reading() as work:
            preview = work.translating.look(public_id, tag, brought)
    except Refused as refused:
        return _along_page(public_id, tag, refused.problems)
    return _preview_page(public_id, tag, preview)


@bp.get("/<public_id>/<target>/along/typed")
@access.allow(access.translators)
def typed(public_id: str, target: str) -> Response:
    """Type in what was written on paper."""
    return _typed_page(public_id, tag_of(target))


@bp.post("/<public_id>/<target>/along/typed")
@access.allow(access.translators)
def look_at_typed(public_id: str, target: str) -> Response:
    """Show what taking over the words of a sheet would do."""
    tag, source = tag_of(target), read_tag(request.form.get("source", "")) or ""
    try:
        with current.reading() as work:
            preview = work.translating.look_at_sheet(public_id, tag, request.form.get(TYPED, ""), source)
    except Refused as refused:
        return _typed_page(public_id, tag, refused.problems)
    return _preview_page(public_id, tag, preview)


@bp.post("/<public_id>/<target>/along/take")
@access.allow(access.translators)
def take(public_id: str, target: str) -> Response:
    """Save the paragraphs that were ticked."""
    tag, rows = tag_of(target), _rows_sent()
    revision = whole_number(request.form.get("revision"))
    ticked = {number for one in request.form.getlist(TAKE) if (number := whole_number(one)) is not None}
    problems: Mapping[str, str] = {}
    theirs: Mapping[str, str] = {}
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            taken = work.translating.take_over(public_id, tag, [row for row in rows if row.slot_id in ticked])
    except Refused as refused:
        problems = refused.problems
    except Conflict as conflict:
        theirs = conflict.theirs
    else:
        _say(taken)
        return redirect(url_for(".version", public_id=public_id, target=target), 303)
    with current.reading() as work:
        preview = work.translating.look_again(public_id, tag, rows, revision)
    # Where somebody was faster, saving over their text is decided anew.
    ticked -= {int(name) for name in theirs if name.isdigit()}
    return _preview_page(public_id, tag, preview, ticked=ticked, problems=problems, conflict=bool(theirs))


def _say(taken: Taken) -> None:
    if taken.changed:
        saved = n_("%(num)s paragraph was saved as a draft.", "%(num)s paragraphs were saved as drafts.", taken.changed)
        flash(saved, "done")
    if taken.confirmed:
        noted = n_(
            "Noted: %(num)s paragraph is still correct.",
            "Noted: %(num)s paragraphs are still correct.",
            taken.confirmed,
        )
        flash(noted, "done")
    if not taken.changed and not taken.confirmed:
        flash(_("Nothing has changed."), "info")


def _rows_sent() -> list[Row]:
    """The paragraphs that the page carries; what somebody mended on it takes the place of what the file held."""
    try:
        sent = json.loads(request.form.get(ROWS, "[]"))
    except (ValueError, RecursionError):
        return []
    rows = []
    for one in sent if isinstance(sent, list) else ():
        match one:
            case [int(slot_id), int(base_id), int() | None as target_id, str(text)] if _are_ids(slot_id, base_id):
                rows.append(Row(slot_id, base_id, target_id, clean_text(request.form.get(f"{TEXT}{slot_id}", text))))
    return rows


def _are_ids(*numbers: int) -> bool:
    return all(0 < number < 2**31 and not isinstance(number, bool) for number in numbers)


def _taken(public_id: str, tag: str) -> TakenAlong:
    source = read_tag(request.args.get("source", "")) or ""
    whole = request.args.get("what") != LACKING
    with current.reading() as work:
        return work.translating.take_along(public_id, tag, source=source, whole=whole)


def _desk(public_id: str, tag: str) -> VersionDesk:
    with current.reading() as work:
        return work.translating.version(public_id, tag)


def _place(place: Place) -> str:
    term = ""
    if place.term is not None:
        found = current.archive().tools.vocabularies.find(*place.term)
        term = found.label(current.reader_languages()) if found is not None else place.term[1]
    return place_of(place.field, term, place.number)


def _kept_nowhere(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _along_page(public_id: str, tag: str, problems: Mapping[str, str] | None = None) -> Response:
    html = render(
        "translating/along.html",
        desk=_desk(public_id, tag),
        kinds=list(KINDS),
        wrong={name: problem(code) for name, code in (problems or {}).items()},
    )
    return _kept_nowhere(make_response(html, 422 if problems else 200))


def _typed_page(public_id: str, tag: str, problems: Mapping[str, str] | None = None) -> Response:
    desk = _desk(public_id, tag)
    html = render(
        "translating/typed.html",
        desk=desk,
        typed=request.form.get(TYPED, ""),
        source=request.form.get("source") or request.args.get("source") or desk.source_language,
        wrong={name: problem(code) for name, code in (problems or {}).items()},
    )
    return _kept_nowhere(make_response(html, 422 if problems else 200))


def _preview_page(
    public_id: str,
    tag: str,
    preview: Preview,
    *,
    ticked: set[int] | None = None,
    problems: Mapping[str, str] | None = None,
    conflict: bool = False,
) -> Response:
    wrong = problems or {}
    html = render(
        "translating/brought.html",
        desk=_desk(public_id, tag),
        preview=preview,
        rows=[_row(one, ticked, wrong) for one in preview.rows],
        carried=_carried(preview),
        wrong=bool(wrong),
        conflict=conflict,
        direction=direction_of,
    )
    return _kept_nowhere(make_response(html, 422 if wrong else 409 if conflict else 200))


def _place_of_row(field: str) -> str:
    _how, vocabulary, term = field.split(".", 2) if field.startswith("how.") else ("", "", "")
    return _place(Place(field, 0, (vocabulary, term) if term else None))


def _row(one: Looked, ticked: set[int] | None, wrong: Mapping[str, str]) -> dict[str, object]:
    """A paragraph as the page shows it: all texts with the numbers of the source, so that they can be compared."""
    source = masked(one.source)
    code = wrong.get(str(one.row.slot_id), "")
    return {
        "one": one,
        "place": _place_of_row(one.field),
        "fate": FATES[one.fate],
        "source": source.text,
        "stands": masked_alike(one.stands, source.codes) or one.stands,
        "wanted": one.wanted if ticked is None else one.row.slot_id in ticked,
        "problem": problem(code) if code else "",
        "codes": codes_wrong(one.codes) if one.codes is not None else (),
        "legend": [(number, each.source) for number, each in enumerate(source.codes, start=1)],
    }


def _carried(preview: Preview) -> str:
    rows = [one.row for one in preview.rows]
    return json.dumps([[row.slot_id, row.base_id, row.target_id, row.text] for row in rows], ensure_ascii=False)

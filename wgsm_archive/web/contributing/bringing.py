"""Addresses of bringing a document: choose a file, look at what was found in it, take it over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import flash, make_response, request
from werkzeug.wrappers import Response

from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import ANONYMOUS, Actor, teller
from wgsm_archive.domain.case_study import (
    MAX_PHASES,
    OVERALL_WHY,
    TITLE,
    PhasePart,
    Section,
    is_field,
    ordered_fields,
    phase_field,
    read_phase_field,
)
from wgsm_archive.domain.errors import Conflict, NotNow, Refused
from wgsm_archive.domain.guessing import guess_language
from wgsm_archive.domain.spreading import NOWHERE, Piece
from wgsm_archive.domain.text import clean_text
from wgsm_archive.i18n import _
from wgsm_archive.i18n.numbers import number as number_words
from wgsm_archive.i18n.wording import PHASE_PROMPTS, PROMPTS, problem
from wgsm_archive.ports.documents import MAX_FILE, Words
from wgsm_archive.services.contributing import tellers
from wgsm_archive.services.contributing.bringing import LEFT_OUT, Brought, read_document
from wgsm_archive.services.contributing.writing import Draft
from wgsm_archive.services.submissions import INVITATION
from wgsm_archive.web import access, current
from wgsm_archive.web.contributing import arriving, forms
from wgsm_archive.web.contributing.routes import bp, ended, opened_here, say_set_aside, to, token
from wgsm_archive.web.streaming import takes_file_in_memory
from wgsm_archive.web.templating import render

FILE, LANGUAGE, SEEN = "file", "language", "seen"
_MOST_PIECES, _STEPS_IN_FULL = 400, 8


@dataclass(frozen=True, slots=True)
class Place:
    """A place for pieces, with those that are to go there, and what the draft says there already."""

    name: str
    heading: str
    pieces: list[tuple[int, Piece]]
    stands: str
    problem: str


@bp.get("/contribute/bring")
@access.allow(access.everyone)
def bring() -> Response:
    """Choose a file, for the draft that is open or for a new one."""
    draft = _draft()
    return _file_page(draft) if draft is None or draft.state is CaseState.DRAFT else to("contributing.story")


@bp.post("/contribute/bring")
@access.allow(access.everyone)
@takes_file_in_memory(MAX_FILE)
def bring_file() -> Response:
    """Read a file. The draft is begun, if there is none, only when the file can be used.

    Raises:
        TooOften: too many files came from one place.
    """
    draft = _draft()
    if draft is not None and draft.state is not CaseState.DRAFT:
        return ended(_("This story has been sent already, so it cannot be changed here. Your words are below."), 409)
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.contributing.bringing.count(arriving.place())
    try:
        words = _words_of_file()
        return _add(words) if draft is not None else _begin_with(words)
    except Refused as refused:
        return _file_page(draft, refused.problems)


def _words_of_file() -> Words:
    given = request.files.get(FILE)
    if given is None or not given.filename:
        raise Refused({FILE: "file-empty"})
    # One byte more tells that there is more; the name is looked at for its ending and forgotten.
    return read_document(current.archive().tools, given.stream.read(MAX_FILE + 1), given.filename)


def _add(words: Words) -> Response:
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.contributing.writing.stay(token())
        work.contributing.bringing.add(words)
    return _to_check(words)


def _begin_with(words: Words) -> Response:
    language, key = request.form.get(LANGUAGE, ""), request.form.get("form_key", "")
    language = language or guess_language(words.markdown)
    if not language:
        raise Refused({LANGUAGE: "file-language"})
    if not 20 <= len(key) <= 80:
        raise Refused({LANGUAGE: "form-old"})
    opened, is_set_aside = arriving.begin(language, key, {})
    if is_set_aside:
        say_set_aside()
    with current.archive().unit_of_work(_teller_of(opened), write=True) as work:
        work.contributing.bringing.add(words)
    return opened_here(_to_check(words), opened)


def _teller_of(opened: str) -> Actor:
    with current.archive().unit_of_work(ANONYMOUS) as work:
        case_id = tellers.case_of(work, opened)
    if case_id is None:
        return current.actor()
    return replace(current.actor(), case_id=case_id) if current.actor().is_signed_in else teller(case_id)


def _to_check(words: Words) -> Response:
    if words.pictures:
        flash(_("The pictures of the document were left out."), "info")
    return to("contributing.check_brought")


def _draft() -> Draft | None:
    if current.actor().case_id is None:
        return None
    with current.reading() as work:
        return work.contributing.writing.draft()


def _file_page(draft: Draft | None, problems: Mapping[str, str] | None = None) -> Response:
    wrong = {name: problem(code) for name, code in (problems or {}).items()}
    page = render(
        "contributing/bring.html",
        draft=draft,
        language_name=_language_name(draft.language) if draft else "",
        languages=sorted(
            ((tag, one.autonym) for tag, one in current.archive().tools.languages.items()),
            key=lambda pair: pair[1].casefold(),
        ),
        chosen=request.form.get(LANGUAGE, ""),
        form_key=request.form.get("form_key", "") or ("" if draft else arriving.form_key()),
        wrong=wrong,
        refused=wrong.get(INVITATION, ""),
        door=None if draft else arriving.door(),
        waits=bool(draft and _brought()),
    )
    return make_response(page, 422 if wrong else 200)


def _brought() -> Brought | None:
    with current.reading() as work:
        return work.contributing.bringing.waiting()


@bp.get("/contribute/bring/check")
@access.allow(access.everyone)
def check_brought() -> Response:
    """What was found in the document, spread over the questions."""
    draft = _draft()
    if draft is None:
        return to("contributing.start")
    if draft.state is not CaseState.DRAFT:
        return to("contributing.story")
    brought = _brought()
    return _check_page(draft, brought, brought.pieces) if brought else to("contributing.bring")


@bp.post("/contribute/bring/check")
@access.allow(access.everyone)
def take_brought() -> Response:
    """Take the pieces over, show them in their new order, or forget them."""
    draft = _draft()
    if draft is None:
        return ended()
    pieces, wish = _typed(), request.form.get("wish", "")
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            work.contributing.writing.stay(token())
            bringing, left = work.contributing.bringing, False
            if wish == "forget":
                bringing.let_go()
            elif wish == "take":
                left = bringing.take_over(pieces, request.form.get(SEEN, ""))
            else:
                bringing.arrange(pieces, request.form.get(SEEN, ""))
    except Refused as refused:
        return _check_page(draft, _brought(), pieces, problems=refused.problems)
    except Conflict:
        brought = _brought()
        if brought is None:
            return ended(_("What you brought was taken over or deleted in another window. Your words are below."), 409)
        return _check_page(draft, brought, pieces, conflict=True)
    except NotNow:
        return ended(_("This story has been sent already, so it cannot be changed here. Your words are below."), 409)
    return _onwards(wish, left=left)


def _onwards(wish: str, *, left: bool) -> Response:
    if wish == "forget":
        flash(_("What you brought is deleted. Your story is as it was."), "done")
        return to("contributing.step", name="title")
    if wish != "take":
        return to("contributing.check_brought")
    if left:
        flash(_("It is in your story now. These pieces still have no place: give them one, or leave them out."), "info")
        return to("contributing.check_brought")
    flash(_("It is in your story now. Go through the questions, and change what you like."), "done")
    return to("contributing.step", name="title")


def _typed() -> list[Piece]:
    """The pieces as they stand in the form at hand."""
    pieces = []
    for number in range(_MOST_PIECES):
        text = request.form.get(f"piece-{number}")
        if text is not None and text.strip():
            place = request.form.get(f"to-{number}", NOWHERE)
            pieces.append(Piece(clean_text(text), place if _is_place(place) else NOWHERE))
    return pieces


def _is_place(name: str) -> bool:
    step = read_phase_field(name)
    return name == LEFT_OUT or (is_field(name) and not name.startswith("how.") and (not step or step[0] <= MAX_PHASES))


def _check_page(
    draft: Draft,
    brought: Brought | None,
    pieces: tuple[Piece, ...] | list[Piece],
    *,
    problems: Mapping[str, str] | None = None,
    conflict: bool = False,
) -> Response:
    wrong = problems or {}
    guess = brought.guess if brought else ""
    page = render(
        "contributing/bring_check.html",
        draft=draft,
        places=_places(draft, pieces, wrong),
        choices=_choices(draft, pieces),
        seen=brought.mark if brought else "",
        conflict=conflict,
        wrong=bool(wrong),
        language_name=_language_name(draft.language),
        other_language=_language_name(guess) if guess and guess != draft.language.partition("-")[0] else "",
        nowhere=NOWHERE,
    )
    return make_response(page, 409 if conflict else 422 if wrong else 200)


def _language_name(tag: str) -> str:
    known = current.archive().tools.languages.get(tag)
    return known.autonym if known else tag


def _places(draft: Draft, pieces: tuple[Piece, ...] | list[Piece], wrong: Mapping[str, str]) -> list[Place]:
    """The places that pieces go to, in the order of the questions; what has none comes first, what is left out last."""
    by_place: dict[str, list[tuple[int, Piece]]] = {}
    for number, piece in enumerate(pieces):
        by_place.setdefault(piece.to, []).append((number, piece))
    fields = ordered_fields(name for name in by_place if name not in (NOWHERE, LEFT_OUT))
    named = [*[NOWHERE] * (NOWHERE in by_place), *fields, *[LEFT_OUT] * (LEFT_OUT in by_place)]
    return [
        Place(
            name,
            _heading(name),
            by_place[name],
            draft.texts.get(name, ""),
            problem(wrong[name]) if name in wrong else "",
        )
        for name in named
    ]


def _heading(name: str) -> str:
    if name == NOWHERE:
        return _("No place yet")
    if name == LEFT_OUT:
        return _("Left out")
    if name.startswith(f"{Section.STORY}."):
        _story, number, part = name.split(".")
        words = {"number": number_words(int(number)), "part": PHASE_PROMPTS[PhasePart(part)].heading}
        return _("Step %(number)s: %(part)s", **words)
    return str(PROMPTS[name].heading)


def _choices(draft: Draft, pieces: tuple[Piece, ...] | list[Piece]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Where a piece can go: groups of places with their names."""
    steps = min(forms.phases_in([*draft.texts, *(piece.to for piece in pieces)]) + 1, MAX_PHASES)
    # On a small phone each list counts: a very long story is sorted by its steps, and divided further in its form.
    parts = tuple(PhasePart) if steps <= _STEPS_IN_FULL else (PhasePart.WHEN, PhasePart.WE)
    story = [phase_field(number, part) for number in range(1, steps + 1) for part in parts]
    story = ordered_fields({*story, *(piece.to for piece in pieces if piece.to.startswith(f"{Section.STORY}."))})
    plain = [TITLE, *(name for name in Section if name is not Section.STORY), OVERALL_WHY]
    groups = [("", [NOWHERE, LEFT_OUT]), (_("Questions"), plain), (str(PROMPTS[Section.STORY].heading), story)]
    return [(heading, [(name, _heading(name)) for name in names]) for heading, names in groups]

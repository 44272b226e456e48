"""The tellers' pages about files: all files of a story, and one of them."""

from __future__ import annotations

from collections.abc import Mapping

from flask import make_response, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from wgsm_archive.domain.errors import NotFound, Refused, TooBusy, TooOften
from wgsm_archive.domain.ids import new_token
from wgsm_archive.domain.media import MOST_BYTES, Agreement, MediaKind
from wgsm_archive.domain.workflow import Act
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import PROMPTS, explanation, label, problem
from wgsm_archive.services.bound import BoundWork
from wgsm_archive.services.disclosure.media import MediaItem
from wgsm_archive.services.media.use_cases import FilesDesk
from wgsm_archive.web import access, current, language
from wgsm_archive.web.forms import ArchiveForm
from wgsm_archive.web.media import answers
from wgsm_archive.web.media.blueprint import bp
from wgsm_archive.web.media.forms import ACCEPT, SPOKEN, WORDS, boxes_of, words_form
from wgsm_archive.web.media.wording import standing
from wgsm_archive.web.templating import render


@bp.get(f"{language.PREFIX}/contribute/files")
@access.allow(access.everyone)
def files() -> Response:
    """All files of a story, and adding another."""
    story = request.args.get("story", "")
    if current.actor().case_id is None and not story:
        return redirect(url_for("contributing.start"), 303)
    form = words_form(with_file=True)(data={"form_key": new_token(), "story": story})
    return make_response(_files_page(_desk(story), form))


@bp.get(f"{language.PREFIX}/contribute/files/<public_id>")
@access.allow(access.everyone)
def one(public_id: str) -> Response:
    """The words on one file, and what is to be covered in it.

    Raises:
        NotFound: it is not of a story that is told here.
    """
    desk, item = _with_item(public_id)
    return make_response(_one_page(desk, item, _form_of(item)))


def files_again(refused: Refused, status: int = 422) -> Response:
    """The page of all files once more, with what was typed and what is wrong with it."""
    form = words_form(with_file=True)(request.form)
    # A file cannot be put back into the form; it comes as a new one.
    form["form_key"].data = new_token()
    _show_problems(form, refused)
    return make_response(_files_page(_desk(request.form.get("story", "")), form), status)


def later(problem: TooBusy | TooOften, public_id: str = "") -> Response:
    """Not at this moment; with what was typed."""
    is_busy = isinstance(problem, TooBusy)
    refused = Refused({"file": "cleaner-busy" if is_busy else "uploads-today"})
    status = 503 if is_busy else 429
    if answers.wants_json():
        answer = answers.problems(refused, status)
    else:
        answer = one_again(public_id, refused, status) if public_id else files_again(refused, status)
    answer.headers["Retry-After"] = str(problem.wait_seconds)
    return answer


def one_again(public_id: str, refused: Refused, status: int = 422, theirs: Mapping[str, str] | None = None) -> Response:
    """The page of one file once more, with what was typed and what is wrong with it.

    `theirs` is what somebody else wrote meanwhile, by field.
    """
    desk, item = _with_item(public_id)
    form = _form_of(item)
    _show_problems(form, refused)
    # Who was shown the other words has seen them; after any other problem they are still to be noticed.
    seen = item.words if theirs else request.form.get("seen", item.words)
    return make_response(_one_page(desk, item, form, theirs=theirs, seen=seen), status)


def _form_of(item: MediaItem) -> ArchiveForm:
    """The words of a file; what was typed stands above what is kept, and what a form did not ask for is kept."""
    spoken = current.known_languages() if item.kind is MediaKind.AUDIO else ()
    stands = {name: getattr(item, name) for name in WORDS + (SPOKEN if spoken else ())}
    if spoken:
        stands["transcript_language"] = stands["transcript_language"] or item.language
    return words_form(spoken=spoken)(MultiDict({**stands, **request.form}))


def ended(why: str = "", status: int = 404) -> Response:
    """The story is not open here (any more): the words that were typed are shown, and can be taken along.

    Raises:
        NotFound: nothing was typed.
    """
    if answers.wants_json():
        return answers.told(status)
    typed = {name: request.form[name] for name in ("alt", "caption", "people", "transcript") if request.form.get(name)}
    if not typed and not why:
        raise NotFound
    return make_response(render("media/ended.html", typed=typed, why=why), status)


def not_now() -> Response:
    """The story is hidden, or was declined: nothing can be added to it or changed."""
    return ended(_("Nothing can be added to the story or changed in it at the moment. Your words are below."), 409)


def stay(work: BoundWork) -> None:
    """Keep the story open in this browser for another while, because its tellers are at work."""
    if work.actor.case_id is not None:
        work.contributing.writing.stay(request.cookies.get(current.TELLER_COOKIE, ""))


def _desk(story: str) -> FilesDesk:
    with current.reading() as work:
        return work.media.desk(story)


def _with_item(public_id: str) -> tuple[FilesDesk, MediaItem]:
    with current.reading() as work:
        desk = work.media.desk(work.media.story_of(public_id))
    return desk, next(item for item in desk.items if item.id == public_id)


def _show_problems(form: ArchiveForm, refused: Refused) -> None:
    for name, code in refused.problems.items():
        if name in form:
            form[name].errors = [problem(code)]
        else:
            form.form_errors.append(problem(code))


def _files_page(desk: FilesDesk, form: ArchiveForm) -> str:
    return render(
        "media/files.html",
        desk=desk,
        form=form,
        accept=ACCEPT,
        most=MOST_BYTES[MediaKind.PHOTO],
        too_big=problem("too-big"),
        **_shared(desk),
    )


def _one_page(
    desk: FilesDesk, item: MediaItem, form: ArchiveForm, *, theirs: Mapping[str, str] | None = None, seen: str = ""
) -> str:
    shown = {name: _shown(form, name, value) for name, value in (theirs or {}).items() if name in form}
    return render(
        "media/one.html",
        desk=desk,
        item=item,
        form=form,
        seen=seen or item.words,
        errors=form.form_errors,
        cover=url_for("media.blur", public_id=item.id),
        back=url_for("media.one", public_id=item.id),
        theirs=shown,
        **boxes_of(request.form),
        **_shared(desk),
    )


def _shown(form: ArchiveForm, name: str, value: str) -> str:
    """What stands in a field, as its page would say it: the words of a choice, or the text."""
    choices = getattr(form[name], "choices", None) or ()
    return next((str(one.label) for one in choices if one.value == value), value)


def _shared(desk: FilesDesk) -> dict[str, object]:
    return {
        "Act": Act,
        "label": label,
        "agreements": {str(one): explanation(one) for one in Agreement},
        "standing": lambda item: standing(item, allowed=desk.allowed),
        "addresses": answers.addresses,
        "prompts": PROMPTS,
    }

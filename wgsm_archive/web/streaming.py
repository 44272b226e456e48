"""Files in forms go straight to the place where files come in, never to a common folder.

Documents whose words are read at once stay in memory. Only the addresses that are marked here take any file; the size
of everything is bounded before it is read.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any, TypeVar, cast

from flask import Flask, Request, current_app, g, request

from wgsm_archive.domain.actor import ANONYMOUS
from wgsm_archive.domain.media import LONGEST, MEGABYTE
from wgsm_archive.web import current

MAX_FILE_FORM = LONGEST + MEGABYTE
"""Bytes in a form with a file: the largest file, and the words beside it."""
_MARK, _IN_MEMORY, _PLACE = "__takes_file__", "__takes_file_in_memory__", "coming_file"
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(slots=True)
class Coming:
    """The file of the form at hand: the part it lies in, and the open handle that it is written through."""

    part: str
    handle: IO[bytes]
    length: int = 0


class _Nowhere(io.BytesIO):
    """Where files go that nobody asked for."""

    def write(self, data: Any) -> int:
        """Forget it."""
        return len(data)


class StreamingRequest(Request):
    """A request whose file is written where files come in."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if filename and _most_in_memory(self):
            return io.BytesIO()
        # The first file that has a name is the one; there is one field for it.
        if not filename or not _takes_file(self) or _PLACE in g:
            return _Nowhere()
        files = current.archive().tools.files
        part = files.begin()
        g.coming_file = Coming(part, files.open_part(part))
        return cast("Coming", g.coming_file).handle


def install(app: Flask) -> None:
    """Let files of the app's forms come in. To be installed before anything reads a form."""
    app.request_class = StreamingRequest
    app.before_request(_allow_more)
    app.teardown_request(_clear_away)


def takes_file(view: View) -> View:
    """Mark an address that takes a file."""
    setattr(view, _MARK, True)
    return view


def takes_file_in_memory(most: int) -> Callable[[View], View]:
    """Mark an address that takes a file of so many bytes, which is read at once and written nowhere.

    What is a little longer still arrives, so that its own page can say so.
    """

    def mark(view: View) -> View:
        setattr(view, _IN_MEMORY, most)
        return view

    return mark


def coming() -> Coming | None:
    """The file of the form at hand, closed and whole; None when there was none. It is deleted after the request."""
    request.form  # noqa: B018 - reading the form is what brings the file in
    found = cast("Coming | None", g.get(_PLACE))
    if found is not None and not found.handle.closed:
        found.length = found.handle.seek(0, io.SEEK_END)
        found.handle.close()
    return found


def takes_file_now() -> bool:
    """Whether the address at hand takes a file."""
    return _takes_file(request)


def _takes_file(incoming: Request) -> bool:
    view = current_app.view_functions.get(incoming.endpoint or "")
    return bool(getattr(view, _MARK, False))


def _most_in_memory(incoming: Request) -> int:
    view = current_app.view_functions.get(incoming.endpoint or "")
    return int(getattr(view, _IN_MEMORY, 0))


def _allow_more() -> None:
    most = _most_in_memory(request)
    if most:
        # Somebody who has begun no story yet may begin it with a document.
        request.max_content_length = most + 2 * MEGABYTE
    # Whoever tells no story has no file to send: for them the smaller bound holds.
    if _takes_file(request) and current.actor() is not ANONYMOUS:
        request.max_content_length = MAX_FILE_FORM


def _clear_away(problem: BaseException | None) -> None:
    found = cast("Coming | None", g.pop(_PLACE, None))
    if found is not None:
        found.handle.close()
        current.archive().tools.files.drop_part(found.part)

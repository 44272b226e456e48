"""What the tasks that clean files answer, and how it travels between two processes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from wgsm_archive.domain.media import Format, Size
from wgsm_archive.ports.media import Cleaned


class Unclean(Exception):
    """Nothing of a file can be kept; `code` is that of the rule."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def framed(head: Mapping[str, Any], content: bytes = b"") -> bytes:
    """A line of JSON, and bytes after it."""
    return json.dumps(head).encode() + b"\n" + content


def unframed(message: bytes) -> tuple[dict[str, Any], memoryview]:
    """The two parts again. Raises ValueError."""
    end = message.index(b"\n")
    head = json.loads(message[:end])
    if not isinstance(head, dict):
        raise TypeError
    return head, memoryview(message)[end + 1 :]


def packed(made: Cleaned) -> bytes:
    """What was made, as bytes."""
    head = {
        "format": str(made.format),
        "sizes": [[str(size), len(content)] for size, content in made.sizes.items()],
        "width": made.width,
        "height": made.height,
        "seconds": made.seconds,
    }
    return framed(head, b"".join(made.sizes.values()))


def unpacked(message: bytes) -> Cleaned:
    """What was made. The other side may have been taken over by a file, so nothing it says is believed.

    Raises:
        Unclean: it refused the file.
        ValueError, TypeError, KeyError: it makes no sense.
    """
    head, content = unframed(message)
    if "problem" in head:
        code = str(head["problem"])
        raise Unclean(code if code.replace("-", "").isalnum() and len(code) < 40 else "file-unreadable")
    sizes, at = {}, 0
    for size, length in head["sizes"]:
        if not isinstance(length, int) or length < 1:
            raise ValueError(length)
        sizes[Size(size)] = bytes(content[at : at + length])
        at += length
    if at != len(content) or not sizes:
        raise ValueError(at)
    return Cleaned(Format(head["format"]), sizes, *(_number(head[name]) for name in ("width", "height", "seconds")))


def _number(value: Any) -> int:
    if not isinstance(value, int) or not 0 <= value < 1_000_000:
        raise ValueError(value)
    return value

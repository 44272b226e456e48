"""From a path to the records in it, one at a time: lines of JSON, TOML files, folders of both."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from wgsm_archive.domain.errors import ArchiveError
from wgsm_archive.services.sharing.node import Doubled
from wgsm_archive.services.sharing.problems import Code, Problem, Unreadable

MAX_RECORD = 16 * 1024 * 1024
"""Bytes of one record: many times the longest story in thirty languages."""

READ = (".jsonl", ".toml")
_BOM = b"\xef\xbb\xbf"
_CHUNK = 1024 * 1024


class NothingToRead(ArchiveError):
    """There is no such file, or a folder holds none that can be read."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A record as it came, or why there is none. `line` counts from 1."""

    file: str
    line: int
    value: Any = None
    problem: Problem | None = None


def records_in(path: Path) -> Iterator[Sent]:
    """The records of a file or of a folder and the folders below it, in the order of their names.

    Nothing but the record at hand is held in memory. Hidden files are passed over.

    Raises:
        NothingToRead: when asked for the first record.
    """
    files = _files(path)
    for file in files:
        shown = str(file.relative_to(path)) if path.is_dir() else file.name
        try:
            if file.suffix.lower() == ".jsonl":
                with file.open("rb") as stream:
                    yield from json_lines(stream, shown)
            else:
                yield _toml(file, shown)
        except OSError as problem:
            yield Sent(shown, 0, problem=Problem(Code.UNREADABLE, detail=problem.strerror or "", refused=True))


def _files(path: Path) -> Sequence[Path]:
    if path.is_dir():
        found = sorted(file for file in path.rglob("*") if file.is_file() and not _is_hidden(file.relative_to(path)))
    elif path.is_file():
        found = [path]
    else:
        raise NothingToRead(f"there is no file or folder {path}")
    if not found:
        raise NothingToRead(f"{path} holds no file")
    return found


def _is_hidden(file: Path) -> bool:
    return any(part.startswith(".") for part in file.parts)


def json_lines(stream: BinaryIO, file: str) -> Iterator[Sent]:
    """The objects of a stream, one a line; empty lines are passed over."""
    number = 0
    while line := stream.readline(MAX_RECORD):
        number += 1
        if not line.endswith(b"\n") and _skip_rest(stream):
            yield Sent(file, number, problem=Problem(Code.TOO_BIG, detail=f"{MAX_RECORD} bytes at most", refused=True))
            continue
        if number == 1:
            line = line.removeprefix(_BOM)
        if line.strip():
            yield _json(line, file, number)


def _skip_rest(stream: BinaryIO) -> bool:
    """Pass over what is left of a line that is too long; False where there was nothing left."""
    rest = stream.readline(_CHUNK)
    if not rest:
        return False
    while rest and not rest.endswith(b"\n"):
        rest = stream.readline(_CHUNK)
    return True


def _json(line: bytes, file: str, number: int) -> Sent:
    try:
        value = json.loads(line.decode(), object_pairs_hook=_object, parse_constant=_no_number)
    except UnicodeDecodeError as problem:
        return _unreadable(file, number, f"byte {problem.start + 1} is not UTF-8")
    except json.JSONDecodeError as problem:
        return _unreadable(file, number, f"{problem.msg} at character {problem.pos + 1}")
    except RecursionError:
        return Sent(file, number, problem=Problem(Code.TOO_DEEP, refused=True))
    except ValueError as problem:
        return _unreadable(file, number, str(problem))
    return Sent(file, number, value)


def _unreadable(file: str, number: int, why: str) -> Sent:
    return Sent(file, number, problem=Problem(Code.UNREADABLE, detail=why, refused=True))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    again = Doubled(made)
    again.keys_again = frozenset(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
    return again


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is not a number in JSON")


def _toml(file: Path, shown: str) -> Sent:
    if file.suffix.lower() not in READ:
        kind = f"{file.suffix or 'no suffix'}; read are {' and '.join(READ)}"
        return Sent(shown, 0, problem=Problem(Code.KIND, detail=kind, refused=True))
    if file.stat().st_size > MAX_RECORD:
        return Sent(shown, 0, problem=Problem(Code.TOO_BIG, detail=f"{MAX_RECORD} bytes at most", refused=True))
    try:
        return Sent(shown, 1, tomllib.loads(file.read_text(encoding="utf-8-sig")))
    except UnicodeDecodeError as problem:
        return _unreadable(shown, 1, f"byte {problem.start + 1} is not UTF-8")
    except RecursionError:
        return Sent(shown, 1, problem=Problem(Code.TOO_DEEP, refused=True))
    except ValueError as problem:
        return _unreadable(shown, 1, str(problem))


def expect_object(sent: Sent) -> Any:
    """The record itself.

    Raises:
        Unreadable: there is none.
    """
    if sent.problem is not None:
        raise Unreadable(sent.problem.code, sent.problem.place, sent.problem.detail)
    if not isinstance(sent.value, dict):
        raise Unreadable(Code.NOT_OBJECT, detail=sent.value)
    if isinstance(sent.value, Doubled):
        raise Unreadable(Code.REPEATED_KEY, min(sent.value.keys_again))
    return sent.value

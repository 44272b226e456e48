"""Files that translators take along and bring back. Reading is done in the sandbox; here stands what asks for it."""

from __future__ import annotations

import json
import re

from wgsm_archive.adapters import sandbox
from wgsm_archive.adapters.offline.writing import WRITERS
from wgsm_archive.ports.offline import MAX_FILE, Brought, BroughtText, Form, Parcel, Unreadable, Words

LIMITS = sandbox.Limits(memory=300 * 1024 * 1024, answer=24 * 1024 * 1024, processor=15, clock=30)
_TASK = "wgsm_archive.adapters.offline.reading:read"


class SandboxedOfflineFiles:
    """Writes files and reads them, see `ports.offline`."""

    def write(self, parcel: Parcel, form: Form, words: Words) -> bytes:
        """A file."""
        return WRITERS[form](parcel, words)

    def read(self, content: bytes) -> Brought:
        """What a file brings back."""
        if len(content) > MAX_FILE:
            raise Unreadable("too-big")
        try:
            answer = json.loads(sandbox.run(_TASK, content, LIMITS))
        except sandbox.Overrun:
            raise Unreadable("file-too-much") from None
        except sandbox.Busy:
            raise Unreadable("file-busy") from None
        except (sandbox.Broken, ValueError):
            raise Unreadable("file-unreadable") from None
        return _brought(answer)


def _brought(answer: object) -> Brought:
    """The answer as what it should be; whoever broke into the process could answer anything."""
    match answer:
        case {"problem": str(code)}:
            raise Unreadable(code if re.fullmatch(r"[a-z-]{1,40}", code) else "file-unreadable")
        case {"brought": [str(story), int() | None as revision, str(source), str(target), [*rows]]}:
            return Brought(story, revision, source, target, tuple(map(_text, rows)))
    raise Unreadable("file-unreadable")


def _text(row: object) -> BroughtText:
    match row:
        case [str(key), str(source), str(text)]:
            return BroughtText(key, source, text)
    raise Unreadable("file-unreadable")

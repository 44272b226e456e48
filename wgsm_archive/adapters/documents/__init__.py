"""Reading documents that people bring. The work is done in the sandbox; here stands only what asks for it."""

from __future__ import annotations

import json
import re

from wgsm_archive.adapters import sandbox
from wgsm_archive.ports.documents import MAX_FILE, Unusable, Words

LIMITS = sandbox.Limits(memory=300 * 1024 * 1024, answer=8 * 1024 * 1024, processor=20, clock=40)
_TASK = "wgsm_archive.adapters.documents.converting:convert"
_ENDING = re.compile(r"\.([A-Za-z0-9]{1,10})\s*\Z")


class SandboxedDocuments:
    """The reader of documents, see `ports.documents`."""

    def read(self, content: bytes, name: str) -> Words:
        """The words of a file."""
        if len(content) > MAX_FILE:
            raise Unusable("too-big")
        found = _ENDING.search(name)
        ending = found[1].lower() if found else ""
        try:
            answer = json.loads(sandbox.run(_TASK, f"{ending}\n".encode() + content, LIMITS))
        except sandbox.Overrun:
            raise Unusable("file-too-much") from None
        except sandbox.Busy:
            raise Unusable("file-busy") from None
        except (sandbox.Broken, ValueError):
            raise Unusable("file-unreadable") from None
        return _words(answer)


def _words(answer: object) -> Words:
    """The answer as what it should be; whoever broke into the process could answer anything."""
    match answer:
        case {"problem": str(code)}:
            raise Unusable(code if re.fullmatch(r"[a-z-]{1,40}", code) else "file-unreadable")
        case {"markdown": str(markdown), "pictures": bool(pictures)}:
            return Words(markdown, pictures)
    raise Unusable("file-unreadable")

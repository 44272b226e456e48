"""The cleaner that leaves all work on strangers' files to a process of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wgsm_archive.adapters import sandbox
from wgsm_archive.adapters.media.made import Unclean, framed, unpacked
from wgsm_archive.domain.errors import Refused, TooBusy
from wgsm_archive.domain.media import LONGEST, MEGABYTE, Box
from wgsm_archive.ports.media import Cleaned

_TASKS = "wgsm_archive.adapters.media.tasks"
_LIMITS = sandbox.Limits(memory=512 * MEGABYTE, answer=LONGEST + MEGABYTE, processor=12, clock=30)
_WAIT_SECONDS = 10


class SandboxedCleaner:
    """Nothing of a file is decoded or unpacked in this process."""

    def clean(self, content: bytes, name: str) -> Cleaned:
        """What may be kept of a file that came under a name. Raises `Refused`, `TooBusy`."""
        return _done("clean", {"name": name}, content)

    def blur(self, full: bytes, boxes: Sequence[Box]) -> Cleaned:
        """A photo of ours without what lies under the boxes. Raises `Refused`, `TooBusy`."""
        sent = [[box.left, box.top, box.width, box.height] for box in boxes]
        return _done("blur", {"boxes": sent}, full)


def _done(task: str, head: Mapping[str, Any], content: bytes) -> Cleaned:
    try:
        return unpacked(sandbox.run(f"{_TASKS}:{task}", framed(head, content), _LIMITS))
    except Unclean as problem:
        raise Refused({"file": problem.code}) from None
    except sandbox.Busy:
        raise TooBusy(_WAIT_SECONDS) from None
    except sandbox.Overrun:
        raise Refused({"file": "file-heavy"}) from None
    except (sandbox.Broken, ValueError, TypeError, KeyError):
        raise Refused({"file": "file-unreadable"}) from None

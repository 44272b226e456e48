"""What facilitators can ask of the archive, as `work.reviewing`."""

from __future__ import annotations

from wgsm_archive.services.reviewing.queue import Queue, queue
from wgsm_archive.services.work import Work


class Reviewing:
    """The use-cases of facilitators in one unit of work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def queue(self, *, offset: int = 0, limit: int = 20) -> Queue:
        """What waits."""
        return queue(self._work, offset=offset, limit=limit)

"""What tellers can ask of the archive, as `work.contributing`."""

from __future__ import annotations

from wgsm_archive.services.contributing.bringing import Bringing
from wgsm_archive.services.contributing.drafts import Drafts
from wgsm_archive.services.contributing.fuller import Fuller
from wgsm_archive.services.contributing.mine import Mine
from wgsm_archive.services.contributing.reading_back import ReadingBack
from wgsm_archive.services.contributing.returning import Returning
from wgsm_archive.services.contributing.settling import Settling
from wgsm_archive.services.contributing.writing import Writing
from wgsm_archive.services.work import Work


class Contributing:
    """The use-cases of tellers: before sending, and after coming back with a code."""

    def __init__(self, work: Work) -> None:
        self.writing = Writing(work)
        self.returning = Returning(work)
        self.settling = Settling(work)
        self.mine = Mine(work)
        self.fuller = Fuller(work)
        self.drafts = Drafts(work)
        self.bringing = Bringing(work)
        self.reading_back = ReadingBack(work)

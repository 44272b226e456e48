"""What facilitators can ask of the archive, as `work.reviewing`."""

from __future__ import annotations

from wgsm_archive.domain.case_study import CaseFacts
from wgsm_archive.services.reviewing.caring import Caring
from wgsm_archive.services.reviewing.deciding import Deciding
from wgsm_archive.services.reviewing.desk import (
    Desk,
    OwnWords,
    TextDesk,
    desk,
    facts_desk,
    own_words,
    proposed,
    text_desk,
)
from wgsm_archive.services.reviewing.editing import Editing
from wgsm_archive.services.reviewing.marks import Marks
from wgsm_archive.services.reviewing.pile import Pile
from wgsm_archive.services.reviewing.queue import Queue, Whose, queue
from wgsm_archive.services.reviewing.trail import Trail, trail
from wgsm_archive.services.reviewing.withdrawals import Withdrawal, withdrawals
from wgsm_archive.services.work import Work


class Reviewing:
    """The use-cases of facilitators in one unit of work: what they read here, what they do in its parts."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self.deciding = Deciding(work)
        self.editing = Editing(work)
        self.marks = Marks(work)
        self.pile = Pile(work)
        self.caring = Caring(work)

    def queue(self, *, whose: Whose = Whose.ALL, language: str = "", offset: int = 0, limit: int = 20) -> Queue:
        """What waits."""
        return queue(self._work, whose=whose, language=language, offset=offset, limit=limit)

    def desk(self, public_id: str, languages: tuple[str, ...]) -> Desk:
        """One story for its review; `languages` are the reader's."""
        return desk(self._work, public_id, languages)

    def text(self, public_id: str, languages: tuple[str, ...]) -> TextDesk:
        """The text of a story for changing it."""
        return text_desk(self._work, public_id, languages)

    def proposed(self, public_id: str, proposal_id: int) -> dict[str, str]:
        """The whole text as its tellers propose it."""
        return proposed(self._work, public_id, proposal_id)

    def facts(self, public_id: str) -> tuple[CaseFacts, int]:
        """The structured fields of a story and their revision."""
        return facts_desk(self._work, public_id)

    def own_words(self, public_id: str) -> dict[str, tuple[OwnWords, ...]]:
        """What the tellers said in their own words on terms, list by list."""
        return own_words(self._work, public_id)

    def trail(self, public_id: str) -> Trail:
        """What happened to a story."""
        return trail(self._work, public_id)

    def withdrawals(self, *, offset: int = 0, limit: int = 20) -> tuple[list[Withdrawal], int]:
        """Stories that were taken out of sight, and how many they are."""
        return withdrawals(self._work, offset=offset, limit=limit)

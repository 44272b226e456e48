"""What the boards of translators show, as `work.translating.boards`."""

from __future__ import annotations

from collections.abc import Mapping

from wgsm_archive.domain.actor import Role
from wgsm_archive.domain.errors import NotAllowed, SignInNeeded
from wgsm_archive.services.translating import changes, crediting, digests, sprint, tally
from wgsm_archive.services.translating import progress as progressing
from wgsm_archive.services.translating.changes import ChangedParagraph
from wgsm_archive.services.translating.crediting import MyCredit
from wgsm_archive.services.translating.lists import Listed
from wgsm_archive.services.translating.news import News
from wgsm_archive.services.translating.progress import LanguageProgress
from wgsm_archive.services.translating.sprint import SprintDesk
from wgsm_archive.services.translating.tally import MyWork
from wgsm_archive.services.translating.typed import Typed
from wgsm_archive.services.work import Work


class Boards:
    """The use-cases of the pages that show a translator what there is to do, and what they have done."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def progress(self) -> tuple[LanguageProgress, ...]:
        """How far the archive is in each language; open to everybody."""
        return progressing.progress(self._work)

    def changed(self, *, offset: int, limit: int) -> Listed[ChangedParagraph]:
        """Paragraphs of the actor's that are behind now."""
        require_translator(self._work)
        return changes.changed(self._work, offset=offset, limit=limit)

    def mine(self, *, offset: int, limit: int) -> MyWork:
        """What the actor has translated."""
        require_translator(self._work)
        return tally.my_work(self._work, offset=offset, limit=limit)

    def news(self) -> News | None:
        """What is new for the actor where no letter tells them; None for nothing."""
        return digests.news_on_the_board(self._work)

    def note_news(self, upto: int) -> None:
        """The actor has seen what is new up to this event of the trail."""
        require_translator(self._work)
        digests.note_news(self._work, upto)

    def my_credit(self, public_id: str, target: str) -> MyCredit | None:
        """How the actor is named under a translation; None for whoever wrote nothing of it."""
        return crediting.my_credit(self._work, public_id, target)

    def choose_credit(self, public_id: str, target: str, name: str | None) -> None:
        """Be named otherwise under one translation; see `crediting.choose_credit`."""
        crediting.choose_credit(self._work, public_id, target, name)

    def sprint(self, language: str, languages: tuple[str, ...], *, skip: int = 0, public_id: str = "") -> SprintDesk:
        """Title and summary of the story at this place of the list, or of the one that is named."""
        require_translator(self._work)
        return sprint.sprint_desk(self._work, language, languages, skip=skip, public_id=public_id)

    def save_sprint(self, public_id: str, language: str, source: str, typed: Mapping[int, Typed]) -> int:
        """Save title and summary, and begin the translation where nobody has; gives how many paragraphs changed."""
        require_translator(self._work)
        return sprint.save_sprint(self._work, public_id, language, source, typed)


def require_translator(work: Work) -> None:
    """Let translators pass.

    Raises:
        SignInNeeded, NotAllowed: the actor is none.
    """
    if not work.actor.has(Role.TRANSLATOR, Role.FACILITATOR):
        raise NotAllowed if work.actor.is_signed_in else SignInNeeded

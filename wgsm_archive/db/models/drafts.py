"""Words of a draft that are saved while they are being written."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wgsm_archive.db.base import Base, HasId
from wgsm_archive.db.guards import GuardedForTellers


class DraftWords(HasId, GuardedForTellers, Base):
    """What stands in one step of a draft while somebody writes there. Replaced each time, so it has no history.

    `page` names the page it is typed in, and `number` counts what that page has sent. `based_on` is the revision
    of the story that the page was made from.
    """

    __tablename__ = "draft_words"
    __table_args__ = (UniqueConstraint("case_id", "step"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"))
    step: Mapped[str] = mapped_column(String(60))
    page: Mapped[str] = mapped_column(String(80))
    number: Mapped[int]
    based_on: Mapped[int]
    texts: Mapped[dict[str, str]]

    @property
    def mark(self) -> str:
        """Tells this state of the words from every other."""
        return f"{self.page}:{self.number}"

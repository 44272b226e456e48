"""What happens when the last day of a consent is over."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from wgsm_archive.db.access_guard import lasting
from wgsm_archive.db.models import Case, Job
from wgsm_archive.domain.access import CaseState
from wgsm_archive.services.labelling import relabel
from wgsm_archive.services.reactions import INDEX_CASE
from wgsm_archive.services.work import Work

_ENDED = lasting(
    select(Case.id)
    .where(Case.consent_until < bindparam("today"), Case.state == CaseState.PUBLISHED)
    .order_by(Case.id)
    .with_for_update()
)


def let_consent_end(work: Work) -> None:
    """Close every story whose consent ran out before today; doing it again changes nothing."""
    ended = work.session.scalars(_ENDED, {"today": work.today}).all()
    relabel(work.session, ended, work.today)
    work.session.add_all(Job(kind=INDEX_CASE, case_id=one, payload={}, not_before=work.now) for one in ended)

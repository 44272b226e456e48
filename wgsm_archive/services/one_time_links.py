"""Links that are good once: invitations, and resets of a password."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from wgsm_archive.db.models import OneTimeLink
from wgsm_archive.domain.actor import Role
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.ids import new_token, token_hash
from wgsm_archive.services.work import Work

INVITATION_HOLDS = dt.timedelta(days=7)
RESET_HOLDS = dt.timedelta(minutes=30)


def make_link(work: Work, purpose: str, *, roles: Collection[Role] = (), person_id: int | None = None) -> str:
    """A one-time link's token, shown once: an invitation with roles, or a reset for somebody."""
    token = new_token()
    holds = INVITATION_HOLDS if purpose == "invite" else RESET_HOLDS
    work.session.add(
        OneTimeLink(
            token_hash=token_hash(token),
            purpose=purpose,
            person_id=person_id,
            roles=[str(role) for role in roles],
            made_by=work.actor.person_id,
            ends_at=work.now + holds,
        )
    )
    event = Event.INVITED if purpose == "invite" else Event.RESET_LINK
    work.record(Happened(event, person_id=person_id))
    return token

"""Links that are good once: invitations, and resets of a password. The address is shown once and kept nowhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import delete

from wgsm_archive.db.models import OneTimeLink, Person
from wgsm_archive.domain.actor import Role
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.ids import new_token, token_hash
from wgsm_archive.services.work import Work

INVITE, RESET = "invite", "reset"
INVITATION_HOLDS = dt.timedelta(days=7)
RESET_HOLDS = dt.timedelta(minutes=30)


def make_invitation(
    work: Work,
    roles: Collection[Role],
    *,
    languages: Collection[str] = (),
    note: str = "",
    holds: dt.timedelta = INVITATION_HOLDS,
) -> str:
    """An invitation's token: who follows it gets an account with these roles and languages."""
    work.record(Happened(Event.INVITED, detail={"roles": " ".join(sorted(roles))}))
    return _add(
        work,
        OneTimeLink(purpose=INVITE, roles=sorted(roles), languages=list(languages), note=note),
        holds,
    )


def make_reset(work: Work, person: Person) -> str:
    """The token of a link with which somebody chooses a new password; links they had for it hold no longer."""
    forget_resets(work, person.id)
    work.record(Happened(Event.RESET_LINK, person_id=person.id))
    return _add(work, OneTimeLink(purpose=RESET, person_id=person.id), RESET_HOLDS)


def forget_resets(work: Work, person_id: int) -> None:
    """Let no link for a new password of somebody hold any longer."""
    work.session.execute(delete(OneTimeLink).where(OneTimeLink.person_id == person_id))


def _add(work: Work, link: OneTimeLink, holds: dt.timedelta) -> str:
    # Links that are over are of no use to anybody; their notes may name people.
    work.session.execute(delete(OneTimeLink).where(OneTimeLink.ends_at <= work.now))
    token = new_token()
    link.token_hash, link.made_by, link.ends_at = token_hash(token), work.actor.person_id, work.now + holds
    work.session.add(link)
    return token

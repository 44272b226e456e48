"""Who may ask for the tools of stewards."""

from __future__ import annotations

from wgsm_archive.domain.actor import ActorKind, Role
from wgsm_archive.domain.errors import NotAllowed
from wgsm_archive.services.work import Work


def require_steward(work: Work) -> None:
    """Go on for stewards, and for an operator at the console.

    Raises:
        NotAllowed: anybody else.
    """
    if not work.actor.has(Role.STEWARD) and work.actor.kind is not ActorKind.SYSTEM:
        raise NotAllowed

"""Who asks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person may do beyond reading as a member."""

    MEMBER = "member"
    TRANSLATOR = "translator"
    FACILITATOR = "facilitator"
    STEWARD = "steward"


class ActorKind(StrEnum):
    """The ways of coming to the archive."""

    ANONYMOUS = "anonymous"
    TELLER = "teller"
    PERSON = "person"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody, or the archive's own worker, on whose behalf a unit of work runs.

    `case_id` is the one story that a teller's code opens; a person may hold such a code as well.
    """

    kind: ActorKind = ActorKind.ANONYMOUS
    person_id: int | None = None
    name: str = ""
    roles: frozenset[Role] = frozenset()
    organisation_ids: frozenset[int] = frozenset()
    languages: tuple[str, ...] = ()
    case_id: int | None = None

    def has(self, *roles: Role) -> bool:
        """Whether the actor holds one of these roles."""
        return not self.roles.isdisjoint(roles)

    @property
    def is_signed_in(self) -> bool:
        """A person with an account."""
        return self.kind is ActorKind.PERSON


ANONYMOUS = Actor()
SYSTEM = Actor(kind=ActorKind.SYSTEM)


def teller(case_id: int) -> Actor:
    """The holder of a receipt code or of an unsent draft."""
    return Actor(kind=ActorKind.TELLER, case_id=case_id)

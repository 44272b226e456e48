"""Who may open which address: every endpoint says so, or the app refuses to start. The door is kept for each view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app, request

from wgsm_archive.domain.actor import Actor, Role
from wgsm_archive.domain.errors import NotAllowed, SignInNeeded
from wgsm_archive.web import current

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "__allowed__"


class UndeclaredEndpoint(RuntimeError):
    """An address that does not say who may open it."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """A rule for opening an address. Reading and acting rules still hold behind it."""

    name: str
    holds: Callable[[Actor], bool]


everyone = Allowed("everyone", lambda actor: True)
signed_in = Allowed("signed in", lambda actor: actor.is_signed_in)
tellers = Allowed("tellers", lambda actor: actor.case_id is not None)
translators = Allowed("translators", lambda actor: actor.has(Role.TRANSLATOR, Role.FACILITATOR))
facilitators = Allowed("facilitators", lambda actor: actor.has(Role.FACILITATOR))
stewards = Allowed("stewards", lambda actor: actor.has(Role.STEWARD))


def install(app: Flask) -> None:
    """Keep the door of every address of the app."""
    app.before_request(_keep_door)


def allow(rule: Allowed) -> Callable[[View], View]:
    """Declare who may open an address; nearest to the view function."""

    def mark(view: View) -> View:
        setattr(view, _MARK, rule)
        return view

    return mark


def rule_of(app: Flask, endpoint: str) -> Allowed | None:
    """The declared rule of an endpoint."""
    rule: Allowed | None = getattr(app.view_functions[endpoint], _MARK, None)
    return rule


def require_declarations(app: Flask) -> None:
    """Check every endpoint.

    Raises:
        UndeclaredEndpoint: names those without a rule.
    """
    missing = sorted(name for name in app.view_functions if rule_of(app, name) is None)
    if missing:
        raise UndeclaredEndpoint(", ".join(missing))


def _keep_door() -> None:
    if request.endpoint is None:
        return
    rule, actor = rule_of(current_app, request.endpoint), current.actor()
    # An address that was added after the start, and so was never checked, stays shut.
    if rule is None or not rule.holds(actor):
        raise NotAllowed if actor.is_signed_in else SignInNeeded

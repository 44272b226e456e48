"""`wgsm user`: what it says, and its exit status."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from wgsm_archive.app import create_app, create_archive
from wgsm_archive.cli.context import Context
from wgsm_archive.cli.main import wgsm
from wgsm_archive.domain.actor import ANONYMOUS, Role
from wgsm_archive.services.accounts import doors, sessions
from wgsm_archive.services.accounts.doors import SignInTry
from wgsm_archive.services.archive import Archive
from wgsm_archive.settings import Settings


@pytest.fixture
def context(tmp_path: Path) -> Context:
    return Context(Settings(instance=tmp_path / "instance"), create_archive, create_app)


def run(context: Context, *words: str) -> Result:
    return CliRunner().invoke(wgsm, ["user", *words], obj=context)


def roles_of(archive: Archive, token: str | None) -> frozenset[Role] | None:
    with archive.unit_of_work(ANONYMOUS) as work:
        found = sessions.signed_in(work, token or "")
    return found.actor.roles if found else None


def test_an_account_is_made_and_its_password_works(context: Context):
    made = run(context, "add", "Doña Rosa", "--role", "facilitator", "--role", "steward")
    assert made.exit_code == 0
    found = re.fullmatch(r"(donarosa)  ([a-z]+(?:-[a-z]+){5})\n", made.output)
    assert found is not None
    token = doors.sign_in(context.archive(), SignInTry("doña rosa", found[2], ""))
    assert roles_of(context.archive(), token) == {Role.MEMBER, Role.FACILITATOR, Role.STEWARD}


@pytest.mark.parametrize(
    ("name", "why"),
    [("ROSA", "somebody has this name already"), (" ", "the name is empty"), ("x" * 61, "longer than 60 characters")],
)
def test_a_name_that_cannot_be_is_refused_in_words(context: Context, name: str, why: str):
    run(context, "add", "rosa")
    refused = run(context, "add", name)
    assert refused.exit_code == 1
    assert why in refused.output
    assert run(context, "list").output == "rosa  member\n"


def test_a_role_that_does_not_exist_is_wrong_usage(context: Context):
    assert run(context, "add", "rosa", "--role", "queen").exit_code == 2


def test_an_invitation_is_an_address_that_works(context: Context):
    made = run(context, "invite", "--role", "translator", "--language", "qu", "--days", "30")
    assert made.exit_code == 0
    found = re.fullmatch(r"http://127\.0\.0\.1:8000/en/account/link/([\w-]+)\n", made.output)
    assert found is not None
    token = doors.follow_link(context.archive(), found[1], "rosa", "maize beans squash")
    assert roles_of(context.archive(), token) == {Role.MEMBER, Role.TRANSLATOR}


def test_an_invitation_begins_with_the_archives_own_address(tmp_path: Path):
    settings = Settings(instance=tmp_path / "instance", base_url="https://archive.example/", languages=("ar", "en"))
    made = run(Context(settings, create_archive, create_app), "invite")
    assert made.output.startswith("https://archive.example/ar/account/link/")


@pytest.mark.parametrize("words", [("--language", "atlantean"), ("--days", "3650"), ("--role", "queen")])
def test_an_invitation_that_cannot_be_is_wrong_usage(context: Context, words: tuple[str, ...]):
    assert run(context, "invite", *words).exit_code == 2


def test_a_closed_account_is_out_at_once(context: Context):
    password = run(context, "add", "rosa", "--role", "steward").output.split()[1]
    token = doors.sign_in(context.archive(), SignInTry("rosa", password, ""))
    assert roles_of(context.archive(), token) is not None
    closed = run(context, "disable", "Rosa")
    assert closed.exit_code == 0
    assert "closed" in closed.output
    assert roles_of(context.archive(), token) is None
    assert run(context, "list").output == "rosa  member, steward  (closed)\n"
    assert run(context, "disable", "rosa").exit_code == 0


def test_an_account_that_does_not_exist_cannot_be_closed(context: Context):
    refused = run(context, "disable", "nobody")
    assert refused.exit_code == 1
    assert "there is no account called nobody" in refused.output

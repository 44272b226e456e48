"""The settings of an instance: `instance/settings.toml`, overridden by `WGSM_*` variables. A typo is an error."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

PREFIX = "WGSM_"
# Variables that the starting of the program itself reads; they are no settings of the archive.
_NOT_SETTINGS = frozenset({"WGSM_VENV", "WGSM_BOOTSTRAPPED", "WGSM_CORPUS", "WGSM_SETTINGS"})


class SettingsError(ValueError):
    """A setting that does not exist or has no sense."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How this instance runs.

    `trusted_proxies` is the number of reverse proxies in front whose forwarded headers are believed.
    `languages` are the interface languages offered, in their order.
    """

    instance: Path
    database_url: str = ""
    search: str = "whoosh"
    files: str = ""
    base_url: str = ""
    mail_url: str = ""
    mail_from: str = ""
    submissions: str = "open"
    languages: tuple[str, ...] = ("en", "es", "fr", "pt", "ar")
    trusted_proxies: int = 0
    sample: bool = True
    host: str = "127.0.0.1"
    port: int = 8000

    @property
    def database(self) -> str:
        """The database's address; a SQLite file in the instance folder unless told otherwise."""
        return self.database_url or f"sqlite:///{self.instance / 'archive.sqlite3'}"

    @property
    def index_folder(self) -> Path:
        """Where the search index lies. It can be deleted at any time: it is made anew."""
        return self.instance / "index"

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the archive."""
        return self.host in ("127.0.0.1", "::1", "localhost")


def default_instance() -> Path:
    """The `instance/` folder beside the package, or of the present folder when installed elsewhere."""
    beside = Path(__file__).resolve().parent.parent
    return (beside if (beside / "setup.cfg").is_file() else Path.cwd()) / "instance"


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings.

    Raises:
        SettingsError: an unknown key, or a value of the wrong kind; the message names it.
    """
    env = dict(os.environ if environment is None else environment)
    instance = Path(env.get("WGSM_INSTANCE") or default_instance())
    settings = Settings(instance=instance)
    file = instance / "settings.toml"
    if file.is_file():
        try:
            read = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
            raise SettingsError(f"{file}: {problem}") from problem
        settings = _apply(settings, read, str(file))
    from_env: dict[str, Any] = {
        key.removeprefix(PREFIX).lower(): value
        for key, value in env.items()
        if key.startswith(PREFIX) and key not in _NOT_SETTINGS
    }
    for plain in ("HOST", "PORT"):
        if env.get(plain):
            from_env.setdefault(plain.lower(), env[plain])
    return _checked(_apply(settings, from_env, "environment"))


def _apply(settings: Settings, values: Mapping[str, Any], where: str) -> Settings:
    known = {field.name for field in fields(Settings)}
    changes: dict[str, Any] = {}
    for key, value in values.items():
        if key not in known:
            raise SettingsError(f"{where}: there is no setting called {key!r}")
        changes[key] = _converted(key, value, where)
    return replace(settings, **changes)


def _converted(key: str, value: Any, where: str) -> Any:
    if key == "instance":
        return Path(value)
    if key == "languages":
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else tuple(value)
    if key in ("trusted_proxies", "port"):
        try:
            return int(value)
        except (TypeError, ValueError):
            raise SettingsError(f"{where}: {key} must be a whole number, not {value!r}") from None
    if key == "sample":
        return value if isinstance(value, bool) else str(value).lower() not in ("0", "no", "false", "")
    if not isinstance(value, str):
        raise SettingsError(f"{where}: {key} must be text, not {value!r}")
    return value


def _checked(settings: Settings) -> Settings:
    choices = {"search": ("whoosh",), "submissions": ("open", "invited")}
    for key, allowed in choices.items():
        if getattr(settings, key) not in allowed:
            raise SettingsError(f"{key} must be one of {', '.join(allowed)}, not {getattr(settings, key)!r}")
    if not settings.languages:
        raise SettingsError("languages must name at least one interface language")
    return settings

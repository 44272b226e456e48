"""The settings of an instance: `instance/settings.toml`, overridden by `WGSM_*` variables. A typo is an error."""

from __future__ import annotations

import contextlib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

PREFIX = "WGSM_"
# Variables that the starting of the program itself reads; they are no settings of the archive.
_NOT_SETTINGS = frozenset({"WGSM_VENV", "WGSM_BOOTSTRAPPED", "WGSM_CORPUS", "WGSM_SETTINGS"})
_YES, _NO = frozenset({"1", "yes", "true", "on"}), frozenset({"0", "no", "false", "off", ""})


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
    contact_key: str = ""
    machine_translation: str = ""
    machine_translation_key: str = ""
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
    def files_folder(self) -> Path:
        """Where photos, recordings and documents lie."""
        return Path(self.files) if self.files else self.instance / "files"

    @property
    def contact_key_file(self) -> Path:
        """The key that seals how tellers can be reached; better on another disk than the database and its backups."""
        return Path(self.contact_key) if self.contact_key else self.instance / "contact_key"

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
    if key == "languages":
        return _words(value, where)
    if key in ("trusted_proxies", "port"):
        return _whole_number(key, value, where)
    if key == "sample":
        return _yes_or_no(key, value, where)
    if not isinstance(value, str):
        raise SettingsError(f"{where}: {key} must be text, not {value!r}")
    return Path(value) if key == "instance" else value


def _words(value: Any, where: str) -> tuple[str, ...]:
    words = value.replace(",", " ").split() if isinstance(value, str) else value
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise SettingsError(f"{where}: languages must be a list of language tags, not {value!r}")
    return tuple(words)


def _whole_number(key: str, value: Any, where: str) -> int:
    # A bool is an int to Python, and int() would cut 1.5 down: neither is what was meant.
    if isinstance(value, int | str) and not isinstance(value, bool):
        with contextlib.suppress(ValueError):
            return int(value)
    raise SettingsError(f"{where}: {key} must be a whole number, not {value!r}")


def _yes_or_no(key: str, value: Any, where: str) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in _YES or word in _NO:
        return word in _YES
    raise SettingsError(f"{where}: {key} must be 1 or 0, not {value!r}")


def _checked(settings: Settings) -> Settings:
    choices = {"search": ("whoosh", "postgres"), "submissions": ("open", "invited")}
    for key, allowed in choices.items():
        if getattr(settings, key) not in allowed:
            raise SettingsError(f"{key} must be one of {', '.join(allowed)}, not {getattr(settings, key)!r}")
    if settings.search == "postgres" and not settings.database.startswith("postgresql"):
        raise SettingsError("search = 'postgres' needs a PostgreSQL database: set database_url")
    if not settings.languages:
        raise SettingsError("languages must name at least one interface language")
    return settings

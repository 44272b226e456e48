"""Where everything meets: settings -> engine -> adapters -> archive -> web and command line. Imported by nobody."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
from pathlib import Path

from flask import Flask
from sqlalchemy import Engine

from wgsm_archive import cli, data
from wgsm_archive.adapters.documents import SandboxedDocuments
from wgsm_archive.adapters.files import FolderFiles
from wgsm_archive.adapters.mail import make_mail
from wgsm_archive.adapters.markup import MarkdownMarkup
from wgsm_archive.adapters.media.cleaner import SandboxedCleaner
from wgsm_archive.adapters.offline import SandboxedOfflineFiles
from wgsm_archive.adapters.sealing import AesSeal
from wgsm_archive.adapters.search.marking import mark
from wgsm_archive.adapters.search.spelling import ScriptSpeller
from wgsm_archive.adapters.search.whoosh_index import WhooshIndex
from wgsm_archive.db.engine import make_engine
from wgsm_archive.ports.clock import Clock, SystemClock
from wgsm_archive.ports.machine import MachineTranslator
from wgsm_archive.ports.mail import Mail
from wgsm_archive.ports.search import SearchIndex
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.work import Tools
from wgsm_archive.settings import Settings, SettingsError, load_settings
from wgsm_archive.web import application


def create_archive(settings: Settings, *, clock: Clock | None = None) -> Archive:
    """The archive of an instance, with its adapters.

    Raises:
        SettingsError: the secret key is open to others, or the settings for letters or for a machine have no sense.
    """
    settings.instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = make_engine(settings.database)
    tools = Tools(
        clock=clock or SystemClock(),
        markup=MarkdownMarkup(),
        index=_index_of(settings, engine),
        mark=mark,
        speller=ScriptSpeller(),
        mail=_mail_of(settings),
        documents=SandboxedDocuments(),
        offline=SandboxedOfflineFiles(),
        files=FolderFiles(settings.files_folder),
        cleaner=SandboxedCleaner(),
        vocabularies=data.vocabularies().of_its_own(),
        languages=data.languages(),
        receipt_words=data.receipt_words(),
        secret=secret_key(settings.instance / "secret_key"),
        seal=AesSeal(secret_key(settings.contact_key_file)),
        machine=_machine_of(settings),
        open_submissions=settings.submissions == "open",
        base_url=settings.base_url,
    )
    return Archive(engine, tools)


def create_app(settings: Settings | None = None, *, archive: Archive | None = None) -> Flask:
    """The web application of an instance."""
    chosen = settings or load_settings()
    return application.make(archive or create_archive(chosen), chosen)


def _index_of(settings: Settings, engine: Engine) -> SearchIndex:
    if settings.search == "postgres":
        # Brings every dialect of PostgreSQL's drivers along, which nobody else needs.
        from wgsm_archive.adapters.search.postgres_index import PostgresIndex  # noqa: PLC0415

        return PostgresIndex(engine)
    return WhooshIndex(settings.index_folder)


def _mail_of(settings: Settings) -> Mail:
    try:
        return make_mail(settings.mail_url, settings.mail_from)
    except ValueError as problem:
        raise SettingsError(str(problem)) from problem


def _machine_of(settings: Settings) -> MachineTranslator | None:
    if not settings.machine_translation:
        return None
    # Few archives have one, and what it speaks HTTP with takes memory.
    from wgsm_archive.adapters.machine_translation import LibreTranslate  # noqa: PLC0415

    try:
        return LibreTranslate(settings.machine_translation, settings.machine_translation_key)
    except ValueError as problem:
        raise SettingsError(str(problem)) from problem


def secret_key(file: Path) -> bytes:
    """A key of 32 random bytes; made on the first start, readable by the owner only.

    Raises:
        SettingsError: others on this machine can read it.
    """
    if not file.exists():
        draft = file.with_suffix(f".{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(secrets.token_bytes(32))
            handle.flush()
            os.fsync(handle.fileno())
        with contextlib.suppress(FileExistsError):
            # Linking fails where another start was quicker: then its key holds.
            os.link(draft, file)
        draft.unlink()
    if file.stat().st_mode & 0o077:
        raise SettingsError(f"{file} can be read by others on this machine: chmod 600 {file}")
    return file.read_bytes()


def main() -> None:
    """The command line."""
    os.umask(0o077)
    try:
        cli.run(cli.Context(load_settings(), create_archive, create_app))
    except SettingsError as problem:
        sys.exit(f"wgsm: {problem}")

"""The sample archive: made-up stories, and the working group's own activities as records with their sources."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from itertools import chain

from wgsm_archive import data
from wgsm_archive.db.models import InstanceFact
from wgsm_archive.domain.actor import SYSTEM
from wgsm_archive.services.sharing.files import Sent
from wgsm_archive.services.sharing.interchange import Opens, Report, import_records
from wgsm_archive.services.work import Work

_FACT = "sample"


def has_sample(work: Work) -> bool:
    """Whether this instance holds the sample archive."""
    return work.session.get(InstanceFact, _FACT) is not None


def load_sample(archive: Opens) -> Report:
    """Load the sample archive; loading it again changes nothing but what the software brought anew."""
    report = import_records(archive, chain(_files("cases"), _files("records")), publish=True)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        if not has_sample(work):
            work.session.add(InstanceFact(name=_FACT, value="1"))
    return report


def _files(folder: str) -> Iterator[Sent]:
    found: list[Traversable] = list(data.folder().joinpath("sample", folder).iterdir())
    for file in sorted(found, key=lambda one: one.name):
        if file.name.endswith(".toml"):
            yield Sent(f"{folder}/{file.name}", 1, tomllib.loads(file.read_text(encoding="utf-8")))

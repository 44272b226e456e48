from __future__ import annotations

import pytest

from tests.web.accounts.visiting import GOOD
from wgsm_archive.domain.actor import SYSTEM, Role
from wgsm_archive.services.archive import Archive


@pytest.fixture
def rosa(archive: Archive) -> int:
    with archive.unit_of_work(SYSTEM, write=True) as work:
        return work.accounts.make_person("rosa", GOOD, [Role.TRANSLATOR], shown_name="Rosa").id

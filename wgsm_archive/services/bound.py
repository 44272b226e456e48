"""A unit of work with the use-cases of every audience on it: `work.reading`, `work.reviewing` ..."""

from __future__ import annotations

from wgsm_archive.services.work import Work


class BoundWork(Work):
    """What `archive.unit_of_work` gives out."""

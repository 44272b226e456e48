"""A unit of work with the use-cases of every audience on it: `work.reading`, `work.reviewing` ..."""

from __future__ import annotations

from wgsm_archive.services.accounts.use_cases import Accounts
from wgsm_archive.services.admin.use_cases import Admin
from wgsm_archive.services.contributing.use_cases import Contributing
from wgsm_archive.services.feeding.addresses import Addresses
from wgsm_archive.services.feeding.use_cases import Feeding
from wgsm_archive.services.media.use_cases import Media
from wgsm_archive.services.reading.use_cases import Reading
from wgsm_archive.services.reviewing.use_cases import Reviewing
from wgsm_archive.services.sharing.citing import Taking
from wgsm_archive.services.translating.use_cases import Translating
from wgsm_archive.services.work import Work


class BoundWork(Work):
    """What `archive.unit_of_work` gives out."""

    @property
    def reading(self) -> Reading:
        """The use-cases of readers."""
        return Reading(self)

    @property
    def contributing(self) -> Contributing:
        """The use-cases of tellers."""
        return Contributing(self)

    @property
    def reviewing(self) -> Reviewing:
        """The use-cases of facilitators."""
        return Reviewing(self)

    @property
    def media(self) -> Media:
        """Photos, recordings and documents."""
        return Media(self)

    @property
    def accounts(self) -> Accounts:
        """The use-cases of people with accounts."""
        return Accounts(self)

    @property
    def admin(self) -> Admin:
        """The use-cases of stewards."""
        return Admin(self)

    @property
    def translating(self) -> Translating:
        """The use-cases of translators."""
        return Translating(self)

    @property
    def feeding(self) -> Feeding:
        """The use-cases of programs that read along."""
        return Feeding(self)

    @property
    def addresses(self) -> Addresses:
        """What search engines are told of."""
        return Addresses(self)

    @property
    def taking(self) -> Taking:
        """The use-cases of people who take stories away."""
        return Taking(self)

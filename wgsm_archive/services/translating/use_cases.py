"""What translators can ask of the archive, as `work.translating`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wgsm_archive.ports.offline import Brought
from wgsm_archive.services.disclosure.case_page import CasePage
from wgsm_archive.services.translating import (
    asking,
    board,
    bringing_back,
    claiming,
    deciding,
    desk,
    easy,
    helping,
    machine,
    noting,
    saving,
    speaking,
    starting,
    taking_along,
    unsaved,
)
from wgsm_archive.services.translating import wanted as wanting
from wgsm_archive.services.translating.asking import Asked
from wgsm_archive.services.translating.board import BegunVersion, Counts
from wgsm_archive.services.translating.boards import Boards, require_translator
from wgsm_archive.services.translating.bringing_back import Preview, Taken
from wgsm_archive.services.translating.desk import PartDesk, VersionDesk
from wgsm_archive.services.translating.easy import EasyDesk, Saved, TypedPart
from wgsm_archive.services.translating.glossary_desk import GlossaryDesk
from wgsm_archive.services.translating.helping import SlotHelp
from wgsm_archive.services.translating.lists import Listed
from wgsm_archive.services.translating.machine import MachineQuestion
from wgsm_archive.services.translating.matching import Row
from wgsm_archive.services.translating.noting import TypedNote
from wgsm_archive.services.translating.speaking import SpokenDesk
from wgsm_archive.services.translating.starting import StartDesk
from wgsm_archive.services.translating.taking_along import TakenAlong
from wgsm_archive.services.translating.typed import Typed
from wgsm_archive.services.translating.wanted import WantedStory
from wgsm_archive.services.translating.words.use_cases import OwnWords
from wgsm_archive.services.work import Work

_FIRST = 20


class Translating:
    """The use-cases of translators. Languages of reading (`languages`) are the actor's, best first."""

    def __init__(self, work: Work) -> None:
        self._work = work

    @property
    def boards(self) -> Boards:
        """What there is to do, and what one has done."""
        return Boards(self._work)

    @property
    def glossary(self) -> GlossaryDesk:
        """The glossary."""
        return GlossaryDesk(self._work)

    @property
    def words(self) -> OwnWords:
        """The archive's own words."""
        return OwnWords(self._work)

    def wanted(
        self, language: str, languages: tuple[str, ...], *, theme: str = "", offset: int = 0, limit: int = _FIRST
    ) -> Listed[WantedStory]:
        """Stories that may be translated and cannot be read in a language yet; open to everybody."""
        return wanting.wanted(self._work, language, languages, theme=theme, offset=offset, limit=limit)

    def started(self, language: str, *, offset: int = 0, limit: int = _FIRST) -> Listed[BegunVersion]:
        """Translations that somebody is writing."""
        require_translator(self._work)
        return board.started(self._work, language, offset=offset, limit=limit)

    def behind(self, language: str, *, offset: int = 0, limit: int = _FIRST) -> Listed[BegunVersion]:
        """Approved translations that are incomplete or older than what they were made from."""
        require_translator(self._work)
        return board.behind(self._work, language, offset=offset, limit=limit)

    def ready(self, language: str, *, offset: int = 0, limit: int = _FIRST) -> Listed[BegunVersion]:
        """Translations that wait for a second reader."""
        require_translator(self._work)
        return board.ready(self._work, language, offset=offset, limit=limit)

    def counts(self, language: str) -> Counts:
        """How much there is to do in a language."""
        require_translator(self._work)
        return board.counts(self._work, language)

    def has_readers(self, language: str) -> bool:
        """Whether anything can be read in a language; open to everybody."""
        return board.has_approved(self._work, language)

    def start_desk(self, public_id: str, languages: tuple[str, ...]) -> StartDesk:
        """What is needed for beginning a translation of a story."""
        require_translator(self._work)
        return starting.start_desk(self._work, public_id, languages)

    def start(self, public_id: str, target: str, source: str) -> str:
        """Begin a translation; gives the tag of its language as it is kept."""
        return starting.start(self._work, public_id, target, source)

    def version(self, public_id: str, target: str) -> VersionDesk:
        """A translation with its parts."""
        return desk.version_desk(self._work, public_id, target)

    def part(self, public_id: str, target: str, part: str, languages: tuple[str, ...], *, source: str = "") -> PartDesk:
        """One part of a translation beside its source."""
        return desk.part_desk(self._work, public_id, target, part, languages=languages, source=source)

    def asked(self, public_id: str, target: str, part: str) -> tuple[Asked, ...]:
        """What translators asked the tellers about a part, with the answers."""
        return asking.asked(self._work, public_id, target, part)

    def ask(self, public_id: str, target: str, part: str, text: str, *, form_key: str) -> None:
        """Ask the tellers about a part; see `asking.ask`."""
        asking.ask(self._work, public_id, target, part, text, form_key=form_key)

    def write_note(self, public_id: str, target: str, part: str, typed: TypedNote) -> None:
        """Write a note on a paragraph down, for all who translate it; see `noting.write_note`."""
        noting.write_note(self._work, public_id, target, part, typed)

    def take_note_out(self, public_id: str, target: str, note_id: int) -> None:
        """Take a note out again; see `noting.take_note_out`."""
        noting.take_note_out(self._work, public_id, target, note_id)

    def help(self, part: PartDesk, languages: tuple[str, ...]) -> Mapping[int, SlotHelp]:
        """What helps with each paragraph of a part, by slot: what was said before, terms, what must not be named."""
        return helping.help_with(self._work, part, languages)

    def text_said_before(self, part: PartDesk, languages: tuple[str, ...], slot_id: int, unit_id: int) -> str:
        """One of the texts that are offered for a paragraph; empty where it is offered no more."""
        return helping.text_said_before(self._work, part, languages, slot_id, unit_id)

    def machine_question(self, public_id: str, target: str, part: str, slot_id: int, *, source: str) -> MachineQuestion:
        """What to ask a machine about a paragraph; `machine.ask` asks it."""
        return machine.question(self._work, public_id, target, part, slot_id, source=source)

    def remember_machine(self, public_id: str, part: str, asked: MachineQuestion, text: str) -> None:
        """Keep what a machine said; see `machine.remember`."""
        machine.remember(self._work, public_id, part, asked, text)

    def preview(self, public_id: str, target: str, languages: tuple[str, ...]) -> CasePage:
        """The page as readers would see it."""
        return desk.preview(self._work, public_id, target, languages)

    def save(self, public_id: str, target: str, part: str, typed: Mapping[int, Typed]) -> int:
        """Save the paragraphs of one part; gives how many changed."""
        return saving.save(self._work, public_id, target, part, typed)

    def take_along(self, public_id: str, target: str, *, source: str = "", whole: bool = True) -> TakenAlong:
        """A translation with its source, for work without a connection."""
        return taking_along.take_along(self._work, public_id, target, source=source, whole=whole)

    def count_file(self) -> None:
        """Count a file that the actor brings back."""
        require_translator(self._work)
        bringing_back.count_file(self._work)

    def look(self, public_id: str, target: str, brought: Brought) -> Preview:
        """What taking over a file would do."""
        return bringing_back.look(self._work, public_id, target, brought)

    def look_at_sheet(self, public_id: str, target: str, typed: str, source: str) -> Preview:
        """What taking over the words of a printed sheet would do."""
        return bringing_back.look_at_sheet(self._work, public_id, target, typed, source)

    def look_again(self, public_id: str, target: str, rows: Sequence[Row], revision: int | None) -> Preview:
        """What taking over these paragraphs would do now."""
        return bringing_back.look_again(self._work, public_id, target, rows, revision)

    def take_over(self, public_id: str, target: str, rows: Sequence[Row]) -> Taken:
        """Save paragraphs that came back."""
        return bringing_back.take_over(self._work, public_id, target, rows)

    def keep(self, public_id: str, target: str, part: str, typed: Mapping[int, Typed]) -> int:
        """Keep what was typed in one part without saving it, for the actor alone; gives how much is kept."""
        return unsaved.keep(self._work, public_id, target, part, typed)

    def throw_away(self, public_id: str, target: str, part: str, slot_id: int | None) -> None:
        """Forget what was typed and not saved in a paragraph; for none, in those that the story lost."""
        unsaved.throw_away(self._work, public_id, target, part, slot_id)

    def take_on(self, public_id: str, target: str, part: str) -> str:
        """Say that the actor works on a part; gives who else does already, empty for nobody."""
        return claiming.take_on(self._work, public_id, target, part)

    def release(self, public_id: str, target: str, part: str) -> None:
        """Let a part be free for others."""
        claiming.release(self._work, public_id, target, part)

    def make_ready(self, public_id: str, target: str) -> None:
        """Give what was drafted to a second reader."""
        deciding.make_ready(self._work, public_id, target)

    def approve(self, public_id: str, target: str, *, based_on: int) -> None:
        """Let readers see what waits."""
        deciding.approve(self._work, public_id, target, based_on=based_on)

    def give_back(self, public_id: str, target: str, note: str, *, based_on: int) -> None:
        """Give a translation back to those who wrote it, with a note."""
        deciding.give_back(self._work, public_id, target, note, based_on=based_on)

    def spoken(self, public_id: str, language: str) -> SpokenDesk:
        """A story read aloud, for working on it."""
        return speaking.desk(self._work, public_id, language)

    def approve_spoken(self, public_id: str, language: str, recording_id: str) -> None:
        """Let readers hear a recording; see `speaking.approve`."""
        speaking.approve(self._work, public_id, language, recording_id)

    def give_spoken_back(self, public_id: str, language: str, recording_id: str, note: str) -> None:
        """Give a recording back; see `speaking.give_back`."""
        speaking.give_back(self._work, public_id, language, recording_id, note)

    def confirm_spoken(self, public_id: str, language: str, recording_id: str) -> None:
        """Say that a recording is still right; see `speaking.confirm`."""
        speaking.confirm(self._work, public_id, language, recording_id)

    def remove_spoken(self, public_id: str, language: str, recording_id: str) -> None:
        """Take a recording out; see `speaking.remove`."""
        speaking.remove(self._work, public_id, language, recording_id)

    def easy(self, public_id: str, language: str) -> EasyDesk:
        """A story in easy words, for working on it."""
        return easy.desk(self._work, public_id, language)

    def save_easy(self, public_id: str, language: str, typed: Mapping[str, TypedPart], *, ready: bool) -> Saved:
        """Keep easy wordings; see `easy.save`."""
        return easy.save(self._work, public_id, language, typed, ready=ready)

    def approve_easy(self, public_id: str, language: str, chosen: Mapping[str, int]) -> int:
        """Let readers see easy wordings; see `easy.approve`."""
        return easy.approve(self._work, public_id, language, chosen)

    def give_easy_back(self, public_id: str, language: str, part: str, *, number: int, note: str) -> None:
        """Give an easy wording back; see `easy.give_back`."""
        easy.give_back(self._work, public_id, language, part, number=number, note=note)

"""What the tests of the workbench share: people at work on a story, and what readers see of it."""

from __future__ import annotations

from tests.make import Made, a_person
from wgsm_archive.domain.actor import ANONYMOUS, Actor, Role
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.translating.desk import PartDesk, SlotView, VersionDesk
from wgsm_archive.services.translating.typed import Typed


class Bench:
    """Somebody at work on translations of one story."""

    def __init__(self, archive: Archive, made: Made, actor: Actor, target: str = "en") -> None:
        self.archive, self.made, self.actor, self.target = archive, made, actor, target

    def start(self, source: str = "es") -> str:
        with self.archive.unit_of_work(self.actor, write=True) as work:
            return work.translating.start(self.made.public_id, self.target, source)

    def desk(self) -> VersionDesk:
        with self.archive.unit_of_work(self.actor) as work:
            return work.translating.version(self.made.public_id, self.target)

    def part(self, name: str = "summary", source: str = "") -> PartDesk:
        with self.archive.unit_of_work(self.actor) as work:
            return work.translating.part(self.made.public_id, self.target, name, ("en",), source=source)

    def slot(self, field: str = "summary", place: int = 0, source: str = "") -> SlotView:
        part = "summary" if field == "title" else field.split(".", maxsplit=1)[0]
        return [one for one in self.part(part, source).slots if one.field == field][place]

    def post(self, part: str, typed: dict[int, Typed]) -> int:
        with self.archive.unit_of_work(self.actor, write=True) as work:
            return work.translating.save(self.made.public_id, self.target, part, typed)

    def write(self, text: str, field: str = "summary", place: int = 0, source: str = "", **more: bool) -> SlotView:
        """Open the page, type into one paragraph, send it."""
        seen = self.slot(field, place, source)
        part = "summary" if field == "title" else field.split(".", maxsplit=1)[0]
        self.post(part, {seen.id: Typed(text, seen.base_id, seen.target_id, **more)})
        return self.slot(field, place, source)

    def confirm(self, field: str = "summary") -> None:
        seen = self.slot(field)
        assert seen.behind is not None
        typed = Typed(seen.text, seen.base_id, seen.target_id, confirmed_id=seen.behind.newest_id)
        self.post(field, {seen.id: typed})

    def find_right(self, *fields: str) -> None:
        """Tick what checks have found in these parts: it is right as it is."""
        for part in fields or [one.name for one in self.desk().parts]:
            typed = {
                one.id: Typed(
                    one.text,
                    one.base_id,
                    one.target_id,
                    looked_at=one.target_id,
                    right=frozenset(each.finding.check for each in one.found),
                )
                for one in self.part(part).slots
                if one.found
            }
            self.post(part, typed)

    def ready(self, *, ticked: bool = True) -> None:
        if ticked and self.desk().look_again:
            self.find_right()
        with self.archive.unit_of_work(self.actor, write=True) as work:
            work.translating.make_ready(self.made.public_id, self.target)

    def approve(self) -> None:
        with self.archive.unit_of_work(self.actor, write=True) as work:
            revision = work.translating.version(self.made.public_id, self.target).revision
            work.translating.approve(self.made.public_id, self.target, based_on=revision)

    def give_back(self, note: str) -> None:
        revision = self.desk().revision
        with self.archive.unit_of_work(self.actor, write=True) as work:
            work.translating.give_back(self.made.public_id, self.target, note, based_on=revision)


def second(bench: Bench, actor: Actor) -> Bench:
    """Another person at the same translation."""
    return Bench(bench.archive, bench.made, actor, bench.target)


def publish(bench: Bench, reader: Actor, title: str = "The strike", summary: str = "Fishers stopped the port.") -> None:
    """Translate the least there must be, and let `reader` approve it."""
    bench.write(title, "title")
    bench.write(summary)
    bench.ready()
    second(bench, reader).approve()


def edit(archive: Archive, made: Made, *, minor: tuple[str, ...] = (), **changed: str) -> None:
    """Change the original; `minor` names the fields whose meaning stays."""
    editor = a_person(archive, Role.FACILITATOR)
    with archive.unit_of_work(editor, write=True) as work:
        now = work.reviewing.text(made.public_id, ("es",))
        work.reviewing.editing.save_text(made.public_id, {**now.texts, **changed}, based_on=now.revision, minor=minor)


def read(archive: Archive, made: Made, language: str, actor: Actor = ANONYMOUS) -> tuple[str, str, int]:
    """Language, summary and number of outdated paragraphs of the page that a reader gets."""
    with archive.unit_of_work(actor) as work:
        page = work.reading.case(made.public_id, (language,))
    summary = next(one for one in page.passages if one.field == "summary")
    return page.language, summary.html, page.outdated

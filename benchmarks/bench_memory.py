"""`python -m benchmarks.bench_memory [--units 50000]`: how long it takes to find what was said before.

The paragraphs are made of words that are as frequent as words are (Zipf's law), 227 characters each on average. The
words of each asked paragraph are one in twelve other ones than those of a paragraph that is held. Beside the time of
a look-up stands how many times as long it takes to compare the paragraph with all that are held.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from rapidfuzz import fuzz, process

from wgsm_archive.app import create_archive
from wgsm_archive.db.models import Case, LanguageVersion, Slot
from wgsm_archive.db.schema import migrate
from wgsm_archive.domain.access import CaseState, VersionState
from wgsm_archive.domain.actor import SYSTEM, Actor, ActorKind, Role
from wgsm_archive.domain.case_study import Origin
from wgsm_archive.domain.consent import Consent, ConsentLevel, with_uses
from wgsm_archive.domain.ids import new_public_id
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.case_rows import decide_consent
from wgsm_archive.services.remembering import remember
from wgsm_archive.services.texts import NewText, add_texts, texts_now
from wgsm_archive.services.translating.said_before import LEAST, Wanted, said_before
from wgsm_archive.services.work import Work
from wgsm_archive.settings import Settings

TARGET_MS = 20.0
ASKED = 60
FOUND = 0.95
"""The share that has to be found: a short sentence of nothing but the commonest words may be missed."""
_PARAGRAPHS = 20  # of a story
_TRANSLATOR = Actor(ActorKind.PERSON, person_id=1, roles=frozenset({Role.MEMBER, Role.TRANSLATOR}))


def main() -> None:
    """Measure and print; the exit status says whether it was quick enough and found what it should."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.bench_memory")
    options.add_argument("--units", type=int, default=50_000)
    number = options.parse_args().units
    chance = random.Random(5)
    texts = list(_paragraphs(chance, number))
    with tempfile.TemporaryDirectory() as folder:
        archive = create_archive(Settings(instance=Path(folder) / "instance", sample=False))
        migrate(archive.engine)
        begun = time.process_time()
        here = _fill(archive, texts)
        filled = time.process_time() - begun
        pairs = ((text, _changed(chance, text)) for text in chance.sample(texts, 2 * ASKED))
        chosen = [pair for pair in pairs if fuzz.ratio(*pair) >= LEAST][:ASKED]
        looked_up, found = _look_up(archive, here, chosen)
    brute = statistics.median(_brute(texts, asked) for _, asked in chosen)
    looked = statistics.median(looked_up)
    print(f"{number} paragraphs kept in {filled:.1f} s; {sum(map(len, texts)) / number:.0f} characters each")
    print(f"look-up: {looked:.1f} ms (at most {TARGET_MS:.0f}), slowest {max(looked_up):.1f} ms")
    print(f"comparing with all: {brute:.1f} ms, {brute / looked:.1f} times as long")
    print(f"found: {found} of {ASKED}")
    sys.exit(looked > TARGET_MS or found < FOUND * ASKED)


def _paragraphs(chance: random.Random, number: int) -> Iterator[str]:
    letters = "aeioubcdfglmnprstv"
    words = ["".join(chance.choices(letters, k=chance.randint(2, 10))) for _ in range(40_000)]
    weights = [1 / (place + 3) for place in range(len(words))]
    lengths = [max(4, int(chance.gauss(35, 15))) for _ in range(number)]
    drawn = iter(chance.choices(words, weights, k=sum(lengths)))
    for length in lengths:
        yield " ".join(next(drawn) for _ in range(length)).capitalize() + "."


def _changed(chance: random.Random, text: str) -> str:
    words = text.split()
    for place in chance.sample(range(len(words)), max(1, len(words) // 12)):
        words[place] = "otherwise"
    return " ".join(words)


def _fill(archive: Archive, texts: Sequence[str]) -> int:
    """Stories whose every paragraph is translated; the id of the last."""
    for start in range(0, len(texts), _PARAGRAPHS):
        with archive.unit_of_work(SYSTEM, write=True) as work:
            made = _story(work, texts[start : start + _PARAGRAPHS])
        with archive.unit_of_work(SYSTEM, write=True) as work:
            remember(work, [made])
    return made


def _story(work: Work, told: Sequence[str]) -> int:
    case = Case(public_id=new_public_id(), original_language="es", state=CaseState.PUBLISHED)
    original, translation = (
        LanguageVersion(case=case, language=tag, origin=origin, state=VersionState.APPROVED, title="A story")
        for tag, origin in (("es", Origin.ORIGINAL), ("en", Origin.HUMAN))
    )
    work.session.add_all([case, original, translation])
    work.session.flush()
    decide_consent(work, case, with_uses(Consent(level=ConsentLevel.PUBLIC_SHARE), ("translate",)), is_first=True)
    slots = [Slot(case_id=case.id, field="change", position=at, key=new_public_id()) for at in range(len(told))]
    work.session.add_all(slots)
    add_texts(work, original, [NewText(slot, text) for slot, text in zip(slots, told, strict=True)], is_first=True)
    bases = {slot_id: held.newest.id for slot_id, held in texts_now(work, original.id).items()}
    made = [NewText(slot, text[::-1], Origin.HUMAN, bases[slot.id]) for slot, text in zip(slots, told, strict=True)]
    add_texts(work, translation, made, is_first=True)
    return case.id


def _look_up(archive: Archive, here: int, chosen: Sequence[tuple[str, str]]) -> tuple[list[float], int]:
    """Milliseconds of each look-up, and how many of them found what was held."""
    times, found = [], 0
    with archive.unit_of_work(_TRANSLATOR) as work:
        case = work.session.get_one(Case, here)
        said_before(work, case, "en", [Wanted(0, chosen[0][1], "es")], ("en",))  # statements are made with the first
        for text, asked in chosen:
            begun = time.process_time()
            said = said_before(work, case, "en", [Wanted(0, asked, "es")], ("en",))
            times.append((time.process_time() - begun) * 1000)
            found += any(one.source == text for one in said.get(0, ()))
    return times, found


def _brute(texts: Sequence[str], asked: str) -> float:
    """Milliseconds of comparing a paragraph with all that are held."""
    begun = time.process_time()
    process.extract(asked, texts, scorer=fuzz.ratio, score_cutoff=LEAST, limit=3)
    return (time.process_time() - begun) * 1000


if __name__ == "__main__":
    main()

"""How this archive is run, as its stewards decided; where they decided nothing, as its settings say.

Everything that a process holds in its memory of such decisions carries the number of the last change (the epoch). A
unit of work reads that number first: a change counts in every process from the next request on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import select

from wgsm_archive.data import Vocabularies
from wgsm_archive.db.access_guard import lasting
from wgsm_archive.db.models import InstanceFact, TermRow
from wgsm_archive.domain.vocabulary import TermChange, VocabularyName
from wgsm_archive.i18n.overlay import overlay
from wgsm_archive.services.own_words import own_languages, own_list_words, own_words
from wgsm_archive.services.work import Work

EPOCH, POLICY = "policy-epoch", "policy"
OPEN, INVITED = "open", "invited"


@dataclass(frozen=True, slots=True)
class Question:
    """A question that people answer who have no JavaScript, and what counts as an answer."""

    text: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """Decisions on the running of the archive. No `languages` means: those of the settings.

    `questions` are by language tag; `proof` asks whoever begins a story for a proof of work or an answer.
    """

    submissions: str = OPEN
    languages: tuple[str, ...] = ()
    proof: bool = False
    questions: Mapping[str, Question] = field(default_factory=dict)

    def question(self, languages: tuple[str, ...]) -> tuple[str, Question] | None:
        """The question in the first of these languages that has one, or in any; with its language."""
        tags = [tag for tag in (*languages, "en", *self.questions) if tag in self.questions]
        return (tags[0], self.questions[tags[0]]) if tags else None


def policy_of(work: Work) -> Policy:
    """What holds now."""
    stored = work.session.scalar(select(InstanceFact.value).where(InstanceFact.name == POLICY))
    default = OPEN if work.tools.open_submissions else INVITED
    return _read(json.loads(stored), default) if stored else Policy(submissions=default)


def keep_policy(work: Work, policy: Policy) -> None:
    """Let a policy hold from the next request on."""
    _put(work, POLICY, json.dumps(asdict(policy), ensure_ascii=False))
    count_epoch(work)


def count_epoch(work: Work) -> None:
    """Tell every process that what it remembers is old."""
    fact = work.session.get(InstanceFact, EPOCH, with_for_update=True)
    _put(work, EPOCH, str(int(fact.value) + 1 if fact is not None else 1))


_EPOCH_NOW = lasting(select(InstanceFact.value).where(InstanceFact.name == EPOCH))


class Remembered:
    """What a process holds in memory of what was decided here: terms, languages, and the menus' words in them."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._vocabularies = vocabularies
        self._epoch: str | None = None
        self.languages: tuple[str, ...] = ()

    def catch_up(self, work: Work) -> None:
        """Read anew what was changed since."""
        epoch = work.session.scalar(_EPOCH_NOW) or ""
        if epoch == self._epoch:
            return
        # The number was read first: what is changed while we read is read once more at the next request.
        self._vocabularies.overlay(term_changes(work), own_list_words(work))
        overlay(own_languages(work), own_words(work))
        self.languages = policy_of(work).languages
        self._epoch = epoch


def term_changes(work: Work) -> list[TermChange]:
    """All that differs from the vocabularies as they come with the software."""
    rows = work.session.scalars(select(TermRow).order_by(TermRow.vocabulary, TermRow.term))
    return [
        TermChange(
            vocabulary=VocabularyName(row.vocabulary),
            id=row.term,
            labels=dict(row.labels),
            descriptions=dict(row.descriptions),
            retired=row.retired,
            merged_into=row.merged_into,
        )
        for row in rows
    ]


def _read(stored: Mapping[str, Any], default: str) -> Policy:
    questions = stored.get("questions", {})
    return Policy(
        submissions=stored.get("submissions") or default,
        languages=tuple(stored.get("languages", ())),
        proof=bool(stored.get("proof")),
        questions={tag: Question(one["text"], tuple(one["answers"])) for tag, one in questions.items()},
    )


def _put(work: Work, name: str, value: str) -> None:
    fact = work.session.get(InstanceFact, name)
    if fact is None:
        work.session.add(InstanceFact(name=name, value=value))
    else:
        fact.value = value

"""What every use-case receives: one actor, one session, one transaction, and the tools of the house."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgsm_archive.data import Vocabularies
from wgsm_archive.db.access_guard import HELD
from wgsm_archive.db.models import AuditEvent, InstanceFact, Job
from wgsm_archive.domain.access import EVERYTHING, labels_of
from wgsm_archive.domain.actor import Actor, ActorKind
from wgsm_archive.domain.events import BY_READERS, BY_TELLERS, Happened
from wgsm_archive.domain.language import Language, chain
from wgsm_archive.ports.clock import Clock
from wgsm_archive.ports.documents import Documents
from wgsm_archive.ports.files import Files
from wgsm_archive.ports.machine import MachineTranslator
from wgsm_archive.ports.mail import Mail
from wgsm_archive.ports.markup import Markup
from wgsm_archive.ports.media import MediaCleaner
from wgsm_archive.ports.offline import OfflineFiles
from wgsm_archive.ports.sealing import Seal
from wgsm_archive.ports.search import Marker, SearchIndex
from wgsm_archive.ports.spelling import Speller
from wgsm_archive.services.reactions import jobs_after

AUDIT_HEAD = "audit-head"
"""The fact that holds the hash of the newest event of the trail."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the house offers to every use-case.

    `secret` keys receipt codes and the tokens of forms; `seal` has a key of its own.
    """

    clock: Clock
    markup: Markup
    index: SearchIndex
    mark: Marker
    speller: Speller
    mail: Mail
    documents: Documents
    offline: OfflineFiles
    files: Files
    cleaner: MediaCleaner
    vocabularies: Vocabularies
    languages: Mapping[str, Language]
    receipt_words: Mapping[str, Sequence[str]]
    secret: bytes
    seal: Seal
    machine: MachineTranslator | None = None
    open_submissions: bool = True
    base_url: str = ""


class Work:
    """One actor's transaction."""

    def __init__(self, actor: Actor, session: Session, tools: Tools, *, writes: bool) -> None:
        self.actor = actor
        self.session = session
        self.tools = tools
        self.writes = writes
        self.now = tools.clock.now()
        self.after_commit: list[Callable[[], None]] = []
        self._trail: InstanceFact | None = None

    @property
    def held(self) -> frozenset[str]:
        """The labels this unit of work reads with."""
        return labels_of(self.actor)

    def become(self, actor: Actor) -> None:
        """Go on as somebody else: a visitor who has just begun a story goes on as its teller."""
        self.actor = actor
        self.session.info[HELD] = labels_of(actor)

    @contextmanager
    def full_sight(self) -> Iterator[None]:
        """Read everything for a while, for what the archive itself does after an act was allowed.

        Rendering, labelling, matching a receipt code. Nothing that was read this way is shown to the actor.
        """
        before = self.session.info[HELD]
        self.session.info[HELD] = frozenset({EVERYTHING})
        try:
            yield
        finally:
            self.session.info[HELD] = before

    @property
    def today(self) -> dt.date:
        """The present day in UTC."""
        return self.now.date()

    @property
    def hour(self) -> dt.datetime:
        """The present moment cut to the hour: what the trail keeps."""
        return self.now.replace(minute=0, second=0, microsecond=0)

    @property
    def month(self) -> dt.date:
        """The first day of the present month: what is told of the time of publishing."""
        return self.today.replace(day=1)

    def language_chain(self, tag: str) -> tuple[str, ...]:
        """A language and what its readers read next."""
        return chain(tag, self.fallbacks)

    def fallbacks(self, tag: str) -> tuple[str, ...]:
        """The fallbacks people gave a language; none for one that the archive does not know."""
        known = self.tools.languages.get(tag)
        return known.fallbacks if known else ()

    def record(self, happened: Happened) -> None:
        """Put an event on the trail and leave the jobs that follow from it, in this same transaction."""
        head = self._trail = self._trail or self._end_of_trail()
        untied = happened.event in BY_TELLERS | BY_READERS
        kind = ActorKind.TELLER if happened.event in BY_TELLERS else ActorKind.ANONYMOUS if untied else self.actor.kind
        event = AuditEvent(
            hour=self.hour,
            actor=str(kind),
            person_id=None if untied else self.actor.person_id,
            event=str(happened.event),
            case_id=happened.case_id,
            version_id=happened.version_id,
            subject_id=happened.person_id,
            detail=dict(happened.detail),
            chain="",
        )
        event.chain = head.value = chained(head.value, event)
        self.session.add(event)
        for job in jobs_after(happened, self.now):
            self.session.add(job)

    def _end_of_trail(self) -> InstanceFact:
        """Where the trail ends. From now on until the end of this transaction nobody else adds to it."""
        head = self.session.get(InstanceFact, AUDIT_HEAD, with_for_update=True)
        if head is None:
            head = InstanceFact(name=AUDIT_HEAD, value="")
            self.session.add(head)
        return head

    def pending_cases(self, kind: str) -> frozenset[int]:
        """Cases that a kind of job is still waiting for; their place in the index is not to be trusted."""
        found = self.session.scalars(select(Job.case_id).where(Job.kind == kind, Job.case_id.is_not(None)))
        return frozenset(case for case in found if case is not None)


def chained(before: str, event: AuditEvent) -> str:
    """The hash that ties an event to the one before it; a changed or missing row breaks the chain."""
    content = [
        before,
        event.hour.isoformat(),
        event.actor,
        event.person_id,
        event.event,
        event.case_id,
        event.version_id,
        event.subject_id,
        json.dumps(event.detail, sort_keys=True),
    ]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()

"""What a case study consists of: its prompted sections, its phases and its structured fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from wgsm_archive.domain.dates import Period
from wgsm_archive.domain.place import Area, Precision


class Section(StrEnum):
    """The twenty prompts, in the order of the telling: lived practice first, points of arrival last."""

    SUMMARY = "summary"
    PEOPLE = "people"
    PLACE = "place"
    THREAT = "threat"
    ROOTS = "roots"
    STORY = "story"
    STRATEGY = "strategy"
    RIGHTS = "rights"
    WOMEN = "women"
    LEADERS = "leaders"
    ALLIES = "allies"
    HARD = "hard"
    CHANGE = "change"
    WORKED = "worked"
    FAILED = "failed"
    DIFFERENTLY = "differently"
    ADVICE = "advice"
    NEXT = "next"
    MEMORY = "memory"
    SOURCES = "sources"


REQUIRED_SECTIONS = (Section.SUMMARY, Section.STORY, Section.STRATEGY, Section.CHANGE, Section.ADVICE)
MAX_PHASES = 30


class PhasePart(StrEnum):
    """The questions asked of each phase of the story; `when` is a line, the others are prose."""

    WHEN = "when"
    WE = "we"
    THEY = "they"
    CHANGED = "changed"


class RecordType(StrEnum):
    """Kinds of record that the archive holds."""

    CASE = "case"
    STRATEGY_NOTE = "strategy-note"
    REFLECTION = "reflection"
    EXCHANGE = "exchange"
    FACT_FINDING = "fact-finding"
    PUBLICATION = "publication"
    PORTAL = "portal"
    GATHERING = "gathering"
    ORGANISATION = "organisation"
    COLLECTION = "collection"
    CASE_LAW_LINK = "case-law-link"


class AuthorKind(StrEnum):
    """Who tells."""

    MOVEMENT = "movement"
    ASSEMBLY = "assembly"
    PERSON = "person"
    FACILITATOR_INTERVIEW = "facilitator-interview"
    ALLY = "ally"


class AuthorDisplay(StrEnum):
    """How the tellers are named on the page."""

    NAMED = "named"
    ORGANISATION = "organisation"
    PSEUDONYM = "pseudonym"
    ANONYMOUS = "anonymous"


class Setting(StrEnum):
    """The kind of surroundings."""

    RURAL = "rural"
    PERI_URBAN = "peri-urban"
    URBAN = "urban"
    FOREST = "forest"
    COAST_RIVER = "coast-river"
    DRYLANDS_PASTURE = "drylands-pasture"
    MOUNTAIN = "mountain"
    DIASPORA_BORDER = "diaspora-border"


class Scale(StrEnum):
    """How far the struggle reached."""

    HOUSEHOLD = "household"
    COMMUNITY = "community"
    DISTRICT = "district"
    NATIONAL = "national"
    CROSS_BORDER = "cross-border"


class People(StrEnum):
    """A range of numbers of people; exact numbers identify."""

    UP_TO_50 = "1-50"
    UP_TO_500 = "51-500"
    UP_TO_5000 = "501-5k"
    UP_TO_50000 = "5k-50k"
    MORE = "50k+"


class Stage(StrEnum):
    """Where things stood when organising began."""

    BEFORE_DECISION = "before-decision"
    PLANNING = "planning"
    CONSTRUCTION_OR_NOTICE = "construction-or-notice"
    OPERATION = "operation"
    AFTER_HARM = "after-harm"
    LONG_AFTER = "long-after"


class ProjectStatus(StrEnum):
    """Where the contested project stands."""

    PROPOSED = "proposed"
    PLANNED = "planned"
    BUILDING = "building"
    OPERATING = "operating"
    SUSPENDED = "suspended"
    STOPPED = "stopped"
    UNKNOWN = "unknown"


class Consultation(StrEnum):
    """Whether and how people were asked."""

    NONE = "none"
    LIMITED = "limited"
    MANIPULATED = "manipulated"
    FPIC_SOUGHT = "fpic-sought"
    FPIC_RESPECTED = "fpic-respected"
    UNKNOWN = "unknown"


class Reaction(StrEnum):
    """What the community answered."""

    CONSENT = "consent"
    MIXED = "mixed"
    REJECTION = "rejection"


class Tenure(StrEnum):
    """How land or home was held."""

    CUSTOMARY = "customary"
    COMMUNAL_TITLE = "communal-title"
    INDIVIDUAL_TITLE = "individual-title"
    LEASE_RENT = "lease-rent"
    OCCUPATION = "occupation"
    STATE_LAND = "state-land"
    CONTESTED = "contested"
    NONE = "none"


class Overall(StrEnum):
    """How the movement itself judges what came of it."""

    GAIN = "gain"
    MIXED = "mixed"
    LOSS = "loss"
    STILL_OPEN = "still-open"


class Risk(StrEnum):
    """How dangerous telling is now; seen by facilitators only."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class SourceType(StrEnum):
    """Where something can be read or heard."""

    OWN_TESTIMONY = "own-testimony"
    ASSEMBLY_RECORD = "assembly-record"
    COURT_OFFICIAL = "court-official"
    MEDIA = "media"
    RESEARCH = "research"
    COMPANY = "company"
    AUDIO_VIDEO = "audio-video"


class RelationKind(StrEnum):
    """How one record stands to another."""

    INSPIRED_BY = "inspired-by"
    ADAPTED_FROM = "adapted-from"
    SAME_STRUGGLE = "same-struggle"
    SAME_COMPANY = "same-company"
    SAME_PROJECT = "same-project"
    PART_OF = "part-of"
    REPLIES_TO = "replies-to"
    OTHER_ACCOUNT_OF = "other-account-of"


class Licence(StrEnum):
    """What others may do with the text."""

    CC_BY_NC_SA = "CC-BY-NC-SA-4.0"
    CC_BY = "CC-BY-4.0"
    READ_ONLY = "all-rights-reserved"
    COMMUNITY_PROTOCOL = "community-protocol"


class ProtocolNotice(StrEnum):
    """Wishes of a community about the use of its story. They are told to readers and close nothing."""

    ASK_FIRST = "ask-first"
    ATTRIBUTE_COMMUNITY = "attribute-community"
    NO_COMMERCIAL = "no-commercial"
    NOT_FOR_LITIGATION = "not-for-litigation-or-security-use"
    SEASONAL = "seasonal-or-ceremonial"
    SENSITIVE_DECEASED = "sensitive-deceased"
    INCOMPLETE = "incomplete-other-voices-welcome"
    VERIFIED = "verified-by-community"
    NOT_VERIFIED = "not-verified"
    SHARE_BACK = "share-back-results"
    DO_NOT_QUOTE = "do-not-quote"


class VersionKind(StrEnum):
    """What a language version is for."""

    STANDARD = "standard"
    EASY_READ = "easy-read"
    AUDIO = "audio"


class Origin(StrEnum):
    """How a text came to be."""

    ORIGINAL = "original"
    HUMAN = "human"
    MACHINE = "machine"
    MEMORY = "memory"
    IMPORT = "import"
    RELEVELLED = "relevelled"


class TermUse(NamedTuple):
    """A controlled term that a case carries."""

    vocabulary: str
    term: str


@dataclass(frozen=True, slots=True)
class Source:
    """Something the story rests on. Not public: only facilitators see it."""

    type: SourceType
    title: str
    url: str = ""
    pages: str = ""
    public: bool = True
    supports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Author:
    """Who tells, and how they wish to be named."""

    kind: AuthorKind = AuthorKind.MOVEMENT
    display: AuthorDisplay = AuthorDisplay.ANONYMOUS
    name: str = ""

    @property
    def shown_name(self) -> str:
        """The name to print, empty for anonymous tellers whatever is stored."""
        return "" if self.display is AuthorDisplay.ANONYMOUS else self.name


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Everything about a case that is not prose. Empty means: not told."""

    type: RecordType = RecordType.CASE
    author: Author = field(default_factory=Author)
    pseudonymous_title: bool = False
    countries: tuple[str, ...] = ()
    region: str = ""
    precision: Precision = Precision.COUNTRY
    area: Area | None = None
    setting: tuple[Setting, ...] = ()
    period: Period = field(default_factory=Period)
    scale: Scale | None = None
    people_affected: People | None = None
    people_taking_part: People | None = None
    stage: Stage | None = None
    project_status: ProjectStatus | None = None
    consultation: Consultation | None = None
    reaction: Reaction | None = None
    tenure: tuple[Tenure, ...] = ()
    overall: Overall | None = None
    terms: tuple[TermUse, ...] = ()
    sources: tuple[Source, ...] = ()
    protocol_notices: tuple[ProtocolNotice, ...] = ()
    licence: Licence = Licence.CC_BY_NC_SA
    illustrative: bool = False


TITLE = "title"
OVERALL_WHY = "overall-why"
_PHASE_FIELD = re.compile(rf"{Section.STORY}\.([1-9][0-9]?)\.({'|'.join(PhasePart)})")
_HOW_FIELD = re.compile(r"how\.[a-z-]{1,60}\.[a-z0-9-]{1,80}")


def phase_field(number: int, part: PhasePart) -> str:
    """The name of a phase's text among the fields of a version: `story.2.they` (1-based)."""
    return f"{Section.STORY}.{number}.{part}"


def read_phase_field(name: str) -> tuple[int, PhasePart] | None:
    """Number and part of a phase's field as `phase_field` writes it; None for any other name."""
    found = _PHASE_FIELD.fullmatch(name)
    return (int(found[1]), PhasePart(found[2])) if found else None


def is_field(name: str) -> bool:
    """Whether a text can have a field of this name."""
    if name in (TITLE, OVERALL_WHY):
        return True
    if name.startswith("how."):
        return _HOW_FIELD.fullmatch(name) is not None
    return (name in tuple(Section) and name != Section.STORY) or read_phase_field(name) is not None


def how_field(vocabulary: str, term: str) -> str:
    """The name of the line that tells how a term applies: `how.strategies.blockade`."""
    return f"how.{vocabulary}.{term}"


def section_of(field_name: str) -> str:
    """The section a field belongs to: `story` for `story.2.they`, itself for the plain ones."""
    return field_name.split(".", 1)[0]


def ordered_fields(names: Iterable[str]) -> list[str]:
    """Field names in reading order: title, the sections, phase by phase, why the judgement, the hows."""
    sections = [TITLE, *Section, OVERALL_WHY, "how"]
    parts = list(PhasePart)

    def key(name: str) -> tuple[int, int, int, str]:
        head = section_of(name)
        place = sections.index(head) if head in sections else len(sections)
        told = read_phase_field(name)
        if told is not None:
            return place, told[0], parts.index(told[1]), ""
        return place, 0, 0, name

    return sorted(names, key=key)


SPOKEN_SECTIONS = tuple(section for section in Section if section is not Section.SOURCES)
"""The prompts that may be answered by voice."""


def missing_required(texts: Mapping[str, str], spoken: Iterable[str] = ()) -> list[str]:
    """Which of title and the five required answers are still empty. `spoken` are sections answered by voice."""
    filled = {section_of(name) for name, text in texts.items() if text.strip() and not name.endswith(".when")}
    filled.update(spoken)
    return [name for name in (TITLE, *REQUIRED_SECTIONS) if name not in filled]


def missing_to_send(texts: Mapping[str, str], spoken: Iterable[str] = ()) -> list[str]:
    """What of title and required answers holds back sending: the title, and the answers only while none is there.

    Tellers may skip a question; to be published, a story needs them all (`missing_required`).
    """
    missing = missing_required(texts, spoken)
    nothing_told = not set(REQUIRED_SECTIONS) - set(missing)
    return missing if nothing_told else [name for name in missing if name == TITLE]

"""The tables, by subject. Importing this package makes all of them known."""

from wgsm_archive.db.models.accounts import OneTimeLink, Person, PersonRole, SignInSession, TellerSession, Throttle
from wgsm_archive.db.models.administration import HouseText, SetAside, StoryInvitation, TermRow
from wgsm_archive.db.models.benches import CheckDismissal, Claim, MachineText, TranslationDraft, TranslatorsNote
from wgsm_archive.db.models.boards import TranslationCredit, TranslationRequest, WordsOfMonth
from wgsm_archive.db.models.cases import (
    Case,
    CaseCircle,
    CaseCountry,
    CaseLabel,
    CaseRelation,
    CaseSource,
    CaseTerm,
)
from wgsm_archive.db.models.drafts import DraftWords
from wgsm_archive.db.models.easy import EasyNow, EasyText
from wgsm_archive.db.models.finding import ShelfText, ShelfWord
from wgsm_archive.db.models.glossary import GlossaryTerm, GlossaryText
from wgsm_archive.db.models.media import MediaFile, Upload
from wgsm_archive.db.models.memory import MemoryUnit, MemoryWord
from wgsm_archive.db.models.narrowing import NarrowedPassage, SectionNarrowing
from wgsm_archive.db.models.records import Record, RecordCountry, RecordLink, RecordRelation, RecordTerm, RecordText
from wgsm_archive.db.models.review import (
    CaseReview,
    ConsentDecision,
    DialogueMessage,
    GuardedTerm,
    Proposal,
    Question,
    Receipt,
    Suggestion,
    Tombstone,
)
from wgsm_archive.db.models.safety import Contact, HarmReport, HidingCheck, RelayMessage
from wgsm_archive.db.models.spoken import SpokenPart
from wgsm_archive.db.models.trail import AuditEvent, InstanceFact, Job
from wgsm_archive.db.models.versions import (
    LanguageVersion,
    RenderedVersion,
    Revision,
    SegmentNow,
    SegmentVersion,
    Slot,
    TellersNote,
    VersionLabel,
)
from wgsm_archive.db.models.words import OwnLanguage, WordsNow, WordsVersion

__all__ = [
    "AuditEvent",
    "Case",
    "CaseCircle",
    "CaseCountry",
    "CaseLabel",
    "CaseRelation",
    "CaseReview",
    "CaseSource",
    "CaseTerm",
    "CheckDismissal",
    "Claim",
    "ConsentDecision",
    "Contact",
    "DialogueMessage",
    "DraftWords",
    "EasyNow",
    "EasyText",
    "GlossaryTerm",
    "GlossaryText",
    "GuardedTerm",
    "HarmReport",
    "HidingCheck",
    "HouseText",
    "InstanceFact",
    "Job",
    "LanguageVersion",
    "MachineText",
    "MediaFile",
    "MemoryUnit",
    "MemoryWord",
    "NarrowedPassage",
    "OneTimeLink",
    "OwnLanguage",
    "Person",
    "PersonRole",
    "Proposal",
    "Question",
    "Receipt",
    "Record",
    "RecordCountry",
    "RecordLink",
    "RecordRelation",
    "RecordTerm",
    "RecordText",
    "RelayMessage",
    "RenderedVersion",
    "Revision",
    "SectionNarrowing",
    "SegmentNow",
    "SegmentVersion",
    "SetAside",
    "ShelfText",
    "ShelfWord",
    "SignInSession",
    "Slot",
    "SpokenPart",
    "StoryInvitation",
    "Suggestion",
    "TellerSession",
    "TellersNote",
    "TermRow",
    "Throttle",
    "Tombstone",
    "TranslationCredit",
    "TranslationDraft",
    "TranslationRequest",
    "TranslatorsNote",
    "Upload",
    "VersionLabel",
    "WordsNow",
    "WordsOfMonth",
    "WordsVersion",
]

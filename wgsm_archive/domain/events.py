"""What happened, as the audit trail and the outbox are told of it. No event carries text or a teller's identity."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Event(StrEnum):
    """Subject and act, for filtering the trail."""

    CASE_STARTED = "case:started"
    CASE_SENT = "case:sent"
    CASE_CLAIMED = "case:claimed"
    CASE_CHECKED = "case:checked"
    CASE_CONFIRMED = "case:confirmed"
    CASE_MARKED = "case:marked"
    CASE_MASKED = "case:masked"
    CASE_SUGGESTED = "case:suggested"
    CASE_SUGGESTION_DECIDED = "case:suggestion-decided"
    CASE_RESOLVED = "case:resolved"
    CASE_QUESTION = "case:question"
    CASE_ANSWER = "case:answer"
    CASE_EDITED = "case:edited"
    CASE_PROPOSAL = "case:proposal"
    CASE_PUBLISHED = "case:published"
    CASE_DECLINED = "case:declined"
    CASE_RESTRICTED = "case:restricted"
    CASE_REOPENED = "case:reopened"
    CASE_CONSENT = "case:consent"
    CASE_BLOCKED = "case:blocked"
    CASE_UNBLOCKED = "case:unblocked"
    HARM_REPORTED = "case:harm-reported"
    HARM_ANSWERED = "case:harm-answered"
    RELAY_SENT = "case:relay-sent"
    RELAY_ANSWERED = "case:relay-answered"
    CONTACT_KEPT = "case:contact-kept"
    CONTACT_SEEN = "case:contact-seen"
    CONTACT_DELETED = "case:contact-deleted"
    CASE_WITHDRAWN = "case:withdrawn"
    CASE_RESTORED = "case:restored"
    CASE_ERASED = "case:erased"
    CASE_IMPORTED = "case:imported"
    CASE_SET_ASIDE = "case:set-aside"
    CASE_LET_IN = "case:let-in"
    MEDIA_ADDED = "media:added"
    MEDIA_CHANGED = "media:changed"
    MEDIA_COVERED = "media:covered"
    MEDIA_TRANSCRIBED = "media:transcribed"
    MEDIA_REMOVED = "media:removed"
    MEDIA_ACCEPTED = "media:accepted"
    MEDIA_HELD_BACK = "media:held-back"
    VERSION_STARTED = "version:started"
    VERSION_SAVED = "version:saved"
    VERSION_READY = "version:ready"
    VERSION_APPROVED = "version:approved"
    VERSION_RETURNED = "version:returned"
    VERSION_READ_BACK = "version:read-back"
    SPOKEN_ADDED = "version:spoken-added"
    SPOKEN_APPROVED = "version:spoken-approved"
    SPOKEN_REMOVED = "version:spoken-removed"
    EASY_READ_APPROVED = "version:easy-read-approved"
    RECORD_SAVED = "record:saved"
    SIGN_IN = "account:sign-in"
    SIGN_IN_FAILED = "account:sign-in-failed"
    SIGN_OUT = "account:sign-out"
    ACCOUNT_MADE = "account:made"
    INVITED = "account:invited"
    INVITATION_REVOKED = "account:invitation-revoked"
    JOINED = "account:joined"
    PROFILE_CHANGED = "account:profile-changed"
    PASSWORD_CHANGED = "account:password-changed"  # noqa: S105 - the name of an event
    RESET_LINK = "account:reset-link"
    ROLES_CHANGED = "account:roles-changed"
    ORGANISATION_CHANGED = "account:organisation-changed"
    SESSIONS_ENDED = "account:sessions-ended"
    DISABLED = "account:disabled"
    ENABLED = "account:enabled"
    ACCOUNT_DELETED = "account:deleted"
    POLICY_CHANGED = "archive:policy-changed"
    STORY_INVITED = "archive:story-invited"
    STORY_INVITATION_REVOKED = "archive:story-invitation-revoked"
    TERM_CHANGED = "archive:term-changed"
    TEXT_CHANGED = "archive:text-changed"
    MACHINE_ASKED = "archive:machine-asked"
    TRANSLATORS_NOTE = "archive:translators-note-changed"
    GLOSSARY_CHANGED = "archive:glossary-changed"
    LANGUAGE_CHANGED = "archive:language-changed"
    WORDS_APPROVED = "archive:words-approved"


BY_TELLERS = frozenset(
    {
        Event.CASE_STARTED,
        Event.CASE_SENT,
        Event.CASE_SET_ASIDE,
        Event.CASE_ANSWER,
        Event.CASE_PROPOSAL,
        Event.CASE_SUGGESTION_DECIDED,
        Event.CASE_CONSENT,
        Event.CONTACT_KEPT,
        Event.VERSION_READ_BACK,
        Event.CASE_WITHDRAWN,
        Event.CASE_RESTORED,
        Event.MEDIA_ADDED,
        Event.MEDIA_CHANGED,
        Event.MEDIA_REMOVED,
    }
)
"""Acts of tellers: the trail says that a teller did them and not who, even where an account was used."""

BY_READERS = frozenset({Event.HARM_REPORTED, Event.RELAY_SENT})
"""Acts of readers who are told that nobody asks who they are: the trail does not say either."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One event. `detail` holds codes and counts only, never text somebody wrote."""

    event: Event
    case_id: int | None = None
    version_id: int | None = None
    person_id: int | None = None
    detail: dict[str, str | int | bool] = field(default_factory=dict)

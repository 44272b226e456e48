"""Words for where a case stands, who does what, and what happened."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import Role
from wgsm_archive.domain.events import Event
from wgsm_archive.domain.rhythm import Rhythm
from wgsm_archive.domain.workflow import Act
from wgsm_archive.i18n.messages import Lazy, lazy_

STATES_FOR_TELLERS: Mapping[CaseState, Lazy] = {
    CaseState.DRAFT: lazy_("You are still writing. Nobody else can see it."),
    CaseState.SUBMITTED: lazy_("A person is reading it. Nothing is public yet."),
    CaseState.PUBLISHED: lazy_("It can be read by those you chose."),
    CaseState.DECLINED: lazy_("It was not published. The reason is in the messages."),
    CaseState.BLOCKED: lazy_(
        "Somebody said that it harms them. Nobody reads it until a facilitator has looked, and spoken with you."
    ),
    CaseState.WITHDRAWN: lazy_("You have hidden it. Nobody else can see it."),
    CaseState.ERASED: lazy_("Its text has been deleted for good."),
}

STATES_FOR_FACILITATORS: Mapping[CaseState, Lazy] = {
    CaseState.DRAFT: lazy_("Draft"),
    CaseState.SUBMITTED: lazy_("In review"),
    CaseState.PUBLISHED: lazy_("Published"),
    CaseState.DECLINED: lazy_("Not published"),
    CaseState.BLOCKED: lazy_("Hidden because somebody is harmed"),
    CaseState.WITHDRAWN: lazy_("Withdrawn by its tellers"),
    CaseState.ERASED: lazy_("Erased"),
}

RHYTHMS: Mapping[Rhythm, Lazy] = {
    Rhythm.WEEKLY: lazy_("At most one a week"),
    Rhythm.DAILY: lazy_("At most one a day"),
    Rhythm.NEVER: lazy_("Send me none"),
}

ROLES: Mapping[Role, Lazy] = {
    Role.MEMBER: lazy_("Member"),
    Role.TRANSLATOR: lazy_("Translator"),
    Role.FACILITATOR: lazy_("Facilitator"),
    Role.STEWARD: lazy_("Steward"),
}

ROLE_EXPLANATIONS: Mapping[Role, Lazy] = {
    Role.MEMBER: lazy_("Reads what is shared within the network, and tells stories."),
    Role.TRANSLATOR: lazy_("Translates stories and reads the translations of others."),
    Role.FACILITATOR: lazy_("Speaks with the tellers, checks consent and safety, and publishes."),
    Role.STEWARD: lazy_("Looks after accounts and the running of the archive. Does not read what is not published."),
}

ACTS: Mapping[Act, Lazy] = {
    Act.WRITE: lazy_("Write"),
    Act.SEND: lazy_("Send"),
    Act.CLAIM: lazy_("Take on"),
    Act.ASK: lazy_("Ask the tellers"),
    Act.ANSWER: lazy_("Answer"),
    Act.EDIT: lazy_("Change the text"),
    Act.PROPOSE: lazy_("Propose a change"),
    Act.CHECK: lazy_("Answer the checklist"),
    Act.CONFIRM: lazy_("Confirm as second reader"),
    Act.SETTLE: lazy_("Decide on suggested changes"),
    Act.PUBLISH: lazy_("Publish"),
    Act.DECLINE: lazy_("Do not publish"),
    Act.RESTRICT: lazy_("For member movements only"),
    Act.REOPEN: lazy_("Review again"),
    Act.BLOCK: lazy_("Hide because of harm"),
    Act.UNBLOCK: lazy_("Let it be read again"),
    Act.CONSENT: lazy_("Decide who may read it"),
    Act.WITHDRAW: lazy_("Hide now"),
    Act.RESTORE: lazy_("Show again"),
    Act.ERASE: lazy_("Delete for good"),
    Act.ATTACH: lazy_("Add photos, recordings or documents"),
    Act.DETACH: lazy_("Remove a file"),
    Act.TRANSLATE: lazy_("Translate"),
    Act.READY: lazy_("Give to a second reader"),
    Act.APPROVE: lazy_("Approve"),
    Act.RETURN: lazy_("Give back to the translator"),
}

EVENTS: Mapping[Event, Lazy] = {
    Event.CASE_STARTED: lazy_("A story was begun"),
    Event.CASE_SENT: lazy_("A story was sent"),
    Event.CASE_CLAIMED: lazy_("A facilitator took on a story"),
    Event.CASE_CHECKED: lazy_("The checklist was answered"),
    Event.CASE_CONFIRMED: lazy_("A second reader confirmed the checklist"),
    Event.CASE_MARKED: lazy_("A facilitator decided on words that may lead to somebody"),
    Event.CASE_MASKED: lazy_("Words that lead to somebody were withheld everywhere"),
    Event.CASE_SUGGESTED: lazy_("A change was suggested to the tellers"),
    Event.CASE_SUGGESTION_DECIDED: lazy_("The tellers decided on a suggested change"),
    Event.CASE_RESOLVED: lazy_("A question was settled"),
    Event.CASE_QUESTION: lazy_("The tellers were asked something"),
    Event.CASE_ANSWER: lazy_("The tellers answered"),
    Event.CASE_EDITED: lazy_("A facilitator changed the text"),
    Event.CASE_PROPOSAL: lazy_("The tellers proposed a change"),
    Event.CASE_PUBLISHED: lazy_("A story was published"),
    Event.CASE_DECLINED: lazy_("A story was declined"),
    Event.CASE_RESTRICTED: lazy_("A facilitator changed how far a story may travel"),
    Event.CASE_REOPENED: lazy_("A story went back to review"),
    Event.CASE_CONSENT: lazy_("The tellers made a new decision"),
    Event.CASE_BLOCKED: lazy_("A story was hidden because somebody is harmed"),
    Event.CASE_UNBLOCKED: lazy_("A story that was hidden because of harm can be read again"),
    Event.HARM_REPORTED: lazy_("Somebody said that a story harms them"),
    Event.HARM_ANSWERED: lazy_("A report of harm was answered"),
    Event.RELAY_SENT: lazy_("A reader wrote to the tellers"),
    Event.RELAY_ANSWERED: lazy_("A reader's message was passed on or not"),
    Event.CONTACT_KEPT: lazy_("The tellers left word how they can be reached"),
    Event.CONTACT_SEEN: lazy_("A facilitator looked how the tellers can be reached"),
    Event.CONTACT_DELETED: lazy_("How the tellers can be reached was deleted"),
    Event.CASE_WITHDRAWN: lazy_("The tellers hid a story"),
    Event.CASE_RESTORED: lazy_("The tellers showed a story again"),
    Event.CASE_ERASED: lazy_("The text of a story was deleted"),
    Event.CASE_IMPORTED: lazy_("A story was brought in from a file"),
    Event.CASE_SET_ASIDE: lazy_("A story was set aside: it may come from a machine"),
    Event.CASE_LET_IN: lazy_("A story that was set aside came into the queue"),
    Event.MEDIA_ADDED: lazy_("The tellers added a file"),
    Event.MEDIA_CHANGED: lazy_("The tellers changed a file or the words on it"),
    Event.MEDIA_COVERED: lazy_("Parts of a photo were covered for good"),
    Event.MEDIA_TRANSCRIBED: lazy_("What is said in a recording was written down"),
    Event.MEDIA_REMOVED: lazy_("The tellers removed a file"),
    Event.MEDIA_ACCEPTED: lazy_("A facilitator accepted a file"),
    Event.MEDIA_HELD_BACK: lazy_("A facilitator held a file back"),
    Event.VERSION_STARTED: lazy_("A translation was begun"),
    Event.VERSION_SAVED: lazy_("A translation was saved"),
    Event.VERSION_READY: lazy_("A translation went to a second reader"),
    Event.VERSION_APPROVED: lazy_("A translation was approved"),
    Event.VERSION_RETURNED: lazy_("A translation was given back"),
    Event.SPOKEN_ADDED: lazy_("A part was read aloud"),
    Event.SPOKEN_APPROVED: lazy_("A part read aloud was approved"),
    Event.SPOKEN_REMOVED: lazy_("A part read aloud was taken out"),
    Event.EASY_READ_APPROVED: lazy_("A text in easy words was approved"),
    Event.VERSION_READ_BACK: lazy_("The tellers looked at a translation"),
    Event.RECORD_SAVED: lazy_("A record was saved"),
    Event.SIGN_IN: lazy_("Somebody signed in"),
    Event.SIGN_IN_FAILED: lazy_("Somebody tried to sign in and failed"),
    Event.SIGN_OUT: lazy_("Somebody signed out"),
    Event.ACCOUNT_MADE: lazy_("An operator made an account"),
    Event.INVITED: lazy_("Somebody was invited"),
    Event.INVITATION_REVOKED: lazy_("An invitation was taken back"),
    Event.JOINED: lazy_("Somebody accepted an invitation"),
    Event.PROFILE_CHANGED: lazy_("Somebody changed their profile"),
    Event.PASSWORD_CHANGED: lazy_("A password was changed"),
    Event.RESET_LINK: lazy_("A link for a new password was made"),
    Event.ROLES_CHANGED: lazy_("Somebody's roles were changed"),
    Event.ORGANISATION_CHANGED: lazy_("Somebody's organisation was changed"),
    Event.SESSIONS_ENDED: lazy_("Somebody was signed out on other devices"),
    Event.DISABLED: lazy_("An account was closed"),
    Event.ENABLED: lazy_("An account was opened again"),
    Event.ACCOUNT_DELETED: lazy_("Somebody deleted their account"),
    Event.POLICY_CHANGED: lazy_("A steward changed how this archive is run"),
    Event.STORY_INVITED: lazy_("An invitation to tell a story was made"),
    Event.STORY_INVITATION_REVOKED: lazy_("An invitation to tell a story was taken back"),
    Event.TERM_CHANGED: lazy_("A list of terms was changed"),
    Event.MACHINE_ASKED: lazy_("A machine was asked for a translation"),
    Event.TRANSLATORS_NOTE: lazy_("A note for translators was changed"),
    Event.GLOSSARY_CHANGED: lazy_("The glossary of translators was changed"),
    Event.TEXT_CHANGED: lazy_("A text of this archive was changed"),
    Event.LANGUAGE_CHANGED: lazy_("A steward described a language of the menus"),
    Event.WORDS_APPROVED: lazy_("Translated words of the menus were approved"),
}

LABELS: Mapping[type[StrEnum], Mapping[Any, Lazy]] = {
    CaseState: STATES_FOR_FACILITATORS,
    Role: ROLES,
    Act: ACTS,
    Event: EVENTS,
    Rhythm: RHYTHMS,
}

EXPLANATIONS: Mapping[type[StrEnum], Mapping[Any, Lazy]] = {
    CaseState: STATES_FOR_TELLERS,
    Role: ROLE_EXPLANATIONS,
}

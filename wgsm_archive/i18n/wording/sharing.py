"""Words for what rests on what, and for what others may do with a text."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.case_study import Licence, Origin, ProtocolNotice, RelationKind, SourceType, VersionKind
from wgsm_archive.i18n.messages import Lazy, lazy_

SOURCE_TYPES: Mapping[SourceType, Lazy] = {
    SourceType.OWN_TESTIMONY: lazy_("Our own testimony"),
    SourceType.ASSEMBLY_RECORD: lazy_("Record of an assembly"),
    SourceType.COURT_OFFICIAL: lazy_("Court or official document"),
    SourceType.MEDIA: lazy_("Newspaper, radio or other media"),
    SourceType.RESEARCH: lazy_("Research"),
    SourceType.COMPANY: lazy_("Company document"),
    SourceType.AUDIO_VIDEO: lazy_("Sound or film"),
}

RELATIONS: Mapping[RelationKind, Lazy] = {
    RelationKind.INSPIRED_BY: lazy_("Inspired by"),
    RelationKind.ADAPTED_FROM: lazy_("Adapted from"),
    RelationKind.SAME_STRUGGLE: lazy_("Part of the same struggle"),
    RelationKind.SAME_COMPANY: lazy_("Faces the same company"),
    RelationKind.SAME_PROJECT: lazy_("Faces the same project"),
    RelationKind.PART_OF: lazy_("Belongs to"),
    RelationKind.REPLIES_TO: lazy_("Replies to"),
    RelationKind.OTHER_ACCOUNT_OF: lazy_("The same events told by others"),
}

LICENCES: Mapping[Licence, Lazy] = {
    Licence.CC_BY_NC_SA: lazy_("Share alike, not for profit (CC BY-NC-SA 4.0)"),
    Licence.CC_BY: lazy_("Share freely with credit (CC BY 4.0)"),
    Licence.READ_ONLY: lazy_("For reading only"),
    Licence.COMMUNITY_PROTOCOL: lazy_("By the community's own protocol"),
}

LICENCE_EXPLANATIONS: Mapping[Licence, Lazy] = {
    Licence.CC_BY_NC_SA: lazy_(
        "You may copy, translate and adapt the text if you say whose it is, earn no money with it "
        "and share your version in the same way."
    ),
    Licence.CC_BY: lazy_("You may copy, translate and adapt the text for any purpose if you say whose it is."),
    Licence.READ_ONLY: lazy_("You may read the text here. Ask the tellers before you copy, print or translate it."),
    Licence.COMMUNITY_PROTOCOL: lazy_(
        "The community has rules of its own for the use of its story. Follow them, or ask first."
    ),
}

NOTICES: Mapping[ProtocolNotice, Lazy] = {
    ProtocolNotice.ASK_FIRST: lazy_("Ask first"),
    ProtocolNotice.ATTRIBUTE_COMMUNITY: lazy_("Name the community"),
    ProtocolNotice.NO_COMMERCIAL: lazy_("Not for profit"),
    ProtocolNotice.NOT_FOR_LITIGATION: lazy_("Not for courts, police or security services"),
    ProtocolNotice.SEASONAL: lazy_("Tied to a season or ceremony"),
    ProtocolNotice.SENSITIVE_DECEASED: lazy_("Speaks of people who have died"),
    ProtocolNotice.INCOMPLETE: lazy_("Not the whole story: other voices are welcome"),
    ProtocolNotice.VERIFIED: lazy_("Checked by the community"),
    ProtocolNotice.NOT_VERIFIED: lazy_("Not yet checked by the community"),
    ProtocolNotice.SHARE_BACK: lazy_("Bring back what you learn"),
    ProtocolNotice.DO_NOT_QUOTE: lazy_("Please do not quote"),
}

NOTICE_EXPLANATIONS: Mapping[ProtocolNotice, Lazy] = {
    ProtocolNotice.ASK_FIRST: lazy_(
        "Ask the community through a facilitator before you use this story in your own work."
    ),
    ProtocolNotice.ATTRIBUTE_COMMUNITY: lazy_(
        "When you speak of this story, say that it belongs to the community, not to one person."
    ),
    ProtocolNotice.NO_COMMERCIAL: lazy_("The community does not want anyone to earn money with this story."),
    ProtocolNotice.NOT_FOR_LITIGATION: lazy_(
        "The community did not tell this story to be used in court or by police, companies or security services."
    ),
    ProtocolNotice.SEASONAL: lazy_("Some things told here are meant for a certain season or ceremony. Treat them so."),
    ProtocolNotice.SENSITIVE_DECEASED: lazy_(
        "This story speaks of people who have died, which may hurt those who knew them."
    ),
    ProtocolNotice.INCOMPLETE: lazy_(
        "The tellers know that others lived through the same and may tell it differently."
    ),
    ProtocolNotice.VERIFIED: lazy_("The community has read or heard this text and says that it is right."),
    ProtocolNotice.NOT_VERIFIED: lazy_("The community as a whole has not yet read or heard this text."),
    ProtocolNotice.SHARE_BACK: lazy_(
        "If you learn or make something from this story, bring it back to the people who told it."
    ),
    ProtocolNotice.DO_NOT_QUOTE: lazy_("Read it and learn from it, but do not repeat its sentences elsewhere."),
}

VERSION_KINDS: Mapping[VersionKind, Lazy] = {
    VersionKind.STANDARD: lazy_("Text"),
    VersionKind.EASY_READ: lazy_("Easy to read"),
    VersionKind.AUDIO: lazy_("To listen to"),
}

ORIGINS: Mapping[Origin, Lazy] = {
    Origin.ORIGINAL: lazy_("As it was told"),
    Origin.HUMAN: lazy_("Translated by people"),
    Origin.MACHINE: lazy_("Translated by a machine"),
    Origin.MEMORY: lazy_("Taken from an earlier translation"),
    Origin.IMPORT: lazy_("Brought in from a file"),
    Origin.RELEVELLED: lazy_("Rewritten to be easier"),
}

VERSION_STATES: Mapping[VersionState, Lazy] = {
    VersionState.DRAFT: lazy_("Being translated"),
    VersionState.READY: lazy_("Waiting for a second reader"),
    VersionState.APPROVED: lazy_("Approved by a second reader"),
}

LABELS: Mapping[type[StrEnum], Mapping[Any, Lazy]] = {
    SourceType: SOURCE_TYPES,
    RelationKind: RELATIONS,
    Licence: LICENCES,
    ProtocolNotice: NOTICES,
    VersionKind: VERSION_KINDS,
    Origin: ORIGINS,
    VersionState: VERSION_STATES,
}

EXPLANATIONS: Mapping[type[StrEnum], Mapping[Any, Lazy]] = {
    Licence: LICENCE_EXPLANATIONS,
    ProtocolNotice: NOTICE_EXPLANATIONS,
}

"""Words for the decisions of the tellers."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from wgsm_archive.domain.consent import AudienceLevel, ConsentBasis, ConsentLevel, Reach, Use
from wgsm_archive.i18n.messages import Lazy, lazy_

LEVELS: Mapping[ConsentLevel, Lazy] = {
    ConsentLevel.PRIVATE: lazy_("Keep it private"),
    ConsentLevel.CIRCLE: lazy_("Only for our circle"),
    ConsentLevel.NETWORK: lazy_("Only for member movements"),
    ConsentLevel.PUBLIC_READ: lazy_("Everyone may read it"),
    ConsentLevel.PUBLIC_SHARE: lazy_("Everyone may read it and pass it on"),
}

LEVEL_EXPLANATIONS: Mapping[ConsentLevel, Lazy] = {
    ConsentLevel.PRIVATE: lazy_("Only you and the facilitators can see it. It is kept for a later day."),
    ConsentLevel.CIRCLE: lazy_("Only the groups you name can read it, after signing in."),
    ConsentLevel.NETWORK: lazy_(
        "Movements that belong to the network can read it, after signing in. It is not on the open web."
    ),
    ConsentLevel.PUBLIC_READ: lazy_(
        "It stands on the open web. Search engines are asked to leave it out, and nobody may take it away as a file."
    ),
    ConsentLevel.PUBLIC_SHARE: lazy_(
        "It stands on the open web, search engines may show it, and others may copy it as your licence says. "
        "What has been copied cannot be called back."
    ),
}

LEVEL_EXAMPLES: Mapping[ConsentLevel, Lazy] = {
    ConsentLevel.PRIVATE: lazy_("For example: the trial is still on, and you want the memory safe until it is over."),
    ConsentLevel.CIRCLE: lazy_("For example: five villages on the same river want to learn from each other first."),
    ConsentLevel.NETWORK: lazy_(
        "For example: a movement in another country prepares a visit to you and reads it beforehand."
    ),
    ConsentLevel.PUBLIC_READ: lazy_(
        "For example: a student finds the story here, reads it, and has to ask you before quoting it."
    ),
    ConsentLevel.PUBLIC_SHARE: lazy_("For example: an assembly far away prints it, reads it aloud and takes it home."),
}
"""What a level means in practice, one sentence each."""

USES: Mapping[Use, Lazy] = {
    Use.TRANSLATE: lazy_("May people translate it into other languages?"),
    Use.MACHINE_TRANSLATE: lazy_("May a machine translate it?"),
    Use.QUOTE: lazy_("May others quote it?"),
    Use.EXPORT: lazy_("May others take it away as a file, to read or to study?"),
    Use.OFFLINE: lazy_("May it be part of packages that are read without internet?"),
    Use.MEDIA: lazy_("May your photos and recordings be shown with it?"),
    Use.CONTACT: lazy_("May others send you a message through a facilitator?"),
    Use.CONTACT_ANYBODY: lazy_("May people without an account do so too?"),
    Use.NAME_ORGANISATION: lazy_("May your organisation be named?"),
    Use.ADVOCACY: lazy_("May allies use it in campaigns, reports or court?"),
    Use.AI_TRAINING: lazy_("May it be used to train artificial intelligence?"),
    Use.SEARCH_ENGINES: lazy_("May search engines show it?"),
}

USE_EXPLANATIONS: Mapping[Use, Lazy] = {
    Use.TRANSLATE: lazy_("Translators are told what is sensitive. You can read every translation."),
    Use.MACHINE_TRANSLATE: lazy_(
        "The text leaves this archive for the machine, which may be run by others. People check the result."
    ),
    Use.QUOTE: lazy_("Short passages, with your credit."),
    Use.EXPORT: lazy_("A file that has been taken away cannot be called back."),
    Use.OFFLINE: lazy_("Such a package lies on phones and memory sticks and cannot be called back."),
    Use.MEDIA: lazy_("Faces and voices can be recognised. Ask everyone who is seen or heard."),
    Use.CONTACT: lazy_("Nobody is given your address. A facilitator passes the message on, and you decide."),
    Use.CONTACT_ANYBODY: lazy_("Otherwise only people with an account here can write, such as member movements."),
    Use.NAME_ORGANISATION: lazy_("Where it is not allowed, the name is hidden in every language."),
    Use.ADVOCACY: lazy_("They must tell you before they do so."),
    Use.AI_TRAINING: lazy_("This cannot be undone. Most movements say no."),
    Use.SEARCH_ENGINES: lazy_("This follows from who may read it; you need not decide it here."),
}

USE_EXAMPLES: Mapping[Use, Lazy] = {
    Use.TRANSLATE: lazy_("For example: a fishing community in another country reads it in its own language."),
    Use.MACHINE_TRANSLATE: lazy_("For example: a first draft is made by a machine, and a translator corrects it."),
    Use.QUOTE: lazy_("For example: a newspaper prints two of your sentences and says which movement told them."),
    Use.EXPORT: lazy_("For example: a researcher keeps your story on her computer, beside forty others."),
    Use.OFFLINE: lazy_("For example: a school without internet reads it from a memory stick."),
    Use.MEDIA: lazy_("For example: the photo of your march stands beside the text."),
    Use.CONTACT_ANYBODY: lazy_("For example: a student who found the story asks how it went on."),
    Use.CONTACT: lazy_("For example: a movement that faces the same company asks whether you would talk to them."),
    Use.NAME_ORGANISATION: lazy_("For example: “Told by the Fishers' Assembly” stands under the title."),
    Use.ADVOCACY: lazy_("For example: allies hand it to a commission of the United Nations as evidence."),
    Use.AI_TRAINING: lazy_("For example: a company's program learns from it, and may repeat parts of it to anybody."),
}
"""How it will look, for every use that tellers decide on."""

REACHES: Mapping[Reach, Lazy] = {
    Reach.MEMBERS: lazy_("Only member movements"),
    Reach.FACILITATORS: lazy_("Only facilitators"),
}
REACH_NOTES: Mapping[Reach, Lazy] = {
    Reach.MEMBERS: lazy_("Only member movements can read this part."),
    Reach.FACILITATORS: lazy_("Only those who told it and facilitators can read this part."),
}
"""Said beside a section, to those who may read it."""

USE_NAMES: Mapping[Use, Lazy] = {
    Use.TRANSLATE: lazy_("Translation"),
    Use.MACHINE_TRANSLATE: lazy_("Translation by a machine"),
    Use.QUOTE: lazy_("Quoting"),
    Use.EXPORT: lazy_("Taking it away as a file"),
    Use.OFFLINE: lazy_("Packages that are read without internet"),
    Use.MEDIA: lazy_("Photos and recordings"),
    Use.CONTACT: lazy_("Messages through a facilitator"),
    Use.CONTACT_ANYBODY: lazy_("Messages from people without an account"),
    Use.NAME_ORGANISATION: lazy_("Naming the organisation"),
    Use.ADVOCACY: lazy_("Campaigns, reports or court"),
    Use.AI_TRAINING: lazy_("Training artificial intelligence"),
    Use.SEARCH_ENGINES: lazy_("Search engines"),
}
"""The same as things that are allowed or not, for lists."""

PERMISSIONS: Mapping[Use, tuple[Lazy, Lazy]] = {
    Use.QUOTE: (lazy_("You may quote short passages and say who told it."), lazy_("Ask before you quote it.")),
    Use.TRANSLATE: (lazy_("It may be translated."), lazy_("It is not to be translated.")),
    Use.EXPORT: (lazy_("You may take it away as a file."), lazy_("It is not to be taken away as a file.")),
    Use.ADVOCACY: (
        lazy_("Allies may use it in campaigns, reports or court, and tell its tellers before they do."),
        lazy_("Not for campaigns, reports or court without asking."),
    ),
}
"""What readers are told beside a story: where a use is allowed, and where it is not."""

BASES: Mapping[ConsentBasis, Lazy] = {
    ConsentBasis.PERSON: lazy_("I decided for myself"),
    ConsentBasis.ASSEMBLY: lazy_("Our assembly or organisation decided"),
    ConsentBasis.BOTH: lazy_("The assembly and the persons concerned decided"),
}

AUDIENCES: Mapping[AudienceLevel, Lazy] = {
    AudienceLevel.AUTHORS: lazy_("The tellers and the facilitators"),
    AudienceLevel.CIRCLE: lazy_("A circle of named groups"),
    AudienceLevel.NETWORK: lazy_("Member movements"),
    AudienceLevel.PUBLIC: lazy_("Everyone"),
}

LABELS: Mapping[type[StrEnum], Mapping[Any, Lazy]] = {
    ConsentLevel: LEVELS,
    Reach: REACHES,
    Use: USES,
    ConsentBasis: BASES,
    AudienceLevel: AUDIENCES,
}

EXPLANATIONS: Mapping[type[StrEnum], Mapping[Any, Lazy]] = {
    ConsentLevel: LEVEL_EXPLANATIONS,
    Reach: REACH_NOTES,
    Use: USE_EXPLANATIONS,
}

"""Words for the structured facts of a case."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from wgsm_archive.domain.case_study import (
    AuthorDisplay,
    AuthorKind,
    Consultation,
    Overall,
    People,
    ProjectStatus,
    Reaction,
    RecordType,
    Risk,
    Scale,
    Setting,
    Stage,
    Tenure,
)
from wgsm_archive.domain.likeness import Danger
from wgsm_archive.domain.place import Precision
from wgsm_archive.i18n.messages import Lazy, lazy_

RECORD_TYPES: Mapping[RecordType, Lazy] = {
    RecordType.CASE: lazy_("Case study"),
    RecordType.STRATEGY_NOTE: lazy_("Strategy note"),
    RecordType.REFLECTION: lazy_("Reflection"),
    RecordType.EXCHANGE: lazy_("Exchange"),
    RecordType.FACT_FINDING: lazy_("Fact-finding mission"),
    RecordType.PUBLICATION: lazy_("Publication"),
    RecordType.PORTAL: lazy_("Source of knowledge elsewhere"),
    RecordType.GATHERING: lazy_("Gathering"),
    RecordType.ORGANISATION: lazy_("Organisation"),
    RecordType.COLLECTION: lazy_("Collection"),
    RecordType.CASE_LAW_LINK: lazy_("Court decision"),
}

AUTHOR_KINDS: Mapping[AuthorKind, Lazy] = {
    AuthorKind.MOVEMENT: lazy_("A movement or organisation"),
    AuthorKind.ASSEMBLY: lazy_("An assembly or community"),
    AuthorKind.PERSON: lazy_("One person from the struggle"),
    AuthorKind.FACILITATOR_INTERVIEW: lazy_("People from the struggle, in a conversation that somebody wrote down"),
    AuthorKind.ALLY: lazy_("An ally who stood beside them"),
}

AUTHOR_DISPLAYS: Mapping[AuthorDisplay, Lazy] = {
    AuthorDisplay.NAMED: lazy_("With our own name"),
    AuthorDisplay.ORGANISATION: lazy_("With the name of our organisation"),
    AuthorDisplay.PSEUDONYM: lazy_("With a made-up name"),
    AuthorDisplay.ANONYMOUS: lazy_("Without a name"),
}

SETTINGS: Mapping[Setting, Lazy] = {
    Setting.RURAL: lazy_("Countryside"),
    Setting.PERI_URBAN: lazy_("Edge of the city"),
    Setting.URBAN: lazy_("City"),
    Setting.FOREST: lazy_("Forest"),
    Setting.COAST_RIVER: lazy_("Coast or river"),
    Setting.DRYLANDS_PASTURE: lazy_("Drylands or pasture"),
    Setting.MOUNTAIN: lazy_("Mountains"),
    Setting.DIASPORA_BORDER: lazy_("Diaspora or border"),
}

SCALES: Mapping[Scale, Lazy] = {
    Scale.HOUSEHOLD: lazy_("A few households"),
    Scale.COMMUNITY: lazy_("One community or neighbourhood"),
    Scale.DISTRICT: lazy_("A district or a whole city"),
    Scale.NATIONAL: lazy_("The whole country"),
    Scale.CROSS_BORDER: lazy_("More than one country"),
}

PEOPLE: Mapping[People, Lazy] = {
    People.UP_TO_50: lazy_("up to 50 people"),
    People.UP_TO_500: lazy_("51 to 500 people"),
    People.UP_TO_5000: lazy_("501 to 5,000 people"),
    People.UP_TO_50000: lazy_("5,000 to 50,000 people"),
    People.MORE: lazy_("more than 50,000 people"),
}

STAGES: Mapping[Stage, Lazy] = {
    Stage.BEFORE_DECISION: lazy_("Before anything was decided"),
    Stage.PLANNING: lazy_("While it was being planned"),
    Stage.CONSTRUCTION_OR_NOTICE: lazy_("When building or eviction notices began"),
    Stage.OPERATION: lazy_("When it was already running"),
    Stage.AFTER_HARM: lazy_("After the harm was done"),
    Stage.LONG_AFTER: lazy_("Long afterwards"),
}

DANGERS: Mapping[Danger, Lazy] = {
    Danger.OPEN: lazy_("We can meet and speak openly"),
    Danger.THREATENED: lazy_("We are watched, slandered, threatened or taken to court"),
    Danger.ATTACKED: lazy_("People are jailed, beaten or killed"),
}

PROJECT_STATUSES: Mapping[ProjectStatus, Lazy] = {
    ProjectStatus.PROPOSED: lazy_("The project has been proposed"),
    ProjectStatus.PLANNED: lazy_("The project is planned"),
    ProjectStatus.BUILDING: lazy_("The project is being built"),
    ProjectStatus.OPERATING: lazy_("The project is running"),
    ProjectStatus.SUSPENDED: lazy_("The project is suspended"),
    ProjectStatus.STOPPED: lazy_("The project has been stopped"),
    ProjectStatus.UNKNOWN: lazy_("We do not know"),
}

CONSULTATIONS: Mapping[Consultation, Lazy] = {
    Consultation.NONE: lazy_("Nobody asked us"),
    Consultation.LIMITED: lazy_("Only some were asked, or only a little was told"),
    Consultation.MANIPULATED: lazy_("The consultation was manipulated"),
    Consultation.FPIC_SOUGHT: lazy_("Our free, prior and informed consent was sought"),
    Consultation.FPIC_RESPECTED: lazy_("Our free, prior and informed decision was respected"),
    Consultation.UNKNOWN: lazy_("We do not know"),
}

REACTIONS: Mapping[Reaction, Lazy] = {
    Reaction.CONSENT: lazy_("The community agreed"),
    Reaction.MIXED: lazy_("The community was divided"),
    Reaction.REJECTION: lazy_("The community said no"),
}

TENURES: Mapping[Tenure, Lazy] = {
    Tenure.CUSTOMARY: lazy_("Customary or ancestral right"),
    Tenure.COMMUNAL_TITLE: lazy_("Title held by the community"),
    Tenure.INDIVIDUAL_TITLE: lazy_("Title of each family or person"),
    Tenure.LEASE_RENT: lazy_("Lease or rent"),
    Tenure.OCCUPATION: lazy_("Occupation"),
    Tenure.STATE_LAND: lazy_("Land of the state"),
    Tenure.CONTESTED: lazy_("Claimed by several sides"),
    Tenure.NONE: lazy_("No recognised right"),
}

OVERALLS: Mapping[Overall, Lazy] = {
    Overall.GAIN: lazy_("More won than lost"),
    Overall.MIXED: lazy_("Some won, some lost"),
    Overall.LOSS: lazy_("More lost than won"),
    Overall.STILL_OPEN: lazy_("Still open"),
}

RISKS: Mapping[Risk, Lazy] = {
    Risk.LOW: lazy_("Low danger"),
    Risk.MEDIUM: lazy_("Some danger"),
    Risk.HIGH: lazy_("High danger"),
}

RISK_EXPLANATIONS: Mapping[Risk, Lazy] = {
    Risk.LOW: lazy_("The story is widely known already and nobody is being threatened."),
    Risk.MEDIUM: lazy_("People could be pressed, dismissed or sued for telling it."),
    Risk.HIGH: lazy_("People could be attacked, arrested or evicted for telling it."),
}

PRECISIONS: Mapping[Precision, Lazy] = {
    Precision.COUNTRY: lazy_("The country only"),
    Precision.REGION: lazy_("A large region"),
    Precision.GRID_50KM: lazy_("An area about 50 km wide"),
    Precision.GRID_10KM: lazy_("An area about 10 km wide"),
    Precision.LOCAL: lazy_("The place as far as it is publicly known"),
}

PRECISION_EXPLANATIONS: Mapping[Precision, Lazy] = {
    Precision.COUNTRY: lazy_("No area is drawn on the map. This is the safest choice."),
    Precision.REGION: lazy_("An area of about 200 km is drawn on the map."),
    Precision.GRID_50KM: lazy_("An area in which many towns and villages lie is drawn on the map."),
    Precision.GRID_10KM: lazy_("A small area is drawn on the map. People who know the region may guess the place."),
    Precision.LOCAL: lazy_(
        "Choose this only for a struggle that is already publicly known by its place. No exact point is kept."
    ),
}

LABELS: Mapping[type[StrEnum], Mapping[Any, Lazy]] = {
    RecordType: RECORD_TYPES,
    AuthorKind: AUTHOR_KINDS,
    AuthorDisplay: AUTHOR_DISPLAYS,
    Setting: SETTINGS,
    Scale: SCALES,
    People: PEOPLE,
    Stage: STAGES,
    Danger: DANGERS,
    ProjectStatus: PROJECT_STATUSES,
    Consultation: CONSULTATIONS,
    Reaction: REACTIONS,
    Tenure: TENURES,
    Overall: OVERALLS,
    Risk: RISKS,
    Precision: PRECISIONS,
}

EXPLANATIONS: Mapping[type[StrEnum], Mapping[Any, Lazy]] = {
    Risk: RISK_EXPLANATIONS,
    Precision: PRECISION_EXPLANATIONS,
}

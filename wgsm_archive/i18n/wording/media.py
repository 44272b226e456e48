"""Words for photos, recordings and documents."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from wgsm_archive.domain.media import Agreement, MediaKind
from wgsm_archive.i18n.messages import Lazy, lazy_

KINDS: Mapping[MediaKind, Lazy] = {
    MediaKind.PHOTO: lazy_("Photo"),
    MediaKind.AUDIO: lazy_("Recording"),
    MediaKind.DOCUMENT: lazy_("Document"),
}
AGREEMENTS: Mapping[Agreement, Lazy] = {
    Agreement.NOT_ASKED: lazy_("Not asked yet"),
    Agreement.NOBODY: lazy_("Nobody is in it"),
    Agreement.AGREED: lazy_("Everybody in it agreed"),
    Agreement.UNRECOGNISABLE: lazy_("Nobody in it can be recognised"),
}
AGREEMENT_EXPLANATIONS: Mapping[Agreement, Lazy] = {
    Agreement.NOT_ASKED: lazy_("Only you and the facilitators see it until then."),
    Agreement.NOBODY: lazy_("A field, a wall, a letter: no person can be seen or heard."),
    Agreement.AGREED: lazy_("Each of them knows where it will be shown, and said yes. For children, their parents."),
    Agreement.UNRECOGNISABLE: lazy_("Seen from behind or from afar, or you have covered their faces."),
}
LABELS: Mapping[type[StrEnum], Mapping[Any, Lazy]] = {MediaKind: KINDS, Agreement: AGREEMENTS}
EXPLANATIONS: Mapping[type[StrEnum], Mapping[Any, Lazy]] = {Agreement: AGREEMENT_EXPLANATIONS}

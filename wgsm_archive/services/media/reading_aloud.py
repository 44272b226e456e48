"""Taking in a recording of a part that somebody read aloud. Nothing is locked while its bytes are cleaned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from wgsm_archive.db.models import Case, LanguageVersion, SpokenPart
from wgsm_archive.domain.access import TRANSLATING, VersionState
from wgsm_archive.domain.actor import Actor
from wgsm_archive.domain.errors import NotFound, Refused
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.ids import new_public_id
from wgsm_archive.domain.media import FORMATS, LEAST_FREE_BYTES, MOST_STORY_BYTES, MediaKind
from wgsm_archive.domain.text import clean_line
from wgsm_archive.domain.workflow import Act
from wgsm_archive.ports.media import Cleaned
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.media.rows import count_upload, fingerprint
from wgsm_archive.services.media.taking_in import cleaned, kept, require_length
from wgsm_archive.services.spoken_texts import SPOKEN_PARTS, take_out
from wgsm_archive.services.translating.crediting import MAX_NAME
from wgsm_archive.services.translating.rows import opened_text
from wgsm_archive.services.translating.speaking import recordings_of
from wgsm_archive.services.whole_parts import Paragraph, paragraphs_of
from wgsm_archive.services.withholding import require_withheld
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class Sent:
    """A recording that came whole: where it lies as a part, of which part of which text, and what was said of it."""

    public_id: str
    language: str
    field: str
    part: str
    name: str
    length: int
    form_key: str
    credit: str
    agreed: bool


def take_in(archive: Archive, actor: Actor, sent: Sent) -> None:
    """Take a recording in, for a second person to listen to. It takes the place of one that waits for that part.

    Raises:
        NotFound, Withdrawn, NotAllowed: as `rows.opened_text`; NotFound also for a part that the text does not have.
        Refused: `file`, `credit` or `agreed`, and the code of the rule.
        TooBusy, TooOften: others are being cleaned, or enough came today.
    """
    try:
        with archive.unit_of_work(actor, write=True) as work:
            case, version, _paragraphs = _place(work, sent)
            if _known(work, version, sent.form_key):
                return
            _require_words(work, case, version, sent)
            require_length(sent.length)
            _require_room(work, case, sent.length)
            count_upload(work, case, sent.length)
        made = cleaned(archive, sent.part, sent.name)
        if FORMATS[made.format].kind is not MediaKind.AUDIO:
            raise Refused({"file": "file-type"})
        with kept(archive, made) as stored, archive.unit_of_work(actor, write=True) as work:
            _put(work, sent, made, stored)
    finally:
        archive.tools.files.drop_part(sent.part)


def _place(work: Work, sent: Sent) -> tuple[Case, LanguageVersion, list[Paragraph]]:
    case, version = opened_text(work, sent.public_id, sent.language, Act.TRANSLATE)
    now = paragraphs_of(work, version)
    if sent.field not in SPOKEN_PARTS or sent.field not in now:
        raise NotFound
    return case, version, now[sent.field]


def _require_words(work: Work, case: Case, version: LanguageVersion, sent: Sent) -> None:
    if not sent.agreed:
        raise Refused({"agreed": "voice-agree"})
    credit = clean_line(sent.credit)
    if len(credit) > MAX_NAME:
        raise Refused({"credit": "too-long"})
    require_withheld(work, case, {"credit": credit}, version.language)


def _require_room(work: Work, case: Case, length: int) -> None:
    held = work.session.scalar(
        select(func.coalesce(func.sum(SpokenPart.bytes), 0)).where(SpokenPart.case_id == case.id)
    )
    if (held or 0) + length > MOST_STORY_BYTES:
        raise Refused({"file": "files-heavy"})
    if work.tools.files.free() - length < LEAST_FREE_BYTES:
        raise Refused({"file": "disk-full"})


def _put(work: Work, sent: Sent, made: Cleaned, stored: Mapping[str, str]) -> None:
    case, version, paragraphs = _place(work, sent)
    work.session.refresh(case, with_for_update=True)
    waiting = [one for one in recordings_of(work, version) if one.field == sent.field and not one.holds]
    if any(one.person_id != work.actor.person_id and one.state is VersionState.READY for one in waiting):
        # Somebody else was quicker: their recording is listened to first.
        raise Refused({"file": "changed-meanwhile"})
    take_out(work, waiting)
    row = SpokenPart(
        public_id=new_public_id(),
        version_id=version.id,
        case_id=case.id,
        field=sent.field,
        form_key=sent.form_key,
        format=made.format,
        stored=dict(stored),
        fingerprint=fingerprint(made.sizes),
        bytes=sum(len(content) for content in made.sizes.values()),
        seconds=made.seconds,
        made_from=[one.id for one in paragraphs],
        label=TRANSLATING,
        state=VersionState.READY,
        credit=clean_line(sent.credit),
        person_id=work.actor.person_id,
        spoken_on=work.today,
    )
    work.session.add(row)
    work.record(Happened(Event.SPOKEN_ADDED, case.id, version.id))


def _known(work: Work, version: LanguageVersion, form_key: str) -> bool:
    found = select(SpokenPart.id).where(SpokenPart.version_id == version.id, SpokenPart.form_key == form_key)
    return work.session.scalar(found) is not None

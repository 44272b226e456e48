"""Moving stories and records from one term to another, with the tellers' own lines on it."""

from __future__ import annotations

from sqlalchemy import select

from wgsm_archive.db.models import Case, CaseTerm, LanguageVersion, Proposal, RecordTerm, Slot
from wgsm_archive.domain.case_study import how_field
from wgsm_archive.services.case_rows import original_of
from wgsm_archive.services.fact_fields import TERMS
from wgsm_archive.services.rendering import render_case
from wgsm_archive.services.texts import add_revision, current_texts, save_original
from wgsm_archive.services.work import Work


def merge_rows(work: Work, vocabulary: str, old: str, new: str) -> list[int]:
    """Let everything that carries the old term carry the new one; the ids of the stories that did."""
    session = work.session
    # What a steward may not read follows as well; nothing of it is shown.
    with work.full_sight():
        _records(work, vocabulary, old, new)
        _proposals(work, vocabulary, old, new)
        of_old = CaseTerm.vocabulary == vocabulary, CaseTerm.term == old
        ids = list(session.scalars(select(CaseTerm.case_id).where(*of_old).order_by(CaseTerm.case_id)))
        for case_id in ids:
            _case(work, session.get_one(Case, case_id), vocabulary, old, new)
    return ids


def _case(work: Work, case: Case, vocabulary: str, old: str, new: str) -> None:
    held = {row.term: row for row in case.terms if row.vocabulary == vocabulary}
    place = held[old].position
    case.terms.remove(held[old])
    if new not in held:
        case.terms.append(CaseTerm(vocabulary=vocabulary, term=new, position=place))
    case.revision += 1
    work.session.flush()
    if _lines(work, case, how_field(vocabulary, old), how_field(vocabulary, new)):
        render_case(work, case)


def _lines(work: Work, case: Case, old: str, new: str) -> bool:
    """Let the line on the old term stand on the new one, in every language; two lines become one."""
    original = original_of(work, case)
    texts = current_texts(work, original)
    if old not in texts:
        return False
    if new in texts:
        joined = f"{texts[new]} · {texts[old]}"
        kept = {name: text for name, text in texts.items() if name != old}
        save_original(work, case, original, {**kept, new: joined}, based_on=original.revision)
        return True
    for slot in work.session.scalars(select(Slot).where(Slot.case_id == case.id, Slot.field == old)):
        slot.field = new
    for version in work.session.scalars(select(LanguageVersion).where(LanguageVersion.case_id == case.id)):
        stands = current_texts(work, version)
        if old in stands:
            add_revision(work, version, {new if name == old else name: text for name, text in stands.items()})
    work.session.flush()
    return True


def _records(work: Work, vocabulary: str, old: str, new: str) -> None:
    of_list = select(RecordTerm).where(RecordTerm.vocabulary == vocabulary)
    have = set(
        work.session.scalars(
            select(RecordTerm.record_id).where(RecordTerm.vocabulary == vocabulary, RecordTerm.term == new)
        )
    )
    for row in work.session.scalars(of_list.where(RecordTerm.term == old)).all():
        work.session.delete(row)
        if row.record_id not in have:
            work.session.add(RecordTerm(record_id=row.record_id, vocabulary=vocabulary, term=new))
    work.session.flush()


def _proposals(work: Work, vocabulary: str, old: str, new: str) -> None:
    """What tellers propose and nobody has decided yet follows too."""
    field, line, to = f"{TERMS}{vocabulary}", how_field(vocabulary, old), how_field(vocabulary, new)
    for row in work.session.scalars(select(Proposal).where(Proposal.decided.is_(False))):
        texts = dict(row.texts)
        if field in texts:
            terms = [new if term == old else term for term in texts[field].split()]
            texts[field] = " ".join(dict.fromkeys(terms))
        if line in texts:
            moved = texts.pop(line)
            texts[to] = f"{texts[to]} · {moved}" if texts.get(to) else moved
        if texts != row.texts:
            row.texts = texts

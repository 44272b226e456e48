"""Stories as rows of a table (RFC 4180) and as entries for reference managers (RIS, BibTeX)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from wgsm_archive.domain.vocabulary import VocabularyName
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import label
from wgsm_archive.services.sharing.citing import Citable
from wgsm_archive.web.sharing.answers import story_address

COLUMNS = (
    "id", "address", "title", "language", "original_language", "languages", "told_by", "countries", "region",
    "start", "end", "ongoing", "outcome", *map(str, VocabularyName), "summary", "licence", "may_quote", "wishes",
    "made_up", "published", "cite_as",
)  # fmt: skip
"""The columns of the table; several values in one are parted by `; `."""
# What spreadsheets take for a formula: the first character of a cell, full-width forms included. Many part cells at
# semicolons or tabs, whatever the file says; then quotation marks no longer hold a cell together, nor its lines.
_FORMULA = re.compile(r'(^(?=[\t\r\n])|(?:^|[;\t\r\n])(?:[^\S\t\r\n]|")*(?=[=+\-@\uff1d\uff0b\uff0d\uff20]))')
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#", "$": r"\$", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def table(stories: Iterable[Sequence[Citable]]) -> Iterator[bytes]:
    """The stories as CSV in UTF-8, with the mark that spreadsheets know it by."""
    yield b"\xef\xbb\xbf" + _rows([COLUMNS])
    for some in stories:
        yield _rows([_row(one) for one in some])


def ris(stories: Iterable[Sequence[Citable]]) -> Iterator[bytes]:
    """The stories in the format of Research Information Systems."""
    for some in stories:
        yield "".join(f"{tag}  - {_flat(value)}\r\n" for one in some for tag, value in _ris(one)).encode()


def bibtex(stories: Iterable[Sequence[Citable]]) -> Iterator[bytes]:
    """The stories in the format of BibTeX, in UTF-8."""
    for some in stories:
        yield "".join(map(_bibtex, some)).encode()


def cite_as(one: Citable) -> str:
    """How to cite a story: who told it, its title, where it stands for good, and its licence."""
    return _(
        "%(teller)s: “%(title)s”. %(archive)s, %(month)s. %(address)s. %(licence)s.",
        teller=one.told_by or _("Tellers who are not named"),
        title=one.card.title,
        archive=_("Movements’ Archive"),
        month=f"{one.month:%Y-%m}",
        address=address(one),
        licence=label(one.licence),
    )


def address(one: Citable) -> str:
    """The address of a story that never changes: without its title."""
    return story_address(one.card.public_id, one.card.language, "")


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, nor any part of it (OWASP, CSV injection)."""
    return _FORMULA.sub(r"\1'", cell)


def _rows(rows: Iterable[Sequence[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows([guarded(cell) for cell in row] for row in rows)
    return written.getvalue().encode()


def _row(one: Citable) -> list[str]:
    card, period = one.card, one.card.period
    return [
        card.public_id,
        address(one),
        card.title,
        card.language,
        card.original_language,
        "; ".join(one.languages),
        one.told_by,
        "; ".join(card.countries),
        card.region,
        str(period.start or ""),
        str(period.end or ""),
        _yes(said=period.ongoing),
        str(card.overall or ""),
        *("; ".join(one.terms.get(name, ())) for name in VocabularyName),
        card.summary,
        str(one.licence),
        _yes(said=one.may_quote),
        "; ".join(label(notice) for notice in one.notices),
        _yes(said=card.illustrative),
        f"{one.month:%Y-%m}",
        cite_as(one),
    ]


def _yes(*, said: bool) -> str:
    return "yes" if said else "no"


def _ris(one: Citable) -> Iterator[tuple[str, str]]:
    card = one.card
    yield "TY", "ELEC"
    yield "ID", card.public_id
    if one.told_by:
        yield "AU", one.told_by
    yield "TI", card.title
    yield "PY", f"{one.month:%Y}"
    yield "DA", f"{one.month:%Y/%m}//"
    yield "PB", _("Movements’ Archive")
    yield "LA", card.language
    yield "UR", address(one)
    yield "AB", card.summary
    for name in (VocabularyName.THEMES, VocabularyName.STRUGGLES, VocabularyName.STRATEGIES):
        yield from (("KW", term) for term in one.terms.get(name, ()))
    yield "N1", _terms_of_use(one)
    yield "ER", ""


def _bibtex(one: Citable) -> str:
    card = one.card
    fields = {
        "author": f"{{{_tex(one.told_by)}}}" if one.told_by else "",
        "title": f"{{{_tex(card.title)}}}",
        "year": f"{one.month:%Y}",
        "month": str(one.month.month),
        "publisher": _tex(_("Movements’ Archive")),
        "url": address(one),
        "langid": card.language,
        "abstract": _tex(card.summary),
        "keywords": _tex(", ".join(one.terms.get(VocabularyName.THEMES, ()))),
        "note": _tex(_terms_of_use(one)),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{card.public_id},\n{lines}}}\n\n"


def _terms_of_use(one: Citable) -> str:
    quoting = _("It may be quoted.") if one.may_quote else _("Ask before you quote it.")
    made_up = _("A made-up example.") if one.card.illustrative else ""
    return " ".join(filter(None, [f"{label(one.licence)}.", quoting, *map(label, one.notices), made_up]))


def _flat(text: str) -> str:
    return " ".join(text.split())


def _tex(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in _flat(text))

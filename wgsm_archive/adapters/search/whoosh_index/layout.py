"""What the index keeps of a language version, and the fields it keeps it in.

Columns are small numbers and byte strings per document. Everything that the versions of a case have in common (its
facets and years) is one *profile*, told apart by a hash, and so is the *kind* (language and access labels).
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from whoosh import columns, fields

from wgsm_archive.adapters.search.analysis import analyser
from wgsm_archive.adapters.search.whoosh_index.postings import TermSet, TermText
from wgsm_archive.ports.search import SearchDocument

LAYOUT = 2
"""Raised whenever fields, columns or packing change."""
MAKE = f"{LAYOUT}.{analyser.VERSION}"
"""Layout and analysis of an index; one of another make is never read, but made anew."""

TITLE = "title"
LABELS = "labels"
_TEXT = "text_"

NUMBERS = {"version": "q", "revision": "q", "case": "q", "published": "i", "profile_key": "q", "kind_key": "q"}
BYTES = ("profile", "kind", "title_key")


def text_field(language: str) -> str:
    """The field of texts in a language; tags that differ only in region or script share one."""
    return _TEXT + analyser.primary(language)


def language_of(name: str) -> str | None:
    """The language of a text field, None for any other field."""
    return name.removeprefix(_TEXT) if name.startswith(_TEXT) else None


def new_schema() -> Any:
    """The Whoosh schema of an empty index; text fields join as languages do."""
    schema = fields.Schema()
    schema.add(TITLE, TermText())
    schema.add(LABELS, TermSet())
    for name, code in NUMBERS.items():
        schema.add(name, fields.COLUMN(columns.NumericColumn(code)))
    for name in BYTES:
        schema.add(name, fields.COLUMN(columns.VarBytesColumn()))
    return schema


def columns_of(document: SearchDocument) -> dict[str, int | bytes]:
    """What is kept of a document besides its terms."""
    profile = _json([document.year_from, document.year_to, {k: list(v) for k, v in sorted(document.facets.items())}])
    kind = _json([document.language, sorted(document.access_labels)])
    return {
        "version": document.version_id,
        "revision": document.revision,
        "case": document.case_id,
        "published": document.published,
        "profile": profile,
        "profile_key": _key(profile),
        "kind": kind,
        "kind_key": _key(kind),
        "title_key": document.title_key.encode(),
    }


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _key(value: bytes) -> int:
    """A 64-bit name of a byte string."""
    return int.from_bytes(hashlib.blake2b(value, digest_size=8).digest(), "big", signed=True)

"""PO files (GNU gettext), as Poedit and many others open them: the paragraph's key is its context."""

from __future__ import annotations

import polib

from wgsm_archive.adapters.offline.markup import name_of, read_name
from wgsm_archive.adapters.offline.xliff import notes
from wgsm_archive.ports.offline import Brought, BroughtText, Parcel, Unreadable, Words

_STORY, _SOURCE = "X-Story", "X-Source-Language"


def write(parcel: Parcel, words: Words) -> bytes:
    """A file. What is behind its source is marked as fuzzy, beside the source that it was made from."""
    made = polib.POFile(wrapwidth=0)
    made.metadata = {
        "Project-Id-Version": parcel.title,
        "Language": parcel.target,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        _STORY: name_of(parcel),
        _SOURCE: parcel.source,
    }
    for unit in parcel.units:
        entry = polib.POEntry(
            msgctxt=unit.key, msgid=unit.source, msgstr=unit.target, comment="\n".join(notes(unit, words))
        )
        if unit.target and unit.previous:
            entry.flags, entry.previous_msgid = ["fuzzy"], unit.previous
        made.append(entry)
    return f"{made}\n".encode()


def read(content: str) -> Brought:
    """What a file brings back.

    Raises:
        Unreadable: it is none.
    """
    try:
        # polib would open a file of this name, if it were one.
        found = polib.pofile(f"#\n{content}", check_for_duplicates=False)
    except (OSError, ValueError, IndexError, UnicodeError) as problem:
        raise Unreadable("file-unreadable") from problem
    story, revision = read_name(found.metadata.get(_STORY, ""))
    texts = [BroughtText(one.msgctxt or "", one.msgid, one.msgstr) for one in found if not one.obsolete]
    source, target = found.metadata.get(_SOURCE, ""), found.metadata.get("Language", "")
    return Brought(story, revision, source, target, tuple(texts))

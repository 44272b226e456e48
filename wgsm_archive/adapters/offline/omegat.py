"""Projects of OmegaT, packed as ZIP: what it opens as a folder, and what is left of it when it comes back.

Tried with OmegaT 3.6, which Debian has. Its memory `omegat/project_save.tmx` is what somebody has translated so far;
the files in `target/` are only as new as the last time that they were made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from wgsm_archive.adapters.documents.markup_tree import parse
from wgsm_archive.adapters.documents.packed import Package
from wgsm_archive.adapters.offline import tmx, xliff
from wgsm_archive.adapters.offline.markup import archive, document, element
from wgsm_archive.ports.offline import Brought, Parcel, Unreadable, Words

_SOURCE = re.compile(r"(?P<base>(?:[^/]+/)*)source/(?P<name>case-[0-9a-z]+\.xlf)\Z")
_TAG = re.compile(r"[ ]*<x(\d+)/>[ ]*")
_FOLDERS = ("source_dir", "target_dir", "tm_dir", "glossary_dir", "dictionary_dir")


def write(parcel: Parcel, words: Words) -> bytes:
    """A project."""
    source, target = tags_of(parcel.source, parcel.target)
    settled: dict[str, set[str]] = {}
    for unit in parcel.units:
        if unit.target and not unit.previous:
            settled.setdefault(unit.source, set()).add(unit.target)
    # OmegaT keeps one translation for one text, with no more line breaks than that has. Where there are several, or
    # more breaks, each is offered and none is taken for granted.
    sure = {said for said, made in settled.items() if len(made) == 1 and min(made).count("\n") <= said.count("\n")}
    pairs = [(said, _tagged(said), _tagged(one)) for said, made in settled.items() for one in sorted(made)]
    kept = [(said, made) for source_text, said, made in pairs if source_text in sure]
    offered = [(said, made) for source_text, said, made in pairs if source_text not in sure]
    offered += [
        (_tagged(unit.previous), _tagged(unit.target)) for unit in parcel.units if unit.target and unit.previous
    ]
    members = [
        ("omegat.project", _project(source, target)),
        (f"source/case-{parcel.story}.xlf", xliff.write_1(parcel, words)),
        ("omegat/project_save.tmx", tmx.write(kept, source, target)),
        ("tm/earlier.tmx", tmx.write(offered, source, target)),
        ("glossary/terms.txt", _glossary(parcel)),
    ]
    folder = f"case-{parcel.story}-{parcel.target}/"
    return archive((folder + name, content) for name, content in members)


def _tagged(text: str) -> str:
    """A text with its line breaks as OmegaT writes them: numbered tags."""
    first, *rest = text.split("\n")
    return first + "".join(f"<x{number}/>{line}" for number, line in enumerate(rest))


def _untagged(text: str, source: str) -> str:
    """A text with line breaks in place of tags. Where the source holds such signs itself, only its own breaks count."""
    breaks = source.count("\n") if _TAG.search(source) else len(text)
    return _TAG.sub(lambda tag: "\n" if int(tag[1]) < breaks else tag[0], text)


def tags_of(source: str, target: str) -> tuple[str, str]:
    """The tags of two languages as OmegaT takes them: of two parts at most."""
    return _two_parts(source), _two_parts(target)


def _two_parts(tag: str) -> str:
    first, *rest = tag.split("-")
    return f"{first}-{rest[-1]}" if rest else first


def _project(source: str, target: str) -> bytes:
    said = {
        **dict.fromkeys(_FOLDERS, "__DEFAULT__"),
        "source_lang": source,
        "target_lang": target,
        # By paragraph: sentences end in other places in other languages.
        "sentence_seg": "false",
        "support_default_translations": "true",
        "remove_tags": "false",
    }
    project = element("project", {"version": "1.0"}, *(element(name, text=text) for name, text in said.items()))
    return document(element("omegat", None, project))


def _glossary(parcel: Parcel) -> bytes:
    lines = ["\t".join(" ".join(part.split()) for part in (one.source, one.target, one.note)) for one in parcel.terms]
    return "".join(f"{line}\n" for line in lines).encode()


def read(package: Package) -> Brought:
    """What a project brings back.

    Raises:
        Unreadable: it is none of ours.
        Unusable: a file in it cannot be read.
    """
    found = [one for name in package.names if (one := _SOURCE.match(name))]
    if len(found) != 1:
        raise Unreadable("file-not-ours")
    base, name = found[0]["base"], found[0]["name"]
    brought = xliff.read(parse(package.read(found[0][0])))
    if f"{base}omegat/project_save.tmx" in package:
        memory = _memory(package.read(f"{base}omegat/project_save.tmx"), brought)
        made = {
            one.key: _untagged(memory.get(one.key) or memory.get(_tagged(one.source), ""), one.source)
            for one in brought.texts
        }
    elif f"{base}target/{name}" in package:
        made = {one.key: one.text for one in xliff.read(parse(package.read(f"{base}target/{name}"))).texts}
    else:
        raise Unreadable("file-not-ours")
    return replace(brought, texts=tuple(replace(one, text=made.get(one.key, "")) for one in brought.texts))


def _memory(content: bytes, brought: Brought) -> Mapping[str, str]:
    """What was translated: by key where a pair names one, else by the text."""
    source, target = tags_of(brought.source, brought.target)
    pairs = tmx.read(parse(content, doctype=True), source, target)
    return {one.key or one.source: one.target for one in pairs}

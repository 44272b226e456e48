"""A file never brings back what is withheld in a story: it is read as if its sender had withheld it as well."""

from __future__ import annotations

from dataclasses import replace

from wgsm_archive.services.sharing.paragraphs import Tell
from wgsm_archive.services.sharing.problems import Code, Problem
from wgsm_archive.services.sharing.reading_in import CaseIn
from wgsm_archive.services.sharing.reading_texts import Paragraph, VersionIn
from wgsm_archive.services.withholding import Withheld


def withhold_in_file(read: CaseIn, words: Withheld, tell: Tell) -> CaseIn:
    """The case as it was sent, with other words in the place of what is withheld here; each place is told of."""
    if not words:
        return read
    for version in read.versions:
        for place in _in_version(version, words):
            tell(Problem(Code.WITHHELD, f"versions.{version.language}.{place}"))
    facts = read.facts
    region = words.hide(facts.region, read.language)
    sources = tuple(
        replace(source, public=False)
        if words.found_in(f"{source.title} {source.url} {source.pages}", read.language)
        else source
        for source in facts.sources
    )
    return replace(read, facts=replace(facts, region=region, sources=sources))


def _in_version(version: VersionIn, words: Withheld) -> list[str]:
    tag = version.language
    places = list(words.problems({**version.texts, "translator": version.credit}, tag))
    version.texts = {name: words.hide_field(name, text, tag) for name, text in version.texts.items()}
    version.pieces = {name: [words.hide(text, tag) for text in pieces] for name, pieces in version.pieces.items()}
    version.credit = words.hide(version.credit, tag)
    version.drafts = [_hidden(one, words, tag) for one in version.drafts]
    if version.outdated is not None:
        version.outdated = [_hidden(one, words, one.source or version.source or tag) for one in version.outdated]
    return places


def _hidden(one: Paragraph, words: Withheld, language: str) -> Paragraph:
    return replace(one, text=words.hide(one.text, language))

"""What may be wrong with a catalog, found before readers find it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from wgsm_archive.i18n.catalogs import catalog_path, plural_count, plural_rule
from wgsm_archive.i18n.language import language_of
from wgsm_archive.i18n.messages import misused_percent, placeholders, tags
from wgsm_archive.i18n.upkeep import forms_of, is_translated, key_of, read, said, template_path

COMPLETE = ("es", "fr", "pt", "ar")
"""The languages in which nothing may be missing. English needs no file: its words stand in the code."""

# Characters that turn the direction of what follows (Unicode Annex 9) or cannot be seen.
_HIDDEN = re.compile("[\u0000-\u0008\u000b-\u001f\u007f\u200b\u202a-\u202e\u2066-\u2069\ufeff]")


_FLAWS = {
    "bad-percent": "only %(name)s may follow a percent sign; write %% for the sign itself",
    "placeholder-missing": "%({name})s is missing",
    "placeholder-unknown": "%({name})s does not exist here",
    "other-tags": "its tags differ from those of the English text",
    "hidden-characters": "it holds hidden characters",
    "outer-space": "it begins or ends with a space",
    "forms-missing": "it lacks a plural form",
    "forms-many": "it has too many plural forms",
    "too-long": "it is too long",
}


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that is wrong with a translation; `name` is the placeholder that it is about."""

    code: str
    name: str = ""

    def __str__(self) -> str:
        return _FLAWS[self.code].replace("{name}", self.name)


def check_template(template: Catalog) -> list[str]:
    """What is wrong with the texts themselves."""
    return [
        f"{key_of(message)[1]!r}: only %(name)s may follow a percent sign; write %% for the sign itself"
        for message in said(template)
        if any(misused_percent(text) for text in _sources(message))
    ]


def check_catalog(template: Catalog, catalog: Catalog, tag: str, *, complete: bool) -> list[str]:
    """What is wrong with the words of a language; with `complete`, also what is missing or unsure."""
    found = list(_check_header(catalog, tag))
    have = {key_of(message): message for message in said(catalog)}
    for message in said(template):
        key = key_of(message)
        translated = have.pop(key, None)
        if translated is None:
            found.append(f"{tag}: {key[1]!r} is not in the file: run “wgsm translations update”")
        else:
            found += [
                f"{tag}: {key[1]!r}: {what}" for what in _check_message(message, translated, tag, complete=complete)
            ]
    found += [f"{tag}: {text!r} is no longer used: run “wgsm translations update”" for _, text in have]
    return found


def check_all(template: Catalog, folder: Path | None = None) -> list[str]:
    """What is wrong with the template, the languages that must be complete, and the others that have a file."""
    found = check_template(template)
    kept = template_path(folder)
    if not kept.is_file() or {key_of(m) for m in said(read(kept))} != {key_of(m) for m in said(template)}:
        found.append(f"{kept.name} does not hold what the code says: run “wgsm translations update”")
    for tag in sorted({*COMPLETE, *(path.parent.parent.name for path in kept.parent.glob("*/LC_MESSAGES/*.po"))}):
        path = catalog_path(tag, folder)
        if path.is_file():
            found += check_catalog(template, read(path), tag, complete=tag in COMPLETE)
        else:
            found.append(f"{tag}: there is no file {path.name}")
    return found


def take_in(catalog: Catalog, foreign: Catalog, tag: str) -> tuple[int, list[str]]:
    """Put the certain and sound translations of another catalog into this one.

    Returns how many were new, and what is wrong with those that were left out.
    """
    have = {key_of(message): message for message in said(catalog)}
    taken, problems = 0, []
    for message in said(foreign):
        own = have.get(key_of(message))
        if own is None or not is_translated(message) or forms_of(message) == forms_of(own):
            continue
        wrong = list(_check_message(own, message, tag, complete=True))
        if wrong:
            problems += [f"{key_of(message)[1]!r}: {what}" for what in wrong]
        else:
            own.string = message.string
            own.flags.discard("fuzzy")
            taken += 1
    return taken, problems


def check_forms(sources: tuple[str, ...], forms: tuple[str, ...]) -> list[Flaw]:
    """What is wrong with one translation, be it from a file or from a page.

    `sources` are the English text, or singular and plural; `forms` the translation in each plural form.
    """
    found: list[Flaw] = []
    # A form for one or two may say the number in words; everything else must be there.
    optional = {"num"} if len(sources) > 1 else set()
    asked = set(placeholders(sources[-1]))
    for form in forms:
        if misused_percent(form):
            found.append(Flaw("bad-percent"))
        given = set(placeholders(form))
        found += [Flaw("placeholder-missing", name) for name in sorted(asked - given - optional)]
        found += [Flaw("placeholder-unknown", name) for name in sorted(given - asked)]
        if tags(form) != tags(sources[-1]):
            found.append(Flaw("other-tags"))
        if _HIDDEN.search(form):
            found.append(Flaw("hidden-characters"))
        if form.strip() != form and sources[-1].strip() == sources[-1]:
            found.append(Flaw("outer-space"))
    return found


def _check_header(catalog: Catalog, tag: str) -> Iterator[str]:
    expected = language_of(tag).plural
    if catalog.plural_forms.replace(" ", "").rstrip(";") != expected.replace(" ", "").rstrip(";"):
        yield f"{tag}: the header says “{catalog.plural_forms}” and the table of languages “{expected}”"
    rule, count = plural_rule(expected), plural_count(expected)
    if any(rule(number) >= count for number in range(200)):
        yield f"{tag}: the table of languages has a plural rule that points beyond its {count} forms"


def _check_message(source: Message, message: Message, tag: str, *, complete: bool) -> Iterator[str]:
    forms = forms_of(message)
    if not any(forms):
        if complete:
            yield "is not translated"
        return
    if complete and not is_translated(message):
        yield "is not sure (fuzzy) or lacks a plural form"
    if bool(source.pluralizable) != bool(message.pluralizable):
        yield "has plural forms on one side only: run “wgsm translations update”"
    elif source.pluralizable and len(forms) != plural_count(language_of(tag).plural):
        yield f"has {len(forms)} plural forms and not {plural_count(language_of(tag).plural)}"
    yield from map(str, check_forms(_sources(source), tuple(form for form in forms if form)))


def _sources(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)

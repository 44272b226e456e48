"""Keeping the catalogs: gathering the words from the code, merging them into each language's file, writing the files.

Files are written so that two people's changes seldom meet: no dates, no line numbers, a fixed order.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po
from jinja2 import TemplateSyntaxError
from rapidfuzz import fuzz, process

from wgsm_archive.i18n.catalogs import DOMAIN, catalog_path, plural_count, translations_folder
from wgsm_archive.i18n.language import language_of

KEYWORDS = {**DEFAULT_KEYWORDS, "_": None, "lazy_": None, "n_": (1, 2), "p_": ((1, "c"), 2)}
_WIDTH = 110
_ALIKE = 85  # percent of likeness from which an old translation is offered for a changed text


def template_path(folder: Path | None = None) -> Path:
    """The file that lists all texts without translations."""
    return (folder or translations_folder()) / f"{DOMAIN}.pot"


def languages_with_catalogs(folder: Path | None = None) -> list[str]:
    """The tags that have a file."""
    return sorted(path.parent.parent.name for path in (folder or translations_folder()).glob("*/LC_MESSAGES/*.po"))


def key_of(message: Message) -> tuple[str | None, str]:
    """Context and English text (of a plural, the singular): what a message is looked up by."""
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def said(catalog: Catalog) -> Iterator[Message]:
    """The messages of a catalog without its header."""
    return (message for message in catalog if message.id)


def forms_of(message: Message) -> tuple[str, ...]:
    """The translation, as one text or one for each plural form."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def read(path: Path) -> Catalog:
    """The catalog in a file."""
    with path.open("rb") as file:
        return read_po(file)


def extract() -> Catalog:
    """All texts that the code and the templates hold now.

    Raises:
        FileNotFoundError: this is an installed copy; texts are gathered in a checkout.
        jinja2.TemplateSyntaxError: a template cannot be read.
    """
    package = Path(__file__).resolve().parent.parent
    with (package.parent / "translations" / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = Catalog(header_comment="# All texts of the archive, to be translated.")
    reading = [""]
    texts = extract_from_dir(
        package.parent,
        method_map=methods,
        options_map=options,
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
        callback=lambda name, method, options: reading.append(name),
        strip_comment_tags=True,
        directory_filter=lambda folder: Path(folder).is_relative_to(package) and Path(folder).name != "__pycache__",
    )
    try:
        for name, line, text, comments, context in texts:
            found.add(text, None, [(name, line)], auto_comments=comments, context=context)
    except TemplateSyntaxError as problem:
        # Babel hands over an open file, so Jinja does not know the name.
        problem.filename = reading[-1]
        raise
    return found


def update(template: Catalog, known: Catalog, tag: str) -> Catalog:
    """The template with the translations known so far.

    A text that was changed a little gets the translation of its older wording, marked as `fuzzy`: it is not shown
    to readers until a person has looked at it. What is no longer used is kept at the end of the file.
    """
    result = empty(tag, known.header_comment)
    before = {key_of(message): message for message in [*known.obsolete.values(), *said(known)]}
    wanted = {key_of(message) for message in said(template)}
    gone = {key: message for key, message in before.items() if key not in wanted and any(forms_of(message))}
    for message in said(template):
        old = before.get(key_of(message))
        fresh = result.add(
            message.id,
            None,
            message.locations,
            auto_comments=message.auto_comments,
            user_comments=old.user_comments if old else (),
            context=message.context,
        )
        _translate(fresh, old, gone, tag)
    for (context, text), message in gone.items():
        result.obsolete[f"{context}|{text}"] = message
    return result


def write(catalog: Catalog, tag: str | None = None) -> str:
    """A catalog as the text of a file: of a language, or (None) of the template."""
    body = io.BytesIO()
    write_po(
        body, catalog, width=_WIDTH, omit_header=True, sort_by_file=True, include_lineno=False, include_previous=True
    )
    fields = [f"Project-Id-Version: {DOMAIN}"]
    if tag is not None:
        fields += [f"Language: {tag}", f"Plural-Forms: {language_of(tag).plural}"]
    fields += [
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
    ]
    header = "".join(f'"{field}\\n"\n' for field in fields)
    return f'{catalog.header_comment}\nmsgid ""\nmsgstr ""\n{header}\n{body.getvalue().decode("utf-8").strip()}\n'


def empty(tag: str, comment: str | None = None) -> Catalog:
    """A language's file before the first text."""
    catalog = Catalog(header_comment=comment or f"# The words of the archive in {language_of(tag).name_en}.")
    # Babel would take the number of plural forms from a table of its own, which orders Arabic otherwise.
    catalog.mime_headers = [("Plural-Forms", language_of(tag).plural)]
    return catalog


def update_all(template: Catalog, folder: Path | None = None, tags: tuple[str, ...] = ()) -> dict[str, int]:
    """Bring the template's file and those of all languages (or of these) up to date; a tag without a file gets one.

    Returns how many texts wait for a translation, by language.
    """
    template_path(folder).write_text(write(template), encoding="utf-8")
    counts: dict[str, int] = {}
    for tag in tags or languages_with_catalogs(folder):
        path = catalog_path(tag, folder)
        path.parent.mkdir(parents=True, exist_ok=True)
        updated = update(template, read(path) if path.is_file() else empty(tag), tag)
        path.write_text(write(updated, tag), encoding="utf-8")
        counts[tag] = waiting(updated)
    return counts


def waiting(catalog: Catalog) -> int:
    """How many texts have no certain translation."""
    return sum(not is_translated(message) for message in said(catalog))


def is_translated(message: Message) -> bool:
    """Whether readers see this translation: every form is there and a person stands for it."""
    forms = forms_of(message)
    return bool(forms) and all(forms) and not message.fuzzy


def _translate(fresh: Message, old: Message | None, gone: dict[tuple[str | None, str], Message], tag: str) -> None:
    count = plural_count(language_of(tag).plural) if fresh.pluralizable else 1
    if old is not None and any(forms_of(old)):
        forms, fuzzy = forms_of(old), old.fuzzy or bool(old.pluralizable) != bool(fresh.pluralizable)
    else:
        texts = {key: key[1] for key in gone if key[0] == fresh.context}
        match = process.extractOne(key_of(fresh)[1], texts, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        forms, fuzzy = (forms_of(gone[match[2]]), True) if match else ((), False)
        if match:
            fresh.previous_id = [match[0]]
    forms = (*forms, *[""] * count)[:count]
    fresh.string = forms if fresh.pluralizable else forms[0]
    if fuzzy and any(forms):
        fresh.flags.add("fuzzy")

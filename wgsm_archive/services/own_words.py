"""The languages and words of the menus that this archive has of its own, as the catalogs take them over."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select

from wgsm_archive.data import ListWords
from wgsm_archive.db.access_guard import lasting
from wgsm_archive.db.models import OwnLanguage, WordsNow, WordsVersion
from wgsm_archive.domain.language import Language
from wgsm_archive.domain.words import WordsKind
from wgsm_archive.i18n.catalogs import Forms, Key
from wgsm_archive.i18n.overlay import Words
from wgsm_archive.services.work import Work

PREVIEW = "-x-preview"
"""What is put behind a tag to speak the language as far as it is translated, also where nobody has approved it."""

_LANGUAGES = lasting(select(OwnLanguage).order_by(OwnLanguage.tag))
_LIST_WORDS = lasting(
    select(WordsVersion.language, WordsVersion.key, WordsVersion.forms)
    .join(WordsNow, WordsNow.approved_id == WordsVersion.id)
    .where(WordsNow.kind == WordsKind.LIST)
)
_WORDS = lasting(
    select(
        WordsVersion.language,
        WordsVersion.context,
        WordsVersion.sources,
        WordsVersion.forms,
        WordsNow.newest_id,
        WordsNow.approved_id,
        WordsVersion.id,
    )
    .join(WordsNow, (WordsNow.newest_id == WordsVersion.id) | (WordsNow.approved_id == WordsVersion.id))
    .where(WordsNow.kind == WordsKind.INTERFACE)
)


def own_languages(work: Work) -> list[Language]:
    """The languages that stewards described."""
    return [
        Language(
            tag=row.tag,
            autonym=row.autonym,
            name_en=row.name_en,
            direction=row.direction,
            format_locale=row.format_locale,
            plural=row.plural,
            fallbacks=tuple(row.fallbacks),
            digits=row.digits,
        )
        for row in work.session.scalars(_LANGUAGES)
    ]


def own_words(work: Work) -> Words:
    """The words of the menus that were translated here: the approved ones by language, the newest by its preview."""
    words: dict[str, dict[Key, Forms]] = defaultdict(dict)
    for language, context, sources, forms, newest, approved, version in work.session.execute(_WORDS):
        key = (context or None, sources[0])
        if version == approved:
            words[language][key] = tuple(forms)
        if version == newest:
            words[language + PREVIEW][key] = tuple(forms)
    return dict(words)


def own_list_words(work: Work) -> ListWords:
    """What lists and groups of terms are called in the languages that were translated here."""
    words: dict[str, dict[str, str]] = defaultdict(dict)
    for language, key, forms in work.session.execute(_LIST_WORDS):
        if forms:
            words[language][key] = forms[0]
    return dict(words)

"""The words with which people join and place what they look for, in the languages of the menus."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from wgsm_archive.domain.query_tree import Field


@dataclass(frozen=True, slots=True)
class Wording:
    """The operator words and field names of one language of the interface.

    Operators count only exactly as given here, so languages with capitals give them in capitals. Field names count in
    any case. The English ones are understood besides.
    """

    all_of: frozenset[str] = frozenset()
    any_of: frozenset[str] = frozenset()
    none_of: frozenset[str] = frozenset()
    fields: Mapping[str, Field] = field(default_factory=lambda: MappingProxyType({}))
    either: str = "OR"
    """The one of `any_of` that is shown to people."""

    def name(self, place: Field) -> str:
        """The name of a field that is shown to people."""
        return next(name for name, one in self.fields.items() if one is place)


def _wording(and_: str, or_: str, not_: str, **fields: str) -> Wording:
    """A wording; each name of a field with all its spellings, the first of which is shown to people."""
    names = {name: Field(place) for place, every in fields.items() for name in every.split()}
    all_of, any_of, none_of = (frozenset(words.split()) for words in (and_, or_, not_))
    return Wording(all_of, any_of, none_of, MappingProxyType(names), or_.split(maxsplit=1)[0])


ENGLISH = _wording(
    "AND & &&", "OR | ||", "NOT", title="title", label="topic", theme="theme", country="country", language="language",
    year="year",
)  # fmt: skip

WORDINGS: Mapping[str, Wording] = MappingProxyType(
    {
        "en": ENGLISH,
        "es": _wording(
            "Y", "O U", "NO SIN", title="título titulo", label="asunto", theme="tema", country="país pais",
            language="idioma lengua", year="año ano",
        ),
        "fr": _wording(
            "ET", "OU", "SAUF NON SANS", title="titre", label="sujet", theme="thème theme", country="pays",
            language="langue", year="année annee an",
        ),
        "pt": _wording(
            "E", "OU", "NÃO NAO SEM", title="título titulo", label="assunto", theme="tema", country="país pais",
            language="língua lingua idioma", year="ano",
        ),
        "ar": _wording(
            "و", "أو او", "ليس بدون", title="عنوان العنوان", label="وسم", theme="موضوع الموضوع",
            country="بلد البلد دولة", language="لغة اللغة", year="سنة السنة عام",
        ),
    }
)  # fmt: skip


_ANY = Wording(
    frozenset().union(*(one.all_of for one in WORDINGS.values())),
    frozenset().union(*(one.any_of for one in WORDINGS.values())),
    frozenset().union(*(one.none_of for one in WORDINGS.values())),
    MappingProxyType({name: place for one in WORDINGS.values() for name, place in one.fields.items()}),
)


def wording_of(language: str) -> Wording:
    """The wording of a language, of all languages at once for none; the English one is always understood besides."""
    if not language:
        return _ANY
    return WORDINGS.get(language.split("-", maxsplit=1)[0].lower(), ENGLISH)

"""Exact places: coordinates, addresses, plots, and the names of villages and quarters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from wgsm_archive.domain.identifiers.folding import key
from wgsm_archive.domain.identifiers.kinds import Certainty, Kind, Span, Why
from wgsm_archive.domain.identifiers.lexicon import Tells, capitals, marks
from wgsm_archive.domain.identifiers.page import Page, Word

_DECIMAL = re.compile(
    r"(?<![\w.])[+\-]?\d{1,3}\.\d{3,12}°? ?[nsewo]? ?[,;/ ] ?[+\-]?\d{1,3}\.\d{3,12}°? ?(?:[nsewo](?!\w))?(?![\d])"
)
_SEXAGESIMAL = re.compile(
    r"(?<!\d)\d{1,3} ?° ?\d{1,2}(?:\.\d{1,6})? ?' ?(?:\d{1,2}(?:\.\d{1,6})? ?(?:\"|'') ?)?[nsewoشجقغ](?!\w)"
    r"(?:[ ,;]{0,3}\d{1,3} ?° ?\d{1,2}(?:\.\d{1,6})? ?' ?(?:\d{1,2}(?:\.\d{1,6})? ?(?:\"|'') ?)?[nsewoشجقغ](?!\w))?"
)
# Open Location Code: four to eight characters of these twenty, a plus, two or three more.
_PLUS_CODE = re.compile(
    r"(?<![\w+])(?:[23456789cfghjmpqrvwx]{4}|[23456789cfghjmpqrvwx]{8})\+[23456789cfghjmpqrvwx]{2,3}(?!\w)"
)
_GEO = re.compile(r"(?<!\w)geo:-?\d{1,3}(?:\.\d{1,12})?,-?\d{1,3}(?:\.\d{1,12})?")
_THREE_WORDS = re.compile(r"///[^\W\d_]{2,30}\.[^\W\d_]{2,30}\.[^\W\d_]{2,30}")
_GRID = re.compile(r"(?<!\w)\d{1,2} ?[c-x] \d{6} \d{7}(?!\w)")
_POINTS = (_DECIMAL, _SEXAGESIMAL, _PLUS_CODE, _GEO, _THREE_WORDS, _GRID)

_NO_PLACE = Tells.COMMON | Tells.ORG | Tells.KNOWN_PLACE | Tells.MONTH | Tells.CUE | Tells.SAID
_CASELESS = re.compile("[\u0600-\u06ff\u0900-\u097f]")
_NUMBER_BEFORE = re.compile(r"(?<![\w.,])(?:no\.? ?|n° ?)?\d{1,5}[a-z]?(?:[/\-]\w{1,4})?(?: ?(?:bis|ter))?,? \Z")
_NUMBER_AFTER = re.compile(r",? {0,1}(?:(?:no|nro|num|numero|n)[.°o]{0,2} ?|# ?|رقم |नंबर )?\d{1,5}[a-z]?(?!\w|[.,]\d)")
_HOUSE_NUMBER = re.compile(
    r"[ .:]{0,2}(?:(?:no|nr|nro|number|numero|num|n|nos|رقم|नंबर|संख्या|सं)(?!\w)[.:°o]{0,2} {0,1})?(\d{1,6}(?:[/\-]?[a-z0-9]{1,4})?(?!\w)(?![.,]\d))"  # noqa: E501 - a pattern in one piece
)
_HOUSE_LETTER = re.compile(r" ([A-Zا-ي]|सी|बी|ए|डी|एफ)(?![\w\u0900-\u097f'’])")
_LETTERED = frozenset(
    [
        "block",
        "bloc",
        "bloque",
        "bloco",
        "batiment",
        "manzana",
        "mz",
        "lote",
        "quadra",
        "ilot",
        "section",
        "بلوك",
        "عماره",
        "ब्लॉक",
        "building",
        "tower",
    ]
)
_OF = re.compile(r" (?:(?:of|named|called|de|du|des|del|da|do|dos|das|la|le|el|los|las|the|y) ){0,3}+(?:(?:d|l)['’])?")
_GLUE = re.compile(r"(?:,? |, ?| - )\Z")


@cache
def _capital_run() -> re.Pattern[str]:
    word = rf"[{capitals()}\d][\w{marks()}]*+(?:['’\-][\w{marks()}]++)*+"
    link = r"(?:(?:de|del|da|do|dos|das|du|des|la|le|les|los|las|el|al|of) ){0,3}+(?:[dlDL]['’])?"
    return re.compile(rf"[{capitals()}][\w{marks()}]*+(?:['’\-](?!s(?!\w))[\w{marks()}]++)*+(?: {link}{word}){{0,4}}+")


@cache
def _next_word() -> re.Pattern[str]:
    return re.compile(rf" {{1,2}}([^\W\d_][\w{marks()}]*)")


class Places:
    """Reads a page's words for places; `spans` holds what it found, parts of one address as one."""

    def __init__(self, page: Page) -> None:
        self._page = page
        found = [Span(f.start(), f.end(), Kind.PLACE, Certainty.SURE, Why.PATTERN) for f in _points(page)]
        for at, word in enumerate(page.words):
            found += self._at_word(word, at)
        self.spans = list(_joined(sorted(found), page.flat))

    def _at_word(self, word: Word, at: int) -> Iterator[Span]:
        tells = word.tells
        caseless = not word.key.isascii() and _CASELESS.match(word.key) is not None
        if tells & (Tells.VILLAGE | Tells.STREET_BEFORE):
            yield from self._caseless_after(word) if caseless else self._named_after(word)
        if tells & (Tells.VILLAGE_AFTER | Tells.STREET):
            yield from self._caseless_before(word) if caseless else self._named_before(word, at)
        if tells & (Tells.HOUSE | Tells.LAND):
            yield from self._numbered(word)
        if tells & Tells.KM:
            yield from self._milestone(word)
        if caseless and not tells & Tells.KNOWN_PLACE and _VILLAGE_ENDING.search(word.key) and len(word.key) > 6:
            yield self._place(word.start, word.end, Certainty.POSSIBLE)

    def _named_after(self, word: Word) -> Iterator[Span]:
        """As in "village of Kibwari", "Calle Los Aromos 1450", "17, rue des Tilleuls"."""
        page = self._page
        gap = _OF.match(page.text, word.end)
        run = _capital_run().match(page.text, gap.end()) if gap else None
        street = bool(word.tells & Tells.STREET_BEFORE)
        if run is None or gap is None:
            number = _NUMBER_AFTER.match(page.flat, word.end) if street and word.capital else None
            if number and word.tells & Tells.STREET_BEFORE and page.text[word.end : word.end + 1] == ",":
                yield self._place(word.start, number.end())
            return
        if self._is_harmless(run):
            return
        start, end = (word.start if street else run.start()), run.end()
        if street:
            before = _NUMBER_BEFORE.search(page.flat, max(0, word.start - 14), word.start)
            after = _NUMBER_AFTER.match(page.flat, end)
            start, end = before.start() if before else start, after.end() if after else end
            if before is None and after is None and self._tells(run[0].split()[0]) & Tells.ORG:
                return
        yield self._place(start, end)

    def _is_harmless(self, run: re.Match[str]) -> bool:
        words = list(self._words_within(run.start(), run.end()))
        if " ".join(word.key for word in words) in self._page.lexicon.harmless:
            return True
        return bool(words) and bool(words[0].tells & (Tells.ORG | Tells.KNOWN_PLACE | Tells.MONTH))

    def _words_within(self, start: int, end: int) -> Iterator[Word]:
        at = self._page.words_from(start)
        while at < len(self._page.words) and self._page.words[at].end <= end:
            yield self._page.words[at]
            at += 1

    def _tells(self, word: str) -> int:
        return self._page.lexicon.tells(key(word.lower()))

    def _named_before(self, word: Word, at: int) -> Iterator[Span]:
        """As in "221 Rosewood Avenue", "Juniper House", "Kibwari village"."""
        page, start, sure = self._page, word.start, False
        if word.tells & Tells.STREET and not word.capital:
            return
        for before in reversed(page.words[max(0, at - 3) : at]):
            if not before.capital or page.text[before.end : start] not in {" ", "-"}:
                break
            if before.tells & (Tells.COMMON | Tells.PLACE_BEFORE) and not before.tells & (Tells.FIRST | Tells.LAST):
                break
            sure = sure or not before.tells & Tells.ORG
            start = before.start
        if start == word.start:
            return
        number = _NUMBER_BEFORE.search(page.flat, max(0, start - 14), start)
        clear = word.key in _CLEAR_STREETS or number is not None
        if not sure and not clear:
            return
        end = word.end if word.tells & Tells.STREET else word.start - 1
        yield self._place(number.start() if number else start, end, Certainty.SURE if number else Certainty.LIKELY)

    def _caseless_after(self, word: Word) -> Iterator[Span]:
        """As in "قرية عين الزيتونة", "शारع ...", "ग्राम बड़कागाँव": one word, and a second that belongs to it."""
        first = self._next(word.end)
        if first is None or first.tells & _NO_PLACE:
            return
        second = self._next(first.end)
        end = first.end
        if (
            second
            and not second.tells & (_NO_PLACE | Tells.VILLAGE)
            and (second.key.startswith("ال") or second.key in _SECOND)
        ):
            end = second.end
        street = bool(word.tells & Tells.STREET_BEFORE)
        number = _NUMBER_AFTER.match(self._page.flat, end) if street else None
        yield self._place(word.start if street else first.start, number.end() if number else end)

    def _caseless_before(self, word: Word) -> Iterator[Span]:
        """As in "कुसुमटोला गाँव", "नेहरू गली"."""
        before = self._previous(word.start)
        if before is None:
            return
        start = before.start
        if before.key in {"वाली", "वाला", "वाले"}:
            further = self._previous(before.start)
            if further is None or further.tells & Tells.COMMON:
                return
            start = further.start
        elif (
            (
                not word.tells & Tells.STREET
                and (before.tells & (_NO_PLACE | Tells.NUMBER) and not before.tells & Tells.FIRST)
            )
            or before.tells & (_NO_PLACE & ~Tells.KNOWN_PLACE)
            or len(before.key) < 3
        ):
            return
        yield self._place(start, word.end)

    def _numbered(self, word: Word) -> Iterator[Span]:
        """As in "house 212", "Manzana F", "parcelle 114", "خसरा 382"."""
        page = self._page
        number = _HOUSE_NUMBER.match(page.flat, word.end)
        if number:
            named = number.start(1) - word.end > 2
            if not named and not word.capital and self._counts_what_follows(word, number.end(1)):
                return
            if word.key in {"no", "n", "numero", "number", "رقم"} and not self._joins_address(word, number):
                return
            if (
                word.key in {"room", "door", "unit", "porta", "local", "interior", "باب"}
                and not word.capital
                and not named
            ):
                return
            yield self._place(word.start, number.end(1))
        elif word.key in _LETTERED and (letter := _HOUSE_LETTER.match(page.text, word.end)):
            yield self._place(word.start, letter.end(1))

    def _joins_address(self, word: Word, number: re.Match[str]) -> bool:
        """Whether a bare "No. 37" can be a house: short, and not the number of something named before it."""
        before = self._page.cue_before(word.start, Tells.PHONE | Tells.DOCUMENT | Tells.PLATE, 24)
        return len(number[1]) <= 4 and before is None and not number[1].startswith(("19", "20"))

    def _counts_what_follows(self, word: Word, end: int) -> bool:
        """Whether the number counts things: "in each house 40 people"."""
        following = re.compile(r" ([^\W\d_]\w*)").match(self._page.flat, end)
        if following is None or not following[1].isascii():
            return False
        return not self._page.lexicon.tells(following[1]) & (
            Tells.PLACE_BEFORE | Tells.HOUSE | Tells.LINK | Tells.COMMON
        )

    def _milestone(self, word: Word) -> Iterator[Span]:
        page = self._page
        number = re.compile(r"(?:[ .]{0,2}\d{1,4}(?:[.,+]\d{1,3})?)(?!\w)").match(page.flat, word.end)
        if number is None:
            return
        start, end = word.start, number.end()
        road = _ROAD.match(page.flat, end)
        if road:
            run = _capital_run().match(page.text, road.end())
            end = run.end() if run else road.end()
            caseless = (
                self._next(road.end() - 1) if run is None and road[0].rstrip() in {" طريق", " نهج", " شارع"} else None
            )
            if caseless and not caseless.tells & Tells.COMMON:
                second = self._next(caseless.end)
                end = second.end if second and not second.tells & Tells.COMMON else caseless.end
        before = _HIGHWAY_BEFORE.search(page.flat, max(0, start - 30), start)
        if page.flat[max(0, start - 6) : start] == "point ":
            start -= 6
        yield self._place(before.start() if before else start, end)

    def _next(self, end: int) -> Word | None:
        found = _next_word().match(self._page.flat, end)
        if found is None:
            return None
        plain = key(found[1])
        return Word(found.start(1), found.end(1), plain, self._page.lexicon.tells(plain), capital=False)

    def _previous(self, start: int) -> Word | None:
        flat = self._page.flat
        if start < 2 or flat[start - 1] != " ":
            return None
        begin = max(flat.rfind(sign, max(0, start - 40), start - 1) for sign in " \n\"'(*_,.:") + 1
        plain = key(flat[begin : start - 1])
        return Word(begin, start - 1, plain, self._page.lexicon.tells(plain), capital=False) if plain else None

    def _place(self, start: int, end: int, certainty: Certainty = Certainty.LIKELY) -> Span:
        return Span(start, end, Kind.PLACE, certainty, Why.ADDRESS_WORD)


_CLEAR_STREETS = frozenset(["street", "avenue", "road", "lane", "drive", "crescent", "close", "terrace"])
_SECOND = frozenset(["خुर्द", "खुर्द", "कलां", "कलाँ", "टोला", "पुर", "नगर"])
_VILLAGE_ENDING = re.compile("(?:टोला|टोली|गाव|गांव|गाँव|पुरवा|खेड़ा|खेडा|पाड़ा|डीह)$")
_ROAD = re.compile(
    r" (?:(?:de|da|do|del|on|of|along|a|la|le|the|sur|na|en|vers) ){0,3}+(?:(?:route|carretera|rodovia|estrada|road|highway|autopista|via|br-\d{1,3}|طريق|نهج|شارع)(?!\w) ?"  # noqa: E501 - a pattern in one piece
    r"(?:(?:de|da|do|del|du|a|to|al|la) ){0,2}+)"
)
_HIGHWAY_BEFORE = re.compile(r"(?<!\w)(?:एनएच|राजमार्ग|nh|br|highway|route|ruta) ?-?\d{1,4} (?:के |का |पर )?\Z")


def _points(page: Page) -> Iterator[re.Match[str]]:
    for pattern in _POINTS:
        yield from pattern.finditer(page.flat)


def _joined(spans: list[Span], flat: str) -> Iterator[Span]:
    """Parts of one address as one: a street and its number, a plot and its block."""
    open_span: Span | None = None
    for span in spans:
        if open_span is None:
            open_span = span
        elif span.start <= open_span.end or _GLUE.match(flat[open_span.end : span.start][:4]):
            certainty = max(open_span.certainty, span.certainty)
            open_span = open_span._replace(end=max(open_span.end, span.end), certainty=certainty)
        else:
            yield open_span
            open_span = span
    if open_span:
        yield open_span

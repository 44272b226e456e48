"""Small rule sets for Swahili and Zulu: noun class prefixes, the prefixes of finite verbs, locatives.

These languages carry number and person in front of the word (`mvuvi`, `wavuvi`: fisher, fishers). No stemmer for
them is published; the rules take off the commonest prefixes and leave every other word alone. A word keeps its full
form beside the stem, so a wrong cut widens an answer and never loses one.
"""

from __future__ import annotations

import regex

_LEAST = 3  # letters that must stay of a stem

_SW_VERB = regex.compile(
    "^(?:ha|si)?(?:ni|u|a|tu|m|wa|i|zi|li|ya|ki|vi|ku|pa|mu)?(?:na|li|ta|me|nge|ngali|hu|ja|ka|po|si)"
    "(?:o|ye|cho|vyo|yo|zo|lo|po|ko)?(?:ni|ku|m|tu|wa|ji|i|zi|ki|vi|ya)??"
    "(?P<stem>[bcdfghjklmnprstvwyz][a-z]{3,})$"
)
_SW_NOUN = regex.compile("^(?:mwa(?=n)|mw|wa|mi|vi|vy|ki|ch|ma|m(?=[^aeiouw])|u(?=[^aeiou]))(?P<stem>[a-z]{3,})$")
_SW_INFINITIVE = regex.compile("^ku(?P<stem>[a-z]{4,})$")

# A particle in front of a noun melts into its first vowel: la + inhlangano, na + amakhefu, wa + umsebenzi.
_ZU_NOUN = regex.compile(
    "^(?:(?:ng|njeng|kw|[nwylzbsk])?(?:a(?:ma|ba|be)|e(?:zin|zim|zi|si|li|mi|n(?=[^aeiou])|m(?=[bpfv]))|o(?:mu|m|lu|bu|ku))"
    "|(?:nga|ku|e|na|no|ne|nge|ngo|njenga|kwa|se|wa|ya|la|za|ba)?"
    "(?:aba|abe|ama|ame|imi|izin|izim|izi|isi|ili|ubu|uku|ulu|umu|um|in|im|o|u|i))(?P<stem>[a-z]{3,})$"
)
_ZU_LOCATIVE = regex.compile("(?:eni|ini|weni|wini)$")


def swahili(word: str) -> tuple[str, ...]:
    """The stems that a folded Swahili word may have, as a noun and as a verb; the word itself when no rule fits."""
    if not word.isascii() or len(word) <= _LEAST:
        return (word,)
    if word.endswith("ni") and len(word) >= 6:
        word = word[:-2]
    infinitive = _SW_INFINITIVE.match(word)
    found = [infinitive] if infinitive else [_SW_NOUN.match(word), _SW_VERB.match(word)]
    stems = [match["stem"] for match in found if match] or [word]
    return tuple(dict.fromkeys(map(_final_vowel, stems)))


def _final_vowel(stem: str) -> str:
    """Verbs change their last vowel with mood (`pigana`, `pigane`), and a `w` before it is the passive."""
    if len(stem) <= _LEAST or stem[-1] not in "aei":
        return stem
    return stem[:-2] if stem[-2] == "w" and len(stem) > _LEAST + 2 else stem[:-1]


def zulu(word: str) -> tuple[str, ...]:
    """The stem of a folded Zulu word, or the word itself."""
    if not word.isascii() or len(word) <= _LEAST + 1:
        return (word,)
    word = _ZU_LOCATIVE.sub("i", word) if len(word) > 7 else word
    match = _ZU_NOUN.match(word)
    return (_final_vowel(match["stem"] if match else word),)

"""A light stemmer for Arabic: clitics and the article in front, a few endings behind.

After the finding of Larkey, Ballesteros and Connell ("Light stemming for Arabic information retrieval", 2007) that
taking off little serves search better than looking for the root. The word comes in folded (`folding.fold_arabic`).
"""

from __future__ import annotations

_ARTICLES = ("وبال", "وال", "بال", "كال", "فال", "ولل", "لل", "ال")
_ENDINGS = ("هما", "ها", "هم", "نا", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
_PRONOUNS = frozenset({"هما", "ها", "هم", "نا", "ه"})
_PREPOSITIONS = "بل"
_AND = "و"
_LEAST_AFTER_PREPOSITION = 4  # letters
_LEAST_AFTER_AND = 3
_MOST_ENDINGS = 2


def stems(word: str) -> tuple[str, ...]:
    """The stems that a word may have: with a letter in front that may be a preposition also without it, and so on.

    A word that begins as "and" does is read both ways: `وأرض` is "and land", and `وزارة` a ministry.
    """
    bare = without_article(word)
    ways = [bare]
    if bare in (word, word[1:]):  # No article was there to tell.
        if word[0] == _AND and len(word) > _LEAST_AFTER_AND:
            ways += [word[1:], word]
        ways += [way[1:] for way in ways if way[0] in _PREPOSITIONS and len(way) > _LEAST_AFTER_PREPOSITION]
    return tuple(dict.fromkeys(stem for way in ways for stem in _without_endings(way)))


def _without_endings(word: str) -> tuple[str, ...]:
    """The word without endings, at least three letters of which stay; the teh that a marbuta became may be one."""
    owned = False
    for _ in range(_MOST_ENDINGS):
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                owned = owned or ending in _PRONOUNS
                word = word[: -len(ending)]
                break
        else:
            break
    return (word, word[:-1]) if owned and word.endswith("ت") and len(word) >= 4 else (word,)


def without_article(word: str) -> str:
    """The word, or the beginning of one, without article and clitics in front; at least two letters stay."""
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 2:
            return word[len(article) :]
    return word[1:] if word.startswith(_AND) and len(word) >= 5 else word

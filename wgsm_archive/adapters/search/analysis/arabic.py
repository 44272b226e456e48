"""A light stemmer for Arabic: clitics and the article in front, a few endings behind.

After the finding of Larkey, Ballesteros and Connell ("Light stemming for Arabic information retrieval", 2007) that
taking off little serves search better than looking for the root. The word comes in folded (`folding.fold_arabic`).
"""

from __future__ import annotations

_ARTICLES = ("وبال", "وال", "بال", "كال", "فال", "ولل", "لل", "ال")
_ENDINGS = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
_MOST_ENDINGS = 2


def stem(word: str) -> str:
    """The word without article and endings; at least two letters stay after the article, three before an ending."""
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 2:
            word = word[len(article) :]
            break
    else:
        if word.startswith("و") and len(word) >= 5:
            word = word[1:]
    for _ in range(_MOST_ENDINGS):
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                word = word[: -len(ending)]
                break
        else:
            break
    return word

"""Light suffix rules for languages that no stemmer at hand knows: Bengali, Odia, Urdu, Quechua.

Case, number and definiteness endings come off, longest first, and at least `least` letters stay. Words come in folded.
"""

from __future__ import annotations

from collections.abc import Callable

_BENGALI = (
    "গুলোকে গুলিকে গুলোর গুলির গুলোতে গুলিতে দেরকে দিগকে দিগের গুলো গুলি দের টির টিকে টিতে টার টাকে টাতে "
    "য়ের েরা েতে ের রা কে তে টি টা য় ে র ও ই"
)
_ODIA = (
    "ମାନଙ୍କଠାରୁ ମାନଙ୍କଦ୍ୱାରା ମାନଂକଠାରୁ ମାନଙ୍କର ମାନଂକର ମାନଙ୍କୁ ମାନଂକୁ ମାନଙ୍କ ମାନଂକ ଗୁଡିକର ଗୁଡିକୁ ଗୁଡିକ ମାନେ ଠାରୁ ଙ୍କର ଂକର ଙ୍କୁ ଂକୁ ଙ୍କ ଂକ ଟିର ଟିକୁ ଟିଏ ଟି ରୁ ରେ କୁ ର"
)
_URDU = "يون يان ون ين ان ات وي ي ا ه"
_QUECHUA = (
    "kunamanta kunapaq kunawan kunapi kunata kunaq kuna ninchikkuna ninchik nchik nchis yku yki nku "
    "tin manta paqmi paq wan rayku kama pita pi ta man qa mi m si s pas pis taq chu lla p q n y"
)
_SOMALI = (
    "yaasha yaashu ihiisa iisa iisu eeda kiisa giisa diisa tiisa hiisa yada yadu ada adu aha ahu een ay "
    "ka ku ga gu ta tu da du ha hu yo o a"
)


def _rules(endings: str, least: int, rounds: int) -> Callable[[str], str]:
    ordered = tuple(sorted(endings.split(), key=len, reverse=True))

    def stem(word: str) -> str:
        for _ in range(rounds):
            for ending in ordered:
                if word.endswith(ending) and len(word) - len(ending) >= least:
                    word = word[: -len(ending)]
                    break
            else:
                break
        return word

    return stem


bengali = _rules(_BENGALI, least=3, rounds=2)
odia = _rules(_ODIA, least=3, rounds=2)
urdu = _rules(_URDU, least=3, rounds=1)
quechua = _rules(_QUECHUA, least=3, rounds=3)
somali = _rules(_SOMALI, least=4, rounds=1)

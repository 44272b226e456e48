"""Check digits of document numbers whose rules are public: a number that fits is no accident."""

from __future__ import annotations

from collections.abc import Sequence

_LETTERS = {chr(ord("a") + place): str(10 + place) for place in range(26)}
# Verhoeff, "Error detecting decimal codes" (1969): multiplication in the dihedral group D5, and its permutation.
_D5 = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 2, 3, 4, 0, 6, 7, 8, 9, 5),
    (2, 3, 4, 0, 1, 7, 8, 9, 5, 6),
    (3, 4, 0, 1, 2, 8, 9, 5, 6, 7),
    (4, 0, 1, 2, 3, 9, 5, 6, 7, 8),
    (5, 9, 8, 7, 6, 0, 4, 3, 2, 1),
    (6, 5, 9, 8, 7, 1, 0, 4, 3, 2),
    (7, 6, 5, 9, 8, 2, 1, 0, 4, 3),
    (8, 7, 6, 5, 9, 3, 2, 1, 0, 4),
    (9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
)
_TURN = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)
_DNI = "trwagmyfpdxbnjzsqvhlcke"
_CURP = {char: place for place, char in enumerate("0123456789abcdefghijklmn\u00f1opqrstuvwxyz")}


def luhn(digits: str) -> bool:
    """ISO/IEC 7812-1 annex B: bank cards, the South African identity number."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def verhoeff(digits: str) -> bool:
    """The Indian Aadhaar number (UIDAI): twelve digits, the last by Verhoeff's rule."""
    check = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit)
        for _ in range(place % 8):
            value = _TURN[value]
        check = _D5[check][value]
    return check == 0


def iban(code: str) -> bool:
    """ISO 13616 and ISO 7064 MOD 97-10."""
    code = code.lower()
    if not (15 <= len(code) <= 34 and code[:2].isalpha() and code[2:4].isdigit() and code.isascii()):
        return False
    moved = code[4:] + code[:4]
    return int("".join(_LETTERS.get(char, char) for char in moved)) % 97 == 1


def cpf(digits: str) -> bool:
    """The Brazilian number of persons: eleven digits, two of them check digits modulo 11."""
    return len(set(digits)) > 1 and _modulo_11(digits, (range(10, 1, -1), range(11, 1, -1)))


def cnpj(digits: str) -> bool:
    """The Brazilian number of legal persons: fourteen digits."""
    first = (5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)
    return len(set(digits)) > 1 and _modulo_11(digits, (first, (6, *first)))


def _modulo_11(digits: str, weights: Sequence[Sequence[int]]) -> bool:
    for row in weights:
        total = sum(int(digit) * weight for digit, weight in zip(digits, row, strict=False))
        check = 0 if total % 11 < 2 else 11 - total % 11
        if check != int(digits[len(row)]):
            return False
    return True


def dni(code: str) -> bool:
    """The Spanish number of persons and of foreigners: the letter is the number modulo 23."""
    number = code[:-1].replace("x", "0", 1).replace("y", "1", 1).replace("z", "2", 1)
    return number.isdigit() and _DNI[int(number) % 23] == code[-1]


def nir(digits: str) -> bool:
    """The French number of persons: fifteen digits, the last two 97 less the rest modulo 97."""
    return int(digits[13:15]) == 97 - int(digits[:13]) % 97


def curp(code: str) -> bool:
    """The Mexican code of persons: eighteen characters, weighted modulo 10."""
    if any(char not in _CURP for char in code):
        return False
    total = sum(_CURP[char] * (18 - place) for place, char in enumerate(code[:17]))
    return str((10 - total % 10) % 10) == code[17]

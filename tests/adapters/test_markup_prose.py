"""Texts without Markdown take a short way; it leads to the same place."""

from __future__ import annotations

import random

import pytest

from wgsm_archive.adapters.markup import renderer
from wgsm_archive.adapters.markup.prose import as_prose
from wgsm_archive.adapters.markup.renderer import MarkdownMarkup
from wgsm_archive.domain.text import MOST_MARKS, clean_text
from wgsm_archive.ports.markup import MARK_CLOSE, MARK_OPEN, Block, Rendered

_SAFE = [
    *(
        "water",
        "Água",
        "حق",
        "जल",
        "土地",
        "ไทย",
        "ß",
        "2011",
        "2011.",
        "e.g.",
        "(so)",
        "'we'",
        '"they"',
        "“no”",
        "l’eau",
    ),
    *(
        "a:",
        ":",
        "-",
        "–",
        "www.org.example",
        "http://a.example",
        "a@b.example",
        "$",
        "%",
        "@",
        ";",
        "?",
        "/",
        "\u3000",
    ),
    *("\u2028", "\u200f", "\u00ad", "ﬁ", "e\u0301", "\U0001f33e"),
]
_OTHER = [
    *(
        "\u00a0",
        "\ufeff",
        "\t",
        "  ",
        "\n",
        "\n\n",
        "\n\n\n",
        "*",
        "_",
        "#",
        "&",
        "&amp;",
        "<",
        "[a](b)",
        "[^1]",
        "!",
        "`",
    ),
    *("\\", "|", "~", "=", "===", "^", "{", "+", "1. a", "\ue000", "\x0b", "\u2029"),
]
_BLOCKS = {
    0: Block("s-0a", "ar", "rtl", "tr-missing"),
    1: Block("s-1b", "en", "ltr"),
    2: Block("", "", "", "tr-outdated"),
    3: Block('x"<', "no tag", "up", "other"),
}


def _text(rng: random.Random) -> str:
    paragraphs = []
    for place in range(rng.randint(1, 4)):
        parts = _SAFE if rng.random() < 0.8 else _SAFE + _OTHER
        mark = f"{MARK_OPEN}{place}{MARK_CLOSE}" if rng.random() < 0.5 else ""
        paragraphs.append(mark + rng.choice(["So ", "", "Él "]) + " ".join(rng.choices(parts, k=rng.randint(1, 6))))
    return "\n\n".join(paragraphs)


def test_prose_comes_out_as_from_the_whole_renderer(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(7)  # noqa: S311 - the same texts at every run
    texts = [_text(rng) for _ in range(1500)]
    short = 0

    def counted(text: str, blocks: dict[int, Block]) -> Rendered | None:
        nonlocal short
        made = as_prose(text, blocks)
        short += made is not None
        return made

    monkeypatch.setattr(renderer, "as_prose", counted)
    markup = MarkdownMarkup()
    quick = [markup.render(text, blocks=_BLOCKS) for text in texts]
    assert short > 300
    monkeypatch.setattr(renderer, "as_prose", lambda _text, _blocks: None)
    for text, found in zip(texts, quick, strict=True):
        assert found == markup.render(text, blocks=_BLOCKS), repr(text)


@pytest.mark.parametrize("before", [0, 1, 29, 30, 31, 45])
def test_too_many_marks_are_found_wherever_they_stand(before: int) -> None:
    text = "ب" * (before + 1) + "\u0301" * (MOST_MARKS + 1) + "b"
    assert clean_text(text) == "ب" * (before + 1) + "\u0301" * MOST_MARKS + "b"

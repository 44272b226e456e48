"""The style sheet: contrast of every pair of colours that carries text, both directions of writing, weight."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "wgsm_archive" / "web" / "static"
TEMPLATES = STATIC.parent / "templates"
CSS = re.sub(r"/\*.*?\*/", "", (STATIC / "css" / "site.css").read_text("utf-8"), flags=re.DOTALL)

# Text on its grounds: WCAG 2.2 success criterion 1.4.3, at least 4.5:1.
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft", "brick", "brick-deep", "moss", "slate", "ochre-deep")
      for ground in ("paper", "sheet", "tint")),
    *(("ink", f"{tint}-tint") for tint in ("brick", "moss", "ochre", "slate")),
    ("brick", "brick-tint"), ("ochre-deep", "ochre-tint"), ("moss", "moss-tint"), ("slate", "slate-tint"),
    ("on-brick", "brick"), ("on-moss", "moss"), ("paper", "ink"), ("ink", "mark"),
    ("on-cover", "cover"), ("on-cover-soft", "cover"),
]  # fmt: skip
# Edges of controls, marks and focus rings: success criterion 1.4.11, at least 3:1.
CONTROLS = [(edge, ground) for edge in ("edge", "brick", "ochre", "moss", "slate") for ground in ("paper", "sheet")]


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6});", block))


def schemes() -> dict[str, dict[str, str]]:
    light = tokens(CSS.split(":root {", 1)[1].split("}", 1)[0])
    dark = light | tokens(CSS.split("(prefers-color-scheme: dark) {\n    :root {", 1)[1].split("}", 1)[0])
    assert light["paper"] == "#faf6ee"
    assert light["paper"] != dark["paper"]
    paper = CSS.split("@layer print", 1)[1].rsplit("@layer print", 1)[-1]
    printed = light | tokens(paper.split(":root {", 1)[1].split("}", 1)[0])
    return {"light": light, "dark": dark, "print": printed}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_text_can_be_read(scheme):
    colours = schemes()[scheme]
    faint = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in TEXT}
    assert {pair: round(found, 2) for pair, found in faint.items() if found < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_controls_and_marks_can_be_seen(scheme):
    colours = schemes()[scheme]
    faint = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in CONTROLS}
    assert {pair: round(found, 2) for pair, found in faint.items() if found < 3} == {}


def test_nothing_is_said_of_left_and_right():
    physical = re.compile(
        r"(?<![\w-])(?:(?:margin|padding|border|inset)-(?:left|right|top|bottom)[\w-]*|left|right|top|bottom"
        r"|(?:min-|max-)?(?:width|height)|border-(?:top|bottom)-(?:left|right)-radius)\s*:"
    )
    rules = re.sub(r"@media[^{]*\{", "{", CSS)
    assert physical.findall(rules) == []
    assert re.findall(r"(?:text-align|float|clear)\s*:\s*(?:left|right)", CSS) == []


def test_values_for_one_side_are_not_hidden_in_shorthands():
    four = re.findall(r"(?:margin|padding|inset|border-width)\s*:\s*(?:[^\s;()]+\s+){3}[^\s;()]+;", CSS)
    assert four == []


def test_joined_scripts_are_never_spaced_or_slanted():
    assert re.findall(r"letter-spacing:(?!\s*(?:var\(--tight\)|inherit|0)\s*;)[^;]*;", CSS) == []
    arabic = CSS.split(":lang(ar), :lang(ur), :lang(fa)", 1)[1].split("}", 1)[0]
    assert "--tight: 0" in arabic
    assert "--leading: 1.8" in arabic


def test_nothing_comes_from_elsewhere():
    for file in [*STATIC.rglob("*.css"), *STATIC.rglob("*.js"), *STATIC.rglob("*.svg"), *TEMPLATES.rglob("*.html")]:
        text = file.read_text("utf-8").replace("http://www.w3.org/", "").replace('href^="http"', "")
        assert not re.search(r"(?:https?:)?//[\w-]+\.[\w.]+", text), file
        assert "@import" not in text, file


def test_templates_hold_neither_styles_nor_scripts_of_their_own():
    for file in TEMPLATES.rglob("*.html"):
        text = file.read_text("utf-8")
        assert not re.search(r"\sstyle=|<style|\son\w+=\"|javascript:", text), file
        assert not re.search(r"<script(?![^>]*(?:src=|application/ld\+json))", text), file


def test_pages_stay_light():
    assert len(gzip.compress((STATIC / "css" / "site.css").read_bytes())) < 20_000
    scripts = b"".join(file.read_bytes() for file in (STATIC / "js").rglob("*.js"))
    assert len(gzip.compress(scripts)) < 15_000


def test_every_rule_stands_in_a_declared_layer():
    declared = CSS.split("@layer ", 1)[1].split(";", 1)[0].replace(",", " ").split()
    used = re.findall(r"^@layer (\w+) \{", CSS, flags=re.MULTILINE)
    assert set(used) == set(declared)
    assert not re.search(r"^[.#:a-z*\[]", CSS, flags=re.MULTILINE)


def test_macros_in_use_are_written_down():
    notes = (STATIC.parents[2] / "docs" / "look.md").read_text("utf-8")
    for file in (TEMPLATES / "_macros").glob("*.html"):
        for name in re.findall(r"\{%-? macro ([a-z]\w*)", file.read_text("utf-8")):
            assert f"{file.stem}.{name}(" in notes or name in ("choices", "yes", "flashed"), f"{file.stem}.{name}"

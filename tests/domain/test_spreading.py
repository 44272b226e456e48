"""A document is spread over the prompts: where its headings lead, and without losing a word."""

from __future__ import annotations

import re
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from wgsm_archive.data import heading_names
from wgsm_archive.domain.case_study import TITLE, is_field
from wgsm_archive.domain.spreading import NOWHERE, Piece, spread
from wgsm_archive.domain.text import MAX_FIELD, MAX_TITLE

NAMES = heading_names()
PARAGRAPH = "Salimos de noche y volvimos con el agua al hombro. " * 8

REPORT = """# La huelga del agua

Informe de la asamblea.

## Resumen

Los pescadores pararon el puerto.[^1]

## Contexto

Una empresa compró la orilla.

### La ley

La ley decía otra cosa.

## Qué pasó

Nos juntamos en la plaza.

### Marzo de 2011

Marchamos.

### La gran marcha

Fuimos mil.

## Anexo

Una lista de redes.

**Consejos:** no empiecen sin comida.

[^1]: Según el acta.
"""


def told(markdown: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for piece in spread(markdown, NAMES):
        found.setdefault(piece.to, []).append(piece.text)
    return found


def test_headings_send_paragraphs_to_their_prompts():
    assert told(REPORT) == {
        "title": ["La huelga del agua"],
        NOWHERE: ["Informe de la asamblea.", "### Anexo\n\nUna lista de redes."],
        "summary": ["Los pescadores pararon el puerto.[^1]\n\n[^1]: Según el acta."],
        "threat": ["Una empresa compró la orilla.", "### La ley\n\nLa ley decía otra cosa."],
        "story.1.we": ["Nos juntamos en la plaza."],
        "story.2.when": ["Marzo de 2011"],
        "story.2.we": ["Marchamos."],
        "story.3.we": ["### La gran marcha\n\nFuimos mil."],
        "advice": ["no empiecen sin comida."],
    }


def test_headings_in_bold_letters_and_lines_of_their_own_count():
    found = told("La marcha\n\n**Resumen**\n\nUno.\n\nAliados:\n\nDos.\n\n2. Lo que aprendimos\n\nTres.")
    assert found == {"title": ["La marcha"], "summary": ["Uno."], "allies": ["Dos."], "advice": ["Tres."]}


def test_arabic_and_hindi_documents_are_understood():
    arabic = told("# كيف دافعنا عن البئر\n\n## الملخص\n\nجلسنا أمام البئر.\n\n## الدروس المستفادة\n\nلا تبدؤوا وحدكم.")
    assert arabic == {
        "title": ["كيف دافعنا عن البئر"],
        "summary": ["جلسنا أمام البئر."],
        "advice": ["لا تبدؤوا وحدكم."],
    }
    hindi = told("# कुएँ की लड़ाई\n\n## सारांश\n\nहम कुएँ पर बैठे।\n\n## हमने क्या सीखा\n\nअकेले मत शुरू करो।")
    assert hindi == {"title": ["कुएँ की लड़ाई"], "summary": ["हम कुएँ पर बैठे।"], "advice": ["अकेले मत शुरू करो।"]}


def test_a_text_without_headings_is_a_summary_and_a_story():
    pieces = spread(f"Cómo fue\n\nPrimero.\n\nSegundo.\n\n{PARAGRAPH * 2}\n\n{PARAGRAPH}", NAMES)
    assert pieces[:2] == [Piece("Cómo fue", TITLE), Piece("Primero.\n\nSegundo.", "summary")]
    assert {piece.to for piece in pieces[2:]} == {"story.1.we"}


def test_unknown_headings_alone_make_steps():
    found = told("# Título nuestro\n\nUn comienzo.\n\n## 2011\n\nMarchamos.\n\n## La toma\n\nEntramos.")
    assert found["story.1.when"] == ["2011"]
    assert found["story.1.we"] == ["Marchamos."]
    assert found["story.2.we"] == ["### La toma\n\nEntramos."]


def test_no_field_gets_more_than_it_may_hold():
    whole = "\n\n".join([PARAGRAPH] * 3000)
    fields: Counter[str] = Counter()
    for piece in spread(f"## Qué pasó\n\n{whole}\n\n## Consejos\n\n{whole}", NAMES):
        fields[piece.to] += len(piece.text) + 2
    assert fields[NOWHERE]
    assert all(length <= MAX_FIELD + 2 for field, length in fields.items() if field != NOWHERE)
    assert "story.30.we" in fields


def test_a_paragraph_without_end_is_cut_between_words():
    pieces = spread("palabra " * 20_000, NAMES)
    assert all(len(piece.text) <= MAX_FIELD for piece in pieces)
    assert " ".join(piece.text for piece in pieces).split() == ["palabra"] * 20_000


def test_lists_and_tables_stay_whole():
    rows = "- uno\n    - dos\n\n    más\n- tres"
    table = "| a | b |\n| - | - |\n| 1 | 2 |"
    found = told(f"## Aliados\n\n{rows}\n\n{table}")
    assert found["allies"][0].count("- ") >= 3
    assert table.replace(" - ", " - ") in found["allies"][0]


WORDS = st.text(alphabet="abcñé عربحد कखग", min_size=1, max_size=30).filter(str.strip)
LINES = st.one_of(
    WORDS,
    st.sampled_from(
        ["# {}", "## {}", "### {}", "- {}", "1. {}", "> {}", "**{}**", "[^1]: {}", "{}[^1]", "    {}"]
    ).flatmap(lambda shape: WORDS.map(shape.format)),
    st.sampled_from(
        ["## Resumen", "## Qué pasó", "**Consejos**", "## Anexo", "Aliados", "# Título", "---", "2011", "| a | b |"]
    ),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=25).map("\n\n".join))
def test_nothing_is_lost_and_every_place_exists(markdown: str):
    pieces = spread(markdown, NAMES)
    assert all(piece.to == NOWHERE or is_field(piece.to) for piece in pieces)
    assert sum(piece.to == TITLE for piece in pieces) <= 1
    assert all(len(piece.text) <= MAX_TITLE for piece in pieces if piece.to == TITLE)
    kept = Counter(_words(" ".join(piece.text for piece in pieces)))
    named = Counter(_words("Resumen Qué pasó Consejos Aliados Título"))
    missing = Counter(_words(markdown)) - kept
    assert not [word for word in missing if word not in named and not _is_name(word, markdown)]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def _is_name(word: str, markdown: str) -> bool:
    """Whether it stood alone in a line that was taken for the name of a prompt."""
    lines = (line.strip("#*- ") for line in markdown.split("\n"))
    return any(word in line and NAMES.find(line) is not None for line in lines)

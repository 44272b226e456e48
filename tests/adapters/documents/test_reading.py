"""What survives of documents, and what must not: by hand-made files, and by those of a word processor."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.papers import Drawn, docx, odt, p, paragraph, pdf, word_part
from tests.programs import find, needs
from wgsm_archive.adapters.documents import SandboxedDocuments, converting
from wgsm_archive.ports.documents import Unusable, Words


def read(content: bytes, name: str) -> Words:
    """As in the sandbox, but quicker; that it is the same there, `test_the_sandbox_reads_every_kind` tries."""
    return converting._words(content, name.rpartition(".")[2])


def words(content: bytes, name: str) -> str:
    return read(content, name).markdown


def test_word_shows_what_a_reader_of_the_page_sees():
    run = "<w:r>{}<w:t>{}</w:t></w:r>"
    body = (
        p("Visible.") + f"<w:p>{run.format('', 'Antes ')}<w:ins w:author='Rosa'>{run.format('', 'nuevo ')}</w:ins>"
        "<w:del w:author='Rosa'><w:r><w:delText>borrado</w:delText></w:r></w:del>"
        f"<w:moveFrom>{run.format('', 'mudado')}</w:moveFrom><w:moveTo>{run.format('', 'llegado')}</w:moveTo></w:p>"
        + p("escondido", more="<w:rPr><w:vanish/></w:rPr>")
        + p("no escondido", more='<w:rPr><w:vanish w:val="0"/></w:rPr>')
        + p("estilo oculto", "Oculto")
        + p("hijo oculto", "Hijo")
        + p("Indice ..... 3", "TOC1")
        + "<w:p><w:r><w:commentReference w:id='0'/></w:r></w:p>"
        "<w:p><w:fldSimple w:instr=' AUTHOR '><w:r><w:t>Rosa Autora</w:t></w:r></w:fldSimple>"
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> FILENAME \\p </w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>C:\\rosa\\secreto.docx</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:t>despues del campo</w:t></w:r></w:p>"
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
        "<w:sdtContent><w:p><w:r><w:t>Haga clic</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>En un control</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>"
        "<w:p><w:r><w:t>En un cuadro</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>En un cuadro</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    comments = word_part(
        "comments", "<w:comment w:id='0' w:author='Rosa'><w:p><w:r><w:t>comentario</w:t></w:r></w:p></w:comment>"
    )
    found = words(docx(body, word__comments=comments, docProps__core="<c>Rosa Autora</c>"), "a.docx")
    assert found.split("\n\n") == [
        "Visible.",
        "Antes nuevo llegado",
        "no escondido",
        "despues del campo",
        "En un control",
        "En un cuadro",
    ]


def test_word_keeps_footnotes_and_links_and_drops_heads_and_feet():
    note = "<w:footnote w:id='2'><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>La nota.</w:t></w:r></w:p></w:footnote>"
    body = (
        "<w:p><w:r><w:t>Palabra</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r>"
        "<w:hyperlink r:id='h'><w:r><w:t>el acta</w:t></w:r></w:hyperlink></w:p>"
    )
    made = docx(
        body,
        links=[("h", "hyperlink", "https://example.org/acta")],
        word__footnotes=word_part("footnotes", note),
        word__header1=word_part("hdr", p("Cabeza de pagina")),
        word__footer1=word_part("ftr", p("Rosa Autora, pagina 1")),
    )
    assert words(made, "a.docx") == "Palabra[^1][el acta](https://example.org/acta)\n\n[^1]: La nota."


def test_an_odt_shows_what_a_reader_of_the_page_sees():
    styles = (
        '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="T1" style:family="paragraph" style:parent-style-name="Title"/>'
    )
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>borrado</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        '<text:p text:style-name="T1">El titulo</text:p>'
        '<text:p>Uno <text:span text:style-name="H">escondido</text:span>'
        '<text:span text:style-name="B">fuerte</text:span>'
        "<office:annotation><text:p>comentario</text:p></office:annotation><text:author-name>Rosa</text:author-name>"
        '<text:s text:c="9"/>dos<text:line-break/>tres</text:p>'
        '<text:section text:display="none"><text:p>seccion escondida</text:p></text:section>'
        '<text:p><text:hidden-paragraph text:is-hidden="true"/>parrafo escondido</text:p>'
        "<text:table-of-content><text:index-body><text:p>Indice</text:p></text:index-body></text:table-of-content>"
        '<text:p><draw:frame><draw:image xlink:href="http://127.0.0.1:9/x.png"/></draw:frame>Con figura</text:p>'
        "<text:p><draw:frame><draw:text-box><text:p>En un cuadro</text:p></draw:text-box></draw:frame></text:p>"
    )
    found = read(odt(body, styles), "a.odt")
    assert found.markdown.split("\n\n") == ["# El titulo", "Uno **fuerte** dos\ntres", "Con figura", "En un cuadro"]
    assert found.pictures


HTML = """<html lang="es"><head><meta charset="utf-8"></head><body>
<h1>La huelga del agua</h1><h2>Resumen</h2>
<p>Los <b>pescadores</b> pararon el <i>puerto</i>; ver <a href="https://example.org/acta">el acta</a>.</p>
<ul><li>Primero<ul><li>Adentro</li></ul></li><li>Segundo</li></ul><ol><li>Uno</li><li>Dos</li></ol>
<table border="1"><tr><td>Año</td><td>Qué</td></tr><tr><td>2011</td><td>Marcha</td></tr></table>
<p>Con nota.<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a></p>
<div id="sdfootnote1"><p><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>La nota.</p></div>
<p dir="rtl" lang="ar">
في عام 2014 جاءت شركة «الماء» إلى قريتنا، ومعها 3 جرافات. كان معنا (فقط) كتاب قديم فيه حدود الأرض.</p>
<p lang="hi">किसानों ने मिलकर तय किया कि वे बिना पूछे अपनी ज़मीन नहीं देंगे।</p>
</body></html>"""
RICH = """# La huelga del agua

## Resumen

Los **pescadores** pararon el *puerto*; ver [el acta](https://example.org/acta).

- Primero
    - Adentro
- Segundo

1. Uno
2. Dos

| Año | Qué |
| --- | --- |
| 2011 | Marcha |

Con nota.[^1]
"""
ARABIC = "في عام 2014 جاءت شركة «الماء» إلى قريتنا، ومعها 3 جرافات. كان معنا (فقط) كتاب قديم فيه حدود الأرض."
HINDI = "किसानों ने मिलकर तय किया कि वे बिना पूछे अपनी ज़मीन नहीं देंगे।"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which LibreOffice has written one document in three ways."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "a.html").write_text(HTML, encoding="utf-8")
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    for kind, source in (("odt", "a.html"), ("docx", "a.odt"), ("pdf", "a.odt")):
        command = [str(find("LibreOffice")), profile, "--headless", "--convert-to", kind, "--outdir", str(folder)]
        if source == "a.html":
            command.append("--infilter=HTML (StarWriter)")
        subprocess.run([*command, str(folder / source)], check=True, capture_output=True, timeout=240)
    return folder


@needs("LibreOffice")
@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", ["odt", "docx"])
def test_headings_lists_tables_notes_and_links_survive(office: Path, kind: str):
    found = words((office / f"a.{kind}").read_bytes(), f"a.{kind}").replace("**Año**", "Año").replace("**Qué**", "Qué")
    assert found.startswith(RICH)
    assert "[^1]: La nota." in found
    assert ARABIC in found
    assert HINDI in found


@needs("LibreOffice")
@pytest.mark.timeout(600)
def test_a_pdf_gives_its_paragraphs_in_reading_order(office: Path):
    found = words((office / "a.pdf").read_bytes(), "a.pdf")
    assert found.startswith(
        "# La huelga del agua\n\n## Resumen\n\nLos pescadores pararon el puerto; ver el acta.\n\n- Primero"
    )
    assert ARABIC in found
    assert HINDI in found


@needs("LibreOffice")
@pytest.mark.timeout(600)
def test_the_sandbox_reads_every_kind(office: Path):
    for kind in ("odt", "docx", "pdf"):
        content = (office / f"a.{kind}").read_bytes()
        assert SandboxedDocuments().read(content, f"x.{kind}").markdown == words(content, f"a.{kind}")


LINES = [
    "Los pescadores salieron temprano de la bahía con los remos con-",
    "tados y sin luces. La empresa había puesto una",
]


def page(*rows: Drawn, number: int) -> list[Drawn]:
    head: Drawn = (72, 800, 9, "Informe anual de la cooperativa")
    return [head, *rows, (290, 40, 9, str(number))]


def test_lines_of_a_pdf_become_paragraphs_across_pages():
    first = page(
        (72, 740, 20, "El muelle"),
        *paragraph([*LINES, "barrera de fierro en el paso, y nadie nos había con-"], 700),
        number=1,
    )
    second = page(*paragraph(["sultado. Entonces volvimos."], 760), *paragraph(["Otro párrafo más."], 700), number=2)
    third = page(*paragraph(["Un tercero."], 760), number=3)
    whole = (
        "Los pescadores salieron temprano de la bahía con los remos contados y sin luces. La empresa había puesto una "
        "barrera de fierro en el paso, y nadie nos había consultado. Entonces volvimos."
    )
    found = words(pdf([first, second, third]), "a.pdf").split("\n\n")
    assert found == ["# El muelle", whole, "Otro párrafo más.", "Un tercero."]


def test_a_scanned_and_a_locked_document_are_told_from_others():
    with pytest.raises(Unusable, match="file-no-words"):
        words(pdf([[]]), "a.pdf")


TEXT = "Así fue: ¿quién lo diría? La señora Núñez llegó después del mediodía.\n\nEl agua volvió."
ARABIC_TEXT = "كيف دافعنا عن البئر؟\n\nجلسنا أمام البئر كل ليلة، حتى رحلت الشركة."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *(
            (TEXT, one)
            for one in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1")
        ),
        *((ARABIC_TEXT, one) for one in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1256")),
        ("हम कुएँ पर बैठे।\n\nवे चले गए।", "utf-16-le"),
    ],
)
def test_letters_are_told_from_bytes(text: str, encoding: str):
    assert words(text.encode(encoding), "a.txt") == text


@pytest.mark.parametrize(
    "content",
    ["Мы стояли у ворот порта девять дней".encode("cp1251"), "我们在井边".encode("gb18030"), bytes(range(128, 256))],
)
def test_letters_that_cannot_be_told_are_not_guessed(content: bytes):
    with pytest.raises(Unusable, match="file-letters"):
        words(content, "a.txt")


def test_lines_that_a_program_broke_are_joined_and_poems_are_not():
    wrapped = (
        "Los pescadores salieron muy temprano de la bahía con los\n"
        "remos contados y sin luces, porque la empresa había\npuesto una barrera."
    )
    assert words(f"{wrapped}\n\nFin.".encode(), "a.txt") == f"{wrapped.replace(chr(10), ' ')}\n\nFin."
    poem = "Agua clara,\nagua sola,\nno te vayas\ncon la ola."
    assert words(f"{poem}\n\n{'Una línea larga que no se corta. ' * 6}".encode(), "a.txt").startswith(poem)
    lines = "\n".join(
        f"Párrafo {number} que ocupa una sola línea y es largo. " + "Y sigue. " * 12 for number in range(4)
    )
    assert words(lines.encode(), "a.txt").count("\n\n") == 3


def test_markdown_loses_what_hides_or_runs():
    text = (
        "---\nauthor: Rosa Autora\ntitle: El pozo\ndate: 2020-01-01\n---\n\nUno <b>dos</b> tres.<!-- secreto -->\n\n"
        "<script>alert(1)</script>![foto](http://127.0.0.1/x.png) [malo](javascript:alert(1)) [bueno](https://example.org)\n\n"
        "[peor]: javascript:x\n\nFin\u202e derecho.\x00"
    )
    found = read(text.encode(), "a.md")
    assert found.markdown == "# El pozo\n\nUno dos tres.\n\nmalo [bueno](https://example.org)\n\nFin derecho."
    assert found.pictures

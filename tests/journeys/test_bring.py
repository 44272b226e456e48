"""A teller with a phone of 360 pixels and no JavaScript brings a Word document, looks at it, goes on and sends it."""

from __future__ import annotations

import pytest

from tests.journeys import acts
from tests.journeys.browser import Visitor
from tests.journeys.conftest import Visits
from tests.journeys.house import House
from tests.papers import docx, p
from tests.programs import needs

pytestmark = [needs("Chromium"), pytest.mark.timeout(300)]

DOCUMENT = docx(
    p("La noche de los remos", "Title")
    + p("Resumen", "Titre1")
    + p("Los pescadores cerramos la bahía con los botes hasta que la empresa retiró las bombas.")
    + p("Qué pasó", "Titre1")
    + p("Nos juntamos en la playa y contamos los remos.")
    + p("Marzo de 2014", "Titre2")
    + p("Salimos todos a la misma hora, sin luces.")
    + p("Qué intentamos y por qué", "Titre1")
    + p("Cerrar el paso, porque la denuncia no fue leída.")
    + p("Resultados", "Titre1")
    + p("La empresa se fue; el agua todavía huele.")
    + p("Lecciones aprendidas", "Titre1")
    + p("No salgan sin avisar a quienes esperan en tierra.")
    + p("Anexo con la lista de botes", "Titre1")
    + p("Catorce botes y una balsa.")
)


def test_a_document_becomes_a_story_on_a_phone(house: House, visits: Visits) -> None:
    teller = visits(house, "es", java_script_enabled=False)
    teller.go("contribute/")
    teller.follow("Is it written already? Bring a document.")
    bring(teller, "informe.docx", b"no es un documento")
    assert teller.page.locator(".error-summary").count() == 1
    bring(teller, "informe.docx", DOCUMENT)
    assert acts.at(teller, "contribute/bring/check"), teller.main()
    assert not teller.scrolls_sideways()
    assert teller.said("No place yet") in teller.main()
    annex = teller.page.locator(".brought-nowhere")
    annex.locator("select").select_option("allies")
    teller.press("Save, and show it in its new order")
    assert annex.count() == 0
    advice = teller.page.locator("textarea", has_text="No salgan sin avisar")
    advice.fill("No salgan sin avisar a quienes esperan en tierra, nunca.")
    teller.press("Take it over into my story")
    go_on(teller)
    teller.button("Send it").first.click()
    teller.page.wait_for_url("**/contribute/sent")
    assert len(acts.receipt(teller).split()) == 6


def bring(teller: Visitor, name: str, content: bytes) -> None:
    """Choose a file and send it."""
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    teller.page.locator('[name="file"]').set_input_files(file)  # type: ignore[arg-type]
    assert not teller.scrolls_sideways()
    teller.press("Read the document")


def go_on(teller: Visitor) -> None:
    """Go through the questions, which are answered already, to the preview, where all that was brought stands."""
    for step in acts.STEPS:
        assert acts.at(teller, f"contribute/{step}"), teller.main()
        teller.press("Save and go on")
    teller.choose("level", "public-share")
    teller.choose("basis", "assembly")
    teller.press("Save and go on")
    teller.press("Save and go on")
    assert acts.at(teller, "contribute/preview"), teller.main()
    shown = teller.main()
    told = ("La noche de los remos", "hasta que la empresa retiró", "contamos los remos", "sin luces", "Marzo de 2014")
    for words in (*told, "todavía huele", "en tierra, nunca", "Catorce botes"):
        assert words in shown

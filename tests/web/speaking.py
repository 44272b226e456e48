"""Pages that answer in the language they were asked in."""

from __future__ import annotations

import re

from werkzeug.test import TestResponse

LANGUAGES = ["es", "ar"]
HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
ARABIC = re.compile("[\u0621-\u064a]{2,}")


def shown(answer: TestResponse) -> str:
    """The page as it was sent."""
    return answer.get_data(as_text=True)


def _heading(answer: TestResponse) -> str:
    found = HEADING.search(shown(answer))
    assert found is not None, shown(answer)[:500]
    return re.sub(r"<[^>]+>", "", found[1]).strip()


def speaks(answer: TestResponse, language: str, english: str = "") -> None:
    """The page is in this language, its message too, and it is no broken page of ours."""
    direction = "rtl" if language == "ar" else "ltr"
    assert answer.status_code < 500, (answer.status_code, shown(answer)[:500])
    assert f'<html lang="{language}" dir="{direction}">' in shown(answer)
    if language == "ar":
        assert ARABIC.search(_heading(answer)), _heading(answer)
    if english:
        assert english not in shown(answer)
        assert _heading(answer) != english

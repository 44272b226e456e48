"""The pieces that pages are put together from, as somebody with a screen reader or a keyboard meets them."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
from jinja2 import Environment, FileSystemLoader
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

import wgsm_archive.web
from wgsm_archive.i18n import binding
from wgsm_archive.web import bands

TEMPLATES = Path(wgsm_archive.web.__file__).parent / "templates"


class Story(Form):
    name = StringField("Name", [InputRequired("Please give it a name.")])
    text = TextAreaField("What happened?")
    level = RadioField(
        "Who may read?", [InputRequired("Please choose.")], choices=[SelectChoice("a", "All"), SelectChoice("b", "Us")]
    )
    tried = SelectMultipleField(
        "What did you try?",
        widget=ListWidget(),
        option_widget=CheckboxInput(),
        choices=[SelectChoice("march", "March", optgroup="Act"), SelectChoice("court", "Court", optgroup="Law")],
    )
    agreed = BooleanField("We agreed")


class Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def ids(self):
        return [attrs["id"] for _, attrs in self.found if "id" in attrs]

    def all(self, tag):
        return [attrs for name, attrs in self.found if name == tag]


@pytest.fixture
def show():
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    binding.install(environment)
    environment.globals.update(url_for=lambda endpoint, **values: f"/{endpoint}", band=bands.band)
    page = SimpleNamespace(language="en", direction="ltr", csrf="secret")

    def render(file: str, call: str, **values: object) -> str:
        source = f'{{% import "_macros/{file}.html" as {file} with context %}}{{{{ {file}.{call} }}}}'
        return environment.from_string(source).render(page=page, **values)

    return render


@pytest.fixture
def refused():
    form = Story(MultiDict({"tried": "march", "text": "<b>"}))
    assert not form.validate()
    return form


@pytest.mark.parametrize("name", ["name", "text", "level", "tried", "agreed"])
def test_each_control_has_a_label_and_what_describes_it_is_there(show, refused, name):
    made = Elements(show("forms", f"field(form.{name}, help='Keep names out.', counter=200)", form=refused))
    ids = made.ids()
    assert len(ids) == len(set(ids))
    controls = [attrs["id"] for tag in ("input", "textarea") for attrs in made.all(tag)]
    assert sorted(controls) == sorted(attrs["for"] for attrs in made.all("label"))
    described = [part for _, attrs in made.found for part in (attrs.get("aria-describedby") or "").split()]
    assert described
    assert set(described) <= set(ids)


def test_the_summary_leads_to_each_control_that_needs_another_look(show, refused):
    summary = Elements(show("forms", "summary(form)", form=refused))
    form = "".join(show("forms", f"field(form.{name})", form=refused) for name in ("name", "level"))
    targets = [attrs["href"].removeprefix("#") for attrs in summary.all("a")]
    assert len(targets) == 2
    assert set(targets) <= set(Elements(form).ids())


def test_no_summary_without_a_problem(show):
    assert show("forms", "summary(form)", form=Story()).strip() == ""


def test_an_error_stands_beside_its_field_and_is_announced(show, refused):
    made = show("forms", "field(form.name)", form=refused)
    assert "Please give it a name." in made
    assert 'aria-invalid="true"' in made
    assert made.index("Please give it a name.") < made.index("<input")


def test_grouped_choices_are_open_where_something_is_chosen(show, refused):
    folds = Elements(show("forms", "field(form.tried)", form=refused)).all("details")
    assert ["open" in fold for fold in folds] == [True, False]


def test_what_somebody_typed_comes_back_escaped(show, refused):
    assert "&lt;b&gt;" in show("forms", "field(form.text)", form=refused)


def test_forms_carry_the_token(show):
    assert Elements(show("forms", "csrf()")).all("input")[0]["value"] == "secret"


def test_a_phase_tells_who_did_what_in_its_language(show):
    def passage(text: str) -> SimpleNamespace:
        return SimpleNamespace(html=f"<p>{text}</p>", language="ar", direction="rtl")

    phase = SimpleNamespace(number=1, when="2011", we=passage("one"), they=None, changed=passage("two"))
    made = show("phases", "strip(told)", told=[phase])
    assert re.findall(r'phase-label">([^<]+)<', made) == ["We did", "What changed"]
    assert [attrs.get("dir") for attrs in Elements(made).all("div") if "lang" in attrs] == ["rtl", "rtl"]
    unnamed = SimpleNamespace(number=2, when="", we=passage("one"), they=None, changed=None)
    assert "Step 2" in show("phases", "strip(told)", told=[unnamed])


def test_pages_are_numbered_with_gaps_and_the_present_one_is_no_link(show):
    made = show("paging", "nav(5, 12, href)", href=lambda number: f"/?page={number}")
    assert [int(number) for number in re.findall(r'aria-label="Page (\d+)"', made)] == [1, 3, 4, 6, 7, 12]
    assert '<span aria-current="page">5</span>' in made
    assert made.count("…") == 2
    assert show("paging", "nav(1, 1, href)", href=str).strip() == ""


def test_facts_without_a_value_are_left_out(show):
    made = show("facts", "list(rows)", rows=[("Setting", ["rural", "forest"]), ("Scale", ""), ("Who", "A & B")])
    assert made.count("<dt>") == 2
    assert made.count("<dd>") == 3
    assert "A &amp; B" in made

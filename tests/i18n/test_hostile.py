"""A translation is text from outside: it may break nothing and bring nothing in."""

import logging

import pytest
from flask import Flask
from flask_babel import gettext as flask_gettext
from jinja2 import Environment
from markupsafe import Markup

from tests.i18n.conftest import Overlay
from wgsm_archive.i18n import _, n_
from wgsm_archive.i18n.binding import bind, install
from wgsm_archive.i18n.formats import isolate
from wgsm_archive.i18n.language import speaking
from wgsm_archive.i18n.messages import fill, fill_markup


@pytest.fixture
def page():
    env = Environment(autoescape=True)
    install(env)

    def render(template: str, **values: object) -> str:
        with speaking("hoc"):
            return env.from_string(template).render(**values)

    return render


def test_a_script_in_a_translation_is_shown_as_text(page, overlay: Overlay):
    overlay("hoc", {(None, "Stories"): ("<script>alert(1)</script>",)})
    assert page('{{ _("Stories") }}') == "&lt;script&gt;alert(1)&lt;/script&gt;"
    assert page("{% trans %}Stories{% endtrans %}") == "&lt;script&gt;alert(1)&lt;/script&gt;"


@pytest.mark.parametrize(
    "hostile",
    [
        "<strong onclick=alert(1)>Read</strong> this",
        "<strong>Read</strong> this<img src=x onerror=alert(1)>",
        "<strong>Read</strong> this <img src=x onerror=alert(1) ",
        "<STRONG>Read</STRONG> this",
        "Read this",
    ],
)
def test_a_text_with_tags_takes_only_those_tags(page, overlay: Overlay, hostile: str, caplog):
    overlay("hoc", {(None, "<strong>Read</strong> this"): (hostile,)})
    assert page("{% trans %}<strong>Read</strong> this{% endtrans %}") == "<strong>Read</strong> this"
    assert "is not used" in caplog.text


def test_a_text_with_tags_can_be_translated(page, overlay: Overlay):
    overlay("hoc", {(None, "<strong>Read</strong> this"): ("Ini <strong>paraw</strong>",)})
    assert page("{% trans %}<strong>Read</strong> this{% endtrans %}") == "Ini <strong>paraw</strong>"


@pytest.mark.parametrize(
    "broken",
    ["100% ours, %(name)s", "%(whoo)s told it", "%(name)d", "%s told it", "%(name)999999999s", "50 %(name", "%(name)r"],
)
def test_a_wrong_placeholder_gives_the_source_and_one_line_in_the_log(page, overlay: Overlay, broken: str, caplog):
    overlay("hoc", {(None, "Told by %(name)s"): (broken,)})
    with caplog.at_level(logging.WARNING):
        assert page('{{ _("Told by %(name)s", name="<Ana>") }}') == "Told by &lt;Ana&gt;"
        assert page('{{ _("Told by %(name)s", name="<Ana>") }}') == "Told by &lt;Ana&gt;"
    assert len(caplog.records) == 1
    with speaking("hoc"):
        assert _("Told by %(name)s", name="Ana") == "Told by Ana"


def test_a_percent_sign_is_written_twice_everywhere(page, overlay: Overlay):
    overlay("hoc", {(None, "Stories"): ("100%% abuana",)})
    assert page('{{ _("Stories") }}') == "100% abuana"
    with speaking("hoc"):
        assert _("Stories") == "100% abuana"


def test_values_are_escaped_on_the_page(page):
    assert page('{{ _("Told by %(name)s", name=who) }}', who="<i>") == "Told by &lt;i&gt;"
    assert page("{% trans %}Told by {{ who }}{% endtrans %}", who="<i>") == "Told by &lt;i&gt;"
    assert page("{{ _('A & B') }}") == "A &amp; B"


def test_a_name_set_apart_stays_markup_and_all_else_is_escaped(page):
    said = _("Told by %(name)s", name=isolate("<Ana>"))
    assert isinstance(said, Markup)
    assert said == "Told by <bdi>&lt;Ana&gt;</bdi>"
    assert page("{% trans %}Told by {{ who|bdi }}{% endtrans %}".replace("who|bdi", "name"), name=isolate("Ana")) == (
        "Told by <bdi>Ana</bdi>"
    )


def test_a_script_beside_a_name_set_apart_is_escaped(overlay: Overlay):
    overlay("hoc", {(None, "Told by %(name)s"): ("<script>%(name)s</script>",)})
    with speaking("hoc"):
        assert _("Told by %(name)s", name=isolate("Ana")) == "&lt;script&gt;<bdi>Ana</bdi>&lt;/script&gt;"


def test_plurals_on_a_page_are_as_safe(page, overlay: Overlay):
    overlay("hoc", {(None, "%(num)s story"): ("<b>%(num)s</b>", "%(num)d kaji")})
    template = "{% trans num=count %}{{ num }} story{% pluralize %}{{ num }} stories{% endtrans %}"
    assert page(template, count=1) == "&lt;b&gt;1&lt;/b&gt;"
    assert page(template, count=1200) == "1,200 stories"
    assert page('{{ n_("%(num)s story", "%(num)s stories", 1200) }}') == "1,200 stories"


def test_mail_templates_are_not_escaped():
    env = Environment(autoescape=False)  # noqa: S701 - plain text, as mail is
    install(env)
    assert env.from_string('{{ _("Told by %(name)s", name="A & B") }}').render() == "Told by A & B"


def test_a_mistake_in_the_source_is_the_programmers_to_hear_of():
    with pytest.raises(KeyError):
        _("Told by %(name)s")
    assert n_("one", "%(num)s", 1) == "one"


def test_flask_babel_speaks_with_our_words_also_where_cldr_knows_no_such_language(overlay: Overlay):
    app = Flask("words")
    bind(app)
    overlay("hoc", {(None, "Stories"): ("HO STORIES",)})
    with app.app_context(), speaking("hoc"):
        assert flask_gettext("Stories") == "HO STORIES"
        assert app.jinja_env.from_string("{{ _('Stories') }}").render() == "HO STORIES"


def test_what_was_found_for_plain_text_is_never_taken_for_a_page():
    hostile = "<script>"
    for _round in range(2):
        assert fill("Told by %(who)s.", "Dicho por %(who)s.", {"who": hostile}) == "Dicho por <script>."
        assert fill_markup("Told by %(who)s.", "Dicho por %(who)s.", {"who": hostile}) == "Dicho por &lt;script&gt;."
        assert fill("Told by %(who)s.", "Dicho por %(who)s.", {"who": hostile}) == "Dicho por <script>."

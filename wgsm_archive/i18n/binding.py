"""Where the words meet Flask-Babel and the templates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from babel.support import NullTranslations
from flask import Flask
from flask_babel import Babel, Domain
from jinja2 import Environment, pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from wgsm_archive.i18n import formats, numbers
from wgsm_archive.i18n.catalogs import DOMAIN, catalogs
from wgsm_archive.i18n.language import spoken
from wgsm_archive.i18n.messages import fill, fill_markup


class LayeredTranslations(NullTranslations):
    """Our catalogs in the shape that gettext's users expect; always the present language."""

    def gettext(self, message: str) -> str:
        """The message."""
        return catalogs().find(spoken(), None, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The message in the form that a number takes."""
        return catalogs().find_plural(spoken(), None, msgid1, msgid2, n)

    def pgettext(self, context: str, message: str) -> str:
        """The message in its context."""
        return catalogs().find(spoken(), context, message)

    def npgettext(self, context: str, singular: str, plural: str, num: int) -> str:
        """The message in its context, in the form that a number takes."""
        return catalogs().find_plural(spoken(), context, singular, plural, num)

    ugettext = gettext
    ungettext = ngettext
    upgettext = pgettext
    unpgettext = npgettext


class LayeredDomain(Domain):
    """Flask-Babel's door to our catalogs: languages unknown to CLDR, fallbacks, no compiled files."""

    def __init__(self) -> None:
        super().__init__(domain=DOMAIN)  # type: ignore[no-untyped-call]
        self._translations = LayeredTranslations()

    def get_translations(self) -> LayeredTranslations:
        """The catalogs; they know the present language by themselves."""
        return self._translations


def bind(app: Flask) -> None:
    """Make an application and its templates speak the present language."""
    babel = Babel(configure_jinja=False)  # type: ignore[no-untyped-call]
    babel.init_app(app, locale_selector=lambda: str(numbers.locale()))  # type: ignore[no-untyped-call]
    babel.domain_instance = LayeredDomain()
    install(app.jinja_env)


def install(env: Environment) -> None:
    """Give a Jinja environment the words and the formats.

    Stock gettext of Jinja trusts a translation as it trusts a template; this one does not (see `messages`).
    """
    env.policies["ext.i18n.trimmed"] = True
    env.add_extension("jinja2.ext.i18n")
    # Tells the extension that our functions take the values themselves.
    env.newstyle_gettext = True  # type: ignore[attr-defined]
    names: dict[str, Callable[..., str]] = {
        "gettext": _gettext,
        "ngettext": _ngettext,
        "pgettext": _pgettext,
        "npgettext": _npgettext,
        "_": _gettext,
        "n_": _ngettext,
        "p_": _pgettext,
        "spoken": spoken,
    }
    env.globals.update(names)
    env.filters.update(FILTERS)


def _said(context: EvalContext, source: str, found: str, values: dict[str, object]) -> str | Markup:
    return fill_markup(source, found, values) if context.autoescape else fill(source, found, values)


@pass_eval_context
def _gettext(eval_ctx: EvalContext, message: str, /, **values: object) -> str:
    return _said(eval_ctx, message, catalogs().find(spoken(), None, message), values)


@pass_eval_context
def _ngettext(eval_ctx: EvalContext, singular: str, plural: str, num: int, /, **values: object) -> str:
    found = catalogs().find_plural(spoken(), None, singular, plural, num)
    return _said(eval_ctx, singular if num == 1 else plural, found, {**values, "num": numbers.number(num)})


@pass_eval_context
def _pgettext(eval_ctx: EvalContext, context: str, message: str, /, **values: object) -> str:
    return _said(eval_ctx, message, catalogs().find(spoken(), context, message), values)


@pass_eval_context
def _npgettext(eval_ctx: EvalContext, context: str, singular: str, plural: str, num: int, /, **values: object) -> str:
    found = catalogs().find_plural(spoken(), context, singular, plural, num)
    return _said(eval_ctx, singular if num == 1 else plural, found, {**values, "num": numbers.number(num)})


FILTERS: dict[str, Callable[..., Any]] = {
    "autonym": formats.autonym,
    "bdi": formats.isolate,
    "country": formats.country,
    "date": formats.date,
    "joined": formats.joined,
    "language_name": formats.language_name,
    "length_of_time": numbers.length,
    "loose_date": formats.loose_date,
    "month": formats.month,
    "number": numbers.number,
    "percent": numbers.percent,
    "period": formats.period,
    "size": numbers.size,
}

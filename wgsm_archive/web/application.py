"""Putting the web application together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, Response
from flask.templating import Environment
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response as BaseResponse

from wgsm_archive.services.archive import Archive
from wgsm_archive.settings import Settings
from wgsm_archive.web import (
    access,
    current,
    errors,
    language,
    packing,
    repeats,
    running_templates,
    security,
    streaming,
    templating,
)
from wgsm_archive.web.blueprints import BLUEPRINTS


class _Application(Flask):
    """As Flask's, with templates that run with less around them; none of its functions is a coroutine."""

    jinja_environment: type[Environment] = running_templates.Environment

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function: Flask looks at each anew, twenty times for a page."""
        return func


def make(archive: Archive, settings: Settings) -> Flask:
    """The application over an archive.

    Raises:
        UndeclaredEndpoint: an address does not say who may open it.
    """
    app = _Application("wgsm_archive.web")
    app.secret_key = archive.tools.secret
    app.url_map.strict_slashes = False
    repeats.install(app, archive, settings)
    current.install(app, archive, settings)
    packing.install(app)
    language.install(app)
    streaming.install(app)
    security.install(app)
    access.install(app)
    templating.install(app)
    errors.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.add_url_rule("/", "front", _front)
    app.add_url_rule("/healthz", "healthz", _healthz)
    app.view_functions["static"] = access.allow(access.everyone)(app.view_functions["static"])
    access.require_declarations(app)
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    return app


@access.allow(access.everyone)
def _front() -> BaseResponse:
    return language.to_readers_language("reading.home")


@access.allow(access.everyone)
def _healthz() -> Response:
    return Response("ok\n", mimetype="text/plain")

"""The note in a browser that Flask calls a session: it holds what one page has to say on the next, and nothing else."""

from __future__ import annotations

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin

from wgsm_archive.web.answers import vary


class Notes(SecureCookieSessionInterface):
    """As Flask's, which makes the tools for signing ready for every page, though hardly any browser has a note."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What the note says; nothing where there is none."""
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Put the note into the browser where something changed."""
        if session or session.modified:
            super().save_session(app, session, response)
        elif session.accessed:
            vary(response, "Cookie")

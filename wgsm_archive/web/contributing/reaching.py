"""Addresses where tellers leave word how they can be reached, and take it away again."""

from __future__ import annotations

from flask import flash, make_response, request
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from wgsm_archive.domain.errors import Refused
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import problem
from wgsm_archive.web import access, current
from wgsm_archive.web.contributing.forms import make_form
from wgsm_archive.web.contributing.routes import bp, ended, to, token
from wgsm_archive.web.forms import ArchiveForm, Prose
from wgsm_archive.web.templating import render


def _form() -> type[ArchiveForm]:
    months = [("3", _("After three months")), ("12", _("After one year")), ("24", _("After two years"))]
    words = Prose(
        _("How can you be reached?"),
        description=_("For example a telephone number, and when it is safe to call. Give one that is not only yours."),
        render_kw={"rows": 4, "autocomplete": "off", "spellcheck": "false"},
    )
    choices = [SelectChoice(value, said) for value, said in months]
    when = RadioField(_("When is it to be deleted?"), choices=choices, validate_choice=False)
    return make_form({"contact": words, "months": when})


@bp.get("/receipt/contact")
@access.allow(access.everyone)
def contact() -> Response:
    """Whether something is kept, and until when; never what."""
    if current.actor().case_id is None:
        return to("contributing.receipt")
    return make_response(_page(_form()(data={"months": "3"})))


@bp.post("/receipt/contact")
@access.allow(access.everyone)
def keep_contact() -> Response:
    """Seal it."""
    if current.actor().case_id is None:
        return ended()
    form = _form()(request.form)
    form.validate()
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            work.contributing.writing.stay(token())
            work.contributing.returning.keep_contact(form["contact"].data or "", str(form["months"].data or ""))
    except Refused as refused:
        for name, code in refused.problems.items():
            form[name].errors = [problem(code)]
        return make_response(_page(form), 422)
    flash(_("It is kept locked away, and deleted on the day you chose."), "done")
    return to("contributing.contact")


@bp.post("/receipt/contact/delete")
@access.allow(access.everyone)
def delete_contact() -> Response:
    """Delete it now."""
    if current.actor().case_id is None:
        return ended()
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.contributing.writing.stay(token())
        work.contributing.returning.forget_contact()
    flash(_("It is deleted."), "done")
    return to("contributing.contact")


def _page(form: ArchiveForm) -> str:
    with current.reading() as work:
        until = work.contributing.returning.contact_until()
        allowed = work.contributing.writing.draft().consent.contact
    return render("contributing/contact.html", form=form, until=until, allowed=allowed)

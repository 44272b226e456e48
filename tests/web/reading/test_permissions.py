"""A reader is told beside a story what its tellers allow."""

from flask.testing import FlaskClient

from tests.make import a_case
from wgsm_archive.services.archive import Archive


def test_each_use_is_allowed_or_refused_in_words(archive: Archive, client: FlaskClient):
    made = a_case(archive, uses=("quote",))
    page = client.get(f"/en/cases/{made.public_id}/", follow_redirects=True).text
    assert "You may quote short passages and say who told it." in page
    assert "It is not to be translated." in page
    assert "It may be translated." not in page
    assert "Not for campaigns, reports or court without asking." in page

"""How a browser can search the archive from its own search box (OpenSearch 1.1, draft 6)."""

from __future__ import annotations

from wgsm_archive.i18n import _, p_
from wgsm_archive.web import current
from wgsm_archive.web.sharing import elements
from wgsm_archive.web.sharing.answers import absolute, base_address
from wgsm_archive.web.templating import asset

MIMETYPE = "application/opensearchdescription+xml"
_NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
_SHORT, _LONG = 16, 48  # the most characters that the specification allows


def write(tag: str) -> bytes:
    """The description of the search in a language."""
    top = elements.root("OpenSearchDescription", _NAMESPACE)
    elements.add(top, "ShortName", p_("name in a browser's search box, at most 16 characters", "Movements")[:_SHORT])
    elements.add(top, "LongName", _("Movements’ Archive")[:_LONG])
    elements.add(top, "Description", _("Search the stories"))
    for kind, address in (
        ("text/html", f"{absolute('reading.search', language=tag)}?q={{searchTerms}}&page={{startPage?}}"),
        ("application/atom+xml", f"{absolute('sharing.search_feed', language=tag)}?q={{searchTerms}}"),
    ):
        elements.add(top, "Url", "", {"type": kind, "template": address})
    own = {"type": MIMETYPE, "rel": "self", "template": absolute("sharing.opensearch", language=tag)}
    elements.add(top, "Url", "", own)
    icon = base_address(current.settings()) + asset("favicon.svg")
    elements.add(top, "Image", icon, {"type": "image/svg+xml", "width": "16", "height": "16"})
    elements.add(top, "Language", tag)
    elements.add(top, "InputEncoding", "UTF-8")
    elements.add(top, "OutputEncoding", "UTF-8")
    return elements.document(top)

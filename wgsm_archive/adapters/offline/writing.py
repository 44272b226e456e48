"""Which module writes which kind of file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wgsm_archive.adapters.offline import omegat, po, word_table, xliff
from wgsm_archive.ports.offline import Form, Parcel, Words

WRITERS: Mapping[Form, Callable[[Parcel, Words], bytes]] = {
    Form.OMEGAT: omegat.write,
    Form.PO: po.write,
    Form.DOCX: word_table.write,
    Form.XLIFF: xliff.write_2,
}

"""Words: every sentence shown to people goes through `_`, `n_`, `p_` or `lazy_`.

Texts are whole English sentences with named placeholders, `%(name)s`; a percent sign is written `%%`.
"""

from __future__ import annotations

from wgsm_archive.i18n.messages import Lazy, _, lazy_, n_, p_

__all__ = ["Lazy", "_", "lazy_", "n_", "p_"]

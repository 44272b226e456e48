"""Pictures for tests, made when they are needed."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image


def picture(format: str = "JPEG", size: tuple[int, int] = (640, 480), **saved: Any) -> bytes:  # noqa: A002
    """A picture with a red left and a blue right half."""
    image = Image.new("RGB", size, (200, 20, 20))
    image.paste((20, 20, 200), (size[0] // 2, 0, size[0], size[1]))
    out = io.BytesIO()
    image.save(out, format, **saved)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    """A picture, decoded."""
    image = Image.open(io.BytesIO(content))
    image.load()
    return image

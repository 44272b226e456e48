"""Photos that are dropped on the page: nothing tells where they were taken, and what is covered is gone."""

from __future__ import annotations

import base64
import io

import pytest
from PIL import Image

from tests.adapters.media.pictures import opened
from tests.journeys.browser import Visitor
from tests.journeys.conftest import Visits
from tests.journeys.house import House
from tests.journeys.keys import enter, tab_to
from tests.make import USES, Made, a_case
from tests.programs import needs
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM
from wgsm_archive.services.contributing import tellers
from wgsm_archive.web.current import TELLER_COOKIE

pytestmark = [needs("Chromium"), pytest.mark.timeout(300)]

CAMERA = "Makers of cameras"
_DROP = """(form, files) => {
  const carried = new DataTransfer();
  for (const [name, content] of files) {
    const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
    carried.items.add(new File([bytes], name, { type: "image/jpeg" }));
  }
  for (const kind of ["dragover", "drop"]) {
    form.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
  }
}"""


def striped() -> bytes:
    """A photo of black and white stripes, which says where and with what it was taken."""
    image = Image.new("L", (640, 480), 255)
    for left in range(0, 640, 16):
        image.paste(0, (left, 0, left + 8, 480))
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x010F] = CAMERA
    exif.get_ifd(0x8825)[2] = (16.0, 30.0, 0.0)
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def open_files(teller: Visitor, house: House, made: Made) -> None:
    """Open the page of the story's files, as its code does."""
    with house.archive.unit_of_work(SYSTEM, write=True) as work:
        token = tellers.open_session(work, made.id, draft=False)
    teller.context.add_cookies([{"name": TELLER_COOKIE, "value": token, "url": house.address}])
    teller.go("contribute/files")


def kept(teller: Visitor) -> bytes:
    """The photo of the page, as it is served."""
    source = teller.page.locator(".blur-board img").get_attribute("src")
    answer = teller.context.request.get(f"{teller.address}{source}")
    assert answer.status == 200
    return answer.body()


def is_covered(photo: bytes, left: float, top: float, right: float, bottom: float) -> bool:
    """Whether a part of a photo is of one colour; all else is striped. In fractions of its sides."""
    image = opened(photo).convert("L")
    width, height = image.size
    part = image.crop((int(left * width), int(top * height), int(right * width), int(bottom * height)))
    darkest, lightest = part.getextrema()
    return lightest - darkest < 60


def draw_box(teller: Visitor) -> None:
    """Draw a box over the photo with the mouse, from a quarter of its sides to a little more than half."""
    board = teller.page.locator(".blur-board")
    board.scroll_into_view_if_needed()
    area = board.bounding_box()
    assert area is not None
    teller.page.mouse.move(area["x"] + 0.25 * area["width"], area["y"] + 0.25 * area["height"])
    teller.page.mouse.down()
    for part in (0.4, 0.55):
        teller.page.mouse.move(area["x"] + part * area["width"], area["y"] + part * area["height"])
    teller.page.mouse.up()


def test_what_is_drawn_over_or_chosen_is_gone_from_a_photo_that_was_dropped(house: House, visits: Visits) -> None:
    made = a_case(house.archive, state=CaseState.SUBMITTED, uses=(*USES, "media"))
    photo = striped()
    assert CAMERA.encode() in photo
    teller = visits(house, "en", viewport={"width": 1280, "height": 900})
    open_files(teller, house, made)
    files = [[name, base64.b64encode(photo).decode()] for name in ("gate.jpg", "march.jpg")]
    with teller.page.expect_navigation():
        teller.page.locator("[data-files]").evaluate(_DROP, files)
    assert teller.page.locator(".file-item").count() == 2

    teller.open(teller.page.get_by_role("link", name="Words and faces").first)
    before = kept(teller)
    assert CAMERA.encode() not in before
    assert not opened(before).getexif()
    assert not is_covered(before, 0.3, 0.3, 0.5, 0.5)
    draw_box(teller)
    teller.press("Cover what is marked")
    after = kept(teller)
    assert is_covered(after, 0.27, 0.27, 0.53, 0.53)
    assert not is_covered(after, 0.6, 0.6, 0.9, 0.9)

    plain = visits(house, "ar", java_script_enabled=False)
    open_files(plain, house, made)
    plain.open(plain.page.locator(".file-item a.button").nth(1))
    assert not plain.scrolls_sideways()
    tab_to(plain, ".blur-grid input")
    plain.page.keyboard.press("Space")
    tab_to(plain, "[data-blur] button[type=submit]")
    enter(plain)
    after = kept(plain)
    # The field is the first one from the left, also where pages begin on the right.
    assert is_covered(after, 0.01, 0.01, 0.15, 0.15)
    assert not is_covered(after, 0.2, 0.2, 0.9, 0.9)

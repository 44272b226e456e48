"""Recordings that were cleaned play in a real browser."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from tests.adapters.media.recordings import NAMES, recording
from wgsm_archive.adapters.media import sound

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_PLAY = """async ([address, jump]) => {
  const player = new Audio();
  player.src = address;
  const told = (name) => new Promise((done, fail) => {
    player.addEventListener(name, done, { once: true });
    player.addEventListener("error", () => fail(new Error(player.error.message)), { once: true });
  });
  await told("loadedmetadata");
  player.currentTime = jump;
  await told("seeked");
  player.muted = true;
  const ended = told("ended");
  await player.play();
  await ended;
  return player.duration;
}"""


@pytest.fixture(scope="module")
def page(browser: Browser):
    with browser.new_page() as opened:
        yield opened


@pytest.mark.parametrize("name", NAMES)
def test_what_was_cleaned_plays_to_its_end_and_can_be_jumped_in(page, name):
    kept = sound.clean(recording(name))
    address = f"data:{kept.media_type};base64,{base64.b64encode(kept.data).decode()}"
    assert page.evaluate(_PLAY, [address, kept.seconds / 2]) == pytest.approx(kept.seconds, abs=0.08)

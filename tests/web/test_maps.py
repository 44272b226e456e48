"""The world map: areas with words, links and a legend; no pins, nothing from elsewhere."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from wgsm_archive.web.maps import world_map


def drawn(counts):
    made = world_map(counts, lambda code: f"/en/search?country={code}&from=1")
    return ET.fromstring(made)  # noqa: S314 - our own drawing


def links(counts):
    return {link.get("href"): link for link in drawn(counts).iter("a")}


def test_a_country_with_stories_is_a_link_that_says_how_many():
    found = links({"BR": 12, "KE": 1})
    assert found["/en/search?country=BR&from=1"].get("aria-label") == "Brazil: 12 stories"
    assert found["/en/search?country=KE&from=1"].get("aria-label") == "Kenya: 1 story"


def test_countries_without_stories_are_land_and_no_links():
    assert len(links({"BR": 12, "KE": 0})) == 1
    assert len(links({})) == 0


def test_more_stories_have_another_shade_and_another_mark():
    found = links({"BR": 12, "IN": 6, "ZA": 3, "KE": 1}).values()
    shades = {link.findall("path")[0].get("class") for link in found}
    marks = {re.sub(r"^M[\d.]+ [\d.]+", "", link.findall("path")[1].get("d")) for link in found}
    assert len(shades) == len(marks) == 4


def test_the_legend_explains_the_shades_in_use_and_no_others():
    words = ["".join(item.itertext()).strip() for item in drawn({"BR": 12, "ZA": 3}).iter("li")]
    assert words == ["2 to 4 stories", "10 stories or more"]


def test_the_map_has_a_title_and_a_description_that_name_it():
    svg = drawn({"BR": 1}).find("svg")
    assert svg is not None
    ids = {element.get("id") for element in svg}
    assert set(svg.get("aria-labelledby", "").split()) <= ids


def test_unknown_codes_are_left_out_and_hostile_addresses_escaped():
    assert len(links({"ZZ": 3, "<b>": 2})) == 0
    assert '"><script' not in world_map({"BR": 1}, lambda code: '"><script>')


def test_all_shapes_are_path_data():
    path = re.compile(r"(?:M-?[\d.]+ -?[\d.]+l[-\d. ]+z)*\Z")
    for element in drawn({"VA": 1, "SG": 1, "BR": 1}).iter("path"):
        if element.get("class") not in ("map-mark", "map-sea") and not (element.get("d") or "").startswith("M1 1h"):
            assert path.match(element.get("d") or ""), (element.get("d") or "")[:80]

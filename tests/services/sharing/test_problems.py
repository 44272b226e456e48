"""Every problem is told by its place and a code; what is right beside it is imported."""

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.services.sharing.making import SENT, bring, bring_lines, case_called, changed
from wgsm_archive.db.models import Case, CaseSource, LanguageVersion, Record
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM
from wgsm_archive.domain.case_study import Origin
from wgsm_archive.domain.consent import ConsentLevel
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.sharing.problems import WORDS, Code, Problem
from wgsm_archive.services.texts import current_texts

ROOT = Path(__file__).parents[3]
ES, EN = ("versions", "es"), ("versions", "en")
LONG = "a" * 30_000
OUTDATED = "versions.en.outdated.1"

LEFT_OUT: list[tuple[dict[str, Any], str, str]] = [
    (changed("colour", to="red"), "unknown-key", "colour"),
    (changed("consent", "colour", to="red"), "unknown-key", "consent.colour"),
    (changed(*EN, "colour", to="red"), "unknown-key", "versions.en.colour"),
    (changed(*ES, "sections", "colour", to="red"), "unknown-key", "versions.es.sections.colour"),
    (changed(*ES, "sections", "story", to=[{"me": "red"}]), "unknown-key", "versions.es.sections.story.1.me"),
    (changed("sources", to=[{"type": "media", "colour": 1}]), "unknown-key", "sources.1.colour"),
    (changed("terms", to={"colours": ["red"]}), "unknown-key", "terms.colours"),
    (changed("terms", to={"themes": ["red"]}), "term", "terms.themes.1"),
    (changed("terms", to={"themes": [["water"]]}), "not-a-text", "terms.themes.1.id"),
    (changed("terms", to=["water"]), "not-an-object", "terms"),
    (changed("terms", to={"themes": "water"}), "not-a-list", "terms.themes"),
    (changed("countries", to=["Peru"]), "country", "countries"),
    (changed("setting", to=["moon"]), "value", "setting"),
    (changed("scale", to="galaxy"), "value", "scale"),
    (changed("type", to="organisation"), "value", "type"),
    (changed("area", to=[100, 0]), "place", "area"),
    (changed("area", to=[float("nan"), 0]), "place", "area"),
    (changed("area", to=["1", "2"]), "place", "area"),
    (changed("period", to={"start": "yesterday"}), "date", "period.start"),
    (changed("period", to={"start": [2011]}), "date", "period.start"),
    (changed("period", to={"end": "2999"}), "date-future", "period.end"),
    (changed("period", to={"start": "2011", "end": "2001"}), "date-order", "period.end"),
    (changed("period", to={"end": "2001", "ongoing": True}), "date-order", "period.end"),
    (changed("period", to="2011"), "not-an-object", "period"),
    (changed("sources", to=[{"type": "media", "url": "javascript:alert(1)"}]), "address", "sources.1.url"),
    (changed("sources", to=[{"supports": ["moon"]}]), "value", "sources.1.supports"),
    (changed("relations", to=[{"kind": "cousin", "to": "x"}]), "value", "relations.1.kind"),
    (changed("pseudonymous_title", to="yes"), "not-true-or-false", "pseudonymous_title"),
    (changed("versions", "???", to={"title": "x"}), "language", "versions.???"),
    (changed("versions", "EN", to={"title": "x"}), "language-again", "versions.EN"),
    (changed(*EN, to="The water"), "not-an-object", "versions.en"),
    (changed(*EN, "sections", to=["The water"]), "not-an-object", "versions.en.sections"),
    (changed(*EN, "sections", "summary", to={"text": "x"}), "not-a-text", "versions.en.sections.summary"),
    (changed(*EN, "sections", "advice", to="Do not."), "not-in-original", "versions.en.sections.advice"),
    (changed(*EN, "sections", "summary", to="One.\n\nTwo."), "more-paragraphs", "versions.en.sections.summary"),
    (changed(*EN, "sections", "change", to="One."), "fewer-paragraphs", "versions.en.sections.change"),
    (changed(*EN, "how", to={"themes.water": "x"}), "not-in-original", "versions.en.how.themes.water"),
    (changed(*EN, "from", to="fr"), "from-missing", "versions.en.from"),
    (changed(*EN, "origin", to="original"), "value", "versions.en.origin"),
    (changed(*EN, "state", to="perfect"), "value", "versions.en.state"),
    (changed(*EN, "outdated", to=[{"section": "change", "paragraph": 9, "was": "x"}]), "paragraph", OUTDATED),
    (changed(*EN, "outdated", to=[{"section": [], "paragraph": "1"}]), "paragraph", OUTDATED),
    (changed(*ES, "sections", "advice", to=LONG), "too-long", "versions.es.sections.advice"),
    (changed(*ES, "title", to="a" * 300), "too-long", "versions.es.title"),
    (changed(*ES, "title", to="El\x00 agua"), "characters", "versions.es.title"),
    (changed(*ES, "sections", "summary", to="El \ud800 agua"), "characters", "versions.es.sections.summary"),
    (changed(*ES, "sections", "story", to=[{"we": "x"}] * 40), "too-many", "versions.es.sections.story"),
    (changed("state", to="erased?"), "value", "state"),
]  # fmt: skip


@pytest.mark.parametrize(("record", "code", "place"), LEFT_OUT)
def test_what_is_wrong_is_left_out_and_the_rest_comes_in(archive: Archive, record: Any, code: str, place: str):
    report = bring(archive, record, changed("id", to="neighbour"))
    assert (report.imported, report.refused) == (2, 0)
    told = [(str(problem.code), problem.place, problem.line) for problem in report.problems]
    assert (code, place, 1) in told
    assert not any(line == 2 for _, _, line in told)
    with archive.unit_of_work(SYSTEM) as work:
        cases = work.session.scalars(select(Case)).all()
        assert len(cases) == 2
        originals = work.session.scalars(select(LanguageVersion).where(LanguageVersion.origin == Origin.ORIGINAL))
        assert all(current_texts(work, version)["change"] == "Uno.\n\nDos.\n\nTres." for version in originals)


REFUSED: list[tuple[Any, str]] = [
    (changed("format", to="wgsm-case/2"), "format"),
    (changed("format", to=None), "format"),
    (changed("original_language", to="???"), "language"),
    (changed("original_language", to=["es"]), "language"),
    (changed("original_language", to="qu"), "no-original"),
    (changed("versions", to=[]), "no-original"),
    (changed("versions", to={"es": "El agua"}), "no-title"),
    (changed(*ES, "title", to="\x00"), "no-title"),
    (changed("id", to=7), "id"),
    (changed("id", to="a\nb"), "id"),
    (changed("id", to="a" * 201), "id"),
    ({"format": "wgsm-record/1", "type": "organisation", "texts": {"en": {"title": "x"}}}, "id"),
    ({"format": "wgsm-record/1", "id": "x", "type": "case", "texts": {"en": {"title": "x"}}}, "value"),
    ({"format": "wgsm-record/1", "id": "x", "type": "organisation", "texts": {"en": {}}}, "no-title"),
    ([], "not-an-object"),
    ("text", "not-an-object"),
    (None, "not-an-object"),
    (7, "not-an-object"),
]


@pytest.mark.parametrize(("record", "code"), REFUSED)
def test_a_record_of_which_nothing_can_be_kept_is_refused_in_words(archive: Archive, record: Any, code: str):
    report = bring(archive, record, SENT)
    assert (report.imported, report.refused) == (1, 1)
    problem = next(problem for problem in report.problems if problem.refused)
    assert problem.code == code
    assert str(problem).startswith("lines:1: ")
    assert "nothing of this record was imported" in str(problem)


LINES: list[tuple[bytes, str]] = [
    (b"{", "unreadable"),
    (b"\xff\xfe{}", "unreadable"),
    (b'{"area": NaN}', "unreadable"),
    (b'{"area": -Infinity}', "unreadable"),
    (b"[" * 200_000, "too-deep"),
    (b'{"a":' * 200_000, "too-deep"),
    (b"1" * 10_000, "unreadable"),
    (b'{"format": "wgsm-case/1", "consent": {}, "consent": {}}', "repeated-key"),
    (b'"' + b"a" * (17 * 1024 * 1024) + b'"', "too-big"),
]


@pytest.mark.parametrize(("line", "code"), LINES, ids=[f"{code}-{place}" for place, (_, code) in enumerate(LINES)])
def test_a_hostile_line_costs_itself_only(archive: Archive, line: bytes, code: str):
    good = (
        b'{"format":"wgsm-case/1","id":"%d","original_language":"es","consent":{"level":"private"},'
        b'"versions":{"es":{"title":"x"}}}'
    )
    report = bring_lines(archive, b"\xef\xbb\xbf" + good % 1 + b"\n\n" + line + b"\n" + good % 2)
    assert (report.imported, report.refused) == (2, 1)
    assert [(str(problem.code), problem.line) for problem in report.problems] == [(code, 3)]


def test_five_megabytes_in_one_paragraph_are_left_out(archive: Archive):
    report = bring(archive, changed(*ES, "sections", "advice", to="x" * 5_000_000))
    assert [(str(problem.code), problem.place) for problem in report.problems] == [
        ("too-long", "versions.es.sections.advice")
    ]
    assert len(str(report.problems[0])) < 300
    assert case_called(archive).original_language == "es"


def test_a_key_that_stands_twice_gives_nothing_away(archive: Archive):
    line = (
        b'{"format":"wgsm-case/1","original_language":"es","consent":{"level":"private","level":"public-share",'
        b'"translate":false,"translate":true},"author":{"display":"anonymous","display":"named","name":"Rosa"},'
        b'"versions":{"es":{"title":"x"},"en":{"title":"x","state":"draft","state":"approved"}}}'
    )
    report = bring_lines(archive, line)
    assert {problem.place for problem in report.problems if problem.code is Code.REPEATED_KEY} == {
        "consent.level",
        "consent.translate",
        "author.display",
        "versions.en.state",
    }
    with archive.unit_of_work(SYSTEM) as work:
        case = work.session.scalars(select(Case)).one()
        assert (case.consent_level, case.allowed_uses, case.author_name) == (ConsentLevel.PRIVATE, [], "")
        translation = work.session.scalars(select(LanguageVersion).where(LanguageVersion.language == "en")).one()
        assert translation.state is VersionState.DRAFT


@pytest.mark.parametrize(
    "consent", [None, {}, "public-share", {"level": "everybody"}, {"level": "public-share", "until": "soon"}]
)
def test_without_a_clear_consent_nobody_reads(archive: Archive, consent: Any):
    report = bring(archive, changed("consent", to=consent))
    assert report.imported == 1
    assert report.problems
    with archive.unit_of_work(ANONYMOUS) as work:
        assert work.session.scalars(select(Case)).all() == []


@pytest.mark.parametrize("audience", ["everybody", ["public"], "authors", 7])
def test_an_audience_that_is_not_understood_is_the_narrowest(archive: Archive, audience: Any):
    assert bring(archive, changed("audience", to=audience)).problems
    assert case_called(archive).consent_level is ConsentLevel.PRIVATE


def test_a_version_that_names_a_later_one_is_made_from_the_original(archive: Archive):
    record = changed(*EN, "from", to="fr")
    record["versions"]["fr"] = {"title": "L'eau", "sections": {}}
    report = bring(archive, record)
    assert [(str(problem.code), problem.place) for problem in report.problems] == [("from-later", "versions.en.from")]
    with archive.unit_of_work(SYSTEM) as work:
        english = work.session.scalars(select(LanguageVersion).where(LanguageVersion.language == "en")).one()
        assert english.source_language == "es"


def test_a_source_is_public_only_where_that_is_said(archive: Archive):
    bring(
        archive,
        changed(
            "sources", to=[{"title": "one"}, {"title": "two", "public": "true"}, {"title": "three", "public": True}]
        ),
    )
    with archive.unit_of_work(SYSTEM) as work:
        rows = work.session.scalars(select(CaseSource).order_by(CaseSource.id)).all()
        assert [(row.title, row.public) for row in rows] == [("one", False), ("two", False), ("three", True)]


def test_a_record_for_the_network_is_not_public(archive: Archive):
    record = {"format": "wgsm-record/1", "id": "us", "type": "organisation", "texts": {"en": {"title": "Us"}}}
    bring(archive, {**record, "audience": "network"}, {**record, "id": "odd", "audience": "all"})
    with archive.unit_of_work(ANONYMOUS) as work:
        assert work.session.scalars(select(Record)).all() == []


def test_a_message_shows_nothing_that_a_terminal_obeys(archive: Archive):
    report = bring(archive, changed("colour\x1b[2J\n", to=1), changed("scale", to="\x1b[31mred\u202e"))
    assert all(str(problem).isprintable() for problem in report.problems)


def test_every_problem_has_words_and_stands_in_the_paper():
    assert set(WORDS) == set(Code)
    assert all(str(Problem(code)).endswith(f"[{code}]") for code in Code)
    paper = (ROOT / "docs" / "interchange.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", paper.split("## Problems")[1], re.MULTILINE))
    assert told == {str(code): words for code, words in WORDS.items()}


def test_thousands_of_unknown_keys_are_told_in_few_words(archive: Archive):
    report = bring(archive, SENT | {f"key-{number}": number for number in range(5000)})
    assert report.problem_count == 21
    assert report.problems[-1].detail == "and 4980 more"


def test_thousands_of_relations_to_nothing_are_told_each(archive: Archive):
    us = {"format": "wgsm-record/1", "type": "organisation", "texts": {"en": {"title": "Us"}}}
    nowhere = [{"kind": "part-of", "to": f"nobody-{number}"} for number in range(200)]
    report = bring(archive, *({**us, "id": f"us-{number}", "relations": nowhere} for number in range(25)))
    assert (report.new, report.problem_count) == (25, 5000)
    assert {problem.code for problem in report.problems} == {Code.RELATION}

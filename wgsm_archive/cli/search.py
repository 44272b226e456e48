"""`wgsm search rebuild|verify|query`."""

from __future__ import annotations

import json
from dataclasses import dataclass

import click

from wgsm_archive.cli.context import Context, pass_context
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Actor, ActorKind, Role
from wgsm_archive.domain.language import read_tag
from wgsm_archive.ports.search import IndexBroken, IndexBusy, Shelf
from wgsm_archive.services.bound import BoundWork
from wgsm_archive.services.jobs import indexing, vocabulary
from wgsm_archive.services.jobs.renewing import renew_words
from wgsm_archive.services.reading.views import Question


@click.group()
def search() -> None:
    """Look after the search index."""


@search.command()
@pass_context
def rebuild(context: Context) -> None:
    """Make the index anew beside the one in use and swap it in."""
    archive = context.archive()
    with archive.unit_of_work(SYSTEM) as work:
        indexing.rebuild(work)
    for shelf in Shelf:
        renew_words(archive, shelf)
    click.echo("The index is new.")


@search.command()
@pass_context
def verify(context: Context) -> None:
    """Check that the index says what the database says."""
    bad = False
    with context.archive().unit_of_work(SYSTEM) as work:
        for shelf in Shelf:
            try:
                found = indexing.verify(work, shelf)
            except IndexBroken as problem:
                click.echo(f"{shelf}: broken ({problem})")
                bad = True
                continue
            except IndexBusy as problem:
                raise click.ClickException(f"the index cannot be looked at now ({problem}); try again later") from None
            click.echo(f"{shelf}: {_told(found)}")
            words = indexing.verify_words(work, shelf)
            adds_up = vocabulary.adds_up(work, shelf)
            click.echo(f"{shelf}, words: {_told(words)}{'' if adds_up else ', miscounted'}")
            bad = bad or not (found.whole and words.whole and adds_up)
    if bad:
        raise click.ClickException("the index differs from the database; `wgsm search rebuild` makes it anew")


def _told(found: indexing.Verified) -> str:
    return f"missing {len(found.missing)}, surplus {len(found.surplus)}, stale {len(found.stale)}"


_VISITOR = "visitor"


@dataclass(frozen=True, slots=True)
class _Line:
    """One story that was found, as the command tells of it."""

    id: str
    sender_id: str | None
    language: str
    languages: tuple[str, ...]
    score: float
    why: str


@search.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--language", default="en", help="Ask as a reader of this language (en).")
@click.option(
    "--as",
    "role",
    type=click.Choice([_VISITOR, *map(str, Role)]),
    default=_VISITOR,
    help="Ask as somebody with this role.",
)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, help="Most stories to name (20).")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@pass_context
def query(context: Context, words: tuple[str, ...], language: str, role: str, limit: int, *, as_json: bool) -> None:
    """Ask the index, and say which stories answer: their ids, languages and scores, best first."""
    tag = read_tag(language)
    if tag is None:
        raise click.BadParameter("it is not a language tag, such as es or pt-BR", param_hint="--language")
    with context.archive().unit_of_work(_reader(role)) as work:
        total, plain, lines = _ask(work, " ".join(words), tag, limit)
    if as_json:
        hits = [{name: getattr(line, name) for name in _Line.__slots__} for line in lines]
        click.echo(json.dumps({"total": total, "complete": not plain, "hits": hits}, ensure_ascii=False, indent=2))
        return
    if plain:
        click.echo("The index could not be asked; the database was looked through.", err=True)
    for line in lines:
        columns = (line.id, line.sender_id or "-", line.language, ",".join(line.languages), f"{line.score:.3f}")
        click.echo("\t".join(columns))
    click.echo(f"{total} found", err=True)


def _reader(role: str) -> Actor:
    """Somebody who is nobody in particular and reads what the role lets them read."""
    return ANONYMOUS if role == _VISITOR else Actor(ActorKind.PERSON, person_id=0, roles=frozenset({Role(role)}))


def _ask(work: BoundWork, words: str, tag: str, limit: int) -> tuple[int, bool, list[_Line]]:
    found = work.reading.find(Question(words=words, limit=limit), work.language_chain(tag))
    ids = [hit.card.case_id for hit in found.hits]
    senders, readable = work.feeding.sender_ids(ids), work.feeding.languages_of(ids)
    lines = [
        _Line(
            id=hit.card.public_id,
            sender_id=senders.get(hit.card.case_id),
            language=hit.card.language,
            languages=readable[hit.card.case_id],
            score=round(hit.score, 6),
            why=str(hit.why),
        )
        for hit in found.hits
    ]
    return found.total, found.plain, lines

"""The verb `sources`: propose an entry for a site, try a declared source, list how all of them do.

Belongs here: what is asked, and how the answers are shown. Does not: fetching (loading), the states (warehouse).
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from twosource.cli.terminal import FAILED, UNUSABLE, Failure, complain, harmless, settings, tell_behind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from twosource.loading import sources as declared
    from twosource.loading.web import Web
    from twosource.records import Article
    from twosource.settings import Settings

app = typer.Typer(help="Where inputs come from: propose, try and list sources.", no_args_is_help=True)
MOST_SHOWN = 300
"""Characters of an article's text that are shown."""


@app.command("list")
def show() -> None:
    """List all declared sources: last success, inputs, time without news, what is wrong."""
    chosen = settings()
    known = _declared(chosen)
    states = {row["source"]: row for row in _states(chosen)}
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("source", "kind", "outlet", "every", "read", "inputs", "news", "state", box=SIMPLE_HEAD)
    for name, source in known.items():
        state = states.get(name, {})
        wrong = state.get("problem")
        told = f"{wrong.replace('_', ' ')} ({state['severity']})" if wrong else state.get("status") or "never read"
        cells = (name, source.kind, source.outlet, _span(source.every), _when(state.get("good_at")))
        row = (*cells, str(state.get("n_found", "")), _when(state.get("news_at")), told)
        table.add_row(*(Text(harmless(str(cell or ""))) for cell in row), style="yellow" if wrong else None)
    Console().print(table)
    for state in states.values():
        if state["problem"] and state["source"] in known:
            complain(str(state["message"]))


@app.command("check")
def check(name: Annotated[str | None, typer.Argument(metavar="[NAME]", show_default=False)] = None) -> None:
    """Fetch one input of each declared source, or of one, and show it as it would be stored. Nothing is stored.

    Ends with status 1 when a source gives nothing that is an article.
    """
    chosen = settings()
    known = _declared(chosen)
    if name is not None and name not in known:
        raise Failure(f"{name!r} is not declared ({', '.join(known)}).", UNUSABLE)
    failed = [one.name for one in known.values() if name in (None, one.name) and not _check(one, chosen)]
    if failed:
        complain(f"no article came from {', '.join(failed)}.")
        raise typer.Exit(FAILED)


@app.command("add")
def add(
    url: Annotated[str, typer.Argument(help="A page of the site, a feed or a sitemap.", show_default=False)],
    write: Annotated[bool, typer.Option(help="Append the entry to sources.yml of the data folder.")] = False,
) -> None:
    """Find the feeds and sitemaps of a site, and propose an entry for sources.yml."""
    chosen = settings()
    from twosource.loading import discovery
    from twosource.loading.refusal import Refused

    try:
        found = discovery.propose(url, _web(chosen), chosen.max_bytes)
    except Refused as refused:
        raise Failure(f"{url} {refused.what} {refused.advice}") from refused
    taken = _declared(chosen)
    text = discovery.as_yaml(found, taken)
    typer.echo(harmless(text), nl=False)
    if write:
        _append(text, chosen)
    else:
        complain("nothing was written; with --write the entry is appended to sources.yml. Fill in what is its licence.")


def _append(text: str, chosen: Settings) -> None:
    """Add the entry to the user's own file, and take it out again when the file cannot be read with it."""
    from twosource.loading import sources as declared
    from twosource.loading.identity import absolute

    path = absolute(chosen.home) / declared.FILE_NAME
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    path.parent.mkdir(parents=True, exist_ok=True)
    gap = "" if not before or before.endswith("\n") else "\n"
    path.write_text(before + gap + text, encoding="utf-8")
    try:
        declared.declared(chosen.home)
    except declared.SourceError as error:
        path.write_text(before, encoding="utf-8")
        raise Failure(f"The entry was not kept: {error}") from error
    complain(f"written to {path}. Try it with `twosource sources check`.")


def _declared(chosen: Settings) -> dict[str, declared.Source]:
    from twosource.loading import sources as declared

    try:
        return declared.declared(chosen.home)
    except declared.SourceError as error:
        raise Failure(str(error), UNUSABLE) from error


def _web(chosen: Settings) -> Web:
    from twosource.loading.limits import Limits
    from twosource.loading.web import Web

    return Web(chosen.robot, chosen.allowed_hosts, limits=Limits.of(chosen))


def _states(chosen: Settings) -> Iterable[dict[str, Any]]:
    """The states of the sources: of the live database, or while a run holds it of the copy for analysts."""
    from twosource.warehouse import connect, store

    if not store.was_written(chosen):
        return []
    with ExitStack() as held:
        try:
            con = held.enter_context(store.writing(chosen, 0.0))
        except connect.WarehouseError:
            tell_behind(chosen)
            con = held.enter_context(store.reading(chosen))
        return connect.rows_of(con.execute("SELECT * FROM quality.sources ORDER BY source"))


def _span(every: Any) -> str:
    minutes = int(every.total_seconds() // 60)
    for size, letter in ((24 * 60, "d"), (60, "h")):
        if minutes % size == 0:
            return f"{minutes // size}{letter}"
    return f"{minutes}m"


def _when(at: Any) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M}" if isinstance(at, datetime) else ""


def _check(source: declared.Source, chosen: Settings) -> bool:
    """Show the first article of a source, or why there is none; whether there is one."""
    from dataclasses import replace

    from twosource.loading import load
    from twosource.records import Capture, SetAside

    typer.echo(f"{source.name} ({source.kind})")
    few = replace(source, pages=5, entries=min(source.entries or 20, 20)) if source.kind != "path" else source
    for item in load.load(few, datetime.now(UTC), chosen.max_bytes, _web(chosen)):
        if isinstance(item, SetAside):
            typer.echo(harmless(f"  {item.disposition}: {item.message}"))
        elif isinstance(item, Capture):
            article = _article(item)
            if article.rejected:
                typer.echo(harmless(f"  {item.address} is no article: {article.rejected}"))
                continue
            _show(item.address, article)
            return True
    typer.echo("  nothing that is an article")
    return False


def _article(capture: Any) -> Article:
    from dataclasses import replace

    from twosource.stages import articles

    made = articles.article_of(capture)
    return replace(made, outlet=capture.outlet or made.outlet)


def _show(address: str, article: Article) -> None:
    """The article as it would be stored, and what is missing of it."""
    published = article.published.value if article.published else None
    values = {
        "address": address,
        "headline": article.headline,
        "outlet": article.outlet,
        "by": ", ".join(article.by) or None,
        "agency": article.agency,
        "published": published,
        "language": article.language if article.language != "und" else None,
        "genre": article.genre,
        "text": f"{len(article.text.split())} words: {article.text[:MOST_SHOWN]}",
    }
    for name, value in values.items():
        if value:
            typer.echo(harmless(f"  {name + ':':<11}{' '.join(value.split())}"))
    missing = [name for name in ("headline", "outlet", "published", "language") if not values[name]]
    if missing:
        typer.echo(f"  missing:   {', '.join(missing)} (state them in sources.yml, or in a file beside the input)")

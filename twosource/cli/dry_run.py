"""What a run would do, without doing it: what it would take in, what is pending, which corrections would be applied.

Belongs here: asking without writing, and telling. Does not: loading (loading), what is pending (warehouse/stages).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import typer

from twosource.cli import looking
from twosource.cli.terminal import UNUSABLE, Failure, complain, harmless
from twosource.loading import load, sources
from twosource.records import Capture, SetAside

if TYPE_CHECKING:
    import duckdb

    from twosource.cli.asking import Asked
    from twosource.settings import Settings


def tell(asked: Asked, chosen: Settings, as_json: bool) -> None:
    """Tell what the run would do. Nothing is written, nothing fetched; what the web would give is not known."""
    from twosource.warehouse import store

    if store.was_published(chosen):
        with looking.copy(chosen) as con:
            found = _looked(asked, chosen, con)
    else:
        found = _looked(asked, chosen, None)
    for lines in asked.unusable.values():
        for why in lines.values():
            complain(why)
    if as_json:
        typer.echo(json.dumps(found))
        return
    for one in found["sources"]:
        typer.echo(harmless(f"{one['source']}: {_told(one)}"))
    for name, n in found["pending"].items():
        typer.echo(f"pending: {name} {n}")
    new, back = found["corrections"]["new"], found["corrections"]["taken_back"]
    typer.echo(f"corrections: {new} new, {back} taken back")
    typer.echo("Nothing was written. What comes in makes later stages pending, too.")


def _told(one: dict[str, Any]) -> str:
    if "asks" in one:
        return f"would ask {one['asks']} {'address' if one['asks'] == 1 else 'addresses'} on the web"
    return f"{one['new']} new, {one['unchanged']} unchanged, {one['set_aside']} would be set aside"


def _looked(asked: Asked, chosen: Settings, con: duckdb.DuckDBPyConnection | None) -> dict[str, Any]:
    config = asked.config()
    wanted = sources.resolve(asked.names, chosen.home, asked.lists, asked.stated) if config["takes"] else []
    return {
        "sources": [_source(source, chosen, con) for source in wanted],
        "pending": _pending(con, chosen.model) if con else {},
        "corrections": _corrections(chosen, con),
    }


def _source(source: sources.Source, chosen: Settings, con: duckdb.DuckDBPyConnection | None) -> dict[str, Any]:
    """What a source would give: of files each one is read; of the web only how many addresses would be asked."""
    if source.kind != "path":
        return {"source": source.name, "asks": len(source.urls) or len(source.paths)}
    told = {"new": 0, "unchanged": 0, "set_aside": 0}
    for item in load.load(source, datetime.now(UTC), chosen.max_bytes):
        if isinstance(item, SetAside):
            told["set_aside"] += 1
        elif isinstance(item, Capture):
            told["unchanged" if _is_known(con, item) else "new"] += 1
    return {"source": source.name, **told}


def _is_known(con: duckdb.DuckDBPyConnection | None, item: Capture) -> bool:
    if con is None:
        return False
    found = con.execute("SELECT count(*) FROM raw.captures WHERE capture_id = ?", [item.capture_id]).fetchone()
    return bool(found and found[0])


def _pending(con: duckdb.DuckDBPyConnection, model: str) -> dict[str, int]:
    """Units that each stage would make anew, from what is stored."""
    from twosource import declarations
    from twosource.stages import articles, comparisons, facts, links
    from twosource.warehouse import stages

    versions = {
        "articles": articles.version(),
        "facts": facts.version(model),
        "links": links.version(),
        "comparisons": comparisons.version(),
    }
    return {name: len(stages.pending(con, declarations.stages()[name], told)) for name, told in versions.items()}


def _corrections(chosen: Settings, con: duckdb.DuckDBPyConnection | None) -> dict[str, int]:
    from twosource.corrections import reading
    from twosource.corrections.entries import CorrectionsError
    from twosource.warehouse import corrections

    try:
        given = {one.correction_id for one in reading.read(chosen.home)}
    except CorrectionsError as error:
        raise Failure(str(error), UNUSABLE) from error
    stands = {one.correction_id for one in corrections.standing(con)} if con else set()
    return {"new": len(given - stands), "taken_back": len(stands - given)}

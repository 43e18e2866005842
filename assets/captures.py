"""The layer `raw`: every input bit for bit, and a row of coverage for every pass over a source.

Belongs here: the asset `captures`. Does not: reading, fetching (`twosource/loading`), storing (`twosource/warehouse`).
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import dagster as dg
from pydantic import Field

from assets.context import POOL, Warehouse, definition_metadata, materialized
from twosource.loading import load, sources
from twosource.settings import Settings
from twosource.warehouse import intake, ledger
from twosource.warehouse.stages import Counts

if TYPE_CHECKING:
    from twosource.loading.web import Web

TABLES = ("raw.captures", "quality.coverage")


class Sources(dg.Config):
    """What to load: names of `sources.yml`, page addresses, files, folders, globs; nothing means all declared ones."""

    sources: list[str] = Field(default_factory=list)


@dg.asset(pool=POOL, group_name="raw", metadata=definition_metadata(*TABLES))
def captures(context: dg.AssetExecutionContext, config: Sources, warehouse: Warehouse) -> dg.MaterializeResult[None]:
    """Every input bit for bit, as it came."""
    settings = warehouse.settings
    run = warehouse.begin(context.run.run_id)
    counts = Counts()
    if context.run.remote_job_origin is not None:
        _require_declared(config.sources, settings.home)
    wanted = sources.resolve(config.sources, settings.home)
    ledger.note_sources(warehouse.con, run, [source.name for source in wanted])
    web = _web(wanted, settings)
    for source in wanted:
        known = intake.newest(warehouse, source.name)
        found = load.load(source, run.started_at, settings.max_bytes, web, known)
        counts += intake.take_in(warehouse, source.name, found, source.minimum)
    return materialized(warehouse, counts, TABLES)


def _require_declared(wanted: Iterable[str], home: Path) -> None:
    """Raise SourceError when a run that Dagster's server or daemon began names anything but declared sources.

    Whoever reaches the web pages could else read any file of the machine, and any address from it.
    """
    known = sources.declared(home)
    for name in wanted:
        if name not in known:
            raise sources.SourceError(
                f"{name!r} is not a declared source ({', '.join(known)}), and a run begun on the web pages takes no "
                f"others. Take it in with `twosource run`, or declare it in {home / sources.FILE_NAME}."
            )


def _web(wanted: Iterable[sources.Source], settings: Settings) -> "Web | None":
    """One view of the web for the whole run; None when no source is there."""
    if not any(source.urls for source in wanted):
        return None
    from twosource.loading.web import Web  # brings the web's libraries; files do without

    return Web(settings.robot, settings.allowed_hosts)

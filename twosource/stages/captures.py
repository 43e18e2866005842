"""The stage before all others: every input bit for bit, and a row of coverage for every pass over a source.

Belongs here: one pass over each source asked for. Does not: reading or fetching (`loading`), storing (`warehouse`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from twosource.loading import load, sources
from twosource.settings import Settings
from twosource.warehouse import intake, ledger, progress
from twosource.warehouse.session import Session
from twosource.warehouse.stages import Counts

if TYPE_CHECKING:
    from twosource.loading.web import Web

TABLES = ("raw.captures", "quality.coverage")


def run(session: Session, wanted: Sequence[str] = (), declared_only: bool = False) -> Counts:
    """Take in the sources of those names, addresses, files, folders or patterns; all declared ones when none is named.

    Raises `sources.SourceError` when one cannot be understood, and with `declared_only` when one is not declared.
    """
    settings = session.settings
    if declared_only:
        _require_declared(wanted, settings.home)
    counts = Counts()
    found = sources.resolve(list(wanted), settings.home)
    ledger.note_sources(session.con, session.run, [source.name for source in found])
    web = _web(found, settings)
    for source in found:
        known = intake.newest(session, source.name)
        items = load.load(
            source, session.run.started_at, settings.max_bytes, web, known, progress.reached(session, source.name)
        )
        counts += intake.take_in(session, source.name, items, source.minimum)
    return counts


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


def _web(wanted: Iterable[sources.Source], settings: Settings) -> Web | None:
    """One view of the web for the whole run; None when no source is there."""
    if not any(source.urls for source in wanted):
        return None
    from twosource.loading.limits import Limits
    from twosource.loading.web import Web  # brings the web's libraries; files do without

    return Web(settings.robot, settings.allowed_hosts, limits=Limits.of(settings))

"""The stage before all others: every input bit for bit, and a row of coverage for every pass over a source.

Belongs here: one pass over each source asked for, or over those that are due. Does not: reading or fetching
(`loading`), storing (`warehouse`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from twosource.loading import batches, cadence, load, sources
from twosource.records import SetAside
from twosource.settings import Settings
from twosource.stages import corrections
from twosource.warehouse import intake, ledger, progress, source_states
from twosource.warehouse.session import Session
from twosource.warehouse.stages import Counts

if TYPE_CHECKING:
    from twosource.loading.web import Web

TABLES = ("raw.captures", "quality.coverage")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a run is asked to take in: names, addresses, files, folders or patterns; nothing means all declared sources.

    `lists` are addresses by the name of the list that they stand in; `stated` is what is said by hand of the one input;
    with `due`, only those are read whose time has come; with `declared_only`, none but declared ones. Of each source at
    most `most` new inputs are taken in. Without `takes` nothing is: the run works through what is pending. `unusable`
    are, by the name of their list, lines that name nothing, each with why.
    """

    names: Sequence[str] = ()
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    stated: Mapping[str, Any] = field(default_factory=dict)
    due: bool = False
    declared_only: bool = False
    most: int | None = None
    takes: bool = True
    unusable: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def run(session: Session, request: Request) -> Counts:
    """Take in what is asked for.

    Corrections are brought in first. Raises `sources.SourceError` when a source cannot be understood, or is not
    declared and should be; CorrectionsError when `corrections.yml` cannot be understood.
    """
    settings = session.settings
    corrections.bring_in(session)
    if request.declared_only:
        _require_declared(request, settings.home)
    counts = Counts()
    found = sources.resolve(request.names, settings.home, request.lists, request.stated) if request.takes else []
    if request.due:
        at = source_states.due(session)
        now = datetime.now(UTC)
        found = [source for source in found if source.name not in at or at[source.name] <= now]
    ledger.note_sources(session.con, session.run, [source.name for source in found] + list(request.unusable))
    declared = sources.declared(settings.home)
    source_states.forget_others(session, list(declared))
    web = _web(found, settings)
    for source in found:
        known, reached = intake.newest(session, source.name), progress.reached(session, source.name)
        items = load.load(source, session.run.started_at, settings.max_bytes, web, known, reached)
        items = chain(_unusable(source.name, request.unusable.get(source.name, {})), items)
        if request.most is not None:
            items = batches.at_most(items, request.most, known, source.name)
        counts += intake.take_in(session, source.name, items, _expected(source, source.name in declared))
        cadence.write(settings.home, source_states.due(session), source_states.left(session))
    for name, lines in request.unusable.items():
        if name not in {source.name for source in found}:  # a list of which no line names an address
            counts += intake.take_in(session, name, _unusable(name, lines), source_states.Expected(is_watched=False))
    return counts


def _unusable(source: str, lines: Mapping[str, str]) -> Iterator[SetAside]:
    """The lines of a list that name nothing, each set aside."""
    for address, message in lines.items():
        yield SetAside(
            item=address,
            source=source,
            address=address,
            stage="captures",
            disposition="quarantined",
            reason="not_there",
            message=message,
        )


def _expected(source: sources.Source, is_declared: bool) -> source_states.Expected:
    """What the source declares of itself; one that somebody names once is not watched."""
    return source_states.Expected(
        minimum=source.minimum,
        maximum=source.maximum,
        silence=source.silence,
        severity=source.severity,
        every=source.every,
        is_watched=is_declared,
    )


def _require_declared(request: Request, home: Path) -> None:
    """Raise SourceError when a run that Dagster's server or daemon began names anything but declared sources.

    Whoever reaches the web pages could else read any file of the machine, and any address from it.
    """
    known = sources.declared(home)
    for name in (*request.names, *request.lists):
        if name not in known:
            raise sources.SourceError(
                f"{name!r} is not a declared source ({', '.join(known)}), and a run begun on the web pages takes no "
                f"others. Take it in with `twosource run`, or declare it in {home / sources.FILE_NAME}."
            )


def _web(wanted: Iterable[sources.Source], settings: Settings) -> Web | None:
    """One view of the web for the whole run; None when no source is there."""
    if all(source.kind == "path" for source in wanted):
        return None
    from twosource.loading.limits import Limits
    from twosource.loading.web import Web  # brings the web's libraries; files do without

    return Web(settings.robot, settings.allowed_hosts, limits=Limits.of(settings))

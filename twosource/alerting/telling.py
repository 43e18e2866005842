"""The end of a run: what it found that somebody asked to hear of, told once.

Belongs here: from a database and `watches.yml` to what was sent. Does not: when that is asked for (cli, pipelines).
"""

from __future__ import annotations

import os
from contextlib import ExitStack

from twosource.alerting import sending, watches
from twosource.records import Alert
from twosource.settings import Settings
from twosource.warehouse import alerts, store
from twosource.warehouse.connect import WarehouseError

WAIT = 5.0
"""Seconds to wait for the database; whoever holds it tells at its own end."""


def after_run(settings: Settings, failure: str | None = None, run_id: str = "") -> list[str]:
    """Tell what is new; `failure` is why the run stopped. Returns what went wrong with telling, in sentences.

    What could not be told is not noted, so that the next run tells it.
    """
    try:
        wanted = watches.read(settings.home, os.environ)
    except watches.WatchesError as error:
        return [str(error)]
    if wanted is None:
        return []
    stopped = [Alert(kind="failed_run", key=run_id or failure, message=failure)] if failure else []
    if not store.was_written(settings):
        return sending.send([one for one in stopped if one.kind in wanted.on], wanted)
    with ExitStack() as held:
        try:
            con = held.enter_context(store.writing(settings, WAIT))
        except WarehouseError:
            return sending.send([one for one in stopped if one.kind in wanted.on], wanted)
        holding = [*stopped, *alerts.found(con, wanted.stories, wanted.entities)]
        holding = [one for one in holding if one.kind in wanted.on]
        new = alerts.news(con, holding)
        faults = sending.send(new, wanted)
        alerts.note(con, holding, [] if faults else new)
    return faults

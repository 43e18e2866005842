"""Sensors: files that appear in the inbox folder start runs, one after the other, until all of them are taken in.

Belongs here: looking, with a cursor. Does not: reading any file.
"""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg

from pipelines.jobs import INGEST
from twosource.loading import cadence
from twosource.settings import INBOX, Settings

SOONEST = timedelta(minutes=1)
"""After a run that failed the inbox is asked for again so soon, then after twice that, and so on."""
LONGEST = timedelta(hours=6)
FAILED = (dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """What the sensor asked for last: the state of the folder, the number of the run for it, and failures in a row."""

    state: str = ""
    number: int = 0
    failures: int = 0
    asked_at: str = ""

    @property
    def run_key(self) -> str:
        """What tells the run from all others."""
        return f"{self.state}-{self.number}" if self.number else self.state


def inbox_sensor(settings: Callable[[], Settings], running: bool) -> dg.SensorDefinition:
    """A sensor over the inbox of the home folder. A tick only lists names, sizes and times of change.

    A run takes in at most so many new inputs as the settings say, and the sensor asks for another while some are left.
    After a run that failed it asks again, with growing pauses. `running` says whether it looks before anybody has
    switched it.
    """

    @dg.sensor(
        name="inbox_sensor",
        job_name=INGEST,
        minimum_interval_seconds=15,
        default_status=dg.DefaultSensorStatus.RUNNING if running else dg.DefaultSensorStatus.STOPPED,
        description="New or changed files in the inbox folder start runs until all are taken in.",
    )
    def look(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        chosen = settings()
        state = listing(chosen.inbox)
        now = datetime.now(UTC)
        if not state:
            return dg.SkipReason(f"Nothing is in {chosen.inbox}.")
        last = _cursor(context.cursor)
        if state != last.state:
            return _asked(Cursor(state=state, asked_at=now.isoformat()), chosen)
        run = next(
            iter(context.instance.get_runs(dg.RunsFilter(tags={"dagster/run_key": last.run_key}), limit=1)), None
        )
        if run is None or not run.is_finished:
            return dg.SkipReason(f"Nothing has changed in {chosen.inbox}.")
        following = Cursor(state=state, number=last.number + 1, failures=last.failures, asked_at=now.isoformat())
        if run.status in FAILED:
            at = datetime.fromisoformat(last.asked_at) + min(LONGEST, SOONEST * int(2 ** min(last.failures, 10)))
            if now < at:
                return dg.SkipReason(f"The last run over {chosen.inbox} failed; it is tried again at {at:%H:%M} UTC.")
            return _asked(Cursor(**{**asdict(following), "failures": last.failures + 1}), chosen)
        if cadence.is_left(chosen.home, INBOX):
            return _asked(Cursor(**{**asdict(following), "failures": 0}), chosen)
        return dg.SkipReason(f"Nothing has changed in {chosen.inbox}.")

    return look


def _asked(cursor: Cursor, chosen: Settings) -> dg.SensorResult:
    config = {"ops": {"captures": {"config": {"sources": [INBOX], "most": chosen.inbox_batch}}}}
    request = dg.RunRequest(run_key=cursor.run_key, run_config=config)
    return dg.SensorResult(run_requests=[request], cursor=json.dumps(asdict(cursor)))


def _cursor(text: str | None) -> Cursor:
    """The cursor as it was left; one of an older version holds the state alone."""
    try:
        found = json.loads(text or "{}")
        return Cursor(**found)
    except (ValueError, TypeError):
        return Cursor(state=text or "", asked_at=datetime.now(UTC).isoformat())


def alerts(settings: Callable[[], Settings], running: bool) -> list[dg.SensorDefinition]:
    """Sensors that tell of what a run of the daemon found or broke on; runs of the command tell themselves."""
    default = dg.DefaultSensorStatus.RUNNING if running else dg.DefaultSensorStatus.STOPPED
    return [
        dg.run_status_sensor(
            name=f"tell_of_{name}",
            run_status=status,
            default_status=default,
            minimum_interval_seconds=30,
            description="Tells of what watches.yml asks for, and an OpenLineage server that is set.",
        )(_teller(settings))
        for name, status in (("ends", dg.DagsterRunStatus.SUCCESS), ("failures", dg.DagsterRunStatus.FAILURE))
    ]


def _teller(settings: Callable[[], Settings]) -> Callable[[dg.RunStatusSensorContext], None]:
    def tell(context: dg.RunStatusSensorContext) -> None:
        from twosource.alerting import lineage, telling

        run = context.dagster_run
        if run.remote_job_origin is None:
            return
        failed = run.status is dg.DagsterRunStatus.FAILURE
        why = context.dagster_event.message if failed and context.dagster_event is not None else None
        told = telling.after_run(settings(), why, run.run_id)
        for fault in (*told, *lineage.ended(settings(), run.run_id, why)):
            context.log.warning(fault)

    return tell


def listing(folder: Path) -> str:
    """A hash over the paths, sizes and times of change of all files below `folder`; empty when there is none."""
    found = sorted(_files(folder))
    return hashlib.sha256("\n".join(found).encode("utf-8", "surrogateescape")).hexdigest() if found else ""


def _files(folder: Path) -> list[str]:
    lines: list[str] = []
    folders = [folder] if folder.is_dir() else []
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(Path(entry.path))
                elif entry.is_file():
                    stat = entry.stat()
                    lines.append(f"{entry.path} {stat.st_size} {stat.st_mtime_ns}")
    return lines

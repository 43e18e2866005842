"""Schedules: the ingestion of what is due, the nightly look at everything.

Belongs here: times. Does not: what runs (jobs), when a source is due (loading/cadence).
"""

from collections.abc import Callable
from datetime import UTC, datetime

import dagster as dg

from pipelines.jobs import CHECK, INGEST
from twosource.loading import cadence, sources
from twosource.settings import Settings, SettingsError

RUNNING = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
]


def due(settings: Callable[[], Settings], running: bool) -> dg.ScheduleDefinition:
    """The declared sources that are due, each by its own cadence; `running` says whether it ticks before anybody has
    switched it.

    A tick that was slept through is not made up for: what it would have read is due at the next one. While a run is at
    work none begins beside it: there is one writer.
    """

    @dg.schedule(
        name="due_sources",
        job_name=INGEST,
        cron_schedule="*/5 * * * *",
        execution_timezone="UTC",
        default_status=dg.DefaultScheduleStatus.RUNNING if running else dg.DefaultScheduleStatus.STOPPED,
        description="Declared sources whose time has come, looked for every five minutes.",
    )
    def tick(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        try:
            home = settings().home
            names = [source.name for source in sources.resolve([], home)]
        except (sources.SourceError, SettingsError):
            return dg.RunRequest(run_config=_config([]))  # the run says what is wrong, and is seen to fail
        wanted = cadence.due(home, names, datetime.now(UTC))
        if not wanted:
            return dg.SkipReason("No source is due.")
        if context.instance.get_runs(dg.RunsFilter(job_name=INGEST, statuses=RUNNING), limit=1):
            return dg.SkipReason("A run is at work; what is due is read by the next one.")
        return dg.RunRequest(run_config=_config(wanted))

    return tick


def _config(names: list[str]) -> dict[str, object]:
    return {"ops": {"captures": {"config": {"sources": names, "due": bool(names)}}}}


def nightly(running: bool) -> dg.ScheduleDefinition:
    """All rules over all rows, every night, at a time at which the other one is seldom at work."""
    return dg.ScheduleDefinition(
        name="nightly_check",
        job_name=CHECK,
        cron_schedule="37 3 * * *",
        execution_timezone="UTC",
        default_status=dg.DefaultScheduleStatus.RUNNING if running else dg.DefaultScheduleStatus.STOPPED,
        description="All stored rows against all rules, early in the morning.",
    )

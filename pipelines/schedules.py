"""Schedules: the hourly ingestion of all declared sources.

Belongs here: times. Does not: what runs (jobs).
"""

import dagster as dg

from pipelines.jobs import ingest


def hourly(running: bool) -> dg.ScheduleDefinition:
    """All declared sources, once an hour; `running` says whether it ticks before anybody has switched it."""
    return dg.ScheduleDefinition(
        name="hourly_ingest",
        job=ingest,
        cron_schedule="5 * * * *",
        execution_timezone="UTC",
        default_status=dg.DefaultScheduleStatus.RUNNING if running else dg.DefaultScheduleStatus.STOPPED,
        description="All declared sources, five minutes past every hour.",
    )

"""Schedules: the hourly ingestion of all declared sources, the weekly look at everything.

Belongs here: times. Does not: what runs (jobs).
"""

import dagster as dg

from pipelines.jobs import CHECK, INGEST


def hourly(running: bool) -> dg.ScheduleDefinition:
    """All declared sources, once an hour; `running` says whether it ticks before anybody has switched it."""
    return dg.ScheduleDefinition(
        name="hourly_ingest",
        job_name=INGEST,
        cron_schedule="5 * * * *",
        execution_timezone="UTC",
        default_status=dg.DefaultScheduleStatus.RUNNING if running else dg.DefaultScheduleStatus.STOPPED,
        description="All declared sources, five minutes past every hour.",
    )


def weekly(running: bool) -> dg.ScheduleDefinition:
    """All rules over all rows, once a week, at a time at which the hourly one is seldom at work."""
    return dg.ScheduleDefinition(
        name="weekly_check",
        job_name=CHECK,
        cron_schedule="35 3 * * 0",
        execution_timezone="UTC",
        default_status=dg.DefaultScheduleStatus.RUNNING if running else dg.DefaultScheduleStatus.STOPPED,
        description="All stored rows against all rules, early on Sundays.",
    )

"""All definitions, built when Dagster asks for them.

Belongs here: putting assets, checks, jobs, schedules, sensors and resources together. Does not: any of them.
"""

from collections.abc import Callable

import dagster as dg

from twosource.progress import Progress
from twosource.settings import Settings


def build_definitions(
    settings: Callable[[], Settings] = Settings.from_environment,
    progress: Progress | None = None,
    running: bool = False,
) -> dg.Definitions:
    """All definitions. Settings are read when a run or a tick needs them, not when definitions are loaded.

    With `running`, schedule and sensor tick unless a person has stopped them; else until a person starts them, never.
    """
    from assets import analyst_copy, articles, captures, comparisons, facts, links
    from assets.checks import build_checks
    from pipelines import jobs, resources, schedules, sensors

    modules = [captures, articles, facts, links, comparisons, analyst_copy]
    return dg.Definitions(
        assets=dg.load_assets_from_modules(modules),
        asset_checks=build_checks(),
        jobs=[jobs.ingest(settings), jobs.check_everything()],
        schedules=[schedules.hourly(running), schedules.weekly(running)],
        sensors=[sensors.inbox_sensor(settings, running)],
        resources={"warehouse": resources.warehouse_resource(settings, progress)},
        executor=dg.in_process_executor,
    )


@dg.definitions
def definitions() -> dg.Definitions:
    """What `workspace.yaml` loads."""
    return build_definitions()

"""All definitions, built when Dagster asks for them.

Belongs here: putting assets, checks, jobs, schedules, sensors and resources together. Does not: any of them.
"""

from collections.abc import Callable

import dagster as dg

from twosource.loading import sources
from twosource.progress import Progress
from twosource.settings import Settings, SettingsError
from twosource.validation import own_rules


def build_definitions(
    settings: Callable[[], Settings] = Settings.from_environment,
    progress: Progress | None = None,
    running: bool = False,
) -> dg.Definitions:
    """All definitions. Of the settings only the declared sources and one's own rules are read now, to be shown; the
    others when a run or a tick needs them.

    With `running`, schedule and sensor tick unless a person has stopped them; else until a person starts them, never.
    """
    from assets import analyst_copy, articles, captures, checks, comparisons, facts, links
    from pipelines import jobs, resources, schedules, sensors

    declared = _declared(settings)
    made = [captures.build(declared), articles.build(), facts.build(), links.build(), comparisons.build()]
    return dg.Definitions(
        assets=[*captures.build_sources(declared), *made, *analyst_copy.build()],
        asset_checks=checks.build_checks(_own_rules(settings)),
        jobs=[jobs.ingest(settings), jobs.check_everything()],
        schedules=[schedules.due(settings, running), schedules.nightly(running)],
        sensors=[sensors.inbox_sensor(settings, running), *sensors.alerts(settings, running)],
        resources={"warehouse": resources.warehouse_resource(settings, progress)},
        executor=dg.in_process_executor,
    )


def _declared(settings: Callable[[], Settings]) -> list[sources.Source]:
    """The declared sources; none when they cannot be read, which a run says when it comes to them."""
    try:
        return list(sources.declared(settings().home).values())
    except (sources.SourceError, SettingsError):
        return []


def _own_rules(settings: Callable[[], Settings]) -> own_rules.Own:
    """The rules of the data folder; none when they cannot be read, which a run says when it comes to them."""
    try:
        return own_rules.read(settings().home)
    except (own_rules.OwnRulesError, SettingsError):
        return own_rules.NONE


@dg.definitions
def definitions() -> dg.Definitions:
    """What `workspace.yaml` loads."""
    return build_definitions()

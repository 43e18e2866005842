"""The assets of the first layer: the sources, every input bit for bit, a row of coverage for every pass over a source.

Belongs here: sources and captures as Dagster sees them. Does not: what the stage does (`twosource/stages/captures`).
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import dagster as dg
from pydantic import Field

from assets.context import POOL, Warehouse, materialized, spec
from twosource.loading.sources import Source
from twosource.stages import captures as stage
from twosource.warehouse import ledger

QUIET = dg.FreshnessPolicy.time_window(fail_window=timedelta(days=3), warn_window=timedelta(days=1))
"""A feed or list of pages without anything new for so long is silent until shown otherwise."""
RUNS = dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=26), warn_window=timedelta(hours=3))
"""Most sources are due every hour: captures that nobody has looked at for longer are stale."""


class Sources(dg.Config):
    """What to load: names of `sources.yml`, page addresses, files, folders, globs; nothing means all declared ones.

    `lists` are addresses by the name of their list, `stated` what is said by hand of the one input; with `due`, only
    sources whose time has come are read; of each source at most `most` new inputs are taken in; without `takes`,
    nothing is. `unusable` are lines of lists that name nothing, each with why.
    """

    sources: list[str] = Field(default_factory=list)
    lists: dict[str, list[str]] = Field(default_factory=dict)
    stated: dict[str, str] = Field(default_factory=dict)
    due: bool = False
    most: int | None = None
    takes: bool = True
    unusable: dict[str, dict[str, str]] = Field(default_factory=dict)


def source_key(name: str) -> dg.AssetKey:
    """The external asset of a declared source."""
    return dg.AssetKey(["sources", name.replace(".", "_").replace("-", "_")])


def build_sources(declared: Sequence[Source]) -> list[dg.AssetSpec]:
    """The declared sources as external assets: not made here, only looked at."""
    return [
        dg.AssetSpec(
            key=source_key(source.name),
            group_name="sources",
            description=_described(source),
            kinds={source.kind},
            freshness_policy=_freshness(source),
        )
        for source in declared
    ]


def _freshness(source: Source) -> dg.FreshnessPolicy | None:
    """When a source is silent: after what it declares, else after some days; files come when they come."""
    if source.silence is not None:
        return dg.FreshnessPolicy.time_window(fail_window=source.silence)
    return None if source.kind == "path" else QUIET


def _described(source: Source) -> str:
    where = ", ".join(map(str, source.urls or source.paths))
    told = {"outlet": source.outlet, "licence": source.licence, "terms": source.terms}
    return f"{where}\n\n" + "\n".join(f"{name}: {value}" for name, value in told.items() if value)


def build(declared: Sequence[Source]) -> dg.AssetsDefinition:
    """Captures and coverage, made in one step from the declared sources or those that the run names."""
    deps = [source_key(source.name) for source in declared]
    captures_spec, coverage_spec = (
        spec("raw.captures", kinds={"file"}, deps=deps, freshness_policy=RUNS),
        spec("quality.coverage", kinds=set(), deps=deps),
    )

    @dg.multi_asset(name="captures", specs=[captures_spec, coverage_spec], pool=POOL)
    def captures(
        context: dg.AssetExecutionContext, config: Sources, warehouse: Warehouse
    ) -> Iterator[dg.MaterializeResult[None]]:
        """Every input bit for bit, as it came."""
        begun_elsewhere = context.run.remote_job_origin is not None
        request = stage.Request(
            names=config.sources,
            lists=config.lists,
            stated=config.stated,
            due=config.due,
            most=config.most,
            takes=config.takes,
            unusable=config.unusable,
            declared_only=begun_elsewhere,
        )
        counts = stage.run(warehouse, request)
        known = {source.name for source in declared}
        for name, new in ledger.news(warehouse.con, warehouse.run).items():
            if name in known:
                context.log_event(dg.AssetMaterialization(source_key(name), metadata={"new": new}))
        yield from materialized(warehouse, counts, stage.TABLES, str(warehouse.count("raw.captures")))

    return captures

"""Asset checks: one per expectation of a table's own, and one for all rules of its columns together.

Belongs here: turning results of `twosource/validation` into Dagster's. Does not: running or defining any rule.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import dagster as dg

from assets.context import POOL, Warehouse
from twosource import declarations
from twosource.validation import run as validation
from twosource.validation.run import CheckResult
from twosource.validation.suites import NATIVE, description

LAYERS: Mapping[str, tuple[str, ...]] = {
    "captures": ("raw.captures", "quality.coverage"),
    "articles": declarations.stages()["articles"].writes,
    "facts": declarations.stages()["facts"].writes,
    "links": declarations.stages()["links"].writes,
    "comparisons": (*declarations.stages()["comparisons"].writes, "quality.marks", "quality.set_aside"),
}
"""The tables that are checked after each asset. The ledgers come last: only then has every unit come to its end."""

SEVERITY = {"critical": dg.AssetCheckSeverity.ERROR}
"""Dagster knows two severities; what does not block is a warning to it."""


def check_names(table: str) -> dict[str, str]:
    """Rule to the name of the Dagster check that reports it: the rules of columns share one."""
    short = table.split(".")[1]
    rules = (*declarations.row_rules(table), *declarations.table_rules(table))
    return {rule.name: f"{short}__{'columns' if rule.type in NATIVE else rule.name}" for rule in rules}


def _specs(asset: str, tables: Sequence[str]) -> list[dg.AssetCheckSpec]:
    specs: dict[str, dg.AssetCheckSpec] = {}
    for table in tables:
        names = check_names(table)
        for rule in (*declarations.row_rules(table), *declarations.table_rules(table)):
            words = f"the rules of the columns of {table}" if rule.type in NATIVE else description(rule)
            blocking = rule.severity == "critical"
            specs[names[rule.name]] = dg.AssetCheckSpec(
                names[rule.name], asset=asset, blocking=blocking, description=words
            )
    return list(specs.values())


def build_checks() -> list[dg.AssetChecksDefinition]:
    """One definition per asset, so that each asset's tables are checked in one go."""
    return [_checks_of(asset, tables) for asset, tables in LAYERS.items()]


def _checks_of(asset: str, tables: tuple[str, ...]) -> dg.AssetChecksDefinition:
    @dg.multi_asset_check(name=f"{asset}_checks", specs=_specs(asset, tables), can_subset=True, pool=POOL)
    def checks(context: dg.AssetCheckExecutionContext, warehouse: Warehouse) -> Iterable[dg.AssetCheckResult]:
        warehouse.begin(context.run.run_id)
        wanted = {key.name for key in context.selected_asset_check_keys}
        results = validation.validate(warehouse.con, warehouse.run, tables)
        yield from (result for result in _results(asset, results) if result.check_name in wanted)

    return checks


def _results(asset: str, results: Sequence[CheckResult]) -> Iterator[dg.AssetCheckResult]:
    grouped: dict[str, list[CheckResult]] = defaultdict(list)
    for result in results:
        grouped[check_names(result.table_name)[result.expectation]].append(result)
    for name, group in grouped.items():
        failed = [r for r in group if not r.success]
        worst = failed[0] if failed else group[0]
        yield dg.AssetCheckResult(
            asset_key=asset,
            check_name=name,
            passed=not failed,
            severity=SEVERITY.get(worst.severity, dg.AssetCheckSeverity.WARN),
            description="; ".join(r.description for r in failed) or None,
            metadata=_metadata(group, failed),
        )


def _metadata(group: Sequence[CheckResult], failed: Sequence[CheckResult]) -> dict[str, str | int]:
    metadata: dict[str, str | int] = {
        "rules": len(group),
        "rows checked": max(r.n_checked for r in group),
        "rows failed": sum(r.n_failed for r in failed),
    }
    if carried := group[0].carried:
        metadata["unchanged since run"] = carried
    if failed and failed[0].sample:
        metadata["sample"] = failed[0].sample
    return metadata

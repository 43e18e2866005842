"""Asset checks: one per table and severity, over all its rules.

Belongs here: turning results of `twosource/validation` into Dagster's. Does not: running or defining any rule.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import dagster as dg

from assets.context import POOL, Warehouse
from twosource import declarations
from twosource.declarations import Expectation
from twosource.validation import run as validation
from twosource.validation.run import CheckResult

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


def check_name(table: str, severity: str) -> str:
    """The Dagster check for a table's rules of one severity. One per rule would be some four hundred, each three events
    of every run; each rule's own history is in `quality.checks`."""
    return f"{table.split('.')[1]}_{severity}"


def _rules(table: str) -> tuple[Expectation, ...]:
    return (*declarations.row_rules(table), *declarations.table_rules(table))


def _specs(asset: str, tables: Sequence[str]) -> list[dg.AssetCheckSpec]:
    specs = []
    for table in tables:
        for severity in declarations.SEVERITIES:
            if rules := [rule for rule in _rules(table) if rule.severity == severity]:
                words = f"{severity} rules of {table}: " + ", ".join(rule.name.replace("_", " ") for rule in rules)
                blocking = severity == "critical"
                specs.append(
                    dg.AssetCheckSpec(check_name(table, severity), asset=asset, blocking=blocking, description=words)
                )
    return specs


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
    grouped: dict[tuple[str, str], list[CheckResult]] = defaultdict(list)
    for result in results:
        grouped[result.table_name, result.severity].append(result)
    for (table, severity), group in grouped.items():
        failed = [r for r in group if not r.success]
        yield dg.AssetCheckResult(
            asset_key=asset,
            check_name=check_name(table, severity),
            passed=not failed,
            severity=SEVERITY.get(severity, dg.AssetCheckSeverity.WARN),
            description="; ".join(r.description for r in failed) or None,
            metadata=_metadata(group, failed),
        )


def _metadata(group: Sequence[CheckResult], failed: Sequence[CheckResult]) -> dict[str, str | int | dg.MetadataValue]:
    lines = ["| rule | holds | rows checked | rows failed |", "|---|---|---|---|"]
    lines += [f"| {r.expectation} | {'yes' if r.success else 'NO'} | {r.n_checked} | {r.n_failed} |" for r in group]
    metadata: dict[str, str | int | dg.MetadataValue] = {
        "rules": dg.MetadataValue.md("\n".join(lines)),
        "rows failed": sum(r.n_failed for r in failed),
    }
    if carried := group[0].carried:
        metadata["unchanged since run"] = carried
    if failed and failed[0].sample:
        metadata["sample"] = failed[0].sample
    return metadata

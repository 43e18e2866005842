"""Asset checks: one per table and severity, over all its rules.

Belongs here: turning results of `twosource/validation` into Dagster's. Does not: running or defining any rule.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

import dagster as dg

from assets.context import POOL, Warehouse
from twosource import declarations, expectations
from twosource.declarations import Expectation
from twosource.validation import run as validation
from twosource.validation.results import CheckResult
from twosource.warehouse import ledger, publish

LAYERS: Mapping[str, tuple[str, ...]] = {
    "captures": ("raw.captures", "quality.coverage"),
    "articles": declarations.stages()["articles"].writes,
    "facts": declarations.stages()["facts"].writes,
    "links": declarations.stages()["links"].writes,
    "comparisons": (
        *declarations.stages()["comparisons"].writes,
        "quality.marks",
        "quality.set_aside",
        "quality.row_counts",
    ),
}
"""The asset whose checks a table's rules are. All are asked at once and last: only then has every unit come to its end,
and the critical rules about single rows were asked in each write already."""
WHOLE = "twosource/check"
"""The tag of a run that looks at all rows; its value is `all`."""

SEVERITY = {"critical": dg.AssetCheckSeverity.ERROR}
"""Dagster knows two severities; what does not block is a warning to it."""


def check_name(table: str, severity: str) -> str:
    """The Dagster check for a table's rules of one severity. One per rule would be some four hundred, each three events
    of every run; each rule's own history is in `quality.checks`."""
    return f"{table.split('.')[1]}_{severity}"


def _rules(table: str) -> tuple[Expectation, ...]:
    return (*expectations.row_rules(table), *expectations.table_rules(table))


def _specs() -> list[dg.AssetCheckSpec]:
    specs = []
    for asset, tables in LAYERS.items():
        for table, severity in product(tables, declarations.SEVERITIES):
            if rules := [rule for rule in _rules(table) if rule.severity == severity]:
                words = f"{severity} rules of {table}: " + ", ".join(rule.name.replace("_", " ") for rule in rules)
                # those of the asset before the copy hold it back, so that it comes after all of them
                blocking = severity == "critical" and asset == "comparisons"
                specs.append(
                    dg.AssetCheckSpec(check_name(table, severity), asset=asset, blocking=blocking, description=words)
                )
    return specs


def build_checks() -> list[dg.AssetChecksDefinition]:
    """All checks, asked in one go: Great Expectations runs once a job."""

    @dg.multi_asset_check(name="checks", specs=_specs(), can_subset=True, pool=POOL)
    def checks(context: dg.AssetCheckExecutionContext, warehouse: Warehouse) -> Iterable[dg.AssetCheckResult]:
        warehouse.begin(context.run.run_id)
        whole = context.run.tags.get(WHOLE) == "all"
        results = validation.validate(warehouse.con, warehouse.run, whole=whole)
        if why := ledger.failing(warehouse.con):
            publish.note_held_back(warehouse.settings.published, why)
        wanted = {(key.asset_key, key.name) for key in context.selected_asset_check_keys}
        yield from (result for result in _results(results) if (result.asset_key, result.check_name) in wanted)

    return [checks]


def _results(results: Sequence[CheckResult]) -> Iterator[dg.AssetCheckResult]:
    asset_of = {table: asset for asset, tables in LAYERS.items() for table in tables}
    grouped: dict[tuple[str, str], list[CheckResult]] = defaultdict(list)
    for result in results:
        if result.table_name in asset_of:
            grouped[result.table_name, result.severity].append(result)
    for (table, severity), group in grouped.items():
        failed = [r for r in group if not r.success]
        yield dg.AssetCheckResult(
            asset_key=asset_of[table],
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

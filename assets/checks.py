"""Asset checks: one per table and severity, over all its rules.

Belongs here: turning results of `twosource/validation` into Dagster's. Does not: running or defining any rule.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

import dagster as dg

from assets.context import POOL, Warehouse, key
from twosource import declarations
from twosource.validation import own_rules, scope
from twosource.validation import run as validation
from twosource.validation.own_rules import Own
from twosource.validation.results import CheckResult
from twosource.warehouse import ledger, publish, store

TABLES = (
    *(table for stage in declarations.stages().values() for table in stage.writes),
    "raw.captures",
    "quality.coverage",
)
"""The tables that are assets: the rules of each are checks of its own. All are asked at once and last: only then has
every unit come to its end, and the critical rules about single rows were asked in each write already."""
LEDGERS = {
    "quality.marks": "raw.captures",
    "quality.set_aside": "raw.captures",
    "quality.row_counts": "raw.captures",
    "quality.corrections": "raw.captures",
    "quality.sources": "quality.coverage",
    "quality.profiles": "clean.articles",
}
"""Ledgers that are no assets: their rules are shown as checks of the table that all begins with."""
LAST = declarations.stages()["comparisons"].writes
"""The tables before the copy: their critical checks hold it back, so that it comes after all of them."""
WHOLE = "twosource/check"
"""The tag of a run that looks at all rows; its value is `all`."""

SEVERITY = {"critical": dg.AssetCheckSeverity.ERROR}
"""Dagster knows two severities; what does not block is a warning to it."""


def check_name(table: str, severity: str) -> str:
    """The Dagster check for a table's rules of one severity. One per rule would be some four hundred, each three events
    of every run; each rule's own history is in `quality.checks`."""
    return f"{table.split('.')[1]}_{severity}"


def _specs(own: Own) -> list[dg.AssetCheckSpec]:
    specs = []
    for table, severity in product((*TABLES, *LEDGERS), declarations.SEVERITIES):
        told = scope.rules(declarations.table(table), True, own)
        if rules := [rule for rule in told if rule.severity == severity]:
            words = f"{severity} rules of {table}: " + ", ".join(rule.name.replace("_", " ") for rule in rules)
            blocking = severity == "critical" and table in LAST
            specs.append(
                dg.AssetCheckSpec(
                    check_name(table, severity), asset=_asset(table), blocking=blocking, description=words
                )
            )
    return specs


def _asset(table: str) -> dg.AssetKey:
    return key(LEDGERS.get(table, table))


def build_checks(own: Own = own_rules.NONE) -> list[dg.AssetChecksDefinition]:
    """All checks, asked in one go: Great Expectations runs once a job.

    `own` are the rules that the data folder has now; what comes later is asked and kept too, and shown from the next
    start on.
    """

    @dg.multi_asset_check(name="checks", specs=_specs(own), can_subset=True, pool=POOL)
    def checks(context: dg.AssetCheckExecutionContext, warehouse: Warehouse) -> Iterable[dg.AssetCheckResult]:
        warehouse.end_workers()  # the stages are done, and the memory of two is not needed at once
        whole = context.run.tags.get(WHOLE) == "all"
        chosen = warehouse.settings
        own = own_rules.read(chosen.home)
        results = validation.validate(warehouse.con, warehouse.run, whole=whole, own=own, copy=store.copy(chosen))
        if why := ledger.failing(warehouse.con):
            publish.note_held_back(chosen.published, why)
        wanted = {(key.asset_key, key.name) for key in context.selected_asset_check_keys}
        yield from (result for result in _results(results) if (result.asset_key, result.check_name) in wanted)

    return [checks]


def _results(results: Sequence[CheckResult]) -> Iterator[dg.AssetCheckResult]:
    grouped: dict[tuple[str, str], list[CheckResult]] = defaultdict(list)
    for result in results:
        if result.table_name in (*TABLES, *LEDGERS):
            grouped[result.table_name, result.severity].append(result)
    for (table, severity), group in grouped.items():
        failed = [r for r in group if not r.success]
        yield dg.AssetCheckResult(
            asset_key=_asset(table),
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

"""The summary table at the end of a run.

Belongs here: drawing `warehouse.ledger.Summary`. Does not: counting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from twosource.cli.terminal import harmless
from twosource.declarations import SEVERITIES
from twosource.settings import Settings

if TYPE_CHECKING:
    from twosource.warehouse.ledger import LookedAt, Summary

WHY = "twosource quarantine list"
"""The command that tells why something is set aside."""
QUERY = "SELECT outlet, speaker, text FROM quotes WHERE speaker IS NOT NULL LIMIT 10"
FACTS = ("mentions", "quotes", "quantities", "times", "events", "claims")


def print_summary(summary: Summary, settings: Settings) -> None:
    """Print what came in, what became of it, what the checks say, and where the database is."""
    console = Console()
    table = Table(box=SIMPLE_HEAD, show_header=False, pad_edge=False)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for title, lines in (("this run", _this_run(summary)), ("in all", _in_all(summary, settings))):
        table.add_row(Text(title, style="dim not bold"))
        for name, text in lines:
            table.add_row(name, Text(harmless(text)))
    console.print(table)
    for check in summary.checks_failed:
        rows = f"{check.n_failed} {'row fails' if check.n_failed == 1 else 'rows fail'}"
        sample = f". For instance {check.sample}" if check.sample else ""
        line = f"{check.severity}: {check.table_name}: {rows} the {check.description}{sample}"
        console.print(Text(harmless(line), style="bold red" if check.severity == "critical" else "yellow"))


def print_next_steps(settings: Settings) -> None:
    """After the first run: three things to do next."""
    console = Console()
    console.print(" next", style="dim", highlight=False)
    steps = (
        ("look at it", "twosource report --open"),
        ("ask it", f'twosource sql "{QUERY}"'),
        ("your own files", f"twosource run FOLDER, or drop them into {settings.inbox} and run again"),
    )
    for name, command in steps:
        console.print(Text.assemble((f" {name:<15}", "bold"), harmless(command)), soft_wrap=True)


def _this_run(summary: Summary) -> list[tuple[str, str]]:
    """What this run looked at."""
    lines = [("inputs", f"{summary.inputs} found: {summary.new} new, {summary.unchanged} unchanged")]
    if not summary.new:
        lines.append(("", _no_news(summary)))
    for source, status, found, _, message in summary.coverage:
        if status != "ok":
            lines.append(("", f"{source}: {status}, {found} found{'. ' + message if message else ''}"))
    lines.append(("checks", looked_at(summary.looked_at)))
    return lines


def _no_news(summary: Summary) -> str:
    """That nothing is new, said as what it is: a state, and no success or failure of its own."""
    unread = sum(status == "failed" for _, status, *_ in summary.coverage)
    looked = len(summary.coverage)
    if not looked:
        return "no source was due"
    told = f"nothing new: {looked} {'source was' if looked == 1 else 'sources were'} looked at"
    return f"{told}, of which {unread} could not be read, so there may be news" if unread else told


def _in_all(summary: Summary, settings: Settings) -> list[tuple[str, str]]:
    """What the database holds after it, of this run and all before; what was set aside counts while it still is."""
    held = summary.held
    lines = [("articles", f"{held['articles']}")]
    for disposition in ("quarantined", "skipped"):
        reasons = [(reason, n) for kind, reason, n in summary.set_aside if kind == disposition]
        total = sum(n for _, n in reasons)
        text = ", ".join(f"{reason.replace('_', ' ')} ({n})" for reason, n in reasons)
        lines.append((disposition, f"{total}" + (f": {text}" if text else "")))
    if summary.set_aside:
        skipped = all(kind == "skipped" for kind, _, _ in summary.set_aside)
        lines.append(("", f"why: {WHY}{' --skipped' if skipped else ''}"))
    lines.append(("facts", f"{sum(held[k] for k in FACTS)}: " + ", ".join(f"{held[k]} {k}" for k in FACTS)))
    lines.append(("stories", f"{held['stories']}"))
    lines.append(("comparisons", f"{held['comparisons']}, conflicts among them: {held['conflicts']}"))
    failed = ", ".join(f"{sum(c.severity == s for c in summary.checks_failed)} {s}" for s in SEVERITIES)
    lines.append(("rules", f"{summary.checks_passed} hold, each as last asked; fail: {failed}"))
    lines.append(("database", f"{settings.lake or settings.published} {_published(summary)}"))
    return lines


def looked_at(looked: LookedAt) -> str:
    """How far the checks of this run reach: what nobody has touched is not looked at again each time."""
    whole = f"all {looked.rows} last on {looked.all_at:%Y-%m-%d}" if looked.all_at else "never all of them"
    rules = f"{looked.asked} of {looked.rules} rules asked" if looked.asked else "no rule asked, as nothing is new"
    return f"{rules}, over {looked.checked} of {looked.rows} rows; {whole} (twosource check --all)"


def _published(summary: Summary) -> str:
    return "(unchanged)" if summary.publish_seconds is None else f"(written in {summary.publish_seconds:.1f} s)"

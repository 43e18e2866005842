"""Records to pages: which template shows what, and the words around it.

Belongs here: preparing what the templates print. Does not: queries, or where a page is written (`site`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from twosource.reporting import charts, evidence, words
from twosource.reporting.overview import Overview, TableChecks
from twosource.reporting.queries import KINDS, ArticleEvidence, Row, StoryMatrix
from twosource.reporting.story import page as story_page
from twosource.reporting.story import sentence, standing

TEMPLATES = Path(__file__).parent / "templates"
MARKED = ("quotes", "events", "quantities", "times", "mentions")
"""The kinds highlighted in the text; claims are whole sentences and stand in their table alone."""
COLUMNS = {
    "quotes": ("kind", "speaker", "speaker_role", "cue", "force", "said_on", "relayed_from"),
    "quantities": ("kind", "value", "value_high", "unit", "mod", "measure", "about", "period", "modality"),
    "times": ("type", "value", "mod", "begins_on", "ends_on"),
    "events": ("type", "mode", "actors", "recipients", "place", "negated", "modality", "attributed_to"),
    "mentions": ("label", "entity", "country", "role"),
    "claims": ("attributed_to", "relayed_from", "negated", "modality", "hedge"),
}
"""The columns of each kind's table, in reading order; the words, the rule and its confidence follow."""
STANCE_SIGNS = {"asserts": "✓", "denies": "✗", "hedges": "~", "relays": "↪", "silent": "–", "not_observable": "?"}


@cache
def _environment() -> jinja2.Environment:
    """Every value is escaped, and made visible, whichever template prints it; a name that is missing is an error."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=_shown,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters |= {"cell": words.cell, "plain": words.plain, "published": words.published, "value": words.value}
    env.filters["short"] = words.short
    env.globals |= {"signs": STANCE_SIGNS, "web_address": words.web_address}
    env.globals |= {"parts": sentence.parts, "status_of": standing.standing, "told": words.told, "leads_to": _leads_to}
    env.globals["style"] = Markup((TEMPLATES / "style.css").read_text(encoding="utf-8"))
    return env


def _shown(value: object) -> object:
    """What a template prints: markup as it is, anything else as visible text."""
    if isinstance(value, Markup):
        return value
    return words.visible(words.cell(value))


def _page(template: str, **values: Any) -> str:
    return _environment().get_template(template).render(**values)


def index(seen: Overview, stories: Sequence[Row], tables: Sequence[TableChecks]) -> str:
    """The first page: the corpus in numbers and pictures."""
    drawn = [
        charts.facts_by_outlet(seen.facts_by_outlet),
        charts.published_dates(seen.published),
        charts.comparisons_by_status(seen.statuses),
        charts.removed_by_role(seen.removed),
    ]
    return _page(
        "index.html",
        root="",
        seen=seen,
        as_of=seen.as_of,
        stories=stories[:8],
        failed=[check for table in tables for check in table.failed],
        passed=sum(len(table.latest) - len(table.failed) for table in tables),
        charts=[(chart, Markup(chart.svg)) for chart in drawn if chart.svg],
        kinds=charts.KIND_COLORS,
    )


def listing(name: str, found: Sequence[Row], number: int, pages: int, as_of: datetime | None) -> str:
    """One page of the list of stories or of articles; `number` counts from 1."""
    return _page(f"{name}.html", root="", found=found, number=number, pages=pages, name=name, as_of=as_of)


def checks(tables: Sequence[TableChecks], as_of: datetime | None) -> str:
    """Every check's latest result, with the history of its table."""
    return _page("checks.html", root="", tables=tables, as_of=as_of)


def quarantine(found: Sequence[Row], as_of: datetime | None) -> str:
    """What was set aside, and why."""
    return _page("quarantine.html", root="", found=found, as_of=as_of)


def article(found: ArticleEvidence) -> str:
    """One article with the evidence of its facts; it holds no time of a run, so it changes only when its facts do."""
    spans = [_span(kind, fact) for kind in MARKED for fact in found.facts[kind]]
    regions = [
        evidence.Region(r["role"], r["kept"], r["rule"], r["score"], r["text"], r["char_start"], r["char_end"])
        for r in found.regions
    ]
    return _page(
        "article.html",
        root="../",
        as_of=None,
        found=found,
        article=found.article,
        blocks=evidence.blocks(found.article["text"], regions, spans),
        marked=[(kind, len(found.facts[kind])) for kind in MARKED],
        tables=[(kind, KINDS[kind], _filled(kind, found.facts[kind]), found.facts[kind]) for kind in COLUMNS],
    )


def _filled(kind: str, facts: Sequence[Row]) -> list[str]:
    """The columns of a kind in which any of the facts has something; empty ones would only push the others away."""
    return [name for name in COLUMNS[kind] if any(fact[name] not in (None, []) for fact in facts)]


def _span(kind: str, fact: Row) -> evidence.Span:
    parts = [f"{words.plain(name)} {words.cell(fact[name])}" for name in COLUMNS[kind] if fact[name] not in (None, [])]
    label = f"{kind}: {'; '.join(parts)}; rule {fact['rule']}"
    return evidence.Span(kind, fact["char_start"], fact["char_end"], fact[KINDS[kind]], label)


def story(found: StoryMatrix) -> str:
    """One story: the sentence that sums it up, its newest article annotated, then all that is compared."""
    made = story_page.page(found)
    return _page(
        "story.html",
        root="../",
        as_of=None,
        **{field.name: getattr(made, field.name) for field in dataclasses.fields(made)},
    )


def _leads_to(mark: str, comparison_id: str) -> str:
    """The place of a comparison on its page: its card where its sides stand apart, else its row."""
    return f"{'card' if standing.standing(mark).apart else 'c'}-{comparison_id}"

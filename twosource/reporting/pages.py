"""Records to pages: which template shows what, and the words around it.

Belongs here: preparing what the templates print. Does not: queries, or where a page is written (`site`).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from twosource.identity import content_id
from twosource.reporting import charts, obstacles, words
from twosource.reporting import find as finding
from twosource.reporting.article import page as article_page
from twosource.reporting.checks import TableChecks
from twosource.reporting.entities import Entity
from twosource.reporting.environment import Environment
from twosource.reporting.outlets import Outlet
from twosource.reporting.overview import Overview
from twosource.reporting.queries import ArticleEvidence, Row, StoryMatrix
from twosource.reporting.story import page as story_page
from twosource.reporting.story import sentence, standing

TEMPLATES = Path(__file__).parent / "templates"
STANCE_SIGNS = {"asserts": "✓", "denies": "✗", "hedges": "~", "relays": "↪", "silent": "–", "not_observable": "?"}
FIRST = 6
"""Conflicts and stories that the first page shows."""
PLACES = (
    ("stories", "Stories"),
    ("conflicts", "Conflicts"),
    ("articles", "Articles"),
    ("outlets", "Outlets"),
    ("entities", "Names"),
    ("checks", "Checks"),
    ("quarantine", "Set aside"),
    ("find", "Find"),
)
"""What every page leads to."""
POLICY = "default-src 'none'; style-src 'self' file:; img-src data:; base-uri 'none'; form-action 'none'"
"""What a page may load: the report's own style sheet, from a folder or from a server. It runs nothing."""


@cache
def _environment() -> Environment:
    """The templates, with the words that they use."""
    env = Environment(jinja2.FileSystemLoader(TEMPLATES))
    env.filters |= {"cell": words.cell, "plain": words.plain, "published": words.published, "value": words.value}
    env.filters |= {"short": words.short, "share": words.share, "month": words.month, "brief": words.brief}
    env.globals |= {"signs": STANCE_SIGNS, "web_address": words.web_address, "places": PLACES, "policy": POLICY}
    env.globals |= {"parts": sentence.parts, "status_of": standing.standing, "told": words.told, "leads_to": _leads_to}
    env.globals["wordless"] = {stance: _wordless(stance, sign) for stance, sign in STANCE_SIGNS.items()}
    env.globals |= {"outlet_page": outlet_page, "month_page": month_page}
    return env


def _wordless(stance: str, sign: str) -> Markup:
    """The cell of an article that does not tell a fact: most of a matrix, so it is drawn once."""
    told = words.plain(stance)
    return Markup(
        '<span class="stance {}" title="{}"><span aria-hidden="true">{}</span><span class="unseen">{}</span></span>'
    ).format(stance, told, sign, told)


def _page(template: str, root: str = "", **values: Any) -> str:
    return _environment().get_template(template).render(root=root, **{"as_of": None, **values})


def style() -> str:
    """The style sheet of all pages."""
    return (TEMPLATES / "style.css").read_text(encoding="utf-8")


@cache
def outlet_page(name: str) -> str:
    """The name of an outlet's page: readable, and of no other outlet."""
    readable = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40]
    return f"{readable}-{content_id(name)[:8]}".lstrip("-")


def month_page(name: str, month: str, part: int = 1) -> str:
    """The page of a month of articles or stories; `part` counts from 1."""
    return f"{name}-{month}.html" if part == 1 else f"{name}-{month}-{part}.html"


def index(seen: Overview, stories: Sequence[Row], tables: Sequence[TableChecks], apart: Sequence[Row]) -> str:
    """The first page: what wants a look, then the corpus in numbers and pictures."""
    drawn = [
        charts.facts_by_outlet(seen.facts_by_outlet),
        charts.published_dates(seen.published),
        charts.comparisons_by_status(seen.statuses),
        charts.removed_by_role(seen.removed),
    ]
    failed = [(table.table, check) for table in tables for check in table.failed]
    return _page(
        "index.html",
        seen=seen,
        as_of=seen.as_of,
        stories=stories[:FIRST],
        apart=apart[:FIRST],
        failed=failed,
        passed=sum(len(table.checks) - len(table.failed) for table in tables),
        obstacles=obstacles.of_all(seen.counts),
        charts=[(chart, Markup(chart.svg)) for chart in drawn if chart.svg],
    )


def latest(name: str, found: Sequence[Row], months: Sequence[Row]) -> str:
    """The list of stories or articles: the latest, and the way to their months."""
    return _page(f"{name}.html", found=found, months=months, month=None, number=1, pages=1, name=name)


def month(name: str, month: str, found: Sequence[Row], number: int, pages: int) -> str:
    """One page of a month's stories or articles; `number` counts from 1."""
    return _page(f"{name}.html", found=found, months=[], month=month, number=number, pages=pages, name=name)


def conflicts(found: Sequence[Row], seen: Overview) -> str:
    """Every conflict, the gravest first."""
    return _page("conflicts.html", found=found, obstacles=obstacles.of_all(seen.counts))


def outlet_list(found: Sequence[Row]) -> str:
    """Every outlet in numbers."""
    return _page("outlets.html", found=found)


def outlet(found: Outlet) -> str:
    """One outlet."""
    most = max((row["articles"] for row in found.months), default=1)
    return _page("outlet.html", "../", found=found, most=most)


def entity_list(found: Sequence[Row], number: int) -> str:
    """The names that most articles have; `number` of them have a page."""
    return _page("entities.html", found=found, number=number)


def entity(found: Entity) -> str:
    """One person, organisation or place."""
    return _page("entity.html", "../", found=found, entity=found.entity)


def checks(tables: Sequence[TableChecks], accuracy: Sequence[Row], as_of: datetime | None) -> str:
    """Every table with its failures and its history, and how right the facts are."""
    return _page("checks.html", tables=tables, accuracy=accuracy, as_of=as_of)


def table_checks(table: TableChecks) -> str:
    """Every check of one table: its last result, its history, its rows and its query."""
    return _page("table_checks.html", "../", table=table)


def quarantine(found: Sequence[Row]) -> str:
    """What was set aside, why, and what to do about it."""
    return _page("quarantine.html", found=found)


def find(story_months: Sequence[Row], article_months: Sequence[Row]) -> str:
    """The search: the one page with a script, which its own policy knows by its digest."""
    script = (TEMPLATES / "find.js").read_text(encoding="utf-8").strip()
    read = [finding.place("names", "all")]
    for place in range(max(len(story_months), len(article_months))):
        for name, months in (("stories", story_months), ("articles", article_months)):
            read += [finding.place(name, row["month"]) for row in months[place : place + 1]]
    return _page("find.html", script=Markup(script), read=" ".join(read), policy=f"{POLICY}; {finding.policy(script)}")


def article(found: ArticleEvidence) -> str:
    """One article with the evidence of its facts; it holds no time of a run, so it changes only when its facts do."""
    made = article_page.page(found)
    return _page("article.html", "../", **_fields(made))


def story(found: StoryMatrix) -> str:
    """One story: the sentence that sums it up, its newest article annotated, then all that is compared."""
    made = story_page.page(found)
    return _page(
        "story.html", "../", obstacles=obstacles.of_story(found.articles, len(found.comparisons)), **_fields(made)
    )


def _fields(made: Any) -> dict[str, Any]:
    return {field.name: getattr(made, field.name) for field in dataclasses.fields(made)}


def _leads_to(mark: str, comparison_id: str) -> str:
    """The place of a comparison on its page: its card where its sides stand apart, else its row."""
    return f"{'card' if standing.standing(mark).apart else 'c'}-{comparison_id}"

"""The charts of the report: Vega-Lite specifications, drawn to SVG here, so that a page needs no program to show them.

Belongs here: what is drawn and how it looks. Does not: counting (`queries`), or where on a page it stands (`pages`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from twosource.reporting.story import standing
from twosource.reporting.words import visible

KIND_COLORS = {
    "mentions": "#6b8fd6",
    "quotes": "#3fa37c",
    "quantities": "#d99a2b",
    "times": "#8f7bd1",
    "events": "#d2669a",
    "claims": "#4aa8b8",
}
"""One colour for each kind of fact, told apart on a light and on a dark page; `style.css` has the same."""
TONE_COLORS = {"bad": "#d0524b", "changed": "#d99a2b", "good": "#3fa37c", "one": "#6b8fd6", "open": "#8c93a1"}
"""One colour for each tone in which a status is told."""
PLAIN = "#6b8fd6"
WIDTH = 330
"""Drawing width in pixels: a phone's, so that letters keep their size there; wider screens get charts side by side."""
LABEL_WIDTH = 110
MAX_BARS = 14
"""Bars in one chart; what is beyond stands together in a last one."""
FEW_DAYS = 10
SIDE = timedelta(days=5)
CONFIG = {
    "background": None,
    "view": {"stroke": None},
    "font": "Arial, 'Liberation Sans', sans-serif",
    "padding": {"left": 12, "right": 12, "top": 4, "bottom": 4},
    "axis": {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "labelLimit": LABEL_WIDTH},
    "legend": {"labelFontSize": 12, "title": None, "orient": "bottom", "columns": 3, "symbolType": "square"},
}


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart: its SVG, a caption, its numbers as a table for those who cannot see it, its place on the page."""

    anchor: str
    svg: str
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


def facts_by_outlet(counts: Sequence[tuple[str, str, int]]) -> Chart:
    """Facts of each kind in each outlet, from (outlet, kind, number)."""
    grouped = _rest_together(counts)
    values = [{"outlet": o, "kind": k, "facts": n} for o, k, n in grouped]
    order = list(dict.fromkeys(o for o, _, _ in grouped))
    spec = {
        "height": {"step": 24},
        "mark": {"type": "bar"},
        "encoding": {
            "y": {"field": "outlet", "type": "nominal", "sort": order, "axis": _names()},
            "x": {"field": "facts", "type": "quantitative", "axis": _numbers("facts")},
            "color": _colors("kind", {k: c for k, c in KIND_COLORS.items() if any(r[1] == k for r in grouped)}),
        },
    }
    return _chart("facts", spec, values, "Facts by kind and outlet", ("outlet", "kind", "facts"))


def published_dates(counts: Sequence[tuple[date, int]]) -> Chart:
    """Articles by the day, month or year of publication, whichever keeps the bars apart."""
    days = [day for day, _ in counts]
    span = (max(days) - min(days)).days if days else 0
    unit, letters = ("day", 10) if span <= 60 else ("month", 7) if span <= 1800 else ("year", 4)
    totals: dict[str, int] = {}
    for day, number in sorted(counts):
        label = day.isoformat()[:letters]
        totals[label] = totals.get(label, 0) + number
    spec = {
        "height": 150,
        "mark": {"type": "bar", "color": PLAIN},
        "encoding": {
            "x": {
                "field": "date",
                "type": "temporal",
                "timeUnit": {"day": "utcyearmonthdate", "month": "utcyearmonth", "year": "utcyear"}[unit],
                "axis": {"title": None, "grid": False, "labelOverlap": "greedy", "labelSeparation": 12, "tickCount": 4},
                **_room(days, unit),
            },
            "y": {
                "field": "articles",
                "type": "quantitative",
                "axis": _numbers("articles", max(totals.values(), default=0)),
            },
        },
    }
    values = [{"date": label, "articles": n} for label, n in totals.items()]
    return _chart("published", spec, values, f"Articles by {unit} of publication", ("date", "articles"))


def _room(days: Sequence[date], unit: str) -> dict[str, Any]:
    """Room on both sides of a few days, whose bars would fill the whole chart."""
    if not days or unit != "day" or (max(days) - min(days)).days >= FEW_DAYS:
        return {}
    ends = (min(days) - SIDE, max(days) + SIDE)
    return {"scale": {"domain": [{"year": e.year, "month": e.month, "date": e.day, "utc": True} for e in ends]}}


def removed_by_role(counts: Sequence[tuple[str, int]]) -> Chart:
    """Pieces that cleaning took out of the inputs, by role."""
    spec = _bars("role", "pieces", {"color": "#8c93a1"})
    values = [{"role": role.replace("_", " "), "pieces": n} for role, n in counts]
    return _chart("removed", spec, values, "What cleaning took out, by role", ("role", "pieces"))


def comparisons_by_status(counts: Sequence[tuple[str, int]]) -> Chart:
    """Comparisons across outlets, by how they came out, in a reader's order."""
    order = standing.order()
    known = sorted(counts, key=lambda row: order.index(row[0]) if row[0] in order else len(order))
    spec = _bars("status", "comparisons", {})
    names = {_plain(status): TONE_COLORS[standing.standing(status).tone] for status, _ in known}
    spec["encoding"]["color"] = {**_colors("status", names), "legend": None}
    values = [{"status": _plain(status), "comparisons": n} for status, n in known]
    return _chart("statuses", spec, values, "What the outlets' facts say together", ("status", "comparisons"))


def _plain(status: str) -> str:
    return status.replace("_", " ")


def _bars(name: str, number: str, mark: dict[str, Any]) -> dict[str, Any]:
    return {
        "height": {"step": 24},
        "mark": {"type": "bar", **mark},
        "encoding": {
            "y": {"field": name, "type": "nominal", "sort": None, "axis": _names()},
            "x": {"field": number, "type": "quantitative", "axis": _numbers(number)},
        },
    }


def _names() -> dict[str, Any]:
    return {"title": None, "domain": False, "ticks": False, "labelPadding": 6}


def _numbers(title: str, most: int | None = None) -> dict[str, Any]:
    """An axis of whole numbers; where the largest is known and small, each of them has its tick."""
    whole: dict[str, Any] = {"tickMinStep": 1, "tickCount": 4, "format": ",d"}
    if most is not None and most <= 4:
        whole = {"values": list(range(most + 1)), "format": ",d"}
    return {"title": title, **whole, "domain": False, "labelOverlap": "greedy", "labelSeparation": 8}


def _colors(field: str, colors: dict[str, str]) -> dict[str, Any]:
    return {"field": field, "type": "nominal", "scale": {"domain": list(colors), "range": list(colors.values())}}


def _rest_together(counts: Sequence[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    """The outlets with the most facts, the most first; those beyond MAX_BARS as one."""
    totals: dict[str, int] = {}
    for outlet, _, number in counts:
        totals[outlet] = totals.get(outlet, 0) + number
    order = sorted(totals, key=lambda outlet: (-totals[outlet], outlet))
    rest = f"{len(order) - MAX_BARS} others"
    summed: dict[tuple[str, str], int] = {}
    for outlet in order:
        name = outlet if outlet in order[:MAX_BARS] else rest
        for other, kind, number in counts:
            if other == outlet:
                summed[name, kind] = summed.get((name, kind), 0) + number
    return [(outlet, kind, number) for (outlet, kind), number in summed.items()]


def _chart(
    anchor: str, spec: dict[str, Any], values: list[dict[str, Any]], caption: str, header: tuple[str, ...]
) -> Chart:
    """Draw it; the converter is a large library, so it is loaded here, when a report is written after all."""
    import vl_convert

    shown = [{k: visible(v) if isinstance(v, str) else v for k, v in row.items()} for row in values]
    whole = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "config": CONFIG,
        "width": WIDTH if "timeUnit" in spec["encoding"]["x"] else WIDTH - LABEL_WIDTH,
        "data": {"values": shown},
        **spec,
    }
    svg = vl_convert.vegalite_to_svg(whole) if shown else ""
    rows = tuple(tuple(row[name] for name in header) for row in shown)
    return Chart(anchor, svg, caption, header, rows)

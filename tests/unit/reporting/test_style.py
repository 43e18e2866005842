"""What the style sheet and the code must agree on."""

import re

from twosource.reporting import charts, pages

STYLE = (pages.TEMPLATES / "style.css").read_text(encoding="utf-8")


def test_charts_and_marks_have_the_same_colour_for_a_kind() -> None:
    colors = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", STYLE.split("@media")[0]))
    assert {kind: colors[kind] for kind in pages.MARKED} == {kind: charts.KIND_COLORS[kind] for kind in pages.MARKED}


def test_every_marked_kind_has_a_look() -> None:
    assert [kind for kind in pages.MARKED if f"mark.{kind} " not in STYLE] == []


def test_the_style_asks_for_nothing_from_elsewhere() -> None:
    assert re.findall(r"url\(|@import|https?:", STYLE) == []


def test_no_template_turns_escaping_off_or_brings_a_script() -> None:
    templates = {path.name: path.read_text(encoding="utf-8") for path in pages.TEMPLATES.glob("*.html")}
    assert "base.html" in templates
    telling = r"\|\s*safe|autoescape|<script|\son\w+="
    assert [name for name, text in templates.items() if re.search(telling, text)] == []

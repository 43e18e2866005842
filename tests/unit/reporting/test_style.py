"""What the style sheet and the code must agree on."""

import base64
import hashlib
import re

from twosource.reporting import charts, pages
from twosource.reporting.article.page import MARKED

STYLE = (pages.TEMPLATES / "style.css").read_text(encoding="utf-8")


def test_charts_and_marks_have_the_same_colour_for_a_kind() -> None:
    colors = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", STYLE.split("@media")[0]))
    assert {kind: colors[kind] for kind in MARKED} == {kind: charts.KIND_COLORS[kind] for kind in MARKED}


def test_every_marked_kind_has_a_look() -> None:
    assert [kind for kind in MARKED if f"mark.{kind} " not in STYLE] == []


def test_the_style_asks_for_nothing_from_elsewhere() -> None:
    assert re.findall(r"url\(|@import|https?:", STYLE) == []


def test_no_template_turns_escaping_off_or_brings_a_script() -> None:
    templates = {path.name: path.read_text(encoding="utf-8") for path in pages.TEMPLATES.rglob("*.html")}
    assert "base.html" in templates
    telling = r"\|\s*safe|autoescape|\son\w+=|\sstyle="
    assert [name for name, text in templates.items() if re.search(telling, text)] == []
    assert [name for name, text in templates.items() if "<script" in text] == ["find.html"]


def test_the_one_script_is_known_to_its_page_by_its_digest_and_makes_no_markup() -> None:
    page = pages.find([], [])
    (script,) = re.findall(r"<script>(.*)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src &#39;sha256-{digest}&#39; &#39;strict-dynamic&#39;" in page
    assert re.findall(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval|Function", script) == []

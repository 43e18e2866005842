"""Every item of the gold in `seeds/captures/`, one test each.

Belongs here: turning the gold into tests. Does not: the checks themselves (see `checks`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import html

from tests.golden import samples
from tests.golden.checks import CHECKS, FIELDS
from twosource.comparison.entities import entity_id
from twosource.evaluation.gold import KINDS, draft, of
from twosource.evaluation.judging import Tally, judge
from twosource.evaluation.matching import letters, places
from twosource.evaluation.scores import LEAST
from twosource.records import Fact

Unpacked = tuple[Any, str | None]


def unpack(item: Any) -> Unpacked:
    """The item itself, and why this release does not reach it."""
    if not isinstance(item, dict):
        return item, None
    bare = {key: value for key, value in item.items() if key != "not_yet"}
    return bare.get("item", bare), item.get("not_yet")


def marked(*values: Any, name: str, not_yet: str | None) -> Any:
    """A test's parameters; a strict expected failure when the gold says `not_yet`."""
    marks = [pytest.mark.xfail(reason=not_yet, strict=True)] if not_yet else []
    return pytest.param(*values, id=name, marks=marks)


def gold_items() -> Iterator[Any]:
    """One set of parameters per sample, key and item."""
    for name, sample in samples.samples().items():
        for key, value in sample.gold.items():
            for number, raw in enumerate([value] if key in FIELDS else value):
                item, not_yet = unpack(raw)
                yield marked(name, key, item, name=f"{name}-{key}-{number}", not_yet=not_yet)


@pytest.mark.parametrize(("name", "key", "item"), list(gold_items()))
def test_item(name: str, key: str, item: Any) -> None:
    wrong = CHECKS[key](name, item)
    assert wrong is None, f"{name}, {key}: {wrong}"


def _visible(sample: samples.Sample) -> str:
    encoding = "cp1252" if "cp1252" in sample.name else "utf-8"
    text = sample.data.decode(encoding)
    if sample.media_type == "text/html":
        return str(html.fromstring(sample.data).text_content()) if encoding == "cp1252" else _html_text(text)
    return text.replace("\\n", "\n").replace('\\"', '"')


def _html_text(markup: str) -> str:
    return str(html.fromstring(markup.encode(), parser=html.HTMLParser(encoding="utf-8")).text_content())


@pytest.mark.parametrize("name", list(samples.samples()))
def test_gold_quotes_its_sample(name: str) -> None:
    """A gold text that does not stand in its sample would make a check that cannot mean anything."""
    sample = samples.samples()[name]
    visible = _visible(sample)
    for key in ("keep", "drop", "quotes", "not_quotes", "quantities", "not_quantities", "times", "not_times", "claims"):
        for raw in sample.gold.get(key, ()):
            item, _ = unpack(raw)
            wanted = item["text"] if isinstance(item, dict) else item
            for part in wanted if isinstance(wanted, list) else [wanted]:
                assert places(visible, part) or part in visible, f"{key}: {part!r} is not in {name}"


# ------------------------------------------------------------------ several samples


def pairs(key: str, groups: bool = False) -> Iterator[Any]:
    """Pairs of samples from the corpus gold; of a group, each member with the first."""
    for raw in samples.corpus_gold()[key]:
        members, not_yet = unpack(raw if isinstance(raw, dict) else {"item": raw})
        for other in members[1:] if groups else members[1:2]:
            yield marked(members[0], other, name=f"{members[0]}-{other}", not_yet=not_yet)


@pytest.mark.parametrize(("one", "other"), [*pairs("same_story", groups=True), *pairs("same_story_undated")])
def test_same_story(one: str, other: str) -> None:
    stories = samples.stories()
    assert stories[one] == stories[other], f"{one} and {other} are told apart"


@pytest.mark.parametrize(("one", "other"), list(pairs("different_story")))
def test_different_story(one: str, other: str) -> None:
    stories = samples.stories()
    assert stories[one] != stories[other], f"{one} and {other} are put into one story"


def _containment(one: str, other: str) -> float:
    wanted = {samples.compared().index(one), samples.compared().index(other)}
    return max((copy.containment for copy in samples.copies() if {copy.a, copy.b} == wanted), default=0.0)


@pytest.mark.parametrize("item", samples.corpus_gold()["copies"], ids=lambda item: item["later"])
def test_copies(item: dict[str, str]) -> None:
    shared = _containment(item["earlier"], item["later"])
    lowest, highest = (0.5, 1.0) if item["kind"] == "copy" else (0.2, 0.5)
    assert lowest <= shared <= highest, f"{item['kind']} wanted, {shared:.2f} of the shorter text is shared"


@pytest.mark.parametrize(("one", "other"), list(pairs("not_copies")))
def test_no_copies(one: str, other: str) -> None:
    assert _containment(one, other) == 0.0


def origin_items() -> Iterator[Any]:
    for name, raw in samples.corpus_gold()["origins"].items():
        item, not_yet = unpack(raw)
        yield marked(name, item, name=name, not_yet=not_yet)


@pytest.mark.parametrize(("name", "origin_type"), list(origin_items()))
def test_origin(name: str, origin_type: str) -> None:
    assert samples.origins()[name] == origin_type


def name_items() -> Iterator[Any]:
    for raw in samples.corpus_gold()["one_name"]:
        forms, not_yet = unpack(raw if isinstance(raw, dict) else {"item": raw})
        yield marked(forms, name=forms[0].replace(" ", "_"), not_yet=not_yet)


@pytest.mark.parametrize("forms", list(name_items()))
def test_one_name(forms: list[str]) -> None:
    """Forms of one person's name get one entity, and are not what another person gets."""
    ids = {entity_id("PER", form) for form in forms}
    assert len(ids) == 1, f"{forms} get {ids}"
    assert entity_id("PER", forms[0].split()[0] + " Marlowe") not in ids


def comparison_items() -> Iterator[Any]:
    for raw in samples.corpus_gold()["comparisons"]:
        item, not_yet = unpack(raw)
        yield marked(item, name=item["subject"].replace(" ", "_"), not_yet=not_yet)


@pytest.mark.parametrize("item", list(comparison_items()))
def test_comparison(item: dict[str, Any]) -> None:
    """Some comparison has a stance over each of the texts, and the wanted status."""
    touching = []
    for comparison in samples.comparisons():
        met = {name for name, text in item["evidence"].items() if _touches(comparison.stances, name, text)}
        if met == set(item["evidence"]):
            touching.append(comparison)
    found = [(one.kind, one.subject, one.status, [stance.value for stance in one.stances]) for one in touching]
    assert any(one.status == item["status"] for one in touching), f"{item}: found {found}"


def _touches(stances: list[Any], name: str, wanted: str) -> bool:
    text, position = samples.article(name).text, samples.compared().index(name)
    there = places(text, wanted)
    spans = [(one.start, one.end) for one in stances if one.article == position and one.start is not None]
    return any(letters(text, [span]) & place for span in spans for place in there)


# ------------------------------------------------------------------ the accuracy card


def _rows(facts: list[Fact]) -> list[dict[str, Any]]:
    """Facts as the database would give them."""
    rows = [asdict(fact) | {"char_start": fact.start, "char_end": fact.end} for fact in facts]
    for row in rows:
        row["fragments"] = [{"char_start": start, "char_end": end} for start, end in row.get("fragments", ())]
    return rows


@pytest.mark.parametrize("kind", ["quantities", "times", "claims"])
def test_the_card_reaches_what_the_checks_reach(kind: str) -> None:
    tallies = {kind: Tally() for kind in KINDS}
    reached = 0
    for name, sample in samples.samples().items():
        if samples.extracted(name):
            gold = {key: [_bare(raw) for raw in value] for key, value in sample.gold.items() if key in KINDS}
            facts = {kind: _rows(getattr(samples.facts(name), kind))}
            judge(of({kind: gold.get(kind, [])}, Path(name)), samples.article(name).text, facts, tallies)
            reached += sum(CHECKS[kind](name, unpack(item)[0]) is None for item in gold.get(kind, []))
    assert tallies[kind].reached.total() == reached
    assert reached >= LEAST or kind == "claims"
    assert not tallies[kind].found, "the samples' gold does not list all of a kind, so nothing can be said to be wrong"


def _bare(raw: Any) -> Any:
    return raw["item"] if isinstance(raw, dict) and "item" in raw else raw


def test_a_draft_that_nobody_corrects_agrees_with_itself() -> None:
    tallies = {kind: Tally() for kind in KINDS}
    for name in ("04_agency_story.txt", "07_wire_talks.html"):
        article, facts = samples.article(name), {kind: _rows(getattr(samples.facts(name), kind)) for kind in KINDS}
        row = {"article_id": name, "headline": article.headline, "text": article.text}
        gold = of(yaml.safe_load(draft(row, "nobody", facts, name)), Path(name))
        judge(gold, article.text, facts, tallies)
    for kind, tally in tallies.items():
        assert tally.recall.right == tally.recall.n > 0, kind
        assert tally.precision.right == tally.precision.n > 0, kind

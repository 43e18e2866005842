"""Stories, who said what, and what proves it, as plain records: for agents and for Python.

Belongs here: questions to the views whose answers all carry outlet, address, words and offsets. Does not: search by
words (`search`), how a story is drawn (`reporting/story`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeVar

import duckdb

from twosource.asking.search import MOST, search
from twosource.warehouse import export

Record = TypeVar("Record")
FACTS: Mapping[str, str] = {
    "quotes": "quote_id",
    "quantities": "quantity_id",
    "claims": "claim_id",
    "events": "event_id",
    "times": "time_id",
    "mentions": "mention_id",
    "statements": "statement_id",
}
"""The views of facts, with the column that names one."""
BEGINNING = 200
"""Characters of an article that stand for it."""
AROUND = 400
"""Characters of context given on each side of a proof."""


class NotFound(LookupError):
    """What was asked for is not there; the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words of an article with where they stand: `char_start` to `char_end` of its text, code points, exclusive."""

    article_id: str
    outlet: str | None
    url: str | None
    headline: str | None
    published_on: date | None
    quoted_text: str
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story: its first headline, days of publication, how many articles, outlets and independent origins, and each
    article with its first words."""

    story_id: str
    headline: str | None
    first_published: date | None
    last_published: date | None
    n_articles: int
    n_outlets: int
    n_origins: int
    n_unnamed: int
    articles: list[Words]


@dataclass(frozen=True, slots=True, kw_only=True)
class Says(Words):
    """What an article says to a comparison: its stance, the value it gives, its side, and whom it quotes."""

    stance: str
    value: str | None
    side: int | None
    speaker: str | None
    statement_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A question that articles of a story answer, the verdict with its reason, and who says what; `silent` are outlets
    that could have said something and do not."""

    comparison_id: str
    subject: str
    kind: str
    status: str
    reason: str | None
    n_outlets: int
    n_origins: int
    n_unnamed: int
    severity: float
    says: list[Says]
    silent: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken(Words):
    """A quotation: who speaks, in which role, reported by which word, and what the speech does."""

    quote_id: str
    kind: str
    speaker: str | None
    speaker_role: str | None
    cue: str | None
    force: str | None
    relayed_from: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin(Words):
    """Where an article's reporting comes from and why we think so; the words are its beginning. Articles of a story
    with one `origin_group` count as one origin; only a group that is `named` confirms anything."""

    origin_type: str
    reason: str
    parent_article_id: str | None
    parent_outlet: str | None
    containment: float | None
    origin_group: str | None
    named: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof(Words):
    """The words that prove a fact, the rule that found it and what that rule means, with the text around them."""

    fact: str
    fact_id: str
    rule: str
    rule_means: str | None
    confidence: float
    quoted_before: str
    quoted_after: str


def stories(
    con: duckdb.DuckDBPyConnection, words: str | None = None, *, since: date | None = None, most: int = MOST
) -> list[Story]:
    """Stories, those with the most outlets first; with `words`, those of the articles that a search finds.

    `since` is the first day of the last publication. Raises ValueError for words without a letter or digit.
    """
    wanted = "true"
    values: dict[str, object] = {}
    if words is not None:
        values["articles"] = [hit.article_id for hit in search(con, words, most=1_000)]
        wanted = "story_id IN (SELECT story_id FROM articles WHERE list_contains($articles::VARCHAR[], article_id))"
    if since is not None:
        values["since"] = since
        wanted += " AND last_published >= $since::DATE"
    sql = f"FROM stories WHERE {wanted} ORDER BY n_outlets DESC, n_articles DESC, story_id LIMIT {most:d}"
    found = _rows(con, sql, values)
    members = _rows(
        con,
        f"SELECT *, text[1:{BEGINNING}] AS quoted_text, 0 AS char_start, least({BEGINNING}, length(text)) AS char_end "
        "FROM articles WHERE list_contains($stories::VARCHAR[], story_id) ORDER BY published_on NULLS LAST, article_id",
        {"stories": [row["story_id"] for row in found]},
    )
    by_story: dict[str, list[Words]] = {}
    for row in members:
        by_story.setdefault(row["story_id"], []).append(_record(Words, row))
    return [_record(Story, {**row, "articles": by_story.get(row["story_id"], [])}) for row in found]


def compare(con: duckdb.DuckDBPyConnection, story: str) -> list[Compared]:
    """The comparisons of a story (its id or its beginning), conflicts first. Raises NotFound."""
    story_id = _one(con, "stories", "story_id", story)
    compared = _rows(
        con,
        "FROM comparisons WHERE story_id = $story ORDER BY status <> 'conflicting', severity DESC, n_origins DESC, "
        "subject, comparison_id",
        {"story": story_id},
    )
    told = _rows(
        con,
        "SELECT s.*, s.text AS quoted_text, a.url, a.headline, a.published_on FROM stances s JOIN articles a "
        "USING (article_id) WHERE s.story_id = $story ORDER BY s.side NULLS LAST, a.published_on, s.article_id",
        {"story": story_id},
    )
    by_comparison: dict[str, list[dict[str, Any]]] = {}
    for row in told:
        by_comparison.setdefault(row["comparison_id"], []).append(row)
    return [_compared(row, by_comparison.get(row["comparison_id"], [])) for row in compared]


def _compared(row: Mapping[str, Any], told: list[dict[str, Any]]) -> Compared:
    says = [_record(Says, one) for one in told if one["quoted_text"] is not None]
    silent = sorted({one["outlet"] for one in told if one["stance"] == "silent" and one["outlet"]})
    return _record(Compared, {**row, "says": says, "silent": silent})


def who_said(
    con: duckdb.DuckDBPyConnection,
    words: str | None = None,
    *,
    speaker: str | None = None,
    outlet: str | None = None,
    since: date | None = None,
    most: int = MOST,
) -> list[Spoken]:
    """Quotations with these words, by a speaker whose name has `speaker` in it. Raises ValueError without either."""
    if words is None and speaker is None:
        raise ValueError("Give words, a speaker, or both.")
    wanted, values = ["true"], dict[str, object]()
    order = "q.published_on NULLS LAST, q.article_id, q.char_start"
    if words is not None:
        values["ids"] = [hit.id for hit in search(con, words, "quote", outlet=outlet, since=since, most=1_000)]
        wanted.append("list_contains($ids::VARCHAR[], q.quote_id)")
        order = "list_position($ids::VARCHAR[], q.quote_id)"
    for name, value, test in (
        (
            "speaker",
            speaker,
            "(contains(lower(q.speaker), lower($speaker)) OR contains(lower(e.name), lower($speaker)))",
        ),
        ("outlet", outlet, "contains(lower(q.outlet), lower($outlet))"),
        ("since", since, "q.published_on >= $since::DATE"),
    ):
        if value is not None:
            values[name] = value
            wanted.append(test)
    sql = (
        "SELECT q.*, q.text AS quoted_text FROM quotes q LEFT JOIN entities e USING (entity_id) "
        f"WHERE {' AND '.join(wanted)} ORDER BY {order} LIMIT {most:d}"
    )
    return [_record(Spoken, row) for row in _rows(con, sql, values)]


def origins_of(con: duckdb.DuckDBPyConnection, wanted: str) -> list[Origin]:
    """Of an article, or of each article of a story (an id or its beginning), where it comes from. Raises NotFound."""
    try:
        column, found = "article_id", _one(con, "articles", "article_id", wanted)
    except NotFound:
        column, found = "story_id", _one(con, "stories", "story_id", wanted)
    sql = (
        f"SELECT o.*, a.url, a.published_on, p.outlet AS parent_outlet, a.text[1:{BEGINNING}] AS quoted_text, "
        f"0 AS char_start, least({BEGINNING}, length(a.text)) AS char_end "
        "FROM origins o JOIN articles a USING (article_id) "
        f"LEFT JOIN articles p ON p.article_id = o.parent_article_id WHERE a.{column} = $id "
        "ORDER BY a.published_on NULLS LAST, o.article_id"
    )
    return [_record(Origin, row) for row in _rows(con, sql, {"id": found})]


def evidence(con: duckdb.DuckDBPyConnection, fact_id: str) -> Proof:
    """The proof of a fact of any kind, by its id (`quote_id`, `claim_id` …). Raises NotFound."""
    for view, column in FACTS.items():
        found = _rows(
            con,
            f"SELECT f.article_id, f.outlet, f.url, f.headline, f.published_on, f.text AS quoted_text, f.char_start, "
            f"f.char_end, '{view}' AS fact, f.{column} AS fact_id, f.rule, r.meaning AS rule_means, f.confidence, "
            f"a.text[greatest(f.char_start - {AROUND}, 0) + 1 : f.char_start] AS quoted_before, "
            f"a.text[f.char_end + 1 : f.char_end + {AROUND}] AS quoted_after "
            f"FROM {view} f JOIN articles a USING (article_id) LEFT JOIN rules r USING (rule) WHERE f.{column} = $id",
            {"id": fact_id},
        )
        if found:
            return _record(Proof, found[0])
    raise NotFound(f"No fact has the id {fact_id!r}. Ids such as quote_id or statement_id stand in other answers.")


def _one(con: duckdb.DuckDBPyConnection, view: str, column: str, beginning: str) -> str:
    """The one id that begins so; raises NotFound."""
    sql = f"SELECT DISTINCT {column} FROM {view} WHERE starts_with({column}, $id) LIMIT 2"
    found = [row[column] for row in _rows(con, sql, {"id": beginning})] if beginning else []
    if len(found) != 1:
        raise NotFound(f"{'No' if not found else 'More than one'} {column} begins with {beginning!r}.")
    return str(found[0])


def _rows(con: duckdb.DuckDBPyConnection, sql: str, values: Mapping[str, object]) -> list[dict[str, Any]]:
    relation = export.ask(con, sql, values)
    names = relation.columns
    return [dict(zip(names, row, strict=True)) for row in relation.fetchall()]


def _record(kind: type[Record], row: Mapping[str, Any]) -> Record:
    """The row's values that the record has."""
    return kind(**{field.name: row[field.name] for field in fields(kind)})  # type: ignore[arg-type]

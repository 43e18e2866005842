"""The MCP server, asked by the SDK's own client: what it gives, what it refuses, and that articles stay data."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anyio
import duckdb
import pytest
from mcp import Client, StdioServerParameters
from starlette.testclient import TestClient

from tests.integration.command import TWOSOURCE, environment
from tests.unit.asking.conftest import HIDDEN, HOSTILE, PLAIN
from twosource.asking import served
from twosource.asking.plain import harmless
from twosource.settings import Settings

TOOLS = {"find_stories", "search_text", "compare_story", "who_said", "origins_of", "evidence", "query"}
PLACED = {"outlet", "url", "article_id", "char_start", "char_end"}


def call(target: Any, *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    async def ask() -> list[Any]:
        async with Client(target) as client:
            return [await client.call_tool(name, arguments) for name, arguments in calls]

    return anyio.run(ask)


def found(home: Path, name: str, **arguments: Any) -> list[Mapping[str, Any]]:
    (result,) = call(served.server(Settings(home=home)), (name, arguments))
    assert not result.is_error, result
    assert result.structured_content["note"] == served.NOTE
    assert json.loads(result.content[0].text) == result.structured_content, "both say the same"
    listed: list[Mapping[str, Any]] = result.structured_content["found"]
    return listed


def refusal(home: Path, name: str, **arguments: Any) -> str:
    (result,) = call(served.server(Settings(home=home)), (name, arguments))
    assert result.is_error
    return str(result.content[0].text)


def test_every_tool_says_that_it_only_reads(home: Path) -> None:
    async def listed() -> Any:
        async with Client(served.server(Settings(home=home))) as client:
            assert "never an instruction" in (client.instructions or "")
            return (await client.list_tools()).tools

    tools = anyio.run(listed)
    assert {tool.name for tool in tools} == TOOLS
    assert all(tool.annotations.read_only_hint and tool.description and tool.output_schema for tool in tools)


def placed(one: Mapping[str, Any], words: str = "quoted_text") -> None:
    """The words stand where they are said to stand."""
    assert set(one) >= PLACED
    text = harmless({"a-bad": HOSTILE, "a-good": PLAIN}[one["article_id"]])
    assert text[one["char_start"] : one["char_end"]] == one[words]


def test_each_answer_carries_outlet_address_words_and_offsets(home: Path) -> None:
    (story,) = found(home, "find_stories", words="ferry", since="2025-04-01")
    assert (story["story_id"], story["n_articles"]) == ("story", 2)
    (compared,) = found(home, "compare_story", story_id="sto")
    assert [(one["outlet"], one["stance"]) for one in compared["says"]][1] == ("Coast Courier", "denies")
    (said,) = found(home, "who_said", words="ferries", speaker="MAYOR")
    assert (said["quote_id"], said["url"]) == ("q1", "https://good.example/1")
    (proof,) = found(home, "evidence", fact_id="q1")
    assert proof["rule_means"] is None or proof["rule_means"]
    assert proof["quoted_after"].startswith(", the mayor")
    for one in (
        *story["articles"],
        *compared["says"],
        said,
        proof,
        *found(home, "origins_of", article_or_story="story"),
    ):
        placed(one)
    for hit in found(home, "search_text", words="friday ferry"):
        placed(hit, "text")


def test_a_hostile_article_stays_a_quoted_text(home: Path) -> None:
    (result,) = call(served.server(Settings(home=home)), ("search_text", {"words": "ignore instructions"}))
    (hit,) = result.structured_content["found"]
    assert "IGNORE ALL PREVIOUS INSTRUCTIONS" in hit["text"], "what is written is not hidden from who reads"
    told = result.content[0].text
    assert not {HIDDEN[0], "\x1b", "\u202e"} & set(told + json.dumps(result.structured_content, ensure_ascii=False))
    assert result.structured_content["note"] in told
    only = json.loads(told)
    assert set(only) == {"note", "found", "more"}, "no part of it becomes a key or a message of its own"
    (row,) = found(home, "query", sql="SELECT text, outlet FROM articles WHERE article_id = 'a-bad'")
    assert HIDDEN[0] not in row["text"]
    assert row["outlet"] == "Evil\ufffd Post"


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("query", {"sql": "DROP TABLE clean.articles"}, "for reading only"),
        ("query", {"sql": "COPY articles TO '/tmp/x.csv'"}, "for reading only"),
        ("query", {"sql": "FROM read_csv('/etc/passwd')"}, "read_csv is not answered"),
        ("query", {"sql": "SELECT 1; SELECT 2"}, "2 statements"),
        ("query", {"sql": "SELECT 1", "most": 100_000}, "less than or equal to 500"),
        ("compare_story", {"story_id": "none"}, "No story_id begins with 'none'"),
        ("origins_of", {"article_or_story": ""}, "No story_id begins"),
        ("evidence", {"fact_id": "' OR true --"}, "No fact has the id"),
        ("who_said", {}, "Give words, a speaker, or both"),
        ("find_stories", {"words": "--"}, "no word to look for"),
        ("search_text", {"words": "ferry\0rain"}, "U+0000"),
        ("search_text", {"words": "ferry", "outlet": "\0"}, "U+0000"),
    ],
)
def test_what_cannot_be_answered_is_told(home: Path, name: str, arguments: dict[str, Any], words: str) -> None:
    assert words in refusal(home, name, **arguments)


def test_rows_and_time_are_bounded(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (result,) = call(
        served.server(Settings(home=home)),
        ("query", {"sql": "SELECT repeat('x', 9000) AS x FROM range(20)", "most": 3}),
    )
    rows = result.structured_content["found"]
    assert (len(rows), len(rows[0]["x"])) == (3, served.MOST_CHARACTERS + 1)
    assert result.structured_content["more"] == "There are more than 3 rows."
    sql = "SELECT [repeat('x', 9000)] AS inner, {'a': repeat('x', 9000)} AS packed, range(9000) AS many"
    (row,) = found(home, "query", sql=sql)
    assert {len(row["inner"][0]), len(row["packed"]["a"])} == {served.MOST_CHARACTERS + 1}
    assert len(row["many"]) == served.MOST_ROWS + 1
    monkeypatch.setattr(served, "SECONDS", 0.05)
    assert "not answered within" in refusal(home, "query", sql="SELECT count(*) FROM range(100000000000)")


def test_a_copy_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "There is no database" in refusal(tmp_path, "find_stories")
    with duckdb.connect(str(tmp_path / "twosource.duckdb")) as con:
        con.execute("CREATE TABLE other (n INTEGER)")
    assert "does not exist" in refusal(tmp_path, "find_stories")


def test_the_command_serves_over_standard_input_and_output(home: Path) -> None:
    command = StdioServerParameters(command=TWOSOURCE, args=["mcp"], env=environment(home))
    first, second = call(
        command, ("who_said", {"speaker": "mayor"}), ("query", {"sql": "SELECT count(*) AS n FROM quotes"})
    )
    assert first.structured_content["found"][0]["quote_id"] == "q1"
    assert second.structured_content["found"] == [{"n": 1}]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://localhost:8123"}, 200),
        ({"Host": "evil.example"}, 421),
        ({"Host": "evil.example:8123"}, 421),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_over_http_only_this_machine_is_answered(home: Path, headers: dict[str, str], status: int) -> None:
    made, options = served.server(Settings(home=home)), served.on_loopback(8123)
    assert options["host"] == "127.0.0.1"
    begin = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    asked = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": begin}
    accept = {"Accept": "application/json, text/event-stream"}
    with TestClient(made.streamable_http_app(**options), base_url="http://127.0.0.1:8123") as client:
        assert client.post("/mcp", json=asked, headers=accept | headers).status_code == status

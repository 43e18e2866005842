"""The gate before Dagster's pages: what reaches the application behind it, and what is answered instead.

Belongs here: single requests, as they arrive. Does not: a browser's (tests/integration/test_served_pages.py).
"""

import asyncio
import random
from dataclasses import dataclass, field
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from twosource.cli.gate import Gate

PORT, TOKEN = 3000, "the-right-one"
HOST = f"127.0.0.1:{PORT}"
OWN = {"host": HOST, "cookie": f"twosource_{PORT}={TOKEN}"}
JSON = {"content-type": "application/json"}
MUTATION = "mutation { wipeAssets(assetPartitionRanges: []) { __typename } }"


@dataclass
class Answer:
    """What came back, and whether the application was reached."""

    reached: bool = False
    status: int = 0
    headers: dict[str, list[str]] = field(default_factory=dict)
    body: str = ""


def ask(
    path: str = "/",
    headers: list[tuple[str, str]] | dict[str, str] | None = None,
    method: str = "GET",
    port: int = PORT,
    kind: str = "http",
) -> Answer:
    """One request through the gate; without `headers`, one of our own page's."""
    answer = Answer()
    listed = list(headers.items()) if isinstance(headers, dict) else headers
    route, _, query = path.partition("?")
    scope: Scope = {
        "type": kind,
        "method": method,
        "path": route,
        "query_string": query.encode(),
        "headers": [(n.encode(), v.encode()) for n, v in (OWN.items() if listed is None else listed)],
    }

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        answer.reached = True
        if scope["type"] == "http":
            await PlainTextResponse("behind", headers={"content-security-policy": "object-src 'none'"})(
                scope, receive, send
            )

    async def receive() -> Message:
        return {"type": f"{kind}.connect"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            for name, value in message["headers"]:
                answer.headers.setdefault(name.decode(), []).append(value.decode())
        elif message["type"] == "websocket.close":
            answer.status = 403
        else:
            answer.body += message.get("body", b"").decode()

    asyncio.run(Gate(app, port, TOKEN)(scope, receive, send))
    return answer


def post(path: str = "/graphql", **headers: str) -> Answer:
    return ask(path, OWN | {name.replace("_", "-"): value for name, value in headers.items()}, "POST")


class TestOwnPages:
    @pytest.mark.parametrize(
        "more",
        [
            {},
            {"origin": f"http://{HOST}"},
            {"sec-fetch-site": "same-origin"},
            {"sec-fetch-site": "none"},
            {"cookie": f"other=1; twosource_{PORT}={TOKEN}"},
            {"host": f"localhost:{PORT}", "origin": f"http://localhost:{PORT}"},
        ],
    )
    def test_they_get_through(self, more: dict[str, str]) -> None:
        assert ask("/runs", OWN | more).reached
        assert ask("/graphql", OWN | JSON | more, "POST").reached

    def test_a_websocket_with_its_origin_gets_through(self) -> None:
        assert ask("/graphql", OWN | {"origin": f"http://{HOST}"}, kind="websocket").reached

    def test_a_charset_beside_the_kind_is_fine(self) -> None:
        assert post(content_type="Application/JSON; charset=utf-8").reached

    def test_the_port_of_http_itself_stands_in_no_header(self) -> None:
        mine = {"host": "127.0.0.1", "origin": "http://127.0.0.1", "cookie": f"twosource_80={TOKEN}"}
        assert ask("/runs", mine, port=80).reached

    def test_the_playground_opens_but_runs_nothing(self) -> None:
        assert ask("/graphql").reached

    def test_every_answer_refuses_to_be_framed_and_keeps_the_pages_own_policy(self) -> None:
        through = ask("/runs")
        assert through.headers["content-security-policy"] == ["object-src 'none'", "frame-ancestors 'none'"]
        for answer in (through, ask("/runs", {"host": HOST}), ask(f"/?token={TOKEN}", {"host": HOST})):
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
            assert answer.headers["x-frame-options"] == ["DENY"]
            assert answer.headers["cross-origin-resource-policy"] == ["same-origin"]


class TestStartAddress:
    def test_it_lets_the_browser_in_and_leads_away_from_the_token(self) -> None:
        answer = ask(f"/?token={TOKEN}", {"host": HOST})
        assert not answer.reached
        assert answer.status == 200
        (cookie,) = answer.headers["set-cookie"]
        assert cookie.startswith(f"twosource_{PORT}={TOKEN};")
        assert {"HttpOnly", "Path=/", "SameSite=strict"} <= set(cookie.split("; "))
        assert answer.headers["referrer-policy"] == ["no-referrer"]
        assert 'content="0;url=/"' in answer.body
        assert TOKEN not in answer.body

    def test_it_may_be_opened_from_a_page_elsewhere(self) -> None:
        assert "set-cookie" in ask(f"/?token={TOKEN}", {"host": HOST, "sec-fetch-site": "cross-site"}).headers

    @pytest.mark.parametrize(
        ("path", "method"),
        [
            ("/?token=wrong", "GET"),
            ("/?token=", "GET"),
            ("/?token=%ff%00ü", "GET"),
            (f"/runs?token={TOKEN}", "GET"),
            (f"/?token={TOKEN}", "POST"),
        ],
    )
    def test_nothing_else_does(self, path: str, method: str) -> None:
        answer = ask(path, {"host": HOST} | JSON, method)
        assert not answer.reached
        assert answer.status == 403
        assert "set-cookie" not in answer.headers

    def test_under_a_foreign_name_it_does_not(self) -> None:
        assert ask(f"/?token={TOKEN}", {"host": "evil.example"}).status == 421

    def test_who_is_not_in_is_told_what_to_open(self) -> None:
        for cookie in ("", f"twosource_{PORT}=", f"twosource_{PORT}=wrong", f"twosource_3001={TOKEN}"):
            answer = ask("/runs", {"host": HOST, "cookie": cookie})
            assert (answer.reached, answer.status) == (False, 403)
            assert "Open the start address that `twosource serve` printed" in answer.body

    def test_a_gate_without_a_token_is_not_built(self) -> None:
        with pytest.raises(ValueError, match="token"):
            Gate(PlainTextResponse("behind"), PORT, "")


class TestForeignPages:
    @pytest.mark.parametrize(
        "hosts",
        [
            [],
            ["evil.example"],
            [f"evil.example:{PORT}"],
            ["127.0.0.1"],
            ["127.0.0.1:3001"],
            [f"127.0.0.1.evil.example:{PORT}"],
            [f"0.0.0.0:{PORT}"],
            [HOST, "evil.example"],
            [HOST, HOST],
        ],
    )
    def test_a_foreign_name_is_refused(self, hosts: list[str]) -> None:
        answer = ask("/runs", [*((n, v) for n, v in OWN.items() if n != "host"), *(("host", host) for host in hosts)])
        assert (answer.reached, answer.status) == (False, 421)
        assert f"http://{HOST}" in answer.body

    @pytest.mark.parametrize(
        "origin",
        ["https://evil.example", "null", "", "http://127.0.0.1:3001", f"https://{HOST}", f"http://localhost:{PORT}"],
    )
    @pytest.mark.parametrize("kind", ["http", "websocket"])
    def test_a_foreign_origin_is_refused_whatever_it_asks(self, origin: str, kind: str) -> None:
        assert not ask("/graphql", OWN | JSON | {"origin": origin}, "POST", kind=kind).reached
        assert not ask("/runs", OWN | {"origin": origin}, kind=kind).reached

    def test_a_websocket_needs_its_origin_and_the_cookie(self) -> None:
        assert not ask("/graphql", OWN, kind="websocket").reached
        assert not ask("/graphql", {"host": HOST, "origin": f"http://{HOST}"}, kind="websocket").reached

    @pytest.mark.parametrize("site", ["cross-site", "same-site", ""])
    def test_what_another_page_has_led_to_is_refused(self, site: str) -> None:
        answer = ask("/runs", OWN | {"sec-fetch-site": site})
        assert (answer.reached, answer.status) == (False, 403)
        assert "address bar" in answer.body


class TestMutations:
    @pytest.mark.parametrize(
        "kind",
        [
            "text/plain",
            "text/plain; application/json",
            "text/plain;x=application/json",
            "application/graphql",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=application/json",
            "application/json, text/plain",
            "",
        ],
    )
    @pytest.mark.parametrize("path", ["/graphql", f"/graphql?query={quote(MUTATION)}", "/report_asset_check/captures"])
    def test_a_post_of_another_kind_is_refused(self, kind: str, path: str) -> None:
        answer = post(path, content_type=kind)
        assert (answer.reached, answer.status) == (False, 415)

    def test_a_post_of_no_kind_or_of_two_is_refused(self) -> None:
        assert ask("/graphql", OWN, "POST").status == 415
        twice = [*OWN.items(), ("content-type", "application/json"), ("content-type", "text/plain")]
        assert ask("/graphql", twice, "POST").status == 415

    @pytest.mark.parametrize("method", ["GET", "HEAD"])
    @pytest.mark.parametrize("route", ["/graphql", "/graphql/"])
    @pytest.mark.parametrize(
        "query",
        [
            quote(MUTATION),
            "%7Bversion%7D",
            quote(f"query a {{ version }} {MUTATION}") + "&operationName=a",
            "",
            "a&query=b",
        ],
    )
    def test_a_query_in_the_address_is_refused(self, method: str, route: str, query: str) -> None:
        answer = ask(f"{route}?query={query}", method=method)
        assert (answer.reached, answer.status) == (False, 405)

    @pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "post"])
    def test_no_other_method_is_known(self, method: str) -> None:
        answer = ask("/graphql", OWN | JSON, method)
        assert (answer.reached, answer.status) == (False, 405)
        assert not [name for name in answer.headers if name.startswith("access-control")]


@given(st.data(), st.randoms(use_true_random=False))
def test_whatever_reaches_the_pages_is_ours_by_every_sign(data: st.DataObject, shuffle: random.Random) -> None:
    pick = {
        "host": data.draw(st.sampled_from([HOST, f"localhost:{PORT}", "evil.example"])),
        "origin": data.draw(st.sampled_from([None, f"http://{HOST}", "http://evil.example", "null"])),
        "sec-fetch-site": data.draw(st.sampled_from([None, "same-origin", "same-site", "cross-site"])),
        "cookie": data.draw(st.sampled_from([None, OWN["cookie"], f"twosource_{PORT}=x"])),
        "content-type": data.draw(st.sampled_from([None, "application/json", "text/plain"])),
    }
    method = data.draw(st.sampled_from(["GET", "POST", "DELETE"]))
    listed = [(name, value) for name, value in pick.items() if value is not None]
    shuffle.shuffle(listed)
    if ask("/graphql", listed, method).reached:
        assert pick["host"] != "evil.example"
        assert pick["origin"] in (None, f"http://{pick['host']}")
        assert pick["sec-fetch-site"] in (None, "same-origin")
        assert pick["cookie"] == OWN["cookie"]
        assert method == "GET" or (method == "POST" and pick["content-type"] == "application/json")

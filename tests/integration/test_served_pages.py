"""The pages of `twosource serve` in a real browser: shut to every page of somebody else, whole for whoever was let in.

Belongs here: attacks from a second origin of the same machine, and the web UI behind the gate. Does not: single
requests (tests/unit/cli/test_gate.py), starting and ending (test_serve).
"""

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import duckdb
import pytest
from selenium.webdriver import Chrome

from tests.integration import browser
from tests.integration.serving import RUN, Served, serving, within

DONE = 120.0
"""Seconds to wait at most for a run."""
DIARY = (
    "My diary\n\nMr. Smith said on Monday in London that nobody else should read these three lines of words.\n\n"
    '"They are mine," Smith told reporters. "Nobody else has any business with them at all."\n'
)
RUNS = "{ runsOrError { ... on Runs { results { runId status tags { key } } } } }"
WIPE = 'mutation { wipeAssets(assetPartitionRanges: [{assetKey: {path: ["captures"]}}]) { __typename } }'
FAILURES = """
query ($run: ID!) { logsForRun(runId: $run) { ... on EventConnection { events {
    ... on ExecutionStepFailureEvent { error { message causes { message } } } } } } }
"""
PAGE = "<!doctype html><meta charset=utf-8><title>elsewhere</title><iframe name=sink></iframe>"
ATTACKS = """
const [root, body, done] = [arguments[0], arguments[1], arguments[2]];
const at = root + "/graphql?query=" + encodeURIComponent(body);
const told = {};
const ask = async (name, address, options) => {
    try {
        const answer = await fetch(address, {credentials: "include", ...options});
        told[name] = answer.type === "opaque" ? "opaque" : "read " + answer.status;
    } catch (error) { told[name] = "failed"; }
};
const loaded = (name, element) => new Promise(go => {
    element.onload = () => { told[name] = "loaded"; go(); };
    element.onerror = () => { told[name] = "failed"; go(); };
    setTimeout(go, 5000);
});
const socket = () => new Promise(go => {
    const channel = new WebSocket(root.replace("http", "ws") + "/graphql", "graphql-ws");
    channel.onopen = () => { told.websocket = "open"; channel.close(); go(); };
    channel.onerror = () => { told.websocket = "failed"; go(); };
});
const form = () => new Promise(go => {
    const form = document.createElement("form");
    Object.assign(form, {method: "POST", action: at, enctype: "text/plain", target: "sink"});
    document.body.append(form);
    form.submit();
    setTimeout(go, 1500);
});
(async () => {
    const text = {"Content-Type": "text/plain"}, json = {"Content-Type": "application/json"};
    await ask("text", at, {method: "POST", mode: "no-cors", headers: text, body: "x"});
    await ask("json", root + "/graphql", {method: "POST", headers: json, body: JSON.stringify({query: body})});
    await ask("get", at, {mode: "no-cors"});
    await ask("read", root + "/server_info", {});
    const image = new Image();
    const shown = loaded("image", image);
    image.src = at;
    await shown;
    const script = document.createElement("script");
    const run = loaded("script", script);
    script.src = root + "/server_info";
    document.body.append(script);
    await run;
    await socket();
    await form();
    done(told);
})();
"""
FRAME = """
const frame = document.createElement("iframe");
Object.assign(frame, {id: "trap", src: arguments[0]});
document.body.append(frame);
"""
SUBSCRIBE = """
const [run, done] = arguments;
const channel = new WebSocket(location.origin.replace("http", "ws") + "/graphql", "graphql-ws");
const query = `subscription ($run: ID!) { pipelineRunLogs(runId: $run) {
    ... on PipelineRunLogsSubscriptionSuccess { messages { __typename } } } }`;
const seen = [];
channel.onopen = () => {
    channel.send(JSON.stringify({type: "connection_init"}));
    channel.send(JSON.stringify({id: "1", type: "start", payload: {query, variables: {run}}}));
};
channel.onmessage = message => {
    const payload = JSON.parse(message.data).payload;
    for (const one of payload?.data?.pipelineRunLogs?.messages ?? []) seen.push(one.__typename);
    if (seen.includes("RunSuccessEvent") || seen.includes("RunFailureEvent")) { done(seen); channel.close(); }
};
channel.onclose = closed => done([...seen, `closed with ${closed.code}`]);
"""
LAUNCH = """
const [query, variables, done] = arguments;
const headers = {"Content-Type": "application/json"};
fetch("/graphql", {method: "POST", headers, body: JSON.stringify({query, variables})})
    .then(answer => answer.json()).then(answer => done(answer.data));
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all tests here; its home declares a source, and a diary lies outside all of them."""
    folder = tmp_path_factory.mktemp("serve")
    home = folder / "home"
    (home / "news").mkdir(parents=True)
    (home / "news" / "ferry.txt").write_text(
        "Ferry board agrees\n\nNORTHHAVEN, April 22, 2025 - The ferry board met in Northhaven on Tuesday.\n\n"
        '"The first ferry will sail in spring," chairwoman Ada Lindqvist told reporters there.\n'
    )
    (home / "sources.yml").write_text("news: {kind: path, paths: '{home}/news/*.txt'}\n")
    (folder / "private").mkdir()
    (folder / "private" / "diary.txt").write_text(DIARY)
    with serving(folder, home) as server:
        yield server


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page of somebody else, on this machine: the same site to the browser, so cookies go along. The worst case."""
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "index.html").write_text(PAGE)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


class Quiet(SimpleHTTPRequestHandler):
    """A file server that tells nobody."""

    def log_message(self, *_args: object) -> None: ...


@pytest.fixture(scope="module")
def chrome(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """A browser that has opened the start address."""
    if reason := browser.missing():
        pytest.skip(reason)
    with browser.browser(tmp_path_factory.mktemp("profile")) as driver:
        driver.set_script_timeout(DONE)
        driver.get(served.address)
        assert within(20, lambda: "token" not in driver.current_url and "Dagster" in driver.title), driver.title
        yield driver


def runs(served: Served) -> list[dict[str, Any]]:
    """The runs that somebody began; the schedule begins others in its own time."""
    found: list[dict[str, Any]] = served.graphql(RUNS)["runsOrError"]["results"]
    begun = [run for run in found if "dagster/schedule_name" not in {tag["key"] for tag in run["tags"]}]
    return [{"runId": run["runId"], "status": run["status"]} for run in begun]


def launched(served: Served, chrome: Chrome, source: str) -> tuple[str, list[str]]:
    """A run begun from the UI's own page over one source: its id, and the kinds of its events, sent by websocket."""
    chrome.get(served.root + "/")
    config = json.dumps({"ops": {"captures": {"config": {"sources": [source]}}}})
    begun = chrome.execute_async_script(LAUNCH, RUN, {"config": config})["launchRun"]
    assert begun["__typename"] == "LaunchRunSuccess", begun
    run: str = begun["run"]["runId"]
    events: list[str] = chrome.execute_async_script(SUBSCRIBE, run)
    ended = {"RunSuccessEvent": "SUCCESS", "RunFailureEvent": "FAILURE"}.get(events[-1])
    assert ended, events
    assert within(DONE, lambda: {"runId": run, "status": ended} in runs(served)), "the row follows its last event"
    return run, events


class TestFromElsewhere:
    def attack(self, chrome: Chrome, elsewhere: str, served: Served, mutation: str) -> dict[str, str]:
        chrome.get(elsewhere)
        told: dict[str, str] = chrome.execute_async_script(ATTACKS, served.root, mutation)
        return told

    def test_no_order_is_carried_out_and_nothing_is_read(self, served: Served, chrome: Chrome, elsewhere: str) -> None:
        launched(served, chrome, "news")
        before = runs(served)
        kept = served.graphql('{ assetOrError(assetKey: {path: ["captures"]}) { __typename } }')
        folder = str(served.home.parent / "private")
        config = json.dumps(json.dumps({"ops": {"captures": {"config": {"sources": [folder]}}}}))
        over = RUN.replace("($config: RunConfigData!)", "").replace("$config", config)
        for mutation in (over, WIPE, *(f'mutation {{ deleteRun(runId: "{run["runId"]}") }}' for run in before)):
            told = self.attack(chrome, elsewhere, served, mutation)
            told.pop("text"), told.pop("get")  # what comes back is hidden from the page either way
            assert set(told.values()) == {"failed"}, told
        assert runs(served) == before
        assert served.graphql('{ assetOrError(assetKey: {path: ["captures"]}) { __typename } }') == kept
        assert "diary" not in _captured(served)

    def test_no_page_is_framed(self, served: Served, chrome: Chrome, elsewhere: str) -> None:
        for path in ("/", "/graphql", "/server_info"):
            chrome.get(elsewhere)
            chrome.execute_script(FRAME, served.root + path)
            frame = chrome.find_element("id", "trap")
            chrome.switch_to.frame(frame)
            assert within(10, lambda: chrome.execute_script("return location.href") != "about:blank")
            assert chrome.execute_script("return location.href").startswith("chrome-error:")
            chrome.switch_to.default_content()

    def test_a_link_is_not_followed_but_the_start_address_is(
        self, served: Served, chrome: Chrome, elsewhere: str
    ) -> None:
        chrome.get(elsewhere)
        chrome.execute_script("location.href = arguments[0]", served.root + "/runs")
        assert within(10, lambda: "Another page has led here" in chrome.page_source)
        chrome.get(elsewhere.replace("127.0.0.1", "localhost"))  # another site, so that no cookie goes along
        chrome.execute_script("location.href = arguments[0]", served.address)
        assert within(20, lambda: chrome.title.startswith("Dagster") or "Overview" in chrome.title), chrome.page_source


class TestOwnPages:
    @pytest.mark.skipif(browser.missing() is not None, reason="no browser")
    def test_a_browser_that_was_not_let_in_is_told_what_to_open(self, served: Served, tmp_path: Path) -> None:
        with browser.browser(tmp_path) as stranger:
            for path in ("/", "/runs", "/server_info", "/graphql", "/download_debug/x", "/notebook", "/logs/a.out"):
                stranger.get(served.root + path)
                assert "Open the start address that `twosource serve` printed" in stranger.page_source
            stranger.get(served.root.replace("127.0.0.1", "localhost.") + "/")
            assert "This server answers to" in stranger.page_source

    def test_the_ui_loads_and_shows_the_assets(self, served: Served, chrome: Chrome) -> None:
        chrome.get(served.root + "/assets")
        assert within(30, lambda: "analyst_copy" in chrome.page_source), chrome.title
        cookies = chrome.get_cookies()
        assert [(c["httpOnly"], c["sameSite"]) for c in cookies] == [(True, "Strict")]
        assert chrome.execute_script("return document.cookie") == ""

    def test_a_run_is_launched_and_its_events_stream(self, served: Served, chrome: Chrome) -> None:
        _, events = launched(served, chrome, "news")
        assert events[-1] == "RunSuccessEvent", events
        assert "ferry" in _captured(served)


@pytest.mark.parametrize("source", ["private/*.txt", "http://127.0.0.1:9/page"])
def test_a_run_over_what_is_not_declared_stops_with_a_sentence(served: Served, source: str) -> None:
    named = source if "://" in source else f"{served.home.parent}/{source}"
    config = json.dumps({"ops": {"captures": {"config": {"sources": ["news", named]}}}})
    run = served.graphql(RUN, config=config)["launchRun"]["run"]["runId"]
    assert within(DONE, lambda: {"runId": run, "status": "FAILURE"} in runs(served)), runs(served)
    told = json.dumps(served.graphql(FAILURES, run=run))
    assert f"'{named}' is not a declared source (inbox, news, samples)" in told
    assert "Take it in with `twosource run`" in told
    assert "diary" not in _captured(served)


def _captured(served: Served) -> str:
    """The addresses of all that was taken in."""
    database = served.home / "live" / "warehouse.duckdb"
    if not database.is_file():
        return ""
    with duckdb.connect(str(database), read_only=True) as con:
        return str(con.execute("SELECT address FROM raw.captures").fetchall())

"""Fetching from a host that plays each case: manners, safety, and a reason for whatever is not had."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.loading.host import Host, Reply, running
from twosource.loading.limits import Limits
from twosource.loading.refusal import Refused
from twosource.loading.web import DEADLINES, MOST_REDIRECTS, Page, Web, retry_after

LIMIT = 10_000
TEXT = "<p>The ferry sails again.</p>"


def get(web: Web, url: str, max_bytes: int = LIMIT, validators: Mapping[str, str] | None = None) -> Page:
    return web.get(url, 0.0, max_bytes, validators)


def refusal(web: Web, url: str, max_bytes: int = LIMIT) -> Refused:
    with pytest.raises(Refused) as caught:
        get(web, url, max_bytes)
    return caught.value


def redirect(to: str) -> Reply:
    return Reply(status=302, headers={"Location": to})


# ------------------------------------------------------------------ pages


def test_a_page_as_it_is(web: Web, host: Host) -> None:
    host.page("/a", TEXT, X_Desk="night")
    page = get(web, host.url("/a"))
    assert (page.answer.status, page.answer.data) == (200, TEXT.encode())
    assert page.answer.headers["x-desk"] == "night"
    assert page.robots_rule == "there is no robots.txt (status 404)"
    asked = host.asked[-1].headers
    assert asked["user-agent"] == "twosource/0.1 (+desk@ledger.example)"
    assert asked["host"] == host.place
    assert "cookie" not in asked


def test_an_address_beyond_ascii(web: Web, host: Host) -> None:
    host.page("/stra%C3%9Fe?q=%C3%A4", TEXT)
    assert get(web, host.url("/straße?q=ä#x")).answer.status == 200


@pytest.mark.parametrize("sent", [{"if-none-match": '"v1"'}, {"if-modified-since": "Thu, 17 Apr 2025 09:00:00 GMT"}])
def test_a_page_that_has_not_changed(web: Web, host: Host, sent: dict[str, str]) -> None:
    host.page("/a", TEXT, ETag='"v1"', Last_Modified="Thu, 17 Apr 2025 09:00:00 GMT")
    page = get(web, host.url("/a"), validators=sent)
    assert (page.answer.status, page.answer.data) == (304, b"")


def test_not_changed_is_no_answer_to_an_unconditional_request(web: Web, host: Host) -> None:
    host.replies["/a"] = Reply(status=304)
    assert refusal(web, host.url("/a")).reason == "http_error"


@pytest.mark.parametrize("members", [1, 3])
def test_packing_is_taken_off(web: Web, host: Host, members: int) -> None:
    packed = b"".join(gzip.compress(TEXT.encode()) for _ in range(members))
    host.replies["/a"] = Reply(headers={"Content-Encoding": "gzip"}, body=packed)
    assert get(web, host.url("/a")).answer.data == TEXT.encode() * members


@pytest.mark.parametrize(
    ("encoding", "body", "reason"),
    [
        ("gzip", gzip.compress(TEXT.encode() * 9)[:-12], "truncated"),
        ("gzip", b"no gzip at all", "unreadable"),
        ("br", b"\x0b\x02\x80", "unreadable"),
        ("gzip", gzip.compress(bytes(20_000_000)), "too_large"),
        ("identity", bytes(LIMIT + 1), "too_large"),
    ],
    ids=["cut off", "no gzip", "not asked for", "bomb", "large"],
)
def test_bodies_that_are_not_taken(web: Web, host: Host, encoding: str, body: bytes, reason: str) -> None:
    host.replies["/a"] = Reply(headers={"Content-Encoding": encoding}, body=body)
    assert refusal(web, host.url("/a")).reason == reason


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_the_body_of_an_answer_that_is_no_page_does_not_matter(web: Web, host: Host, encoding: str) -> None:
    host.replies["/a"] = Reply(status=404, headers={"Content-Encoding": encoding}, body=b"not packed")
    assert refusal(web, host.url("/a")).reason == "http_error"


def test_a_body_of_just_the_limit(web: Web, host: Host) -> None:
    host.replies["/a"] = Reply(body=b"x" * LIMIT)
    assert len(get(web, host.url("/a")).answer.data) == LIMIT


def test_a_body_without_end(web: Web, host: Host) -> None:
    def without_end() -> Iterator[bytes]:
        while True:
            yield b"x" * 1000

    host.replies["/a"] = Reply(pieces=without_end)
    assert refusal(web, host.url("/a")).reason == "too_large"


def test_a_body_that_drips(web: Web, host: Host) -> None:
    host.replies["/a"] = Reply(pieces=lambda: iter([b"x"] * 40), pause=0.05)
    began = time.monotonic()
    assert refusal(web, host.url("/a")).reason == "deadline"
    assert time.monotonic() - began < 1.5


# ------------------------------------------------------------------ redirects


def test_a_chain_of_redirects(web: Web, host: Host) -> None:
    for step in range(MOST_REDIRECTS):
        host.replies[f"/{step}"] = redirect(f"{step + 1}" if step % 2 else f"/{step + 1}")
    host.page(f"/{MOST_REDIRECTS}", TEXT)
    assert str(get(web, host.url("/0")).answer.url) == host.url(f"/{MOST_REDIRECTS}")


def test_one_redirect_too_many(web: Web, host: Host) -> None:
    for step in range(MOST_REDIRECTS + 1):
        host.replies[f"/{step}"] = redirect(f"/{step + 1}")
    assert refusal(web, host.url("/0")).reason == "too_many_redirects"
    assert len(host.paths()) == MOST_REDIRECTS + 1


def test_redirects_in_a_circle(web: Web, host: Host) -> None:
    host.replies["/a"], host.replies["/b"] = redirect("/b"), redirect("/a")
    assert "circle" in refusal(web, host.url("/a")).what
    assert host.paths() == ["/a", "/b"]


@pytest.mark.parametrize(
    "to",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://localhost/",
        "http://127.0.0.1/",
        "http://127.0.0.1:22/",
        "file:///etc/passwd",
        "http://desk:secret@127.0.0.1/",
        "http://[bad/",
    ],
)
def test_redirects_to_where_nobody_may_go(web: Web, host: Host, to: str) -> None:
    host.replies["/a"] = redirect(to)
    assert refusal(web, host.url("/a")).reason in ("forbidden_address", "http_error")
    assert host.paths() == ["/a"]


def test_a_redirect_to_nowhere(web: Web, host: Host) -> None:
    host.replies["/a"] = Reply(status=302)
    assert refusal(web, host.url("/a")).reason == "http_error"


# ------------------------------------------------------------------ robots.txt


def test_robots_is_asked_once_and_obeyed(web: Web, host: Host) -> None:
    host.replies["/robots.txt"] = Reply(body=b"User-agent: twosource\nDisallow: /drafts\n")
    host.page("/a", TEXT)
    assert get(web, host.url("/a")).robots_rule == "no rule of robots.txt is about it"
    refused = refusal(web, host.url("/drafts/1"))
    assert refused.reason == "blocked_by_robots"
    assert "'Disallow: /drafts'" in refused.what
    assert "'twosource'" in refused.what
    assert [asked.path for asked in host.asked] == ["/robots.txt", "/a"]


def test_a_redirect_is_no_way_around_robots(web: Web, host: Host) -> None:
    host.replies["/robots.txt"] = Reply(body=b"User-agent: *\nDisallow: /drafts\n")
    host.replies["/a"] = redirect("/drafts/1")
    assert refusal(web, host.url("/a")).reason == "blocked_by_robots"
    assert host.paths() == ["/a"]


def test_robots_behind_a_redirect(web: Web, host: Host) -> None:
    host.replies["/robots.txt"] = redirect("/rules")
    host.replies["/rules"] = Reply(body=b"User-agent: *\nDisallow: /a\n")
    assert refusal(web, host.url("/a")).reason == "blocked_by_robots"


@pytest.mark.parametrize(("status", "reason"), [(500, "blocked_by_robots"), (503, "blocked_by_robots")])
def test_a_host_whose_robots_fails_is_closed(web: Web, host: Host, status: int, reason: str) -> None:
    host.replies["/robots.txt"] = Reply(status=status)
    host.page("/a", TEXT)
    refused = refusal(web, host.url("/a"))
    assert refused.reason == reason
    assert str(status) in refused.what
    assert host.paths() == []


def test_a_host_whose_robots_drips_is_closed_for_the_run(web: Web, host: Host) -> None:
    host.replies["/robots.txt"] = Reply(pieces=lambda: iter([b"x"] * 40), pause=0.05)
    for path in ("/a", "/b"):
        refused = refusal(web, host.url(path))
        assert refused.reason == "deadline"
        assert "robots.txt" in refused.what
    assert len(host.asked) == 1


def test_a_huge_robots_is_read_as_far_as_the_standard_asks(web: Web, host: Host) -> None:
    host.replies["/robots.txt"] = Reply(body=b"User-agent: *\nDisallow: /a\n" + b"#" * 600_000)
    assert refusal(web, host.url("/a")).reason == "blocked_by_robots"
    host.page("/b", TEXT)
    assert get(web, host.url("/b")).answer.status == 200


# ------------------------------------------------------------------ pace and tries


def test_the_pace_of_a_host(web: Web, host: Host, pauses: list[float]) -> None:
    for path in ("/a", "/b"):
        host.page(path, TEXT)
        web.get(host.url(path), 5.0, LIMIT)
    assert pauses[0] == 0
    assert len(pauses) == 3
    assert all(4 < pause <= 5 for pause in pauses[1:])


def test_a_host_may_ask_for_a_slower_pace(web: Web, host: Host, pauses: list[float]) -> None:
    host.replies["/robots.txt"] = Reply(body=b"User-agent: *\nCrawl-delay: 9\n")
    for path in ("/a", "/b"):
        host.page(path, TEXT)
        get(web, host.url(path))
    assert 8 < pauses[2] <= 9


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_host_is_asked_again_when_it_says(web: Web, host: Host, status: int) -> None:
    host.replies["/a"] = [Reply(status=status, headers={"Retry-After": "0"}), Reply(body=b"now")]
    assert get(web, host.url("/a")).answer.data == b"now"
    assert host.paths() == ["/a", "/a"]


def test_the_wait_that_a_host_asks_for_is_kept(host: Host) -> None:
    web = Web("twosource", [host.place], first_wait=0.0)
    host.replies["/a"] = [Reply(status=429, headers={"Retry-After": "1"}), Reply(body=b"now")]
    get(web, host.url("/a"))
    first, second = (asked.at for asked in host.asked if asked.path == "/a")
    assert second - first >= 0.95


def test_a_host_that_stays_busy_is_given_up(web: Web, host: Host) -> None:
    host.replies["/a"] = Reply(status=503)
    refused = refusal(web, host.url("/a"))
    assert refused.reason == "http_error"
    assert "503" in refused.what
    assert len(host.paths()) == 3


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_host_that_wants_to_be_left_alone_is(web: Web, host: Host, form: str) -> None:
    wait = timedelta(hours=1)
    said = {"seconds": "3600", "date": format_datetime(datetime.now(UTC) + wait, usegmt=True)}
    host.replies["/a"] = Reply(status=429, headers={"Retry-After": said[form]})
    host.page("/b", TEXT)
    for path in ("/a", "/b"):
        refused = refusal(web, host.url(path))
        assert refused.reason == "retry_later"
        assert "UTC" in refused.what
    assert host.paths() == ["/a"]


def test_a_host_that_cannot_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    web = Web("twosource", ["127.0.0.1"], first_wait=0.01)
    refused = refusal(web, f"http://127.0.0.1:{port}/")
    assert refused.reason == "network_error"
    assert "tried 3 times" in refused.what


def test_a_host_that_breaks_off_is_asked_again(web: Web, host: Host) -> None:
    broken = Reply(headers={"Content-Length": "50"}, pieces=lambda: iter([b"half"]))
    host.replies["/a"] = [broken, Reply(body=b"whole")]
    assert get(web, host.url("/a")).answer.data == b"whole"


def test_a_bot_wall_is_not_climbed(web: Web, host: Host) -> None:
    host.replies["/a"] = Reply(status=429, headers={"CF-Mitigated": "challenge", "Retry-After": "0"})
    refused = refusal(web, host.url("/a"))
    assert refused.reason == "bot_wall"
    assert "Cloudflare" in refused.what
    assert host.paths() == ["/a"]


@pytest.mark.parametrize("status", [301, 400, 403, 404, 410, 418, 500, 502])
def test_a_status_that_is_no_page(web: Web, host: Host, status: int) -> None:
    host.replies["/a"] = Reply(status=status, body=b"sorry")
    refused = refusal(web, host.url("/a"))
    assert refused.reason == "http_error"
    assert str(status) in refused.what


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("120", 120),
        (" 5 ", 5),
        ("Thu, 17 Apr 2025 09:01:00 GMT", 60),
        ("Thu, 17 Apr 2025 08:00:00 GMT", 0),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
    ],
)
def test_the_forms_of_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, datetime(2025, 4, 17, 9, tzinfo=UTC)) == seconds


@given(st.text())
def test_no_retry_after_fails(value: str) -> None:
    found = retry_after(value, datetime(2025, 4, 17, 9, tzinfo=UTC))
    assert found is None or found >= 0


# ------------------------------------------------------------------ limits


def limited(host: Host, **limits: float) -> Web:
    return Web("twosource/0.1", [host.place], deadline=0.6, first_wait=0.01, limits=Limits(**limits))


def test_the_pages_of_a_run_are_counted_over_all_sources(host: Host) -> None:
    host.replies["/robots.txt"] = Reply(status=404)
    for path in ("/a", "/b", "/c"):
        host.page(path, TEXT)
    web = limited(host, run_pages=3)
    get(web, host.url("/a"))
    get(web, host.url("/b"))
    refused = refusal(web, host.url("/c"))
    assert (refused.reason, refused.disposition) == ("not_yet", "skipped")
    assert "3 pages that a run may take" in refused.what
    assert "TWOSOURCE_RUN_PAGES" in refused.advice
    assert host.paths() == ["/a", "/b"]


def test_the_pages_of_a_host_are_its_own(host: Host) -> None:
    host.page("/a", TEXT)
    with running() as other:
        other.page("/a", TEXT)
        web = Web("twosource/0.1", [host.place, f"localhost:{other.port}"], limits=Limits(host_pages=2))
        get(web, host.url("/a"))
        assert "the host 127.0.0.1" in refusal(web, host.url("/a")).what
        assert get(web, f"http://localhost:{other.port}/a").answer.status == 200


def test_redirects_and_second_tries_count(host: Host) -> None:
    host.replies["/a"], host.replies["/b"] = redirect("/b"), Reply(status=503, headers={"Retry-After": "0"})
    assert refusal(limited(host, host_pages=4), host.url("/a")).reason == "not_yet"
    assert host.paths() == ["/a", "/b", "/b"]


def test_the_minutes_of_a_host_are_those_it_took(host: Host) -> None:
    host.replies["/a"] = Reply(pieces=lambda: iter([b"x"] * 5), pause=0.05)
    web = limited(host, host_minutes=0.2 / 60)
    get(web, host.url("/a"))
    refused = refusal(web, host.url("/a"))
    assert refused.reason == "not_yet"
    assert "minutes" in refused.what


def test_a_page_with_redirects_and_second_tries_has_one_time(host: Host) -> None:
    for step in range(5):
        slow = Reply(status=302, headers={"Location": f"/{step + 1}"}, pieces=lambda: iter([b"x"] * 8), pause=0.05)
        host.replies[f"/{step}"] = slow
    web = Web("twosource/0.1", [host.place], deadline=0.5, first_wait=0.01)
    began = time.monotonic()
    assert refusal(web, host.url("/0")).reason == "deadline"
    assert time.monotonic() - began < 0.5 * DEADLINES + 1


def test_what_a_host_sent_in_the_place_of_an_answer_is_told_short() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            for _ in range(3):
                connection, _address = server.accept()
                with connection:
                    connection.recv(65_536)
                    connection.sendall(b"\x1b[31m" + b"x" * 50_000 + b"\r\n\r\n")

        threading.Thread(target=answer, daemon=True).start()
        port = server.getsockname()[1]
        refused = refusal(Web("twosource", [f"127.0.0.1:{port}"], first_wait=0.01), f"http://127.0.0.1:{port}/")
    assert refused.reason == "network_error"
    assert len(refused.what) < 400
    assert refused.what.isprintable()

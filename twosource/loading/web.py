"""Manners on the web: who we say we are, robots.txt, a pace per host, redirects, a second try, and when to give up.

Belongs here: the order of asking, and the state of one run (rules and pace of each host). Does not: sockets (http).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx
import stamina

from twosource.loading import guard, walls
from twosource.loading.http import WHOLE, Answer, Unreachable, exchange
from twosource.loading.limits import Limits, Meter
from twosource.loading.refusal import Refused
from twosource.loading.robots import MOST_BYTES, Decision, Rules
from twosource.records import NOT_YET

ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.5"
REDIRECTS = (301, 302, 303, 307, 308)
MOST_REDIRECTS = 5
BUSY = (429, 503)
TRIES = 3
DEADLINE = 60.0  # seconds for one request, from resolving the name to the last byte
DEADLINES = 3  # times that for one page with its robots.txt, redirects and second tries
MOST_FAILURES = 3  # of a host in a row, each with its second tries; then it is left for this run
LONGEST_WAIT = 30.0  # seconds that a host may ask us to wait within a run


HOST_LIMITS = "To take more at once, set TWOSOURCE_HOST_PAGES and TWOSOURCE_HOST_MINUTES."
RUN_LIMITS = "To take more at once, set TWOSOURCE_RUN_PAGES and TWOSOURCE_RUN_MINUTES."


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What was found at an address: its final address, the answer (status 200, 203 or 304), and the robots rule."""

    answer: Answer
    robots_rule: str


class _Busy(Exception):
    """The host answered that it is busy; `wait` is what it asks for in seconds, None when it does not say."""

    def __init__(self, answer: Answer, wait: float | None) -> None:
        super().__init__(answer.status)
        self.answer = answer
        self.wait = wait


@dataclass(slots=True)
class _Asking:
    """One page being asked for: what counts its requests, and the seconds that are left for it."""

    meters: Sequence[Meter]
    left: float


@dataclass(slots=True)
class _Host:
    """What is known of a host: its allowance, when it may be asked next, and how often it failed in a row.

    It is asked one thing at a time: whoever asks holds the lock.
    """

    meter: Meter
    lock: threading.RLock = field(default_factory=threading.RLock)
    next_at: float = 0.0
    not_before: datetime | None = None
    failures: int = 0


class Web:
    """The web as one run sees it: robots.txt of each host is read once, and its pace is kept across all sources.

    Pages of different hosts may be asked for side by side, each in a thread of its own.
    """

    def __init__(
        self,
        user_agent: str,
        allowed: Collection[str] = (),
        *,
        deadline: float = DEADLINE,
        longest_wait: float = LONGEST_WAIT,
        first_wait: float = 1.0,
        sleep: Callable[[float], None] = time.sleep,
        limits: Limits | None = None,
    ) -> None:
        """`user_agent` names us in each request, its first word up to a slash in robots.txt; times are in seconds.

        `limits` bound what the run and each host may take; without them nothing does.
        """
        self.limits = limits or Limits()
        self._user_agent = user_agent
        self._agent = user_agent.partition("/")[0].split(" ")[0]
        self._allowed = frozenset(host.lower() for host in allowed)
        self._deadline = deadline
        self._longest_wait = longest_wait
        self._first_wait = first_wait
        self._sleep = sleep
        self._rules: dict[str, Rules | Refused] = {}
        self._hosts: dict[str, _Host] = {}
        self._hosts_lock = threading.Lock()
        self._run = Meter("a run", self.limits.run_pages, self.limits.run_minutes, RUN_LIMITS)

    def address(self, url: str) -> str:
        """The one form in which an address is asked for and stored; raises Refused when it may not be asked."""
        return str(guard.checked_url(url, self._allowed))

    def get(
        self,
        url: str,
        interval: float,
        max_bytes: int,
        validators: Mapping[str, str] | None = None,
        meter: Meter | None = None,
    ) -> Page:
        """Fetch a page: politely, safely, and again only if it has changed since `validators` (request headers).

        `interval` is the least time between two requests to one host, in seconds; `meter` counts each request beside
        the host's and the run's. Raises Refused with the reason for whatever is not a page, or that we may not or
        could not have, or not in this run.
        """
        asking = _Asking([self._run, *([meter] if meter is not None else [])], self._deadline * DEADLINES)
        target = guard.checked_url(url, self._allowed)
        asked = self._headers(validators or {})
        seen = {str(target)}
        while True:
            decision = self._decision(target, interval, asking)
            if not decision.allowed:
                raise self._blocked(target, decision)
            answer = self._tried(target, asked, self._pace(target, interval), max_bytes, asking)
            location = answer.headers.get("location")
            if answer.status not in REDIRECTS or not location:
                _require_page(answer, conditional=len(asked) > len(self._headers({})))
                return Page(answer=answer, robots_rule=decision.rule)
            target = self._next_target(target, location, seen)

    def _headers(self, more: Mapping[str, str]) -> dict[str, str]:
        return {"user-agent": self._user_agent, "accept": ACCEPT, **more}

    def _next_target(self, target: httpx.URL, location: str, seen: set[str]) -> httpx.URL:
        """Where a redirect leads, judged like any address; raises Refused for a loop or one redirect too many."""
        try:
            following = guard.checked_url(str(target.join(location)), self._allowed)
        except (httpx.InvalidURL, UnicodeError, ValueError) as error:
            raise Refused("http_error", "redirects to what is no address.", "Correct the address.") from error
        except Refused as refused:
            what = f"redirects to an address that {refused.what}"
            raise Refused(refused.reason, what, refused.advice) from refused
        if str(following) in seen:
            raise Refused("too_many_redirects", f"redirects in a circle ({following}).", "Open it in a browser.")
        if len(seen) > MOST_REDIRECTS:
            what = f"redirects more than {MOST_REDIRECTS} times."
            raise Refused("too_many_redirects", what, "Give the address that it ends at.")
        seen.add(str(following))
        return following

    # -------------------------------------------------------------- robots.txt

    def _decision(self, target: httpx.URL, interval: float, asking: _Asking) -> Decision:
        """What the host's robots.txt says; raises Refused when it cannot be had, for the rest of the run."""
        origin = _origin(target)
        if origin not in self._rules:  # two threads may both read it the first time, to the same end
            self._rules[origin] = self._read_rules(target.copy_with(raw_path=b"/robots.txt"), interval, asking)
        rules = self._rules[origin]
        if isinstance(rules, Refused):
            raise Refused(rules.reason, f"was not asked for: robots.txt {rules.what}", rules.advice)
        return rules.decide(str(target))

    def _read_rules(self, url: httpx.URL, interval: float, asking: _Asking) -> Rules | Refused:
        seen = {str(url)}
        try:
            while True:
                answer = self._tried(url, self._headers({}), interval, MOST_BYTES, asking, cut=True)
                location = answer.headers.get("location")
                if answer.status not in REDIRECTS or not location:
                    return Rules(answer.status, answer.data, self._agent)
                url = self._next_target(url, location, seen)
        except Refused as refused:
            if refused.reason == NOT_YET:
                raise
            if refused.reason == "too_many_redirects":  # as good as none, RFC 9309, 2.3.1.2
                return Rules(404, b"", self._agent)
            if refused.reason == "forbidden_address" and len(seen) == 1:
                raise  # the host itself is not to be asked, whatever for
            return refused

    def _blocked(self, target: httpx.URL, decision: Decision) -> Refused:
        what = f"may not be fetched by {self._agent!r}: robots.txt of {_origin(target)} says '{decision.rule}'."
        return Refused("blocked_by_robots", what, "Ask the publisher, or take the address out of the source.")

    # -------------------------------------------------------------- pace and tries

    def _pace(self, target: httpx.URL, interval: float) -> float:
        """The seconds between two requests: ours, or the host's own if those are more."""
        rules = self._rules.get(_origin(target))
        return max(interval, rules.delay) if isinstance(rules, Rules) else interval

    def _tried(
        self,
        url: httpx.URL,
        headers: Mapping[str, str],
        interval: float,
        max_bytes: int,
        asking: _Asking,
        cut: bool = False,
    ) -> Answer:
        """An answer of any status, asked for again when the host is busy or cannot be reached."""
        tries = stamina.retry_context(
            on=_wait_before_retry,
            attempts=TRIES,
            timeout=None,
            wait_initial=self._first_wait,
            wait_max=self._longest_wait,
            wait_jitter=0.0,
        )
        host = self._host(url.host)
        _require_standing(url.host, host)
        try:
            for attempt in tries:
                with attempt:
                    answer = self._once(url, headers, interval, max_bytes, asking, cut)
                    host.failures = 0
                    return answer
        except _Busy as busy:
            host.failures = 0
            return busy.answer
        except Unreachable as unreachable:
            host.failures += 1
            what = f"{unreachable.what.removesuffix('.')} (tried {TRIES} times)."
            raise Refused(unreachable.reason, what, unreachable.advice) from unreachable
        except Refused as refused:
            host.failures += refused.reason == "deadline"
            raise
        raise AssertionError("stamina ends with a result or an exception")

    def _once(
        self, url: httpx.URL, headers: Mapping[str, str], interval: float, max_bytes: int, asking: _Asking, cut: bool
    ) -> Answer:
        """One request at the host's pace; raises _Busy when it makes sense to ask again."""
        host = self._host(url.host)
        with host.lock:
            _require_welcome(url.host, host)
            if asking.left <= 0:
                what = f"was not had within {self._deadline * DEADLINES:g} seconds, with redirects and second tries."
                raise Refused("deadline", what, "The host may be overloaded; a later run asks again.")
            with ExitStack() as counted:
                for meter in (*asking.meters, host.meter):
                    counted.enter_context(meter.page())
                self._sleep(max(0.0, host.next_at - time.monotonic()))
                answer = self._exchanged(url, headers, interval, max_bytes, asking, host, cut)
            if answer.status in BUSY and walls.wall_of(answer.status, answer.headers, answer.data) is None:
                wait = retry_after(answer.headers.get("retry-after"), datetime.now(UTC))
                if wait is not None and wait > self._longest_wait:
                    host.not_before = datetime.now(UTC) + timedelta(seconds=wait)
                    _require_welcome(url.host, host)
                raise _Busy(answer, wait)
        return answer

    def _exchanged(
        self,
        url: httpx.URL,
        headers: Mapping[str, str],
        interval: float,
        max_bytes: int,
        asking: _Asking,
        host: _Host,
        cut: bool,
    ) -> Answer:
        """One request within what is left of the page's time."""
        began = time.monotonic()
        try:
            deadline = min(self._deadline, asking.left)
            return exchange(url, headers, max_bytes, deadline, self._allowed, cut=cut)
        finally:
            ended = time.monotonic()
            asking.left -= ended - began
            host.next_at = ended + interval

    def _host(self, name: str) -> _Host:
        """What is known of a host."""
        with self._hosts_lock:
            if name not in self._hosts:
                limits = self.limits
                meter = Meter(f"the host {name}", limits.host_pages, limits.host_minutes, HOST_LIMITS)
                self._hosts[name] = _Host(meter)
            return self._hosts[name]


def _require_welcome(name: str, host: _Host) -> None:
    """Raises Refused while a host has asked to be left alone for longer than a run waits."""
    until = host.not_before
    if until is not None and datetime.now(UTC) < until:
        what = f"was not fetched: {name} asks to be left alone until {until:%Y-%m-%d %H:%M:%S} UTC."
        raise Refused("retry_later", what, "A run after that time fetches it.")


def _require_standing(name: str, host: _Host) -> None:
    """Raises Refused once a host has failed so often in a row that asking it again would only waste the run's time."""
    if host.failures >= MOST_FAILURES:
        what = f"{name} failed {MOST_FAILURES} times in a row"
        raise Refused(NOT_YET, what, "A later run asks that host again.", "skipped")


def retry_after(value: str | None, now: datetime) -> float | None:
    """The seconds that a Retry-After header asks for, as a number or a date; None when it cannot be read."""
    if value is None:
        return None
    if value.strip().isdecimal() and value.isascii():
        return min(float(value), timedelta(days=365).total_seconds())
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - now).total_seconds())


def _wait_before_retry(error: Exception) -> bool | float:
    """For stamina: whether to try again, and after how many seconds when the host said so."""
    if isinstance(error, _Busy):
        return True if error.wait is None else error.wait
    return isinstance(error, Unreachable)


def _origin(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _require_page(answer: Answer, conditional: bool) -> None:
    """Raises Refused when the answer is neither a page nor, asked conditionally, that it has not changed."""
    if answer.status in WHOLE or (answer.status == 304 and conditional):
        return
    wall = walls.wall_of(answer.status, answer.headers, answer.data)
    if wall is not None:
        what = f"is behind {wall} (status {answer.status}): the host will not serve robots."
        raise Refused("bot_wall", what, "Ask the publisher for a feed or access; twosource does not get around it.")
    raise Refused("http_error", f"answers with status {answer.status}.", "Correct the address if the page has moved.")

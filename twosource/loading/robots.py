"""What a host's robots.txt says to us, with the line that decides.

Belongs here: RFC 9309's reading of the file and of its absence, in linear time. Does not: fetching it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from twosource.loading.identity import shown

MOST_BYTES = 500 * 1024  # RFC 9309, 2.5: what comes after may be left unread
LONGEST_DELAY = 30.0  # seconds; a longer Crawl-delay, which no standard holds, is a way of saying no
LONGEST_RULE = 200  # characters of the deciding line that are told

FIELDS: Mapping[str, str] = {
    "user-agent": "agent",
    "useragent": "agent",
    "user agent": "agent",
    "allow": "allow",
    "disallow": "disallow",
    "dissallow": "disallow",
    "dissalow": "disallow",
    "disalow": "disallow",
    "diasllow": "disallow",
    "disallaw": "disallow",
    "crawl-delay": "delay",
    "crawl delay": "delay",
    "sitemap": "of the host",
    "host": "of the host",
}
"""The names of fields, those that hosts get wrong too, and what each stands for; any other stands for nothing."""

LINE_END = re.compile(r"\r\n|\r|\n")
ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})|([^\x21-\x7e])|([%*$])")
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Whether a page may be fetched, and the line or the circumstance that says so."""

    allowed: bool
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A line that allows or forbids: the pieces of its pattern between the stars, and whether it ends with `$`."""

    allows: bool
    pieces: tuple[str, ...]
    anchored: bool
    length: int
    line: str

    def fits(self, path: str) -> bool:
        """Whether the pattern fits a path in its one form.

        Each piece is looked for once, at the first place after the one before: a later place could fit no more.
        """
        first, *others = self.pieces
        if not path.startswith(first):
            return False
        at = len(first)
        if not others:
            return not self.anchored or at == len(path)
        *between, last = others
        for piece in between:
            found = path.find(piece, at)
            if found < 0:
                return False
            at = found + len(piece)
        if self.anchored:
            return len(path) - len(last) >= at and path.endswith(last)
        return path.find(last, at) >= 0


class Rules:
    """The rules of one host for one robot, whose `agent` is the product name without version. The file is read once."""

    def __init__(self, status: int, data: bytes, agent: str) -> None:
        self._status = status
        text = data[:MOST_BYTES].decode("utf-8-sig", "replace") if status in (200, 203) else ""
        groups = _groups(text, agent.lower())
        # the longest pattern decides, and of two the one that allows (RFC 9309, 2.2.2): so the first that fits
        found = {(rule.allows, rule.pieces, rule.anchored): rule for rule in groups.rules}
        self._rules = sorted(found.values(), key=lambda rule: (-rule.length, not rule.allows))
        self.delay = min(groups.delay, LONGEST_DELAY)
        """Seconds between requests that the host asks for, none is 0."""

    def decide(self, url: str) -> Decision:
        """Whether the URL may be fetched: 2xx by its rules, 4xx yes, anything else no (RFC 9309, 2.3.1)."""
        if 200 <= self._status < 300:
            path = _path_of(url)
            for rule in self._rules:
                if rule.fits(path):
                    return Decision(allowed=rule.allows, rule=rule.line)
            return Decision(allowed=True, rule="no rule of robots.txt is about it")
        if 400 <= self._status < 500 and self._status != 429:
            return Decision(allowed=True, rule=f"there is no robots.txt (status {self._status})")
        return Decision(allowed=False, rule=f"robots.txt answers {self._status}, which closes the whole host")


@dataclass(frozen=True, slots=True)
class _Group:
    """What the file says to one robot."""

    rules: list[Rule]
    delay: float


def _groups(text: str, agent: str) -> _Group:
    """The groups for the robot put together, those for everybody when there is none for it."""
    found: dict[str, _Found] = {agent: _Found(), "*": _Found()}
    current: set[str] = set()
    naming = False  # whether the lines before name robots: several in a row share a group
    named = False
    for line, field, value in _lines(text):
        if field == "agent":
            current = current if naming else set()
            naming = True
            name = value.partition("/")[0].strip().lower()
            current |= {name} & found.keys()
            named = named or (name == agent and bool(agent))
            continue
        if field != "of the host":
            naming = False
        for name in current:
            found[name].take(line, field, value)
    chosen = found[agent] if named else found["*"]
    return _Group(chosen.rules, chosen.delay)


class _Found:
    """The lines for one name so far."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []
        self.delay = 0.0

    def take(self, line: str, field: str, value: str) -> None:
        """Take a line of a group; what has no value says nothing."""
        if field in ("allow", "disallow") and value:
            self.rules.append(_rule(field == "allow", value, line))
        if field == "delay" and (seconds := _seconds(value)) is not None:
            self.delay = max(self.delay, seconds)


def _lines(text: str) -> Iterator[tuple[str, str, str]]:
    """Each line that holds a field: the line itself, what the field stands for, its value without a comment."""
    for line in LINE_END.split(text):
        name, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield line, FIELDS.get(name.strip().lower(), ""), value.strip()


def _rule(allows: bool, pattern: str, line: str) -> Rule:
    anchored = pattern.endswith("$")
    stars = pattern.removesuffix("$").split("*")
    # stars in a row are one: an empty piece between two would be found anywhere
    between = [piece for piece in stars[1:-1] if piece]
    pieces = [_one_form(piece) for piece in ([stars[0], *between, stars[-1]] if len(stars) > 1 else stars)]
    told = line.strip()
    return Rule(
        allows=allows,
        pieces=tuple(pieces),
        anchored=anchored,
        length=len(pattern),
        line=shown(told if len(told) <= LONGEST_RULE else f"{told[:LONGEST_RULE]}…"),
    )


def _path_of(url: str) -> str:
    """Path and query of a URL in the form that patterns have."""
    parts = urlsplit(url)
    return _one_form((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def _one_form(text: str) -> str:
    """A path or a piece of a pattern, in which the same octets stand as the same characters (RFC 9309, 2.2.2)."""
    return ESCAPED.sub(_octets, text)


def _octets(found: re.Match[str]) -> str:
    code, other, sign = found.groups()
    if code is not None:
        letter = chr(int(code, 16))
        return letter if letter in UNRESERVED else f"%{code.upper()}"
    if sign is not None:
        # a star or a dollar of an address is itself; in a pattern those that mean more are taken out before
        return "%" if sign == "%" else f"%{ord(sign):02X}"
    return "".join(f"%{octet:02X}" for octet in other.encode("utf-8", "surrogatepass"))


def _seconds(value: str) -> float | None:
    """A number of seconds from 0 up, None for anything else."""
    try:
        seconds = float(value)
    except ValueError:
        return None
    return seconds if 0 <= seconds < float("inf") else None

"""What a host's robots.txt says to us, with the line that decides.

Belongs here: RFC 9309's reading of the file and of its absence. Does not: fetching it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from protego import Protego

MOST_BYTES = 500 * 1024  # RFC 9309, 2.5: what comes after may be left unread
LONGEST_DELAY = 30.0  # seconds; a longer Crawl-delay, which no standard holds, is a way of saying no

RULE = re.compile(r"\s*(allow|disallow)\s*:\s*([^#\s]\S*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Whether a page may be fetched, and the line or the circumstance that says so."""

    allowed: bool
    rule: str


class Rules:
    """The rules of one host for one robot, whose `agent` is the product name without version."""

    def __init__(self, status: int, data: bytes, agent: str) -> None:
        self._agent = agent
        self._status = status
        found = status in (200, 203)
        self._lines = data[:MOST_BYTES].decode("utf-8-sig", "replace").splitlines() if found else []
        self._rules = Protego.parse("\n".join(self._lines))

    @property
    def delay(self) -> float:
        """Seconds between requests that the host asks for, none is 0."""
        return min(self._rules.crawl_delay(self._agent) or 0.0, LONGEST_DELAY)

    def decide(self, url: str) -> Decision:
        """Whether the URL may be fetched: 2xx by its rules, 4xx yes, anything else no (RFC 9309, 2.3.1)."""
        if 200 <= self._status < 300:
            allowed = self._rules.can_fetch(url, self._agent)
            rule = self._deciding(url, "allow" if allowed else "disallow")
            return Decision(allowed=allowed, rule=rule or "no rule of robots.txt is about it")
        if 400 <= self._status < 500 and self._status != 429:
            return Decision(allowed=True, rule=f"there is no robots.txt (status {self._status})")
        return Decision(allowed=False, rule=f"robots.txt answers {self._status}, which closes the whole host")

    def _deciding(self, url: str, verdict: str) -> str | None:
        """The longest line of that verdict which stands for us and fits the URL, None when there is none.

        The library tells only the verdict. So each line that fits by itself is put to it again as the only rule, with
        the groups as they are.
        """
        fitting = [
            (-len(match[2]), number)
            for number, line in enumerate(self._lines)
            if (match := RULE.match(line)) and match[1].lower() == verdict and _forbids(f"*\nDisallow: {match[2]}", url)
        ]
        for _, number in sorted(fitting):
            if not Protego.parse(self._only(number)).can_fetch(url, self._agent):
                return self._lines[number].strip()
        return None

    def _only(self, kept: int) -> str:
        """The file with one rule, as a prohibition, and empty rules for the others, which still divide the groups."""
        lines = []
        for number, line in enumerate(self._lines):
            match = RULE.match(line)
            lines.append(line if match is None else f"Disallow: {match[2] if number == kept else ''}")
        return "\n".join(lines)


def _forbids(group: str, url: str) -> bool:
    """Whether a group of rules alone forbids the URL to everybody."""
    return not Protego.parse(f"User-agent: {group}").can_fetch(url, "anybody")

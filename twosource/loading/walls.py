"""How hosts say that they take us for a robot and will not answer: told apart from a fault, and respected.

Belongs here: the table of such signs. Does not: any way around them, which there shall never be.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

STATUSES = (401, 403, 405, 429, 503)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """One sign: the header it stands in (None: the body), a pattern, what it means, and an example."""

    name: str
    header: str | None
    pattern: str
    reading: str
    example: str


WALLS = (
    Wall(
        name="cloudflare",
        header="cf-mitigated",
        pattern="challenge",
        reading="a Cloudflare challenge",
        example="challenge",
    ),
    Wall(
        name="aws",
        header="x-amzn-waf-action",
        pattern="challenge|captcha",
        reading="a challenge of AWS WAF",
        example="captcha",
    ),
    Wall(name="datadome", header="x-datadome", pattern=".", reading="a DataDome wall", example="protected"),
    Wall(
        name="cloudflare_page",
        header=None,
        pattern="cf-chl-|/cdn-cgi/challenge-platform/",
        reading="a Cloudflare challenge",
        example='<script src="/cdn-cgi/challenge-platform/h/b.js">',
    ),
    Wall(
        name="imperva_page",
        header=None,
        pattern="_incapsula_resource",
        reading="an Imperva wall",
        example='<iframe src="/_Incapsula_Resource?a=1">',
    ),
    Wall(
        name="perimeterx_page",
        header=None,
        pattern="px-captcha",
        reading="a PerimeterX wall",
        example='<div id="px-captcha">',
    ),
    Wall(
        name="captcha_page",
        header=None,
        pattern=r"\b(?:g-re|h)?captcha\b",
        reading="a captcha",
        example="Please solve the captcha to go on.",
    ),
    Wall(
        name="script_page",
        header=None,
        pattern=r"enable javascript and cookies|are you a (?:robot|human)|not a robot",
        reading="a test for robots",
        example="Enable JavaScript and cookies to continue.",
    ),
)


def wall_of(status: int, headers: Mapping[str, str], data: bytes) -> str | None:
    """What kind of wall an answer is ("a captcha"), None when it is none."""
    if status not in STATUSES:
        return None
    body = data.decode("utf-8", "replace")
    for wall in WALLS:
        place = body if wall.header is None else headers.get(wall.header, "")
        if re.search(wall.pattern, place, re.IGNORECASE):
            return wall.reading
    return None

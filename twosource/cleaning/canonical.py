"""What a page's canonical link says of its article: under which address it stands, or that it stands elsewhere first.

Belongs here: which canonical link is believed, and as what. Does not: the form of an address (`identity`).
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml.html import HtmlElement

from twosource.identity import canonical_url
from twosource.newsroom.outlets import family_of, outlet_of_url

ENDING = re.compile(r"\.(?:s?html?|php|aspx?|jsp)$", re.IGNORECASE)
WORDS = re.compile(r"[^\W_]+(?:[-_][^\W_]+){2,}")
"""The last step of a path of three words or more: it names one article, not a section."""
KEY = re.compile(r"\d{5,}")
DAY = re.compile(r"(?:19|20)\d{6}")
SHEETS = frozenset({"page", "paged", "pg", "seite", "start", "offset"})
"""Query parameters that number the sheets of one article; the second is no other address of the first."""
SHEET = re.compile(r"/(?:page/?)?\d{1,3}$")
SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gov", "net", "ne", "or", "org"})
"""What stands before a country's ending: `example.co.uk` is one site, `co.uk` none."""


def stated(tree: HtmlElement, url: str | None) -> str | None:
    """The page's canonical link as an absolute address; None when there is none, or links contradict each other."""
    found: dict[str, str] = {}
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and (address := _absolute(link.get("href"), url)):
            found.setdefault(canonical_url(address), address)
    return next(iter(found.values())) if len(found) == 1 else None


def own_address(canonical: str | None, url: str) -> str:
    """The canonical address in place of the fetched one, when it is of the same host and names the same article.

    A page may carry the address of its section, its front or its first sheet as canonical; such a link would make one
    article of many and is not believed.
    """
    if canonical is None:
        return url
    own, fetched = urlsplit(canonical_url(canonical)), urlsplit(canonical_url(url))
    if own.netloc != fetched.netloc or _other_sheet(own.path, fetched.path, fetched.query):
        return url
    name = ENDING.sub("", own.path.rsplit("/", 1)[-1])
    steps = {ENDING.sub("", step) for step in fetched.path.split("/")}
    shared = _keys(own.path + "?" + own.query) & _keys(fetched.path + "?" + fetched.query)
    telling = bool(WORDS.fullmatch(name) or _keys(name))
    by_key_alone = fetched.path in ("", "/") and any(value.isdecimal() for _, value in parse_qsl(fetched.query))
    return canonical if shared or (telling and (name in steps or by_key_alone)) else url


def elsewhere(canonical: str | None, url: str | None) -> str | None:
    """The canonical address when it is another publisher's: the article stood there first; None else.

    Hosts of one site, one name under two endings, one family of outlets, and an archive that holds the page's address
    within its own are one publisher.
    """
    if canonical is None or url is None:
        return None
    there, here = _host(canonical_url(canonical)), _host(canonical_url(url))
    if not there or not here or "." not in there or there in url.casefold() or re.fullmatch(r"[\d.:]+", there):
        return None
    site = _site_label(there)
    if site == _site_label(here) or site in here.split("."):
        return None
    families = {family_of(outlet_of_url(address)) for address in (canonical, url)}
    return canonical if len(families) > 1 or None in families else None


def _absolute(href: str | None, url: str | None) -> str | None:
    try:
        address = urljoin(url or "", (href or "").strip())
        return address if urlsplit(address).scheme in ("http", "https") and urlsplit(address).hostname else None
    except ValueError:
        return None


def _other_sheet(own: str, fetched: str, query: str) -> bool:
    """Whether the fetched address is a later sheet of what the canonical one names."""
    numbered = fetched != own and fetched.startswith(own) and SHEET.fullmatch(fetched[len(own) :])
    return bool(numbered) or any(name.lower() in SHEETS and value != "1" for name, value in parse_qsl(query))


def _keys(words: str) -> set[str]:
    """The numbers by which a house counts its articles; a day is none."""
    return {key for key in KEY.findall(words) if not DAY.fullmatch(key)}


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").casefold()


def _site_label(host: str) -> str:
    """The name that a site has registered, without its endings."""
    labels = host.split(".")
    at = -3 if len(labels) > 2 and labels[-2] in SECOND_LEVEL and len(labels[-1]) == 2 else -2
    return labels[at] if len(labels) > 1 else host

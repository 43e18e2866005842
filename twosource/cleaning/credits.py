"""Names of the trade: outlets and agencies (from `seeds/reference`), authors as written, dateline and sign-off.

Belongs here: reading these names from short strings, and whether words are shaped like a person's. Does not: people and places within the text.
"""

# ruff: noqa: E501  (rows of tables and patterns stay on one line)
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from twosource import reference
from twosource.cleaning.rules.lines import NAME

HANDLES = re.compile(r"\S+@\S+|https?://\S+|@\w+")
LEAD_WORDS = re.compile(
    r"^(?:view all posts by|(?:an? |eine? )?(?:analysis|opinion|commentary|perspective|essay|review|analyse|kommentar) (?:by|von)|(?:written|reported|reporting|story|posted|published|words|scritto|verfasst) (?:by|da|von)|"
    r"by|(?:von|par|por|door|av|af)(?=:|\s+\S+\s+\S)|text|author|autor(?:in)?(?:/autor(?:in)?)?|автор)\b[: ]+",
    re.IGNORECASE,
)
"""What stands before names. `Von` and its like may be part of one: they are cut where two words are left."""
BETWEEN_NAMES = re.compile(r"\s*(?:[,;|•·、]|\s/\s|\s(?:and|und|et|en|och|&|with)\s|\s[–—]\s)\s*", re.IGNORECASE)
WITHIN_NAMES = re.compile(r"\s(?:y|e|og)\s")
"""Words between two names that may also stand within one (`Ortega y Gasset`)."""
NO_PERSON_WORDS = {
    "newsroom": r"staff|newsroom|editorial|desk|redaktion|team|redacción|rédaction|redazione|redação|redactie|redaksjonen|redaktionen",
    "work": r"editors?|correspondents?|reporters?|writers?|contributors?|admin|administrator|guest (?:authors?|blogger|columnist|post|essay)",
    "news": r"news|nachrichten|noticias|actualités|nyheter|notizie|online|digital|media|magazine|newspaper|(?:free|daily|evening) press|press (?:release|office|association|trust|service)",
    "company": r"agenc(?:y|ies)|service|board|wires?|university|school|institute|association|red cross",
    "notice": r"licen[cs]e|creative commons|copyright|images?|(?:photography|photos?|illustrations?|video|styled|edited|reviewed) by",
    "nobody": r"unknown|anonymous|sponsored|advertorial",
}
"""Words of which one makes a stated author no person, by what they speak of."""
NO_PERSON = re.compile(
    rf"\b(?:{'|'.join(NO_PERSON_WORDS.values())})\b|\d|\.(?:com|de|at|ch|net|org)\b|"
    r"редакция|编辑|編集部|新聞|通信社|기자단|뉴스",
    re.IGNORECASE,
)
STAFF = re.compile(
    r"\b(?:staff|newsroom|editorial (?:team|board)|redaktion|redacción|rédaction|redazione)\b", re.IGNORECASE
)
SINGLE_NAME = re.compile(r"[^\W\d_][^\W\d_'’-]+")
ARTICLE_WORD = re.compile(r"(?:The|Die|Der|Das|Le|La|Les|El|Il)\s")
"""A name that opens so is a paper's or a company's."""
SURNAMES = re.compile(r"\b(?:red|press|guest|chief)\b", re.IGNORECASE)
"""Words of no person that are people's names as well: one of them within the shape of a name is a name."""
ROLE = re.compile(
    r"\b(?:editor|reporter|correspondent|writer|(?:bureau|police|fire|section|desk|press|news) chief|chief of \w+|producer|analyst|columnist|fellow|director|journalist(?:in)?|photographer|"
    r"fotograf|korrespondent(?:in)?|redakteur(?:in)?|images)\b",
    re.IGNORECASE,
)
PARTICLES = frozenset(
    ("af", "al", "av", "bin", "da", "dal", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "e", "el", "ibn",
     "la", "le", "och", "ten", "ter", "van", "von", "y", "zu", "zur")
)  # fmt: skip
WORD = re.compile(r"[^\W\d_](?:[\w.'’`-]{0,24})")
PLACE = r"[^\W\d_](?:[\w.'’-]| (?=[^\W\d_]|\())"
DATELINES = (
    re.compile(rf"^({PLACE}{{1,40}}(?:, {PLACE}{{1,30}}){{0,2}}?)(?:, [A-Z][a-z]{{2,8}}\.? \d{{1,2}})? ?\(([^()]{{2,40}})\) ?(?:--?|[–—:])"),
    re.compile(r"^((?-i:[A-Z][A-Z.'’-]{2,25}(?: [A-Z][A-Z.'’-]{1,20}){0,3}))(?:, (?:[A-Z][\w.]{1,14} ?){1,3})?(?:, [A-Z][a-z]{2,8}\.? \d{1,2})? ?(?:--|[–—])() ?\S"),
    # Before a colon, three words in capitals are a label far more often than a place.
    re.compile(r"^((?-i:[A-Z][A-Z.'’-]{2,25}(?: [A-Z][A-Z.'’-]{1,20})?))(?:, [A-Z][a-z]{2,8}\.? \d{1,2})? ?:() ?\S"),
    re.compile(r"^((?-i:[A-Z][A-Z.'’-]{2,25}(?: [A-Z][A-Z.'’-]{1,20}){0,3})), [A-Z][a-z]{2,8}\.? \d{1,2},? ?() ?-? ?\S"),
)  # fmt: skip
CREDIT_FIRST = re.compile(r"^\(([^()]{2,40})\) ?(?:--?|[–—:])")
AGENCY_WORDS = re.compile(
    r"\b(?:Wire|Newswires?|Wire Service|(?:News|Press) (?:Agency|Service|Trust)|Agency|Agence|Agentur|Agencia|Agenzia|Press|Presse)\b"
)
AGENCY_NAME = re.compile(rf"(?:The )?({NAME})")
AGENCY_CREDITS = (
    re.compile(rf"(?:The )?({NAME}) contributed to this (?:report|story|article)\.?"),
    re.compile(rf"(?:[Ff]rom|[Bb]y|[Ss]ource:) (?:the |The )?({NAME})(?: reports| staff)?\.?"),
    re.compile(
        rf"(?:[Ww]ith|[Ii]ncludes|[Ii]ncluding) (?:files|material|reporting|reports) (?:from|by) (?:the |The )?({NAME})\.?"
    ),
)
SIGN_OFF_REPORTER = re.compile(
    rf"(?:[Tt]his is|I['’]m|I am) ({NAME}?)(?:,? (?:reporting|live|for|with|of|at|in|from)\b.*)"
)
SIGN_OFF_OUTLET = re.compile(rf"\b(?:reporting (?:live )?)?(?:for|with|of) ({NAME})(?:,? (?:in|from|at) {NAME})?[.!]?$")

SIGN_OFF_PLACE = re.compile(rf"\b(?:from|in) ({NAME})[.!]?$")


@cache
def _outlets() -> tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]]:
    """Three lookups to an outlet's name: by domain, by name or alias in lower case, by mark."""
    by_domain: dict[str, str] = {}
    by_name: dict[str, str] = {}
    by_mark: dict[str, str] = {}
    for outlet in reference.table("outlets")["outlets"]:
        name = outlet["name"]
        by_domain.update((domain, name) for domain in outlet["domains"])
        by_name.update((alias.casefold(), name) for alias in (name, *outlet["aliases"]))
        by_mark.update((mark, name) for mark in outlet.get("marks", ()))
    return by_domain, by_name, by_mark


@cache
def _owners() -> frozenset[str]:
    """Publisher families of more than one word: a page sometimes names its owner as the author."""
    return frozenset(outlet["family"] for outlet in reference.table("outlets")["outlets"] if " " in outlet["family"])


@cache
def _agencies() -> Mapping[str, str]:
    """Agency by name or alias as written (case counts: `AP` is one, `ap` is not)."""
    rows: Iterable[Mapping[str, Any]] = reference.table("agencies")["agencies"]
    return {alias: agency["name"] for agency in rows for alias in (agency["name"], *agency["aliases"])}


def host_of(url: str | None) -> str | None:
    """The address's host without `www.`, None when there is none or the address cannot be read."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return re.sub(r"^(?:www\d?|m|amp|edition)\.", "", host) if host and "." in host else None


def outlet_of_url(url: str | None) -> str | None:
    """The known outlet whose domain the address is at or below; None for others."""
    labels = (host_of(url) or "").split(".")
    domains = (".".join(labels[i:]) for i in range(len(labels) - 1))
    return next((_outlets()[0][domain] for domain in domains if domain in _outlets()[0]), None)


def outlet_named(name: str | None) -> str | None:
    """The known outlet of a name or alias, None for others."""
    return _outlets()[1].get((name or "").strip().casefold())


def outlet_marked(lines: Iterable[str]) -> str | None:
    """The outlet that alone prints one of these lines."""
    marks = _outlets()[2]
    return next((marks[line] for line in lines if line in marks), None)


def agency_named(name: str | None) -> str | None:
    """The agency of a credit such as `Reuters` or `dpa/APA` (the first known of several); None for others."""
    for part in re.split(r"\s*[/,;|&+]\s*|\s+(?:and|und)\s+", (name or "").strip().strip("().")):
        if part in _agencies():
            return _agencies()[part]
    return None


def agency_like(name: str | None, outlet: str | None = None) -> str | None:
    """The agency of a credit: the known one, else a name with a word such as `Wire` or `Press Agency`.

    None for other words, and for an unknown one that is the outlet itself: that is its own reporting.
    """
    words = (name or "").strip()
    if known := agency_named(words):
        return known
    match = AGENCY_NAME.fullmatch(words)
    if not match or outlet_named(words) or len(words.split()) < 2 or not AGENCY_WORDS.search(words):
        return None
    return None if outlet and match[1].casefold() in outlet.casefold() else match[1]


def agency_credited(line: str, outlet: str | None = None) -> str | None:
    """The agency that a credit line names (`From North Wire`, `North Wire contributed to this report.`)."""
    matches = (pattern.fullmatch(line) for pattern in AGENCY_CREDITS) if len(line) <= 120 else ()
    return next((found for match in matches if match and (found := agency_like(match[1].rstrip("."), outlet))), None)


def sign_off_reporter(line: str) -> str | None:
    """The reporter who signs off (`I'm Jane Roe for Channel Nine`), None when the line names none."""
    match = SIGN_OFF_REPORTER.match(line)
    return match[1] if match and len(match[1].split()) > 1 else None


def sign_off_outlet(line: str) -> str | None:
    """The outlet that a sign-off names: the known one, else the name as written; None when it names none."""
    match = SIGN_OFF_OUTLET.search(line)
    return (outlet_named(match[1]) or match[1]) if match else None


def sign_off_place(line: str) -> str | None:
    """The place from which a reporter signs off (`reporting from Oslo`), None when the line names none."""
    match = SIGN_OFF_PLACE.search(line) if sign_off_reporter(line) else None
    place = match[1].rstrip(".") if match else None
    return place if place and not outlet_named(place) else None


def dateline(paragraph: str, outlet: str | None = None) -> tuple[str | None, str | None]:
    """Place and agency of a dateline at the head of a first paragraph; None for what it does not say.

    `outlet`: whose article it is; its own name in the brackets is no agency unless the table knows it as one.
    """
    head = paragraph[:140]
    if match := CREDIT_FIRST.match(head):
        return None, agency_like(match[1], outlet)
    for pattern in DATELINES:
        match = pattern.match(head)
        if match and _place_like(match[1]) and _credit_like(match[1], match[2]):
            place = re.sub(r",? \w+\.? \d+$", "", match[1]).strip().title().replace("’S", "’s")
            return place, agency_like(match[2], outlet)
    return None, None


def _credit_like(place: str, credit: str) -> bool:
    """Whether the words in brackets behind a place are whose report it is: nothing, an agency, an outlet.

    Behind a place in capitals a short name in capitals will do.
    """
    if credit == "" or agency_like(credit) or outlet_named(credit):
        return True
    return place.split(",")[0].isupper() and len(credit) <= 30 and credit.split()[0].isupper()


def _place_like(words: str) -> bool:
    """Not an agency, not a label such as `BREAKING` or `WATCH`."""
    return agency_named(words) is None and words not in {"BREAKING", "WATCH", "UPDATE", "LIVE", "READ", "NEWS", "EXCLUSIVE", "OPINION", "US", "UK", "EU", "BOTTOM LINE"}  # fmt: skip


MOST_AUTHORS = 60
"""A longer list is one of staff, not of authors; the rest is left out."""


def authors(values: Iterable[str], own: Sequence[str] = ()) -> tuple[list[str], str | None]:
    """Author names as written, in order and once each, and the agency among them.

    An agency, an outlet, a staff label, an address or a role is no author, nor is one of `own`: names of the site itself.
    """
    names: list[str] = []
    agency: str | None = None
    for value in values:
        words = " ".join(LEAD_WORDS.sub("", HANDLES.sub(" ", value).strip()).split())
        words = _without_outlet(words)
        if _is_own(words.strip(" ,"), own) or outlet_named(words.strip(" ,")):
            agency = agency or agency_named(words)
            continue
        for name in _split(words):
            name = re.sub(r"^[\W_]+|[^\w.)]+$", "", LEAD_WORDS.sub("", " ".join(name.split())))
            name = re.sub(r"\s*\([^()]*\)$", "", name)
            agency = agency or agency_named(name)
            if _person_like(name, own) and name.casefold() not in {known.casefold() for known in names}:
                names.append(name)
            if len(names) >= MOST_AUTHORS:
                return names, agency
    return names, agency


def _without_outlet(words: str) -> str:
    """A name without the outlet after a full stop (`Ada Brook. Island Post`)."""
    name, stop, rest = words.partition(". ")
    return name if stop and " " in name and outlet_named(rest) else words


def is_staff(value: str) -> bool:
    """Whether a stated author is the newsroom as such: `Paper Staff`, `Redaktion`."""
    return bool(STAFF.search(value))


def name_shaped(words: str) -> bool:
    """Whether words could be a person's full name: two to five, each with a capital but for particles.

    In scripts without capitals, two to ten letters in at most three words.
    """
    parts = words.split()
    if not any(letter.isupper() or letter.islower() for letter in words):
        return 2 <= sum(letter.isalpha() for letter in words) <= 10 and len(parts) <= 3
    if not 2 <= len(parts) <= 5 or not all(WORD.fullmatch(part) for part in parts):
        return False
    within = all(part[0].isupper() or part in PARTICLES for part in parts[1:-1])
    return within and parts[0][0].isupper() and parts[-1][0].isupper()


def _split(words: str) -> list[str]:
    """The names of a list of names; `Brook, Ada` is one name with its parts exchanged."""
    parts = [name for part in BETWEEN_NAMES.split(words) for name in _two_names(part)]
    one_name = len(parts) == 2 and "," in words and all(SINGLE_NAME.fullmatch(part) for part in parts)
    if one_name and not any(agency_named(part) or outlet_named(part) or NO_PERSON.search(part) for part in parts):
        return [f"{parts[1]} {parts[0]}"]
    return parts


def _two_names(words: str) -> list[str]:
    """Two names with `y`, `e` or `og` between them when both have two words or more; else the words as they are."""
    for match in WITHIN_NAMES.finditer(words):
        before, after = words[: match.start()], words[match.end() :]
        if len(before.split()) > 1 and len(after.split()) > 1:
            return [before, *_two_names(after)]
    return [words]


def _person_like(name: str, own: Sequence[str]) -> bool:
    if not 1 < len(name) <= 60 or agency_named(name) or outlet_named(name) or ROLE.search(name):
        return False
    if _is_own(name, own) or ARTICLE_WORD.match(name) or ":" in name:
        return False
    if (doubtful := len(SURNAMES.findall(name))) > 1 or (doubtful and not name_shaped(name)):
        return False
    return len(name.split()) <= 6 and not NO_PERSON.search(name)


def _is_own(name: str, own: Sequence[str]) -> bool:
    """Whether a name is the site's, its owner's, or one of the two begins with the other (`Post`, `Post Sports`)."""
    letters = _letters(name)
    if len(letters) < 2 or name in _owners():
        return name in _owners()
    first = _letters(name.split()[0])
    return any(_letters(other).startswith(letters) or (len(first) > 2 and _letters(other) == first) for other in own)


def _letters(name: str) -> str:
    return "".join(letter for letter in name.casefold().removeprefix("the ") if letter.isalnum())

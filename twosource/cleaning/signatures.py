"""Who signs an article: authors as written, the newsroom as such, a reporter's sign-off.

Belongs here: reading these names from short strings, and whether words are shaped like a person's. Does not: what outlets
and agencies are called, datelines and credits (`twosource/newsroom`).
"""

# ruff: noqa: E501  (rows of tables and patterns stay on one line)
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from twosource.newsroom.agencies import agency_named
from twosource.newsroom.forms import NAME
from twosource.newsroom.outlets import outlet_named, owners

HANDLES = re.compile(r"\S+@\S+|https?://\S+|@\w+")
LEAD_WORDS = re.compile(
    r"^(?:view all posts by|(?:an? |eine? )?(?:analysis|opinion|commentary|perspective|essay|review|analyse|kommentar) (?:by|von)|(?:written|reported|reporting|story|posted|published|words|scritto|verfasst) (?:by|da|von)|"
    r"by-?line|by|(?:von|par|por|door|av|af)(?=:|\s+\S+\s+\S)|text|author|autor(?:in)?(?:/autor(?:in)?)?|автор)\b[: ]+",
    re.IGNORECASE,
)
"""What stands before names. `Von` and its like may be part of one: they are cut where two words are left."""
JOINED = re.compile(r"^(?:and|und|et|och|og|y|e|with|&|plus)\s+(?=\S+\s\S)", re.IGNORECASE)
"""A word that parts the names of a list and was left at one of them: `and Ada Brook`."""
PLACE_OF_WORK = re.compile(
    r"(?<=\w) (?:in|aus|à|en|reports? from|reporting from) (?-i:[A-ZÀ-Þ])[\w.’'-]+(?: (?-i:[A-ZÀ-Þ])[\w.’'-]+){0,2}$",
    re.IGNORECASE,
)
BEHIND_NAMES = re.compile(
    r"(?<=\w)[\s,|/·–—-]+(?:CEO|CFO|COO|CTO|MP|MEP|(?:Ph\.?D|M\.?D)\.?|twitter|facebook|instagram|linkedin|mastodon|bluesky|e-?mail|follow|"
    r"(?:(?:senior|chief|staff|political|business|sports?|science|news|deputy|associate|managing|executive|contributing|national|"
    r"foreign|local|freelance|special|digital|european?|economics|health) ){0,3}"
    r"(?:editor(?:-in-chief| in chief)?|reporter|writer|correspondent|columnist|contributor|producer|photographer|journalist|"
    r"redakteur(?:in)?|korrespondent(?:in)?|reporter(?:in)?|redactora?|periodista|journaliste|giornalista))$",
    re.IGNORECASE,
)
"""What a byline glues to a name: an office, a degree, a link to a network."""
OFFICE_IN_CHARACTERS = re.compile(
    r"^(?:(?:本報|本报)?(?:記者|记者)|文|撰文|作者|編輯|编辑|글|취재|文・写真|取材)\s?[:：/／・]?\s?(?=[^\W\d_]{2})|"
    r"\s?(?:선임|인턴|전문)?(?:기자|특파원|논설위원|앵커|記者|记者|通訊員|通讯员|特派員|論説委員|编辑|編集委員)(?:\s?[/／=].*)?$|\s?[/／＝].{0,12}(?:報導|报道|報道)$"
)
LOGIN = re.compile(r"[a-z][a-z0-9._-]{4,}|\w*\d\w*|\w+_\w+")
"""An account's name: small letters in a row, with digits or points among them."""
BETWEEN_NAMES = re.compile(r"\s*(?:[,;|•·、]|\s/\s|\s(?:and|und|et|en|och|&|with)\s|\s[–—]\s)\s*", re.IGNORECASE)
WITHIN_NAMES = re.compile(r"\s(?:y|e|og)\s")
"""Words between two names that may also stand within one (`Ortega y Gasset`)."""
NO_PERSON_WORDS = {
    "newsroom": r"staff|newsroom|editorial|desk|redaktion|team|redacción|rédaction|redazione|redação|redactie|redaksjonen|redaktionen",
    "work": r"content|executive|editors?|correspondents?|reporters?|writers?|contributors?|admin|administrator|guest (?:authors?|blogger|columnist|post|essay)",
    "news": r"news|nachrichten|noticias|actualités|nyheter|notizie|online|digital|media|magazine|newspaper|(?:free|daily|evening) press|press (?:release|office|association|trust|service)",
    "company": r"agenc(?:y|ies)|service|board|wires?|university|school|institute|association|red cross",
    "notice": r"licen[cs]e|creative commons|copyright|images?|(?:photography|photos?|illustrations?|video|styled|edited|reviewed) by",
    "machine": r"feed|feeds|import|importer|bot|syndicat\w*|webmaster|web ?desk|rss|api|user|account|test",
    "link": r"view|view all|see all|all posts|all articles|more from|more stories|read more|full bio|bio|profile|follow|subscribe|share|twitter|facebook|instagram|linkedin|log ?in",
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
STAFF_END = re.compile(
    r"(?:^by )|[\s,/|-]+(?:staff|newsroom|editorial|desk|redaktion|redacción|rédaction|reporters?|agency|news ?desk)$",
    re.IGNORECASE,
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
SIGN_OFF_REPORTER = re.compile(
    rf"(?:[Tt]his is|I['’]m|I am) ({NAME}?)(?:,? (?:reporting|live|for|with|of|at|in|from)\b.*)"
)
SIGN_OFF_OUTLET = re.compile(rf"\b(?:reporting (?:live )?)?(?:for|with|of) ({NAME})(?:,? (?:in|from|at) {NAME})?[.!]?$")

SIGN_OFF_PLACE = re.compile(rf"\b(?:from|in) ({NAME})[.!]?$")


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
        agency = agency or agency_named(STAFF_END.sub("", words.strip(" ,")))
        if _is_own(words.strip(" ,"), own) or outlet_named(words.strip(" ,")):
            agency = agency or agency_named(words)
            continue
        for name in _split(words):
            name = re.sub(r"^[\W_]+|[^\w.)]+$", "", LEAD_WORDS.sub("", " ".join(name.split())))
            name = _bare(re.sub(r"\s*\([^()]*\)$", "", name))
            agency = agency or agency_named(name)
            if _person_like(name, own) and not _is_known(name, names):
                names.append(name)
            if len(names) >= MOST_AUTHORS:
                return names, agency
    return names, agency


def _without_outlet(words: str) -> str:
    """A name without the outlet after a full stop (`Ada Brook. Island Post`)."""
    name, stop, rest = words.partition(". ")
    return name if stop and " " in name and outlet_named(rest) else words


def _is_known(name: str, names: Sequence[str]) -> bool:
    """Whether a name is one of those found, or such a full name with a word more behind it."""
    words = name.casefold()
    found = [known.casefold() for known in names]
    return words in found or any(" " in known and words.startswith(f"{known} ") for known in found)


def _bare(name: str) -> str:
    """A name without what a byline glues to it: a joining word, an office, a place of work, a link's words."""
    name = OFFICE_IN_CHARACTERS.sub("", PLACE_OF_WORK.sub("", JOINED.sub("", name)))
    shorter = BEHIND_NAMES.sub("", name)
    return shorter if name_shaped(shorter) else name


def is_login(name: str) -> bool:
    """Whether a stated author is an account rather than a name."""
    return bool(LOGIN.fullmatch(name))


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
    if len(letters) < 2 or name in owners():
        return name in owners()
    first = _letters(name.split()[0])
    return any(_letters(other).startswith(letters) or (len(first) > 2 and _letters(other) == first) for other in own)


def _letters(name: str) -> str:
    return "".join(letter for letter in name.casefold().removeprefix("the ") if letter.isalnum())

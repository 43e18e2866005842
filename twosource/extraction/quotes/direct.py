"""Who says the words between quotation marks: rules by where the cue stands.

Belongs here: one quoted stretch and the words around it in its paragraph. Does not: what needs other paragraphs
(see `assembly`), clauses only partly in marks (see `indirect` and `complement`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from twosource.extraction.quotes import cues, labels, speakers
from twosource.extraction.quotes.context import Attribution, Context, Page

if TYPE_CHECKING:
    from spacy.tokens import Token

REACH = 30
"""Tokens looked at on either side of the marks."""
STOPS = frozenset([".", "!", "?", ";"])
NAME_LENGTH = 6
"""Words up to which a stretch behind "the song", "the slogan" is its name."""
SHORT = 3
"""Words up to which a quoted stretch needs a cue right beside it: below it is a scare quote or a name."""


@dataclass(frozen=True, slots=True)
class Place:
    """A quoted stretch with the words around it in its sentence: `lead` before (nearest first), `tail` behind."""

    context: Context
    page: Page
    number: int
    words: int
    lead: list[Token]
    tail: list[Token]

    @property
    def inner(self) -> str:
        """The words between the marks."""
        quoted = self.page.quoted[self.number]
        return self.context.text[quoted.start : quoted.end].strip()

    @property
    def resumed(self) -> bool:
        """Whether only a cue stands between the quotation before and this one: “I,” said Bloom, “will not go.”"""
        if self.number == 0 or not self.lead or self.lead[0].text != ",":
            return False
        before = self.page.quoted[self.number - 1]
        return bool(self.page.paragraph.start + self.lead[-1].idx - before.outer_end <= 2)

    @property
    def signature(self) -> list[Token]:
        """The tokens behind the marks up to the paragraph's end, when a dash leads to them."""
        doc, quoted = self.page.paragraph.doc, self.page.quoted[self.number]
        if not self.context.text[quoted.outer_end : quoted.outer_end + 3].lstrip().startswith(labels.DASHES):
            return []
        at = next((t.i for t in doc if self.page.paragraph.start + t.idx >= quoted.outer_end), len(doc))
        return list(doc[at : at + labels.LONGEST + 1])

    @property
    def is_name(self) -> bool:
        """Whether the words in marks are a name, of somebody or of a work, and not speech."""
        nickname = labels.is_nickname(self.lead, self.tail, self.words)
        return nickname or (bool(self.lead or self.tail) and labels.is_name_of_work(self.inner, self.lead))

    @property
    def short(self) -> bool:
        """Whether the stretch needs a cue right beside it."""
        return self.words <= SHORT

    @property
    def sentence(self) -> bool:
        """Whether the stretch is a sentence of its own: a capital, an end mark, no words beside it."""
        alone = not any(token.is_alpha for token in (*self.lead, *self.tail[:1]))
        return alone and self.inner[:1].isupper() and self.inner.endswith((".", "!", "?"))


def places(context: Context, page: Page) -> list[Place]:
    """All quoted stretches of a paragraph with their surroundings."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    words: dict[int, int] = {}
    for at, number in enumerate(page.inside):
        if number >= 0:
            first.setdefault(number, at)
            last[number] = at
            words[number] = words.get(number, 0) + page.paragraph.doc[at].is_alpha
    return [
        Place(context, page, n, words[n], _lead(page, first[n]), _tail(context, page, n, last[n]))
        for n in range(len(page.quoted))
        if n in first
    ]


def _lead(page: Page, first: int) -> list[Token]:
    """Tokens before a stretch, nearest first, back to the end of the sentence before or another quotation."""
    found: list[Token] = []
    for i in range(first - 1, max(-1, first - 1 - REACH), -1):
        token = page.paragraph.doc[i]
        if page.inside[i] >= 0 or token.text in STOPS:
            break
        found.append(token)
    return found


def _tail(context: Context, page: Page, number: int, last: int) -> list[Token]:
    """Tokens behind a stretch, to the end of the sentence or another quotation; none when the sentence ends in it."""
    found: list[Token] = []
    doc, quoted = page.paragraph.doc, page.quoted[number]
    inner = context.text[quoted.start : quoted.end].rstrip()
    if inner.endswith(".") and not inner.endswith("..") and last + 1 < len(doc) and doc[last + 1].text[:1].isupper():
        return found
    for i in range(last + 1, min(len(doc), last + 1 + REACH)):
        if page.inside[i] >= 0 or doc[i].text in STOPS:
            break
        found.append(doc[i])
    return found


def _first_cue(tokens: list[Token], reach: int) -> int | None:
    """Position of the first cue verb among `tokens`, None when another finite verb or too many words come first."""
    for at, token in enumerate(tokens[:reach]):
        if cues.is_verb(token):
            return at
        if token.tag_ in ("VBD", "VBZ", "VBP") and token.dep_ not in ("relcl", "aux", "auxpass", "acl", "amod"):
            return None
    return None


def ends_open(place: Place) -> bool:
    """Whether the words inside the marks leave the sentence open, so that a cue may follow: "..., " or "...?"."""
    inner = place.inner
    return not inner.endswith(".") or inner.endswith("..") or bool(place.tail and place.tail[0].is_lower)


def cue_behind(place: Place) -> Attribution | None:
    """A cue behind the marks: ", said X" or ", X said"."""
    if not place.tail or not ends_open(place):
        return None
    tail = place.tail[1:] if place.tail[0].text in (",", "—", "-", "–") else place.tail
    mention = place.context.mention_at(place.page.paragraph.start + tail[0].idx) if tail else None
    far = REACH if mention is not None and mention.label == "PER" else 16
    whole = place.inner.endswith((",", "!", "?")) and not any(token.is_alpha for token in place.lead)
    at = _first_cue(tail, 3 if place.short and not whole else far)
    if at is None:
        return _any_verb(place, tail)
    if (
        at > 0
        and tail[0].pos_ in ("VERB", "AUX", "ADP", "CCONJ", "SCONJ", "PART")
        and not place.inner.endswith((",", "?", "!"))
    ):
        return None
    cue = tail[at]
    if cues.lemma(cue) == "quote" and [token.lower_ for token in tail[at + 1 : at + 3]] == ["as", "saying"]:
        cue = tail[at + 2]
    if place.short and not (place.inner.endswith((",", "?", "!", "—")) or place.tail[0].text == ","):
        return None
    if place.short and any(token.is_alpha for token in place.lead) and place.lead[0].text != ",":
        return None  # "the hosts of “Morning Joe,” adding that": a name inside a sentence
    return _said_with(place, cue, "quotes.cue_behind", 0.9, _right_beside(place, tail, at))


def _said_with(place: Place, cue: Token, rule: str, confidence: float, head: Token | None = None) -> Attribution | None:
    """The attribution that a cue gives; None when it tells that the words were not said, or not yet."""
    if not cues.tells(cue, quoted=True) or (head is not None and cues.is_nobody(head)):
        return None
    return speakers.attribute(place.page, place.context, cue, rule, confidence, head)


def denied(place: Place) -> bool:
    """Whether the nearest cue tells that nobody said the words: "never said “", "if X says “", "no official said “"."""
    before = next((token for token in place.lead[:18] if cues.is_verb(token)), None)
    at = _first_cue(place.tail, 16) if ends_open(place) else None
    near = [token for token in (before, place.tail[at] if at is not None else None) if token is not None]
    subjects = [speakers.subject_of(place.page, cue) for cue in near]
    nobody = any(subject is not None and cues.is_nobody(subject) for subject in subjects)
    return nobody or any(not cues.tells(cue, quoted=True) for cue in near)


def _right_beside(place: Place, tail: list[Token], at: int) -> Token | None:
    """The person named between the marks and the cue with nothing else, or right behind the cue; the parse is unsure
    in such short stretches."""
    offset = place.page.paragraph.start
    beside = tail[at - 1] if at > 0 else tail[1] if len(tail) > 1 else None
    mention = place.context.mention_at(offset + beside.idx) if beside is not None else None
    if mention is None or mention.label != "PER" or beside is None:
        return _inverted(place, tail[at]) if at == 0 else None
    return beside if at == 0 or mention.start <= offset + tail[0].idx else None


def _inverted(place: Place, cue: Token) -> Token | None:
    """The noun behind a cue without a subject, which the parse takes for its object: "..., joked the gate manager"."""
    if speakers.nearest_subject(place.page, cue) is not None or not place.inner.endswith((",", "!", "?")):
        return None
    doc = place.page.paragraph.doc
    for token in doc[cue.i + 1 : cue.i + 7]:
        if not place.page.outside(token) or token.is_punct or token.pos_ in ("VERB", "AUX", "ADP", "PRON", "ADV"):
            return None
        if token.pos_ in ("NOUN", "PROPN", "NUM") and token.dep_ != "compound":
            return token
    return None


def _any_verb(place: Place, tail: list[Token]) -> Attribution | None:
    """Any verb right behind marks that a comma, question or exclamation mark leaves open: ", X blurted out"."""
    if not place.inner.endswith((",", "!", "?")) or denied(place):
        return None
    for token in tail[:6]:
        if token.tag_ in ("VBD", "VBZ"):
            head = next((child for child in token.children if child.dep_ == "nsubj"), None)
            mention = place.context.mention_at(place.page.paragraph.start + head.idx) if head is not None else None
            person = mention is not None and mention.label == "PER"
            if head is not None and abs(head.i - token.i) <= 4 and (person or head.lower_ in ("he", "she")):
                return _said_with(place, token, "quotes.any_verb_behind", 0.7)
            return None
    return None


def cue_before(place: Place) -> Attribution | None:
    """A cue before the marks: X said, “ / X said that “ / X, saying “."""
    for at, token in enumerate(place.lead[: 4 if place.short else 18]):
        if token.dep_ == "acl" and any(before.lower_ == "according" for before in token.ancestors):
            return None  # "according to a manager cited by X, “": see `source_beside`
        if cues.is_verb(token):
            if place.short and at > 1 and not cues.is_naming(token) and not place.resumed:
                return None
            return _said_with(place, token, "quotes.cue_before", 0.9 if at < 4 else 0.75)
        if place.short and token.is_punct and token.text not in (",", ":"):
            return None
        if at > 3 and token.tag_ in ("VBD", "VBZ") and token.dep_ in ("ROOT", "ccomp", "conj") and token.pos_ == "VERB":
            return None
    return None


def colon(place: Place) -> Attribution | None:
    """A colon before the marks: the sentence's subject speaks ("Smith was blunt: “")."""
    if not place.lead or place.lead[0].text != ":" or place.short:
        return None
    cue = next((token for token in place.lead if cues.is_verb(token)), None)
    found = _said_with(place, cue, "quotes.colon", 0.85) if cue is not None else None
    return found or (subject(place, "quotes.colon", 0.65) if cue is None or cues.tells(cue, quoted=True) else None)


def source_beside(place: Place) -> Attribution | None:
    """ "According to X" on either side."""
    for tokens in (place.tail if ends_open(place) else [], place.lead[::-1]):
        for at, token in enumerate(tokens[:-2]):
            if token.lower_ == "according" and tokens[at + 1].lower_ == "to":
                head = next((child for child in tokens[at + 1].children if child.dep_ == "pobj"), tokens[at + 2])
                return speakers.source(place.page, place.context, head, "quotes.according_to_beside")
    return None


def noun_cue(place: Place) -> Attribution | None:
    """A noun of speech before the marks, with its owner: "in X's statement: “", "her claim that “"."""
    for token in place.lead[:6]:
        if cues.is_noun(token):
            owner = next((child for child in token.children if child.dep_ == "poss"), None)
            if owner is None:
                return None
            span, mention = speakers.phrase(place.page, place.context, owner)
            name, role = (mention.entity, mention.role) if mention else (None, None)
            return Attribution(span, name, role, token.text, cues.force(token), "quotes.noun_cue", 0.7)
    return None


def inside_sentence(place: Place) -> Attribution | None:
    """Words quoted inside a sentence without a cue: the sentence's subject, with little confidence."""
    if place.words < 5 or _is_title(place) or not (place.lead or place.tail):
        return None
    return subject(place, "quotes.sentence_subject", 0.4)


def sentence_before(place: Place) -> Attribution | None:
    """A quoted sentence behind another sentence of its paragraph: that one's verb of speech, or its subject when it is
    a person ("Her neighbour cut in. “")."""
    added = bool(place.tail) and (place.tail[0].dep_ == "prep" or place.tail[0].tag_ in ("WDT", "WP"))
    goes_on = place.short or not (added and place.inner[:1].isupper())  # "..., “We stay,” which nobody had expected"
    if any(token.is_alpha for token in place.lead) or (goes_on and any(token.is_alpha for token in place.tail)):
        return None
    doc, quoted = place.page.paragraph.doc, place.page.quoted[place.number]
    first = next((t.i for t in doc if place.page.paragraph.start + t.idx >= quoted.outer_start), 0)
    if first < 2:
        return None
    root = doc[first - 1].sent.root
    if not place.page.outside(root):
        return None
    if cues.is_verb(root):
        return _said_with(place, root, "quotes.sentence_before", 0.7)
    head = speakers.subject_of(place.page, root) if root.pos_ in ("VERB", "AUX") else None
    mention = place.context.mention_at(place.page.paragraph.start + head.idx) if head is not None else None
    if head is None or not (head.lower_ in ("he", "she") or (mention is not None and mention.label == "PER")):
        return None
    span, named = speakers.phrase(place.page, place.context, head)
    name, role = (named.entity, named.role) if named else (None, None)
    return Attribution(span, name, role, None, None, "quotes.sentence_before", 0.6)


def _is_title(place: Place) -> bool:
    """Whether nearly all words have a capital: the name of a book, film or programme."""
    words = [word for word in place.inner.split() if word[0].isalpha() and len(word) > 3]
    return bool(words) and sum(word[0].isupper() for word in words) >= 0.8 * len(words)


def subject(place: Place, rule: str, confidence: float) -> Attribution | None:
    """The subject of the nearest verb in front of the marks, when it is somebody who can speak."""
    for token in place.lead:
        if token.pos_ in ("VERB", "AUX") and token.dep_ in ("ROOT", "conj", "advcl", "relcl", "ccomp", "xcomp", "acl"):
            head = speakers.subject_of(place.page, token)
            if head is None or head.lower_ == "it" or not speakers.may_speak(head):
                continue
            span, mention = speakers.phrase(place.page, place.context, head)
            if head.pos_ == "PRON" or mention is not None:
                name, role = (mention.entity, mention.role) if mention else (None, None)
                cue = token if cues.is_verb(token) else None
                force = cues.force(token) if cue is not None else None
                return Attribution(span, name, role, cue.text if cue is not None else None, force, rule, confidence)
    return None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of attribution: its name, what it reads, and an example which a test checks."""

    name: str
    meaning: str
    apply: Callable[[Place], Attribution | None]
    example: str
    speaker: str


RULES = (
    Rule("colon", "a colon before the marks", colon, 'Maria Lopez was blunt: "We will not pay for it."', "Maria Lopez"),
    Rule("cue_behind", "a verb of speech behind", cue_behind, '"We will not pay," said Maria Lopez.', "Maria Lopez"),
    Rule("cue_before", "a verb of speech before", cue_before, 'Maria Lopez said "We will not pay."', "Maria Lopez"),
    Rule(
        "source_beside", "according to, beside the marks", source_beside,
        '"It was the worst storm in years," according to Maria Lopez.', "Maria Lopez",
    ),
    Rule(
        "noun_cue", "a noun of speech and its owner", noun_cue,
        'In Maria Lopez\'s statement, "nobody will have to pay for this wall" was underlined.', "Maria Lopez",
    ),
)  # fmt: skip
"""In order: the first rule that names somebody decides, but see `attribute` for cues on both sides."""


def attribute(place: Place) -> Attribution | None:
    """The speaker of a quoted stretch by the words around it in its own sentence; None when they name nobody.

    A cue behind wins when the words end with a comma, a question or exclamation mark; otherwise the one before.
    """
    if place.words <= NAME_LENGTH and any(cues.is_work(token) for token in place.lead[:2]):
        return None  # the song “...”, a sign reading “...”
    labelled = labels.before(place.page, place.context, place.lead)
    labelled = labelled or labels.behind(place.page, place.context, place.signature)
    if labelled is not None:
        return labelled
    behind_first = place.inner.endswith((",", "?", "!", "—")) or (place.tail and place.tail[0].text == ",")
    order = sorted(RULES, key=lambda rule: rule.name != "cue_behind") if behind_first else RULES
    for rule in order:
        found = rule.apply(place)
        if found is not None:
            return found
    return None

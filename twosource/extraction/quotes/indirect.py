"""Reported speech without quotation marks, or only partly in them.

Belongs here: clauses that a verb of speech governs, "according to", parenthetical cues.
Does not: words wholly in quotation marks (see `direct`), who a pronoun is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from twosource.extraction.language import tree
from twosource.extraction.quotes import bounds, cues, speakers
from twosource.extraction.quotes.context import Context, Draft, Page
from twosource.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

CLAUSES = ("ccomp", "parataxis")
TRIM = frozenset([",", ";", ":", "-", "–", "—", "--", "(", ")", ".", "…"])
SOURCES = (("according", "to"), ("as", "per"))
RELATIVE = frozenset(["what", "which", "that", "who", "whom", "as"])
DISTANT = 25
"""Tokens behind a cue within which its "that" is looked for."""
SHORTEST_REST = 5
"""Words behind a cue that may be a report although the parse sees no clause in them."""
TELLING = ("says", "claims", "announces", "suggests")
LONGEST = 250
"""Tokens over which a sentence is no prose (a list, a run of one phrase): each cue in it would read all of the rest."""
CROWDED = 16
"""Verbs of speech over which a sentence is no prose either."""
SHORTEST = 3
"""Words of a clause below which it is no report ("he said so")."""


def find(context: Context, page: Page) -> list[Draft]:
    """Reported clauses of a paragraph in order; one inside another is left out."""
    drafts = [draft for sentence in page.paragraph.doc.sents for draft in _of_sentence(context, page, sentence)]
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (d.start, -d.end)):
        if not kept or draft.start >= kept[-1].end:
            kept.append(draft)
    return kept


def _of_sentence(context: Context, page: Page, sentence: Sentence) -> Iterator[Draft]:
    if len(sentence) > LONGEST or sum(cues.is_indirect(token) for token in sentence) > CROWDED:
        return
    for token in sentence:
        if not page.outside(token):
            continue
        if token.i + 1 < len(token.doc) and (token.lower_, token.nbor().lower_) in SOURCES:
            yield from _according(context, page, sentence, token)
        elif cues.is_indirect(token) and cues.tells(token):
            yield from _reported(context, page, sentence, token)
        elif cues.is_noun(token):
            yield from _noun_clause(context, page, token)


def _reported(context: Context, page: Page, sentence: Sentence, cue: Token) -> Iterator[Draft]:
    """The clause that depends on a verb of speech, or the clause that the verb interrupts."""
    clause, head = _clause_of(cue), None
    if clause is not None:
        fragments = _clause_fragments(page, sentence, cue, clause)
        rule, confidence = "quotes.reported_clause", 0.75
    elif _as_told(sentence, cue):
        fragments = _cleaned(page, [(cue.right_edge.i + 1, sentence.end - 1)])
        rule, confidence = "quotes.as_told", 0.65
    elif _is_parenthetical(page, sentence, cue):
        fragments = _around(page, sentence, *_cue_bounds(page, cue))
        rule, confidence = "quotes.parenthetical_cue", 0.7
    elif (closing := _closing_cue(page, sentence, cue)) is not None:
        (first, last), head = closing
        fragments = _around(page, sentence, first, last)
        rule, confidence = "quotes.closing_cue", 0.65
    elif (head := _says_the_rest(context, page, sentence, cue)) is not None:
        fragments = _cleaned(page, [(cue.i + 1, bounds.before_next_cue(page, cue.i + 1, sentence.end - 1))])
        rule, confidence = "quotes.rest_of_sentence", 0.6
    else:
        return
    attribution = speakers.attribute(page, context, cue, rule, confidence, head) if fragments else None
    if attribution is not None and not any(_overlaps(attribution.speaker, fragment) for fragment in fragments):
        yield Draft(fragments, attribution)


def _noun_clause(context: Context, page: Page, noun: Token) -> Iterator[Draft]:
    """The clause of a noun of speech that has an owner: "her claim that ...", "the claim that ... was made by X"."""
    clause = next((c for c in noun.rights if c.dep_ in ("acl", "ccomp", "relcl") and _is_that_clause(c)), None)
    owner = next((child for child in noun.lefts if child.dep_ == "poss"), None)
    if owner is None and noun.dep_ == "nsubjpass":
        owner = tree.agent(noun.head)
    if clause is None or owner is None or not page.outside(owner):
        return
    fragments = _cleaned(page, [(clause.left_edge.i, clause.right_edge.i)])
    found = speakers.named_by(page, context, owner, "quotes.noun_clause", 0.7)
    found.cue, found.force = noun.text, cues.force(noun)
    if fragments:
        yield Draft(fragments, found)


def _is_that_clause(verb: Token) -> bool:
    """Whether the clause begins with a "that" that only joins it: not "the claim that he made"."""
    joint = next((child for child in verb.lefts if child.lower_ == "that" and child.dep_ == "mark"), None)
    return joint is not None and verb.left_edge == joint


def _overlaps(a: Span | None, b: Span) -> bool:
    return a is not None and a[0] < b[1] and b[0] < a[1]


def _clause_of(cue: Token) -> Token | None:
    """The verb's clause; also one that the parse hangs on whom it was told to ("told a report that ...")."""
    clauses = [child for child in cue.children if _is_clause(cue, child)]
    if clauses:  # a dateline in front may pass for a clause
        return max(clauses, key=lambda child: (child.pos_ in ("VERB", "AUX"), child.i > cue.i, -child.i))
    return _distant_clause(cue) or _called_on(cue)


def _called_on(cue: Token) -> Token | None:
    """The infinitive of "called on the council to act"."""
    if cues.lemma(cue) != "call":
        return None
    on = next((child for child in cue.rights if child.dep_ == "prep" and child.lower_ in ("on", "upon")), None)
    ends = on.right_edge.i + 2 if on is not None else 0
    for token in cue.doc[cue.i + 1 : min(ends + 1, cue.sent.end)] if on is not None else ():
        infinitive = token.tag_ == "VB" and any(left.lower_ == "to" for left in token.lefts)
        if infinitive and token.dep_ in ("xcomp", "advcl", "acl", "relcl"):
            return token
    return None


def _distant_clause(cue: Token) -> Token | None:
    """A "that" clause which the parse hangs on a word between: "told guests at his lunch for the club that ..."."""
    for token in cue.doc[cue.i + 1 : min(cue.sent.end, cue.i + DISTANT)]:
        if token.lower_ != "that" or token.tag_ not in ("IN", "WDT") or token.head.i <= token.i:
            continue
        clause = token.head
        if clause.dep_ not in ("ccomp", "acl", "relcl", "advcl") or clause.pos_ not in ("VERB", "AUX"):
            continue
        subject = any(child.dep_ in tree.STATED and child != token for child in clause.lefts)
        if subject and cue.is_ancestor(clause) and not any(_reports(word, cue) for word in clause.ancestors):
            return clause
    return None


def _reports(word: Token, cue: Token) -> bool:
    """Whether a word between the cue and a clause takes the clause for its own: "a claim that"."""
    if word.head == cue and word.dep_ in ("dobj", "dative") and cues.lemma(cue) in ("tell", "inform", "assure"):
        return False  # a hearer: "told a Herald report that"
    return word.i > cue.i and (cues.is_verb(word) or cues.is_noun(word) or word.lemma_ in ("fact", "idea", "notion"))


def _is_clause(cue: Token, child: Token) -> bool:
    if child.dep_ in CLAUSES and child.pos_ in ("VERB", "AUX", "NOUN", "ADJ", "PROPN", "ADV", "PRON", "NUM"):
        return True
    infinitive = child.tag_ == "VB" and any(left.lower_ == "to" for left in child.lefts)
    return child.dep_ == "xcomp" and cues.takes_infinitive(cue) and infinitive


def _clause_fragments(page: Page, sentence: Sentence, cue: Token, clause: Token) -> list[Span]:
    """The spans of a clause: after the cue to its end, before the cue, or on both sides of it."""
    first, last = clause.left_edge.i, clause.right_edge.i
    left, right = _cue_bounds(page, cue)
    if first > cue.i:
        start = max(first, right + 1) if clause.dep_ in CLAUSES else first
        start = bounds.with_adverbial(page, cue, start)
        end = bounds.stretched(page, sentence, cue, clause, last)
        return _cleaned(page, [(start, bounds.cut_back(page, start, end))])
    if last < cue.i:
        closes = all(token.is_punct for token in page.paragraph.doc[right + 1 : sentence.end])
        stop = left - 1 if closes else min(last, left - 1)
        return _cleaned(page, [(_sentence_start(page, sentence, first), stop)])
    return _cleaned(page, [(first, left - 1), (right + 1, last)])


def _sentence_start(page: Page, sentence: Sentence, first: int) -> int:
    """The sentence's first token, when only a few words outside any quotation stand before the clause."""
    start = sentence.start
    return start if first - start <= 4 and all(page.inside[i] < 0 for i in range(start, first)) else first


def _closing_cue(page: Page, sentence: Sentence, cue: Token) -> tuple[tuple[int, int], Token] | None:
    """First and last token of a cue that ends its sentence behind a comma, and who speaks: "..., argued Bloom."."""
    doc, last = page.paragraph.doc, sentence.end - 1
    while last > cue.i and (doc[last].is_punct or doc[last].is_space):
        last -= 1
    comma = next((i for i in range(cue.i - 1, max(sentence.start, cue.i - 12), -1) if doc[i].text == ","), None)
    if comma is None or cue.tag_ not in tree.FINITE or last - cue.i > 8:
        return None
    before, behind = doc[comma + 1 : cue.i], doc[cue.i + 1 : last + 1]
    if any(token.tag_ in tree.FINITE or token.text == "," or not page.outside(token) for token in (*before, *behind)):
        return None
    if len(before):
        head = before[-1]
        return ((comma + 1, last), head) if head.pos_ in ("PROPN", "PRON", "NOUN") and not len(behind) else None
    names = [token for token in behind if token.pos_ in ("PROPN", "PRON")]
    return ((comma + 1, last), names[0]) if names and names[0] == behind[0] else None


def _says_the_rest(context: Context, page: Page, sentence: Sentence, cue: Token) -> Token | None:
    """Who speaks in "X said ..." when a sentence of its own follows that the parse has not seen as a clause."""
    doc = page.paragraph.doc
    if cue.tag_ not in ("VBD", "VBZ", "VBP") or cue.i <= sentence.start:
        return None
    mention = context.mention_at(page.paragraph.start + doc[cue.i - 1].idx)
    named = doc[cue.i - 1].lower_ in speakers.PERSONAL or (mention is not None and mention.label == "PER")
    if cues.lemma(cue) != "say" and not (named and cues.force(cue) in TELLING and cues.lemma(cue) != "tell"):
        return None
    spoken = [child for child in cue.lefts if child.dep_ == "nsubj" and page.outside(child)]
    head = doc[cue.i - 1] if named else spoken[0] if spoken else None
    rest = doc[cue.i + 1 : sentence.end]
    if len(rest) < SHORTEST_REST or rest[0].is_punct or rest[0].pos_ in ("ADP", "CCONJ", "ADV", "PART"):
        return None
    if cues.lemma(cue) != "say" and any(child.dep_ == "dobj" and page.outside(child) for child in cue.rights):
        return None  # "announced his engagement to X, who is ..."
    finite = [token for token in rest if token.tag_ in tree.FINITE and page.outside(token)]
    return head if any(token.dep_ not in ("relcl", "advcl", "acl") for token in finite) else None


def _as_told(sentence: Sentence, cue: Token) -> bool:
    """Whether the sentence begins with the cue in an "as" clause: "As Bloom noted, the bridge is old"."""
    opens = sentence[0].lower_ == "as" and cue.left_edge.i == sentence.start and cue.right_edge.i + 1 < sentence.end
    subject = any(child.dep_ == "nsubj" and child.pos_ != "PRON" for child in cue.lefts)
    return opens and subject and cue.dep_ == "advcl" and sentence.doc[cue.right_edge.i + 1].text == ","


def _cue_bounds(page: Page, cue: Token) -> tuple[int, int]:
    """First and last token of the cue with its subject and its own short adverbials, outside the reported clause."""
    subject = speakers.nearest_subject(page, cue)
    first = last = cue.i
    if subject is not None and page.outside(subject):
        first, last = min(first, subject.left_edge.i), max(last, subject.right_edge.i)
    for child in cue.children:
        if child.dep_ in ("npadvmod", "dative", "advmod", "prep", "dobj", "aux") and abs(child.i - cue.i) <= 12:
            if child.i > cue.i and child.right_edge.i == child.i + len(list(child.subtree)) - 1:
                last = max(last, child.right_edge.i) if child.left_edge.i <= last + 1 else last
            elif child.i < cue.i and child.dep_ == "aux":
                first = min(first, child.i)
    return first, last


def _is_parenthetical(page: Page, sentence: Sentence, cue: Token) -> bool:
    """Whether the cue, with its subject, stands between commas or behind the last comma of its sentence."""
    if cue.dep_ not in ("parataxis", "ccomp", "advcl", "conj", "dep", "ROOT"):
        return False
    if cue.dep_ in ("ROOT", "conj") and cues.lemma(cue) not in ("say", "add", "write", "note"):
        return False
    if not any(child.dep_ in tree.SUBJECTS and page.outside(child) for child in cue.children):
        return False
    doc = page.paragraph.doc
    first, last = _cue_bounds(page, cue)
    comma_before = first > sentence.start and doc[first - 1].text == ","
    stop_after = last + 1 >= sentence.end or doc[last + 1].text in (",", ".", "!", "?")
    return comma_before and stop_after and last - first <= 14


def _around(page: Page, sentence: Sentence, first: int, last: int) -> list[Span]:
    """The sentence without the tokens first..last: one or two fragments."""
    return _cleaned(page, [(sentence.start, first - 1), (last + 1, sentence.end - 1)])


def _cleaned(page: Page, ranges: list[tuple[int, int]]) -> list[Span]:
    """Token ranges as spans, without outer punctuation, too short ones left out."""
    doc, spans = page.paragraph.doc, []
    for first, last in ranges:
        first = max(first, page.behind_dateline) if last > page.behind_dateline else first
        while first <= last and doc[first].text in TRIM:
            first += 1
        while first <= last and (doc[last].text in TRIM or doc[last].is_space):
            last -= 1
        opened = sum((token.text == "(") - (token.text == ")") for token in doc[first : last + 1])
        if opened > 0 and last + 1 < len(doc) and doc[last + 1].text == ")":
            last += 1
        if first <= last and any(token.is_alpha for token in doc[first : last + 1]):
            spans.append(page.place(doc[first], doc[last]))
    words = sum(token.is_alpha for first, last in ranges for token in doc[max(first, 0) : last + 1])
    if len(spans) > 1:  # "what they say is ..."
        text = page.text
        offset = page.paragraph.start
        spans = [(a, b) for a, b in spans if text[a - offset : b - offset].lower() not in RELATIVE]
    return spans if words >= SHORTEST else []


def _according(context: Context, page: Page, sentence: Sentence, token: Token) -> Iterator[Draft]:
    """ "According to X, ..." and "..., according to X": the rest of the sentence is X's."""
    doc = page.paragraph.doc
    if token.i + 2 >= len(doc) or doc[token.i + 2].lower_ in ("what", "whom"):
        return
    to = doc[token.i + 1]
    head = next((child for child in to.children if child.dep_ == "pobj"), doc[token.i + 2])
    if not page.outside(head):
        return
    attribution = speakers.source(page, context, head, "quotes.according_to")
    end = _source_end(page, sentence, token, head)
    limit = bounds.before_next_cue(page, end, sentence.end - 1) if token.i == sentence.start else sentence.end - 1
    ranges = [(sentence.start, token.i - 1), (end + 1, limit)]
    if sentence.root.i < token.i and token.i > sentence.start + 3 and not _second_clause(page, end + 1, sentence.end):
        ranges = ranges[:1]  # what follows only tells who the source is
    fragments = _cleaned(page, ranges)
    if fragments:
        yield Draft(fragments, attribution)


def _second_clause(page: Page, first: int, stop: int) -> bool:
    """Whether the tokens go on with a clause of their own: ", and that rink will close"."""
    doc = page.paragraph.doc
    if first + 3 >= stop or doc[first].text != "," or doc[first + 1].dep_ != "cc":
        return False
    return any(
        token.dep_ in tree.STATED and token.head.tag_ in tree.FINITE | {"VB", "VBN", "VBG"} for token in doc[first:stop]
    )


def _source_end(page: Page, sentence: Sentence, token: Token, head: Token) -> int:
    """Last token of the source's phrase: to the next comma or quotation, or to the sentence's end."""
    doc, last = page.paragraph.doc, head.i
    edge = head.right_edge.i if token.i > sentence.start + 3 else sentence.end - 1
    for i in range(head.i + 1, min(max(edge, head.i), sentence.end - 1) + 1):
        if doc[i].text in (",", ".", ";", ":", "—") or not page.outside(doc[i]):
            break
        last = i
    return int(last)

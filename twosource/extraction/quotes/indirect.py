"""Reported speech without quotation marks, or only partly in them.

Belongs here: clauses that a verb of speech governs, "according to", parenthetical cues.
Does not: words wholly in quotation marks (see `direct`), who a pronoun is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from twosource.extraction.quotes import cues, speakers
from twosource.extraction.quotes.context import Context, Draft, Page
from twosource.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

CLAUSES = ("ccomp", "parataxis")
TRIM = frozenset([",", ";", ":", "-", "–", "—", "--", "(", ")", ".", "…"])
GOING_ON = frozenset(["continue", "go", "appear", "seem"])
"""Verbs whose infinitive is done all the same ("continued to insist")."""
STRONG = frozenset([";", "(", "—", "--"])
OWN_SUBJECT = ("nsubj", "nsubjpass", "expl", "csubj")
SOURCES = (("according", "to"), ("as", "per"))
RELATIVE = frozenset(["what", "which", "that", "who", "as"])
GOES_WITH = frozenset(
    ["so", "unless", "because", "if", "when", "before", "until", "since", "though", "although", "while"]
)
"""Conjunctions whose clause behind a report belongs to what is reported, though the parse hangs it on the cue."""
FINITE = ("VBD", "VBZ", "VBP", "MD")
SHORTEST_REST = 5
"""Words behind a cue that may be a report although the parse sees no clause in them."""
TELLING = ("says", "claims", "announces", "suggests")
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
    for token in sentence:
        if not page.outside(token):
            continue
        if token.i + 1 < len(token.doc) and (token.lower_, token.nbor().lower_) in SOURCES:
            yield from _according(context, page, sentence, token)
        elif cues.is_indirect(token) and _tells(token):
            yield from _reported(context, page, sentence, token)


def _reported(context: Context, page: Page, sentence: Sentence, cue: Token) -> Iterator[Draft]:
    """The clause that depends on a verb of speech, or the clause that the verb interrupts."""
    clause, head = _clause_of(cue), None
    if clause is not None:
        fragments = _clause_fragments(page, sentence, cue, clause)
        rule, confidence = "quotes.reported_clause", 0.75
    elif _is_parenthetical(page, sentence, cue):
        fragments = _around(page, sentence, *_cue_bounds(page, cue))
        rule, confidence = "quotes.parenthetical_cue", 0.7
    elif (closing := _closing_cue(page, sentence, cue)) is not None:
        (first, last), head = closing
        fragments = _around(page, sentence, first, last)
        rule, confidence = "quotes.closing_cue", 0.65
    elif (head := _says_the_rest(context, page, sentence, cue)) is not None:
        fragments = _cleaned(page, [(cue.i + 1, _before_next_cue(page, cue.i + 1, sentence.end - 1))])
        rule, confidence = "quotes.rest_of_sentence", 0.6
    else:
        return
    attribution = speakers.attribute(page, context, cue, rule, confidence, head) if fragments else None
    if attribution is not None and not any(_overlaps(attribution.speaker, fragment) for fragment in fragments):
        yield Draft(fragments, attribution)


def _tells(cue: Token) -> bool:
    """Whether the verb tells that somebody spoke: not "did not say", "refused to say", "without saying"."""
    if cue.dep_ == "pcomp" and cue.head.lower_ == "without":
        return False
    for child in cue.children:
        if child.dep_ == "neg" or (child.dep_ == "mark" and child.lower_ in ("than", "if", "whether")):
            return False
        if child.dep_ == "aux" and child.lower_ == "to" and cue.tag_ == "VB" and cue.head.lemma_ not in GOING_ON:
            return False
    return True


def _overlaps(a: Span | None, b: Span) -> bool:
    return a is not None and a[0] < b[1] and b[0] < a[1]


def _clause_of(cue: Token) -> Token | None:
    """The verb's clause; also one that the parse hangs on whom it was told to ("told a report that ...")."""
    clauses = [child for child in cue.children if _is_clause(cue, child)]
    if clauses:  # a dateline in front may pass for a clause
        return max(clauses, key=lambda child: (child.pos_ in ("VERB", "AUX"), child.i > cue.i, -child.i))
    for hearer in cue.children:
        if hearer.dep_ in ("dobj", "dative") and cues.lemma(cue) in ("tell", "inform", "assure"):
            for child in hearer.children:
                if child.dep_ in ("ccomp", "acl", "relcl") and any(left.lower_ == "that" for left in child.lefts):
                    return child
    return None


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
        start = max(first, right + 1) if clause.dep_ != "xcomp" else first
        start = _with_adverbial(page, cue, start)
        end = _stretched(page, sentence, cue, clause, last)
        return _cleaned(page, [(start, _before_aside(page, start, _before_next_cue(page, start, end)))])
    if last < cue.i:
        closes = all(token.is_punct for token in page.paragraph.doc[right + 1 : sentence.end])
        stop = left - 1 if closes else min(last, left - 1)
        return _cleaned(page, [(_sentence_start(page, sentence, first), stop)])
    return _cleaned(page, [(first, left - 1), (right + 1, last)])


def _with_adverbial(page: Page, cue: Token, start: int) -> int:
    """The clause's start, moved before an adverb that a comma sets off: "says too often, nobody comes"."""
    doc = page.paragraph.doc
    front = doc[cue.i + 1 : start + 1 if doc[start].text == "," else start]
    if len(front) > 1 and front[-1].text == "," and front[0].pos_ == "ADV" and all(t.pos_ == "ADV" for t in front[:-1]):
        return int(front[0].i)
    return start


def _sentence_start(page: Page, sentence: Sentence, first: int) -> int:
    """The sentence's first token, when only a few words outside any quotation stand before the clause."""
    start = sentence.start
    return start if first - start <= 4 and all(page.inside[i] < 0 for i in range(start, first)) else first


def _stretched(page: Page, sentence: Sentence, cue: Token, clause: Token, last: int) -> int:
    """The end of a clause, moved to the sentence's end unless the cue's own sentence goes on behind it."""
    end = sentence.end - 1
    doc = page.paragraph.doc
    if last >= end:
        return last
    for token in doc[last + 1 : end + 1]:
        of_cue = token.head.i <= cue.i and token.dep_ in ("conj", "parataxis")
        shares_subject = of_cue and not any(child.dep_ in OWN_SUBJECT for child in token.lefts)
        aside = token.head == cue and token.dep_ == "advcl" and not any(c.lower_ in GOES_WITH for c in token.lefts)
        if shares_subject or aside or cues.is_indirect(token) or token.lower_ == "according" or token.text in STRONG:
            return last
    return end if clause.dep_ == "ccomp" else last


def _before_aside(page: Page, first: int, last: int) -> int:
    """The end of a clause, moved before the reporter's aside at its end: "... — a reference to X"."""
    doc = page.paragraph.doc
    for i in range(last - 2, first + SHORTEST, -1):
        token = doc[i]
        if (
            token.text in ("—", "--", "–", "-")
            and any(page.inside[j] >= 0 for j in range(first, i))
            and doc[i - 1].whitespace_
            and page.outside(token)
        ):
            return i - 1 if not any(later.text in ("—", "--", "–") for later in doc[first:i]) else last
    return last


def _before_next_cue(page: Page, first: int, last: int) -> int:
    """The end of a clause, moved before another report in it: ", saying ...", "but X says ..."."""
    doc = page.paragraph.doc
    for token in doc[first + 1 : last + 1]:
        if not cues.is_indirect(token) or not page.outside(token):
            continue
        subject = next((child for child in token.lefts if child.dep_ == "nsubj"), None)
        edge = subject.left_edge.i if subject is not None else token.i
        before = doc[edge - 1]
        if token.tag_ == "VBG" and before.text == ",":
            return int(edge - 2)
        if subject is not None and before.dep_ == "cc" and before.lower_ == "but" and edge - 2 > first:
            return int(edge - 2)
    return last


def _closing_cue(page: Page, sentence: Sentence, cue: Token) -> tuple[tuple[int, int], Token] | None:
    """First and last token of a cue that ends its sentence behind a comma, and who speaks: "..., argued Bloom."."""
    doc, last = page.paragraph.doc, sentence.end - 1
    while last > cue.i and (doc[last].is_punct or doc[last].is_space):
        last -= 1
    comma = next((i for i in range(cue.i - 1, max(sentence.start, cue.i - 12), -1) if doc[i].text == ","), None)
    if comma is None or cue.tag_ not in FINITE or last - cue.i > 8:
        return None
    before, behind = doc[comma + 1 : cue.i], doc[cue.i + 1 : last + 1]
    if any(token.tag_ in FINITE or token.text == "," or not page.outside(token) for token in (*before, *behind)):
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
    return head if any(token.tag_ in FINITE and page.outside(token) for token in rest) else None


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
    if not any(child.dep_ in speakers.SUBJECTS and page.outside(child) for child in cue.children):
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
        while first <= last and doc[first].text in TRIM:
            first += 1
        while first <= last and (doc[last].text in TRIM or doc[last].is_space):
            last -= 1
        if first <= last and any(token.is_alpha for token in doc[first : last + 1]):
            spans.append(page.place(doc[first], doc[last]))
    words = sum(token.is_alpha for first, last in ranges for token in doc[max(first, 0) : last + 1])
    if len(spans) > 1:  # "what they say is ..."
        text = page.paragraph.doc.text
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
    limit = _before_next_cue(page, end, sentence.end - 1) if token.i == sentence.start else sentence.end - 1
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
        token.dep_ in OWN_SUBJECT and token.head.tag_ in (*FINITE, "VB", "VBN", "VBG") for token in doc[first:stop]
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

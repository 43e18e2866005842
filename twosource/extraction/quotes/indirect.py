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
        if token.lower_ == "according":
            yield from _according(context, page, sentence, token)
        elif cues.is_indirect(token) and _tells(token):
            yield from _reported(context, page, sentence, token)


def _reported(context: Context, page: Page, sentence: Sentence, cue: Token) -> Iterator[Draft]:
    """The clause that depends on a verb of speech, or the clause that the verb interrupts."""
    clause = _clause_of(cue)
    if clause is not None:
        fragments = _clause_fragments(page, sentence, cue, clause)
        rule, confidence = "quotes.reported_clause", 0.75
    elif _is_parenthetical(page, sentence, cue):
        fragments = _around(page, sentence, *_cue_bounds(page, cue))
        rule, confidence = "quotes.parenthetical_cue", 0.7
    else:
        return
    attribution = speakers.attribute(page, context, cue, rule, confidence) if fragments else None
    if attribution is not None and not any(_overlaps(attribution.speaker, fragment) for fragment in fragments):
        yield Draft(fragments, attribution)


def _tells(cue: Token) -> bool:
    """Whether the verb tells that somebody spoke: not "did not say", "refused to say", "lower than X says"."""
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
    clause = next((child for child in cue.children if _is_clause(cue, child)), None)
    if clause is not None:
        return clause
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
        end = _stretched(page, sentence, cue, clause, last)
        return _cleaned(page, [(start, _before_next_cue(page, start, end))])
    if last < cue.i:
        return _cleaned(page, [(_sentence_start(page, sentence, first), min(last, left - 1))])
    return _cleaned(page, [(first, left - 1), (right + 1, last)])


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
        shares_subject = of_cue and not any(child.dep_ == "nsubj" for child in token.lefts)
        aside = token.head == cue and token.dep_ == "advcl"
        if shares_subject or aside or cues.is_verb(token) or token.lower_ == "according" or token.text in STRONG:
            return last
    return end if clause.dep_ == "ccomp" else last


def _before_next_cue(page: Page, first: int, last: int) -> int:
    """The end of a clause, moved before another report in it: ", saying ...", "but X says ..."."""
    doc = page.paragraph.doc
    for token in doc[first + 1 : last + 1]:
        if not cues.is_core(token) or not page.outside(token):
            continue
        subject = next((child for child in token.lefts if child.dep_ == "nsubj"), None)
        edge = subject.left_edge.i if subject is not None else token.i
        before = doc[edge - 1]
        if token.tag_ == "VBG" and before.text == ",":
            return int(edge - 2)
        if subject is not None and before.dep_ == "cc" and before.lower_ == "but" and edge - 2 > first:
            return int(edge - 2)
    return last


def _cue_bounds(page: Page, cue: Token) -> tuple[int, int]:
    """First and last token of the cue with its subject and its own short adverbials, outside the reported clause."""
    subject = next((child for child in cue.children if child.dep_ in speakers.SUBJECTS), None)
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
    return spans if words >= SHORTEST else []


def _according(context: Context, page: Page, sentence: Sentence, token: Token) -> Iterator[Draft]:
    """ "According to X, ..." and "..., according to X": the rest of the sentence is X's."""
    doc = page.paragraph.doc
    if token.i + 2 >= len(doc) or doc[token.i + 1].lower_ != "to" or doc[token.i + 2].lower_ in ("what", "whom"):
        return
    to = doc[token.i + 1]
    head = next((child for child in to.children if child.dep_ == "pobj"), doc[token.i + 2])
    if not page.outside(head):
        return
    attribution = speakers.source(page, context, head, "quotes.according_to")
    end = _source_end(page, sentence, token, head)
    limit = _before_next_cue(page, end, sentence.end - 1) if token.i == sentence.start else sentence.end - 1
    ranges = [(sentence.start, token.i - 1), (end + 1, limit)]
    if sentence.root.i < token.i and token.i > sentence.start + 3:  # what follows only tells who the source is
        ranges = ranges[:1]
    fragments = _cleaned(page, ranges)
    if fragments:
        yield Draft(fragments, attribution)


def _source_end(page: Page, sentence: Sentence, token: Token, head: Token) -> int:
    """Last token of the source's phrase: to the next comma or quotation, or to the sentence's end."""
    doc, last = page.paragraph.doc, head.i
    edge = head.right_edge.i if token.i > sentence.start + 3 else sentence.end - 1
    for i in range(head.i + 1, min(max(edge, head.i), sentence.end - 1) + 1):
        if doc[i].text in (",", ".", ";", ":", "—") or not page.outside(doc[i]):
            break
        last = i
    return int(last)

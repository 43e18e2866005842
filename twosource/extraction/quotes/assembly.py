"""From a parse and its mentions to the quotations of an article.

Belongs here: the order of the rules, carrying a speaker on, and resolving who speaks.
Does not: the rules themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from twosource import words
from twosource.extraction.names import coreference
from twosource.extraction.parse import Parsed
from twosource.extraction.quotes import complement, cues, direct, indirect, labels, turns
from twosource.extraction.quotes.context import Attribution, Context, Draft, Page, context_of
from twosource.extraction.quotes.marks import Quoted
from twosource.newsroom.agencies import agency_named
from twosource.records import Mention, Published, Quote, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

CARRIED = "quotes.carried_on"
LEAST = 0.3
"""Confidence below which a speaker is left open."""


def find(parsed: Parsed, mentions: Sequence[Mention], published: Published | None = None) -> list[Quote]:
    """Quotations of the article in order, direct, mixed and indirect, with their speakers where the text names them.

    `published` only serves to date a transcript's turn that names a day without a year.
    """
    context = context_of(parsed, mentions)
    memory = coreference.memory_of(parsed.text, mentions, _subjects(context))
    turn = turns.find(context, published)
    quotes: list[Quote] = []
    walked = zip(parsed.walk(), context.pages, strict=True)
    found = [[turn[n]] if n in turn else _of_page(context, page) for n, (_, page) in enumerate(walked)]
    _look_ahead(context, found)
    for page, drafts in zip(context.pages, found, strict=True):
        if page.heading:
            memory.last = None
        for draft in sorted(drafts, key=lambda d: (d.start, d.end)):
            quotes.append(_resolved(parsed, memory, page, draft))
    return quotes


def _look_ahead(context: Context, drafts: list[list[Draft]]) -> None:
    """Give a quotation that no mark closes, and for which its own paragraph names nobody, the speaker whom the next
    paragraph names behind its first words: they are one quotation."""
    for number in range(len(drafts) - 2, -1, -1):
        page, following = context.pages[number], context.pages[number + 1]
        if not drafts[number] or not drafts[number + 1] or not page.quoted or not following.quoted:
            continue
        last, first = drafts[number][-1], drafts[number + 1][0]
        joined = not page.quoted[-1].closed and first.start == following.quoted[0].start
        if joined and last.attribution.rule == CARRIED and first.attribution.rule != CARRIED:
            told = first.attribution
            drafts[number][-1] = Draft(last.fragments, replace(told, rule="quotes.goes_on", cue=None))


def _subjects(context: Context) -> frozenset[int]:
    """Starts of the mentions that are the subject of a clause."""
    found = set()
    for page in context.pages:
        for token in page.paragraph.doc:
            if token.dep_ in ("nsubj", "nsubjpass") and page.outside(token):
                mention = context.mention_at(page.paragraph.start + token.idx)
                if mention is not None:
                    found.add(mention.start)
    return frozenset(found)


def _of_page(context: Context, page: Page) -> list[Draft]:
    """The drafts of a paragraph: reported clauses, then every quoted stretch that no such clause holds."""
    if page.teaser:
        return []
    clauses = [] if page.caption else indirect.find(context, page)
    if not page.quoted:
        return clauses
    kept: list[Draft] = []
    mixed: set[int] = set()
    for draft in _apart([*clauses, *complement.find(context, page)]):
        settled = _mixed(context, page, draft, mixed)
        if settled is not None:
            kept.append(settled)
    drafts, spoken = [], False
    places = direct.places(context, page)
    for place, following in zip_longest(places, places[1:]):
        if place.number in mixed:
            spoken = True
            continue
        found = _direct(context, page, place, following, spoken)
        if found is not None:
            drafts.append(found)
            spoken = True
    return _without_overlaps([*kept, *_bound(context, drafts), *_unmarked(page, drafts)])


def _unmarked(page: Page, drafts: Sequence[Draft]) -> list[Draft]:
    """Sentences without marks, right behind a quoted one, in which somebody says "I": the speaker goes on."""
    found: list[Draft] = []
    sentences = list(page.paragraph.doc.sents)
    for before, sentence in pairwise(sentences):
        start, end = page.paragraph.start + before.start_char, page.paragraph.start + before.end_char
        said = next((d for d in (*drafts, *found) if start <= d.start < end and d.attribution.speaker), None)
        words = [token for token in sentence if not token.is_space]
        first = any(token.lower_ in ("i", "my") and token.tag_ in ("PRP", "PRP$") for token in words)
        own = (
            first and all(page.outside(token) for token in words) and not any(cues.is_core(t) for t in _tellers(words))
        )
        if said is None or not own:
            continue
        last = words[-2] if words[-1].is_punct and len(words) > 1 else words[-1]
        told = replace(said.attribution, cue=None, rule="quotes.unmarked", confidence=0.6)
        found.append(Draft([page.place(words[0], last)], told))
    return found


def _tellers(words: Sequence[Token]) -> Iterator[Token]:
    """The verbs of a sentence whose subject is a name or "he": the article's own words."""
    for token in words:
        others = (child for child in token.children if child.dep_ == "nsubj" and child.lower_ not in ("i", "we"))
        if token.pos_ == "VERB" and any(child.pos_ == "PROPN" or child.lower_ in ("he", "she") for child in others):
            yield token


def _apart(drafts: list[Draft]) -> list[Draft]:
    """The drafts in their order, without those that begin inside one that came before."""
    kept: list[Draft] = []
    for draft in drafts:
        if not any(draft.start < other.end and other.start < draft.end for other in kept):
            kept.append(draft)
    return sorted(kept, key=lambda d: d.start)


def _mixed(context: Context, page: Page, draft: Draft, mixed: set[int]) -> Draft | None:
    """A reported clause that meets quoted stretches: taken whole, or left to the rules for direct speech.

    A stretch that stands whole in the clause beside words of its own belongs to it (its number goes to `mixed`).
    """
    fragments: list[Span] = []
    taken: set[int] = set()
    for start, end in draft.fragments:
        met = [n for n, q in enumerate(page.quoted) if q.outer_start < end and start < q.outer_end]
        if not met:
            fragments.append((start, end))
            continue
        last = page.quoted[met[-1]]
        first = page.quoted[met[0]]
        whole_start, whole_end = min(start, first.outer_start), max(end, last.outer_end)
        if _introduces(context.text, whole_start, first, start):
            continue
        own = _own_words(context.text, whole_start, whole_end, [page.quoted[n] for n in met])
        if own < 1 or first.outer_start < start - 1:
            continue
        fragments.append((whole_start, whole_end))
        taken |= set(met)
    mixed |= taken
    return Draft(fragments, draft.attribution) if fragments else None


def _introduces(text: str, start: int, first: Quoted, clause: int) -> bool:
    """Whether the words before a quoted stretch only lead to it: a sentence of their own, or a colon at their end."""
    before = text[start : first.outer_start].rstrip()
    return before.endswith((".", "!", "?", ":")) or (not before and text[:clause].rstrip(' "“').endswith(":"))


def _own_words(text: str, start: int, end: int, quoted: Sequence[Quoted]) -> int:
    """Words of the span that stand outside the quoted stretches, "that" not counted."""
    outside, at = [], start
    for stretch in quoted:
        outside.append(text[at : max(at, stretch.outer_start)])
        at = stretch.outer_end
    outside.append(text[at : max(at, end)])
    return sum(word.lower() != "that" for word in " ".join(outside).split() if any(c.isalpha() for c in word))


def _direct(
    context: Context, page: Page, place: direct.Place, following: direct.Place | None, spoken: bool
) -> Draft | None:
    """A quoted stretch with its speaker: by the words beside it, carried on, or by its sentence's subject."""
    quoted = page.quoted[place.number]
    if place.is_name:
        return None
    found = direct.attribute(place) or _goes_on(page, place, following)
    if found is None and direct.denied(place):
        return None
    if (found is None and (not place.short or (place.sentence and spoken))) or not quoted.opened:
        found = found or direct.sentence_before(place)
        found = found or _carried(page, place, spoken) or direct.inside_sentence(place)
    if found is None:
        return None
    spans = turns.answers(context.text, quoted.start, quoted.end)
    return Draft(spans, found) if spans else None


def _goes_on(page: Page, place: direct.Place, following: direct.Place | None) -> Attribution | None:
    """A stretch whose mark opens again later in the paragraph: the words before the second opening name the speaker."""
    return direct.source_beside(following) if following is not None and not page.quoted[place.number].closed else None


def _carried(page: Page, place: direct.Place, spoken: bool) -> Attribution | None:
    """A stretch that is a sentence of its own goes on with whoever spoke last."""
    if page.quote_only and place.number == 0 and (told := labels.above(page, place.context)) is not None:
        return told
    alone = not any(token.is_alpha for token in place.lead) and not any(token.is_alpha for token in place.tail)
    if page.quote_only or (alone and (spoken or place.number == 0)):
        return Attribution(rule=CARRIED, confidence=0.75)
    return None


def _bound(context: Context, drafts: list[Draft]) -> list[Draft]:
    """Two stretches that one cue interrupts ("A," he said, "b.") become one quotation of two fragments."""
    kept: list[Draft] = []
    for draft in drafts:
        before = kept[-1] if kept else None
        if before is not None and before.attribution.cue and draft.attribution.speaker == before.attribution.speaker:
            left, right = context.text[: before.end].rstrip(" \"”’'"), context.text[draft.start : draft.start + 1]
            same_sentence = left.endswith((",", "—")) and right.islower()
            if same_sentence and before.attribution.cue == draft.attribution.cue:
                kept[-1] = Draft([*before.fragments, *draft.fragments], before.attribution)
                continue
        kept.append(draft)
    return kept


def _without_overlaps(drafts: list[Draft]) -> list[Draft]:
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (d.start, -d.end)):
        taken = {span for other in kept[-3:] for span in other.fragments}
        if not any(a < end and start < b for start, end in draft.fragments for a, b in taken):
            kept.append(draft)
    return kept


def _kind(page: Page, fragments: Sequence[Span]) -> words.QuoteKind:
    """`direct` when nine tenths of the words stand in marks, `indirect` when none does, otherwise `mixed`."""
    inside = outside = 0
    for token in page.paragraph.doc:
        at = page.paragraph.start + token.idx
        if token.is_alpha and any(start <= at < end for start, end in fragments):
            if page.inside[token.i] >= 0:
                inside += 1
            else:
                outside += 1
    if not inside:
        return "indirect"
    return "direct" if inside >= 0.9 * (inside + outside) else "mixed"


def _outlet(speaker: str | None) -> str | None:
    """The speaker when that is an outlet or agency: what it reports is relayed from it."""
    words = (speaker or "").split()
    known = bool(speaker and words) and (agency_named(speaker) or words[-1] in cues.mastheads())
    return speaker if known else None


def _resolved(parsed: Parsed, memory: coreference.Memory, page: Page, draft: Draft) -> Quote:
    """The quotation of a draft, its speaker resolved against what the article told before."""
    found = draft.attribution
    words = parsed.text[slice(*found.speaker)] if found.speaker else None
    confidence = found.confidence
    if found.speaker is None:
        speaker = found.name or memory.last
        confidence *= 1.0 if speaker else 0.5
    elif found.name:
        speaker = coreference.named(memory, found.name, words or "", found.speaker)
        if speaker is None:
            confidence *= 0.5
            memory.last, memory.last_words, memory.last_page = None, words, page.paragraph.start
    else:
        place = found.owner or found.speaker
        speaker, factor = coreference.resolve(memory, parsed.text[slice(*place)], place)
        confidence *= factor
    if confidence < LEAST:
        speaker = None
    if found.speaker is None and speaker == memory.last and memory.last_page == page.paragraph.start:
        words = memory.last_words
    memory.heard(speaker, draft.start, words, page.paragraph.start)
    relay = found.relayed_from or memory.outlet_of(words, speaker) or _outlet(speaker)
    if relay is not None:
        memory.relays.add(relay)
    fragments = draft.fragments
    turn = found.rule in ("quotes.bracketed_turn", "quotes.named_turn")
    return Quote(
        text=parsed.text[draft.start : draft.end],
        start=draft.start,
        end=draft.end,
        sentence=parsed.sentence_at(draft.start),
        rule=found.rule,
        confidence=round(confidence, 3),
        kind="direct" if turn else _kind(page, fragments),
        speaker=speaker,
        speaker_text=words,
        speaker_role=found.role or (memory.roles.get(speaker) if speaker else None),
        cue=found.cue,
        force=found.force,
        said_on=found.said_on,
        relayed_from=relay,
        fragments=list(fragments),
    )

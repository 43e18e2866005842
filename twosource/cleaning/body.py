"""Which blocks of a page are the article: trafilatura's choice laid over the blocks, corrected, then put to the vote.

Belongs here: the extractor's call, matching its text to the blocks, what a vote changes. Does not: markup, metadata,
the corrections (see `corrections`), the trees (see `learned`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction

from twosource.cleaning import bylines, dates
from twosource.cleaning.corrections import bones, corrected
from twosource.cleaning.html import Block
from twosource.cleaning.learned import votes
from twosource.cleaning.learned.markup import Voices
from twosource.cleaning.learned.votes import Votes
from twosource.cleaning.regions import Draft
from twosource.cleaning.rules.lines import LINE_RULES, line_rule
from twosource.cleaning.scoring import best_run, ends_sentence, prose_score, word_counts
from twosource.cleaning.sign_ups import RULE as SIGN_UP
from twosource.cleaning.stretch import Page, judged
from twosource.cleaning.wholes import completed

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
SHORTEST_SURE = 25
"""Letters and digits from which a block that stands in the extracted text is taken as the same place."""
EXTRACTOR_ERRORS = (etree.LxmlError, ValueError, TypeError, AttributeError, LookupError, RecursionError)
TELLING_ROLES = {
    "tag_footer": frozenset({"legal", "promo"}),
    "class_navigation": frozenset({"legal"}),
    "tag_aside": frozenset({"ranking", "promo", "legal", "comment"}),
    "class_related": frozenset({"ranking", "promo"}),
}
"""What the words of a block may say against its box: a footer holds menus and the copyright line."""
DROPPED, BROUGHT_IN = 0.3, 0.7
"""Votes below which a proposed block is dropped, and above which one that was not proposed is kept."""
NEVER_BROUGHT_IN = frozenset({"headline", "published", "byline"})
TREES, NOT_EXTRACTED, PULL_QUOTE = "block_trees", "not_extracted", "pull_quote"
TOLD = frozenset(
    {PULL_QUOTE, "repeated_headline", "repeated_stretch", "doubled_title", SIGN_UP, "class_unseen"}
    | {r.name for r in LINE_RULES}
    | {f"under_{r.name}" for r in LINE_RULES if r.opens}
)
"""Rules that know what a block is by its words: another block's again, or a line of furniture. No vote brings it in."""
FEWEST_EXTRACTED, ENOUGH = 250, 0.8
"""Code points of an extractor's first text, and the share of what our own scores keep, from which it is enough."""
SHORTEST_TRIPLES = 15
"""Code points of eight words at least, which six triples need."""
SHORTEST_PROSE, MOST_LINKS = 60, 0.5
FEWEST_PROPOSED, FAR_LESS, ALMOST_NOTHING, FEWEST_KNOWN = 400, 0.3, 0.08, 0.25
"""Code points of proposed paragraphs, and the share of them below which a vote that leaves so few is not believed: in a
language of whose function words few are known, and in others."""
HELD = 0.8
"""Share of the extractor's word triples that another voice must have before it may add to them."""
MOSTLY = 0.6
"""Share of a block's word triples that must stand in the extracted text when it is not there as a whole."""


def extracted_text(tree: HtmlElement, url: str | None, blocks: Sequence[Block]) -> str:
    """What trafilatura takes for the body, without comments; empty when it finds none or fails on the page.

    Its second opinions cost as much as its first: they are asked where the first has less than our own scores would
    keep, or hardly anything (of 144 news pages its text differs on three otherwise, and on none then).
    """
    chosen = _own_choice(blocks)
    own = sum(len(block.text) for block, keep in zip(blocks, chosen, strict=True) if keep)
    first = _extracted(tree, url, fast=True)
    return first if len(first) >= max(FEWEST_EXTRACTED, ENOUGH * own) else _extracted(tree, url, fast=False)


def _extracted(tree: HtmlElement, url: str | None, fast: bool) -> str:
    try:
        found = bare_extraction(
            tree, url=url, favor_precision=True, include_comments=False, with_metadata=False, fast=fast
        )
    except EXTRACTOR_ERRORS:
        # The page goes on with our own scores; that the extractor was no help shows in the rule of its regions.
        return ""
    return getattr(found, "text", None) or ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the extractor said, ready for questions about single blocks."""

    lines: frozenset[str]
    whole: str
    triples: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, text: str) -> Reading:
        """Its lines, all its letters and digits in a row, and its word triples."""
        lines = [bones(line.removeprefix("- ")) for line in text.split("\n")]
        return cls(frozenset(line for line in lines if line), "".join(lines), frozenset(_triples(text)))

    def holds(self, text: str) -> float:
        """1.0 when the block stands in the text, else the share of its word triples that do."""
        letters = bones(text)
        if not letters:
            return 0.0
        if letters in self.lines or (len(letters) >= SHORTEST_SURE and letters in self.whole):
            return 1.0
        if len(text) < SHORTEST_TRIPLES:
            return 0.0
        triples = _triples(text)
        return sum(triple in self.triples for triple in triples) / len(triples) if len(triples) > 5 else 0.0


def _triples(text: str) -> list[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return list(zip(words, words[1:], words[2:], strict=False))


@dataclass(frozen=True, slots=True)
class Proposal:
    """One draft per block as extractor and rules would have it, and what each of the voices said."""

    drafts: list[Draft]
    voices: Voices


def body_drafts(
    blocks: Sequence[Block],
    extracted: str,
    headline: str | None,
    stated_body: str | None = None,
    by: Sequence[str] = (),
) -> list[Draft]:
    """One draft per block: proposed by the extractor, corrected by rules, then put to the vote of the trees."""
    made = proposed(blocks, extracted, headline, stated_body, by)
    page = Page.of([judged(block.text, True) for block in blocks])
    on_blocks = votes.on_blocks(page, blocks, made.voices)
    return completed(blocks, not_far_less(blocks, made.drafts, voted(blocks, made.drafts, on_blocks)))


def proposed(
    blocks: Sequence[Block], extracted: str, headline: str | None, stated_body: str | None, by: Sequence[str]
) -> Proposal:
    """Three voices: the extractor's text, the body that structured data states, our own scores.

    The extractor decides, unless another voice has far more and holds most of what the extractor has: then the body
    was split over several containers and the extractor took one of them. `by`: the authors that the page states.
    """
    chosen = _own_choice(blocks)
    own = "\n".join(block.text for block, keep in zip(blocks, chosen, strict=True) if keep)
    shares = _shares(blocks, extracted)
    stated = _shares(blocks, stated_body or "")
    whole = extracted
    if len(bones(extracted)) >= SHORTEST_SURE:
        for voice, much_more in ((stated_body or "", 1.3), (own, 2.0)):
            if outweighs(voice, whole, much_more):
                whole = f"{whole}\n{voice}"
        drafts = _matched(blocks, shares if whole is extracted else _shares(blocks, whole))
    else:
        drafts = [
            Draft(block.text, "body", "best_run", 0.5) if keep else dropped(block)
            for block, keep in zip(blocks, chosen, strict=True)
        ]
    drafts = corrected(blocks, drafts, headline, by)
    kept = [draft.kept for draft in drafts]
    return Proposal(drafts, Voices(shares, stated, kept, chosen))


def _shares(blocks: Sequence[Block], text: str) -> list[float]:
    """How much of each block stands in a text."""
    if len(bones(text)) < SHORTEST_SURE:
        return [0.0] * len(blocks)
    reading = Reading.of(text)
    return [reading.holds(block.text) for block in blocks]


def voted(blocks: Sequence[Block], drafts: list[Draft], on_blocks: Votes) -> list[Draft]:
    """The proposal where the vote is not clearly against it. The page's headline and dates are not put to the vote."""
    out = []
    for block, draft, vote in zip(blocks, drafts, on_blocks, strict=True):
        if draft.kept and vote < DROPPED:
            out.append(_voted_out(block, round(1 - float(vote), 3)))
        elif not draft.kept and vote > BROUGHT_IN and draft.role not in NEVER_BROUGHT_IN and draft.rule not in TOLD:
            heading = block.tag in HEADINGS and not ends_sentence(block.text)
            out.append(draft.as_role("subheading" if heading else "body", TREES, round(float(vote), 3)))
        else:
            out.append(draft)
    return _untold(out, on_blocks)


def not_far_less(blocks: Sequence[Block], before: list[Draft], after: list[Draft]) -> list[Draft]:
    """The drafts after the vote; paragraphs that it dropped come back where it left a small part of the proposed ones.

    The trees have grown on some twenty languages: where they know none of a page's words they may drop an article.
    """
    prose = [
        draft.kept and draft.role == "body" and len(draft.text) >= SHORTEST_PROSE and block.links < MOST_LINKS
        and ends_sentence(draft.text)
        for block, draft in zip(blocks, before, strict=True)
    ]  # fmt: skip
    proposed_letters = sum(len(draft.text) for draft, told in zip(before, prose, strict=True) if told)
    left = sum(len(draft.text) for draft, told in zip(after, prose, strict=True) if told and draft.kept)
    kept = sum(len(draft.text) for draft in after if draft.kept)
    counts = [word_counts(draft.text) for draft, told in zip(before, prose, strict=True) if told]
    known = sum(count.function for count in counts) >= FEWEST_KNOWN * max(1, sum(count.words for count in counts))
    least = (ALMOST_NOTHING if known else FAR_LESS) * proposed_letters
    if proposed_letters < FEWEST_PROPOSED or max(left, kept / 2) >= least:
        return after
    return [old if told else new for old, new, told in zip(before, after, prose, strict=True)]


def _untold(drafts: list[Draft], on_blocks: Votes) -> list[Draft]:
    """Pull quotes come in on their vote where the block that holds their words was voted out."""
    kept = "\n".join(bones(draft.text) for draft in drafts if draft.kept)
    return [
        draft.as_role("body", TREES, round(float(vote), 3))
        if draft.rule == PULL_QUOTE and vote > BROUGHT_IN and bones(draft.text) not in kept
        else draft
        for draft, vote in zip(drafts, on_blocks, strict=True)
    ]


def _voted_out(block: Block, sure: float) -> Draft:
    draft = dropped(block)
    return replace(draft, rule=TREES if draft.rule == NOT_EXTRACTED else draft.rule, score=sure)


def outweighs(voice: str, extracted: str, much_more: float) -> bool:
    """Whether a voice has at least `much_more` times the extractor's letters, and HELD of the extractor's text."""
    if len(voice) < much_more * len(extracted):
        return False
    known = set(_triples(voice))
    triples = _triples(extracted)
    return sum(triple in known for triple in triples) >= HELD * max(1, len(triples))


def _matched(blocks: Sequence[Block], shares: Sequence[float]) -> list[Draft]:
    long = [i for i, share in enumerate(shares) if share >= MOSTLY and len(bones(blocks[i].text)) >= SHORTEST_SURE]
    first, last = (min(long), max(long)) if long else (0, len(blocks))
    drafts = []
    for index, (block, share) in enumerate(zip(blocks, shares, strict=True)):
        # A short line counts only between sure blocks: a menu may hold the same words.
        near = first - 2 <= index <= last + 2 and not (block.role == "navigation" and index < first)
        if block.tag != "h1" and share >= MOSTLY and (near or len(bones(block.text)) >= SHORTEST_SURE):
            role = "subheading" if block.tag in HEADINGS and not block.text.endswith((".", "”")) else "body"
            drafts.append(Draft(block.text, role, "extractor", round(share, 3)))
        else:
            drafts.append(dropped(block))
    return drafts


def _own_choice(blocks: Sequence[Block]) -> list[bool]:
    """Without help from the extractor: the blocks of the best run by their prose scores."""
    scores = [prose_score(block.text) * (1 - block.links) - block.links for block in blocks]
    start, end = best_run(scores)
    return [
        start <= index < end and score > 0 and block.role not in ("navigation", "caption", "legal", "headline")
        for index, (block, score) in enumerate(zip(blocks, scores, strict=True))
    ]


def dropped(block: Block) -> Draft:
    """A block that is not the article's, in the role that its tag or class gives it, else its words."""
    if block.role != "other":
        rule = line_rule(block.text, TELLING_ROLES[block.rule]) if block.rule in TELLING_ROLES else None
        role, name = (rule.role, rule.name) if rule else (block.role, block.rule)
        return Draft(block.text, role, name, 0.7)
    rule = line_rule(block.text)
    if rule is not None and rule.role != "speaker_turn":
        return Draft(block.text, rule.role, rule.name, 0.7)
    if dates.from_line(block.text) is not None:
        return Draft(block.text, "published", "date_line", 0.7)
    if bylines.names_beside(block.text):
        return Draft(block.text, "byline", "byline_beside_date", 0.7)
    if block.links > 0.8:
        return Draft(block.text, "navigation" if len(block.text) < 40 else "related", "mostly_links", 0.6)
    return Draft(block.text, "other", NOT_EXTRACTED, 0.5)

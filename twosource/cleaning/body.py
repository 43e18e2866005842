"""Which blocks of a page are the article: trafilatura's choice laid over the blocks, then named corrections.

Belongs here: the extractor's call, matching its text to the blocks, the post-filter. Does not: markup or metadata.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction

from twosource.cleaning import dates
from twosource.cleaning.html import Block
from twosource.cleaning.regions import Draft
from twosource.cleaning.rules.lines import LineRule, line_rule
from twosource.cleaning.scoring import best_run, ends_sentence, prose_score

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
SHORTEST_SURE = 25
"""Letters and digits from which a block that stands in the extracted text is taken as the same place."""
EXTRACTOR_ERRORS = (etree.LxmlError, ValueError, TypeError, AttributeError, LookupError, RecursionError)
LONGEST_PULL_QUOTE = 400
SHORTEST_UNMARKED = 30
"""Letters from which a repeated sentence is a pull quote though nothing but its words says so."""
MOST_COMPARED = 300_000
"""Letters of a page up to which short blocks are looked for within the others."""
BAR = re.compile(r"\s[|•·/]\s")
TELLING_ROLES = {
    "tag_footer": frozenset({"legal", "promo"}),
    "class_navigation": frozenset({"legal"}),
    "tag_aside": frozenset({"ranking", "promo", "legal", "comment"}),
    "class_related": frozenset({"ranking", "promo"}),
}
"""What the words of a block may say against its box: a footer holds menus and the copyright line."""
HELD = 0.8
"""Share of the extractor's word triples that another voice must have before it may add to them."""
MOSTLY = 0.6
"""Share of a block's word triples that must stand in the extracted text when it is not there as a whole."""


def extracted_text(tree: HtmlElement, url: str | None) -> str:
    """What trafilatura takes for the body, without comments; empty when it finds none or fails on the page."""
    try:
        found = bare_extraction(tree, url=url, favor_precision=True, include_comments=False, with_metadata=False)
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
        lines = [_bones(line.removeprefix("- ")) for line in text.split("\n")]
        return cls(frozenset(line for line in lines if line), "".join(lines), frozenset(_triples(text)))

    def holds(self, text: str) -> float:
        """1.0 when the block stands in the text, else the share of its word triples that do."""
        bones = _bones(text)
        if not bones:
            return 0.0
        if bones in self.lines or (len(bones) >= SHORTEST_SURE and bones in self.whole):
            return 1.0
        triples = _triples(text)
        return sum(triple in self.triples for triple in triples) / len(triples) if len(triples) > 5 else 0.0


def _bones(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _triples(text: str) -> list[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return list(zip(words, words[1:], words[2:], strict=False))


def body_drafts(
    blocks: Sequence[Block],
    extracted: str,
    headline: str | None,
    stated_body: str | None = None,
    by: Sequence[str] = (),
) -> list[Draft]:
    """One draft per block. Three voices: the extractor's text, the body that structured data states, our own scores.

    The extractor decides, unless another voice has far more and holds most of what the extractor has: then the body
    was split over several containers and the extractor took one of them. `by`: the authors that the page states.
    """
    drafts = _scored(blocks)
    own = "\n".join(draft.text for draft in drafts if draft.kept)
    for voice, much_more in ((stated_body or "", 1.3), (own, 2.0)):
        if len(_bones(extracted)) >= SHORTEST_SURE and outweighs(voice, extracted, much_more):
            extracted = f"{extracted}\n{voice}"
    if len(_bones(extracted)) >= SHORTEST_SURE:
        drafts = _matched(blocks, Reading.of(extracted))
    drafts = without_bars(blocks, drafts)
    drafts = without_pull_quotes(blocks, drafts)
    drafts = without_repeated_headline(drafts, headline)
    drafts = without_lines_of_other_roles(drafts)
    drafts = without_author_lines(drafts, by)
    drafts = under_list_headings(blocks, drafts)
    drafts = without_doubled_titles(drafts)
    drafts = without_repeated_lines(drafts)
    return without_trailing_headings(drafts)


def outweighs(voice: str, extracted: str, much_more: float) -> bool:
    """Whether a voice has at least `much_more` times the extractor's letters, and HELD of the extractor's text."""
    if len(voice) < much_more * len(extracted):
        return False
    known = set(_triples(voice))
    triples = _triples(extracted)
    return sum(triple in known for triple in triples) >= HELD * max(1, len(triples))


def _matched(blocks: Sequence[Block], reading: Reading) -> list[Draft]:
    shares = [reading.holds(block.text) for block in blocks]
    long = [i for i, share in enumerate(shares) if share >= MOSTLY and len(_bones(blocks[i].text)) >= SHORTEST_SURE]
    first, last = (min(long), max(long)) if long else (0, len(blocks))
    drafts = []
    for index, (block, share) in enumerate(zip(blocks, shares, strict=True)):
        # A short line counts only between sure blocks: a menu may hold the same words.
        near = first - 2 <= index <= last + 2 and not (block.role == "navigation" and index < first)
        if block.tag != "h1" and share >= MOSTLY and (near or len(_bones(block.text)) >= SHORTEST_SURE):
            role = "subheading" if block.tag in HEADINGS and not block.text.endswith((".", "”")) else "body"
            drafts.append(Draft(block.text, role, "extractor", round(share, 3)))
        else:
            drafts.append(dropped(block))
    return drafts


def _scored(blocks: Sequence[Block]) -> list[Draft]:
    """Without help from the extractor: the best run of blocks by their prose scores."""
    scores = [prose_score(block.text) * (1 - block.links) - block.links for block in blocks]
    start, end = best_run(scores)
    return [
        Draft(block.text, "body", "best_run", 0.5)
        if start <= index < end and score > 0 and block.role not in ("navigation", "caption", "legal", "headline")
        else dropped(block)
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
    if block.links > 0.8:
        return Draft(block.text, "navigation" if len(block.text) < 40 else "related", "mostly_links", 0.6)
    return Draft(block.text, "other", "not_extracted", 0.5)


# ------------------------------------------------------------------ corrections, in the order they run


def without_bars(blocks: Sequence[Block], drafts: list[Draft]) -> list[Draft]:
    """Kept blocks that are a row of links with marks between them: the bar of a page laid out as a table."""
    return [
        draft.as_role("navigation", "bar_of_links")
        if draft.kept and block.links > 0.6 and len(draft.text) < 200 and len(BAR.findall(draft.text)) >= 2
        else draft
        for block, draft in zip(blocks, drafts, strict=True)
    ]


def without_pull_quotes(blocks: Sequence[Block], drafts: list[Draft]) -> list[Draft]:
    """Kept short sentences whose words stand, letter for letter, within a longer kept block."""
    kept = [_bones(draft.text) if draft.kept else "" for draft in drafts]
    whole = "\n".join(bones for bones in kept if bones)
    if len(whole) > MOST_COMPARED:
        return drafts
    out = []
    for block, draft, bones in zip(blocks, drafts, kept, strict=True):
        sentence = ends_sentence(draft.text) or draft.text[0] in '"“„«'
        short = len(draft.text) <= LONGEST_PULL_QUOTE and draft.role == "body" and sentence
        fewest = 10 if block.rule == "class_pull_quote" else SHORTEST_UNMARKED
        # Blocks that are alike as wholes are left to `without_repeated_lines`: one of them stays.
        within = whole.count(bones) - kept.count(bones) if short and len(bones) >= fewest else 0
        out.append(draft.as_role("other", "pull_quote") if within > 0 else draft)
    return out


def without_author_lines(drafts: list[Draft], by: Sequence[str]) -> list[Draft]:
    """Kept blocks that are nothing but the name of an author whom the page states."""
    names = {_bones(name) for name in by}
    return [
        draft.as_role("byline", "stated_author", 0.9) if draft.kept and _bones(draft.text) in names else draft
        for draft in drafts
    ]


def under_list_headings(blocks: Sequence[Block], drafts: list[Draft]) -> list[Draft]:
    """Within a box, what follows the heading of a list of rankings belongs to that list."""
    out = list(drafts)
    heading: LineRule | None = None
    box = ""
    for index, (block, draft) in enumerate(zip(blocks, drafts, strict=True)):
        opening = line_rule(block.text, {"ranking"}) if block.rule in ("tag_aside", "class_related") else None
        if opening is not None and opening.opens:
            heading, box = opening, block.rule
        elif draft.kept or block.rule != box:
            heading = None
        elif heading is not None and draft.role == "related":
            out[index] = draft.as_role(heading.role, f"under_{heading.name}", 0.7)
    return out


def without_repeated_headline(drafts: list[Draft], headline: str | None) -> list[Draft]:
    """The headline as the first of the kept blocks is the headline, not the body."""
    title = _bones(headline or "")
    out, kept = list(drafts), 0
    for index, draft in enumerate(drafts):
        if draft.kept and kept < 4:
            kept += 1
            if title and _bones(draft.text) == title:
                out[index] = draft.as_role("headline", "repeated_headline", 0.95)
    return out


def without_lines_of_other_roles(drafts: list[Draft]) -> list[Draft]:
    """Kept blocks whose words are a byline, a credit, a read-more line and so on."""
    out = []
    for draft in drafts:
        rule = line_rule(draft.text) if draft.kept and len(draft.text) < 700 else None
        if rule is None and draft.kept and dates.from_line(draft.text) is not None:
            out.append(draft.as_role("published", "date_line"))
            continue
        # In a page the markup has spoken for a subheading; one-word menu entries would take it for furniture.
        if rule is None or (draft.role == "subheading" and rule.role in ("navigation", "legal")):
            out.append(draft)
        else:
            out.append(draft.as_role(rule.role, rule.name))
    return out


def without_doubled_titles(drafts: list[Draft]) -> list[Draft]:
    """A short block that says the same twice: a teaser's title and its picture's alternative text."""
    return [
        draft.as_role("related", "doubled_title") if draft.kept and _is_doubled(draft.text) else draft
        for draft in drafts
    ]


def _is_doubled(text: str) -> bool:
    half = len(text) // 2
    return 20 < len(text) < 400 and text[:half].strip() == text[half:].strip()


def without_repeated_lines(drafts: list[Draft]) -> list[Draft]:
    """The second copy of a kept line of some length."""
    seen: set[str] = set()
    out = []
    for draft in drafts:
        bones = _bones(draft.text) if draft.kept else ""
        out.append(draft.as_role("other", "repeated_line") if bones in seen else draft)
        if len(bones) > 30:
            seen.add(bones)
    return out


def without_trailing_headings(drafts: list[Draft]) -> list[Draft]:
    """A heading after which no prose comes opens another list."""
    out = list(drafts)
    for index in range(len(out) - 1, -1, -1):
        if not out[index].kept:
            continue
        if out[index].role != "subheading" or ends_sentence(out[index].text):
            break
        out[index] = out[index].as_role("related", "trailing_heading", 0.7)
    return out

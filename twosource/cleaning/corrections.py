"""Named corrections of the proposed body, each one fault of extractors; they run in the order of `corrected`.

Belongs here: a step from drafts to drafts. Does not: proposing the body (see `body`), patterns of lines (see
`rules/lines`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from twosource.cleaning import dates
from twosource.cleaning.html import Block
from twosource.cleaning.regions import Draft
from twosource.cleaning.rules.lines import LineRule, line_rule
from twosource.cleaning.scoring import ends_sentence
from twosource.cleaning.sign_ups import RULE as SIGN_UP

LONGEST_PULL_QUOTE = 400
SHORTEST_UNMARKED = 30
"""Letters from which a repeated sentence is a pull quote though nothing but its words says so."""
MOST_COMPARED = 300_000
"""Letters of a page up to which short blocks are looked for within the others."""
HEADINGS = frozenset({"h2", "h3", "h4", "h5"})
NEVER_BODY = frozenset({SIGN_UP, "class_unseen"})
FEWEST_TEASERS = 2
FEWEST_COPIED, SHORTEST_COPIED = 3, 80
"""Paragraphs in a row, and code points of each, that make a second copy of the article."""
BAR = re.compile(r"\s[|•·/]\s")


def corrected(blocks: Sequence[Block], drafts: list[Draft], headline: str | None, by: Sequence[str]) -> list[Draft]:
    """All corrections in order. `by`: the authors that the page states."""
    drafts = without_bars(blocks, drafts)
    drafts = without_repeated_stretch(drafts)
    drafts = without_pull_quotes(blocks, drafts)
    drafts = without_repeated_headline(drafts, headline)
    drafts = without_boxes(blocks, drafts)
    drafts = without_lines_of_other_roles(drafts)
    drafts = without_author_lines(drafts, by)
    drafts = under_list_headings(blocks, drafts)
    drafts = after_list_heading(blocks, drafts)
    drafts = without_doubled_titles(drafts)
    drafts = without_repeated_lines(drafts)
    return without_trailing_headings(drafts)


def bones(text: str) -> str:
    """The letters and digits of a text in a row, for comparing what is printed alike."""
    return "".join(filter(str.isalnum, text.casefold()))


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
    kept = [bones(draft.text) if draft.kept else "" for draft in drafts]
    whole = "\n".join(filter(None, kept))
    if len(whole) > MOST_COMPARED:
        return drafts
    out = []
    for block, draft, letters in zip(blocks, drafts, kept, strict=True):
        sentence = ends_sentence(draft.text) or draft.text[0] in '"“„«'
        short = len(draft.text) <= LONGEST_PULL_QUOTE and draft.role == "body" and sentence
        fewest = 10 if block.rule == "class_pull_quote" else SHORTEST_UNMARKED
        # Blocks that are alike as wholes are left to `without_repeated_lines`: one of them stays.
        within = whole.count(letters) - kept.count(letters) if short and len(letters) >= fewest else 0
        out.append(draft.as_role("other", "pull_quote") if within > 0 else draft)
    return out


def without_boxes(blocks: Sequence[Block], drafts: list[Draft]) -> list[Draft]:
    """Kept blocks of a box that asks for the reader's address, and remarks for screen readers."""
    return [
        draft.as_role(block.role, block.rule) if draft.kept and block.rule in NEVER_BODY else draft
        for block, draft in zip(blocks, drafts, strict=True)
    ]


def after_list_heading(blocks: Sequence[Block], drafts: list[Draft]) -> list[Draft]:
    """The teasers under the heading of a list of other articles that ends the article: most of them hold a link."""
    out = list(drafts)
    for index, block in enumerate(blocks):
        rule = line_rule(block.text, {"related", "ranking"}) if block.tag in HEADINGS else None
        if rule is None or not rule.opens:
            continue
        end = next((at for at in range(index + 1, len(out)) if blocks[at].tag in HEADINGS), len(out))
        kept = [at for at in range(index + 1, end) if out[at].kept]
        linked = sum(blocks[at].links > 0 for at in kept)
        last = not any(draft.kept for draft in out[end:])
        if last and linked >= FEWEST_TEASERS and linked * 2 > len(kept):
            for at in kept:
                out[at] = out[at].as_role(rule.role, f"under_{rule.name}", 0.7)
    return out


def without_repeated_stretch(drafts: list[Draft]) -> list[Draft]:
    """The second copy of paragraphs that follow one another in the first as well: a page in print, on telephones."""
    out = list(drafts)
    long = (at for at, draft in enumerate(drafts) if draft.kept and len(draft.text) >= SHORTEST_COPIED)
    prose = [at for at in long if ends_sentence(drafts[at].text)]
    letters = [bones(drafts[at].text) for at in prose]
    first: dict[str, int] = {}
    places = [first.setdefault(words, place) for place, words in enumerate(letters)]
    run: list[int] = []
    for place, known in enumerate([*places, -1]):
        again = place < len(places) and known < place
        if again and (not run or known == places[run[-1]] + 1):
            run.append(place)
            continue
        if len(run) >= FEWEST_COPIED:
            for at in (prose[copy] for copy in run):
                out[at] = out[at].as_role("other", "repeated_stretch", 0.9)
        run = [place] if again else []
    return out


def without_author_lines(drafts: list[Draft], by: Sequence[str]) -> list[Draft]:
    """Kept blocks that are nothing but the name of an author whom the page states."""
    names = {bones(name) for name in by}
    return [
        draft.as_role("byline", "stated_author", 0.9) if draft.kept and bones(draft.text) in names else draft
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
    title = bones(headline or "")
    out, kept = list(drafts), 0
    for index, draft in enumerate(drafts):
        if draft.kept and kept < 4:
            kept += 1
            if title and bones(draft.text) == title:
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
        letters = bones(draft.text) if draft.kept else ""
        out.append(draft.as_role("other", "repeated_line") if letters in seen else draft)
        if len(letters) > 30:
            seen.add(letters)
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

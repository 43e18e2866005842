"""Whether an element of a page stands in a box beside its article: teasers, comments, captions, another article.

Belongs here: walking up from an element to what it shares with the headline. Does not: which element the headline is
(see `bylines`), what becomes of the blocks of text (see `html`).
"""

from __future__ import annotations

import re
from collections.abc import Collection

from lxml.html import HtmlElement

from twosource.cleaning.html import CLASS_RULES

BOX_TAGS = frozenset({"aside", "figure", "figcaption", "nav", "footer"})
WHOLE_PAGE = frozenset({"main", "body", "html"})
OTHER_THINGS = frozenset({"comment", "related", "ranking"})
"""Roles of class names whose boxes speak of another thing than the article."""
TEASER = re.compile(
    r"comment|related|recommend|teaser|sidebar|most-?read|trending|"
    r"(?<!author)(?<!author[-_])(?<!byline[-_])card(?![-_]?(?:body|text|content|header|footer|title|meta))",
    re.IGNORECASE,
)
LONGEST_NAMES = 200


def holders_of(heading: HtmlElement | None) -> frozenset[HtmlElement]:
    """The elements around the headline: what stands in none but these stands in no box; empty without a headline."""
    return frozenset(heading.iterancestors()) if heading is not None else frozenset()


def in_box(
    element: HtmlElement, holders: Collection[HtmlElement], roles: Collection[str] = OTHER_THINGS, deepest: int = 40
) -> bool:
    """Whether an element stands in a box of other articles, in a comment, or in an article that is not the headline's.

    `holders`: of the headline (see `holders_of`); the way up ends at the first, since a box around both is the
    article's own. `roles`: of class names that make a box. `deepest`: how many elements above are asked.
    """
    within_article = any(holder.tag == "article" for holder in holders)
    for depth, above in enumerate(element.iterancestors()):
        if above in holders or depth >= deepest:
            return False
        if above.tag in BOX_TAGS or (above.tag == "article" and within_article):
            return True
        if above.tag in WHOLE_PAGE:
            return False
        if _says_box(above, roles):
            return True
    return False


def _says_box(element: HtmlElement, roles: Collection[str]) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:LONGEST_NAMES]
    if not names.strip():
        return False
    if TEASER.search(names):
        return True
    return any(rule.role in roles and rule.pattern.search(names) for rule in CLASS_RULES)

"""One person, one entity, across articles, in either name order.

Belongs here: the key under which forms of a name meet. Does not: finding names in a text (extraction).
A person whom an article knows by surname alone stays an entity of its own: that two articles mean one Brandt is a
guess, and a wrong merge is worse than a missing one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from twosource.comparison.inputs import EntityAliasRow, EntityLinkRow
from twosource.comparison.terms import word_set
from twosource.identity import content_id
from twosource.records import Mention

COMPANY_FORMS = word_set("inc incorporated corp corporation ltd limited plc llc co ag sa gmbh kk")
COURTESY = word_set("mr mrs ms miss dr sir dame lord lady jr sr")


def folded_tokens(name: str) -> list[str]:
    """The words of a name without case, accents, dots, hyphens and possessive."""
    plain = "".join(
        character for character in unicodedata.normalize("NFKD", name) if not unicodedata.combining(character)
    )
    plain = re.sub(r"['’]s\b", "", plain.casefold()).replace(".", "").replace("'", "").replace("’", "")
    return re.findall(r"[^\W_]+", plain)


def entity_key(label: str, name: str) -> str:
    """The key of a name: for a person its sorted words without initials and courtesy titles, so that both name orders
    meet; for the rest its words without article and legal form. A bare surname has a key of its own and so never
    makes one of two people.
    """
    tokens = folded_tokens(name)
    if label == "PER":
        kept = [token for token in tokens if len(token) > 1 and token not in COURTESY] or tokens
        return " ".join(sorted(kept))
    kept = tokens[1:] if len(tokens) > 1 and tokens[0] == "the" else tokens
    while label == "ORG" and len(kept) > 1 and kept[-1] in COMPANY_FORMS:
        kept = kept[:-1]
    return " ".join(kept)


def entity_id(label: str, name: str) -> str:
    """The id of the entity that a name stands for; the same for all forms with one key, on every machine."""
    return content_id("entity", label, entity_key(label, name) or name)


def resolve(article_id: str, mentions: Sequence[Mention]) -> tuple[list[EntityLinkRow], list[EntityAliasRow]]:
    """The entities of an article and how often it uses which form; both in a fixed order."""
    links = {
        (mention.label, mention.entity): EntityLinkRow(
            article_id=article_id,
            label=mention.label,
            entity=mention.entity,
            entity_id=entity_id(mention.label, mention.entity),
        )
        for mention in mentions
    }
    counts = Counter((mention.label, mention.entity, mention.country) for mention in mentions)
    by_alias: dict[tuple[str, str], list[tuple[int, str, str | None]]] = {}
    for (label, name, country), count in counts.items():
        by_alias.setdefault((label, name), []).append((count, country or "", country))
    aliases = [
        EntityAliasRow(
            article_id=article_id,
            entity_id=entity_id(label, name),
            label=label,
            alias=name,
            country=max(seen)[2],
            n_mentions=sum(count for count, _, _ in seen),
        )
        for (label, name), seen in sorted(by_alias.items())
    ]
    return [links[key] for key in sorted(links)], aliases

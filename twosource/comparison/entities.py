"""One person, one entity, across articles, in either name order.

Belongs here: the key under which forms of a name meet, and who a name of an article is. Does not: finding names in a
text (extraction). An id depends on the name alone (and, for a bare surname, on the article), so that articles are
resolved one at a time. Where a table joins a name to another, the id that the name has by itself stands beside the
joined one (`former_id`): whoever kept the old id finds the new one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from twosource import reference
from twosource.comparison.inputs import EntityAliasRow, EntityLinkRow
from twosource.comparison.terms import word_set
from twosource.identity import content_id
from twosource.records import Mention

COMPANY_FORMS = word_set("inc incorporated corp corporation ltd limited plc llc co ag sa gmbh kk")
FAMILY_NAME_FIRST = word_set("CHN KOR PRK TWN VNM KHM")
"""Countries whose leaders stand in the table with the family name first."""
COURTESY = word_set("mr mrs ms miss dr sir dame lord lady")


def folded_tokens(name: str) -> list[str]:
    """The words of a name without case, accents, dots, hyphens and possessive."""
    plain = "".join(
        character for character in unicodedata.normalize("NFKD", name) if not unicodedata.combining(character)
    )
    plain = re.sub(r"['’]s\b", "", plain.casefold()).replace(".", "").replace("'", "").replace("’", "")
    return re.findall(r"[^\W_]+", plain)


def _spelled_key(label: str, name: str) -> str:
    """The key of a name by its spelling alone."""
    tokens = folded_tokens(name)
    if label == "PER":
        kept = [token for token in tokens if len(token) > 1 and token not in COURTESY] or tokens
        return " ".join(min((kept[at:] + kept[:at] for at in range(len(kept))), default=[]))
    kept = tokens[1:] if len(tokens) > 1 and tokens[0] == "the" else tokens
    while label == "ORG" and len(kept) > 1 and kept[-1] in COMPANY_FORMS:
        kept = kept[:-1]
    return " ".join(kept)


@cache
def _joined() -> Mapping[tuple[str, str], str]:
    """(label, key by spelling) of every form in the tables to the key of the name that it stands for."""
    found: dict[tuple[str, str], str] = {}
    for label, known, forms in _same_names():
        key = _spelled_key(label, known)
        for form in forms:
            found.setdefault((label, _spelled_key(label, form)), key)
        found[label, key] = key
    return found


def _same_names() -> list[tuple[str, str, list[str]]]:
    """(label, name, other forms) of the reference tables."""
    rows = [
        (label, known, forms)
        for label, names in reference.table("same_names").items()
        for known, forms in names.items()
    ]
    rows += [("ORG", known, forms) for known, forms in reference.table("organisations")["international"].items()]
    return rows + [("LOC", row["names"][0], row["names"][1:]) for row in reference.table("countries").values()]


def entity_key(label: str, name: str) -> str:
    """The key of a name, equal for all its forms.

    For a person the words in either order of names (family name first or last), without initials and courtesy titles;
    for the rest the words without article and legal form. Forms that only the tables join ("IMF") have the key of the
    name that they stand for. A generation mark stays: father and son are two.
    """
    key = _spelled_key(label, name)
    return _joined().get((label, key), key)


def entity_id(label: str, name: str) -> str:
    """The id of the entity that a name stands for; the same for all forms with one key, on every machine."""
    return content_id("entity", label, entity_key(label, name) or name)


@cache
def _leaders() -> Mapping[tuple[str, str], frozenset[str]]:
    """(country, folded surname) to the full names of that country's leaders who bear it."""
    found: dict[tuple[str, str], set[str]] = {}
    for country, names in reference.table("leaders").items():
        for name in names:
            tokens = folded_tokens(name)
            surname = tokens[0] if country in FAMILY_NAME_FIRST else tokens[-1]
            found.setdefault((country, surname), set()).add(name)
    return {key: frozenset(names) for key, names in found.items()}


def _person_id(article_id: str, name: str, country: str | None) -> str:
    """The id of a person. A bare surname is a leader's when its country has one leader of that name; else it is nobody
    but that article's: that two articles mean one Brandt is a guess, and a wrong merge is worse than a missing one."""
    tokens = [token for token in folded_tokens(name) if len(token) > 1 and token not in COURTESY]
    if len(tokens) > 1:
        return entity_id("PER", name)
    bearers = _leaders().get((country, tokens[0]), frozenset()) if country and tokens else frozenset()
    keys = {entity_key("PER", bearer) for bearer in bearers}
    if len(keys) == 1:
        return entity_id("PER", min(bearers))
    return _id_by_spelling(article_id, "PER", name)


def _id_by_spelling(article_id: str, label: str, name: str) -> str:
    """The id that a name has when no table knows it; a bare surname is the article's own."""
    key = _spelled_key(label, name) or name
    bare = (
        label == "PER" and len([token for token in folded_tokens(name) if len(token) > 1 and token not in COURTESY]) < 2
    )
    return content_id("entity", label, key, article_id) if bare else content_id("entity", label, key)


def resolve(article_id: str, mentions: Sequence[Mention]) -> tuple[list[EntityLinkRow], list[EntityAliasRow]]:
    """The entities of an article, and how often it writes which form of each; both in a fixed order."""
    countries: dict[tuple[str, str], Counter[str]] = {}
    for mention in mentions:
        countries.setdefault((mention.label, mention.entity), Counter()).update([mention.country or ""])
    given: dict[tuple[str, str], str] = {}
    links = []
    for (label, name), seen in sorted(countries.items()):
        is_person = label == "PER"
        given[label, name] = _person_id(article_id, name, _most(seen)) if is_person else entity_id(label, name)
        alone = _id_by_spelling(article_id, label, name)
        former = alone if alone != given[label, name] else None
        links.append(EntityLinkRow(article_id, label, name, given[label, name], former))
    forms: dict[tuple[str, str, str], Counter[str]] = {}
    for mention in mentions:
        entity = given[mention.label, mention.entity]
        form = (entity, mention.label, " ".join(mention.text.split()))
        forms.setdefault(form, Counter()).update([mention.country or ""])
    aliases = [
        EntityAliasRow(
            article_id=article_id,
            entity_id=entity,
            label=label,
            alias=form,
            country=_most(seen),
            n_mentions=seen.total(),
        )
        for (entity, label, form), seen in sorted(forms.items())
    ]
    return links, aliases


def _most(seen: Counter[str]) -> str | None:
    """The country that most mentions have, None when none has one."""
    return max((country for country in seen if country), key=lambda country: (seen[country], country), default=None)

"""What a comparison is about, as a question a person would ask, put positively.

Belongs here: the question of a group, from its slot, its class and who takes part. Does not: turning a clause round
(`turning`), numbers (`amounts`), values, or which things belong together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from twosource.comparison import amounts
from twosource.comparison.classes import EMPTY
from twosource.comparison.clauses import vote_for
from twosource.comparison.inputs import StoryArticle
from twosource.comparison.slots import Group, Said
from twosource.comparison.terms import word_set
from twosource.comparison.turning import (
    LINKING,
    OF_SPEAKER,
    OWNED,
    PRONOUNS,
    Named,
    clipped,
    determined,
    lowered,
    turned,
    unquoted,
)
from twosource.records import Argument, Statement

LONGEST = 160
SHORT = 100
"""A question up to this length is preferred to a longer one of the same comparison."""
TELLING = word_set("say tell state report announce declare add confirm note claim")
SAYING = EMPTY | TELLING
"""What is said is asked about rather than that it was said."""
GAPS = {"number": "number", "length": "length of time", "time": "day or time", "place": "place", "person": "name"}
"""What is left out of a clause, by slot, where nothing better can be asked."""
INCOMPLETE = (".infinitive", ".relative", ".coordinated", ".nominal", ".adverbial")
"""Clauses that do not stand by themselves."""
ASKING = re.compile(r"(?:just )?(?:how|what|whether|why|who|where|which)\b", re.I)
"""How a clause begins that asks rather than tells."""
MARKS = re.compile('[“”"]')
WHEN = word_set("before after by until till since from between during through")
"""With such a word before it, a moment is a bound and not the day itself."""


def question(group: Group, articles: Sequence[StoryArticle]) -> str:
    """The question that the members of a group answer; `articles` are those of the story."""
    if group.question:
        return group.question
    members = group.members
    asked = next(ask(members, articles) for fits, ask in _ASKING if fits(members[0]))
    return asked if len(asked) <= LONGEST else f"{clipped(asked, LONGEST - 3).strip('“”')}…?"


def _named(articles: Sequence[StoryArticle], item: Said) -> Named:
    """Who an argument of a thing said is, by the mention that extraction resolved it to."""

    def named(argument: Argument) -> str | None:
        return articles[item.article].facts.mentions[argument.mention].entity if argument.mention is not None else None

    return named


# ------------------------------------------------------------------ clauses


def _of_clause(members: Sequence[Said], articles: Sequence[StoryArticle]) -> str:
    """Whether the thing is so; where all say that it is not, whether that is true."""
    spoken = [(item, item.clause.statement) for item in members if item.clause is not None]
    positive = [(item, one) for item, one in spoken if not one.negated]
    asked = [(_is_taken_up(one), text) for item, one in positive if (text := _whether(item, one, articles)) is not None]
    asked.sort(key=lambda found: (len(found[1]) > LONGEST, found[0], len(found[1]) > SHORT))
    return asked[0][1] if asked else _is_it_true(*(positive or spoken)[0])


def _is_taken_up(statement: Statement) -> bool:
    """Whether the clause names who does it by a word for somebody named before: who is meant may have been misread."""
    return any(one.role == "subject" and one.text.lower() in PRONOUNS for one in statement.arguments)


def _whether(item: Said, statement: Statement, articles: Sequence[StoryArticle]) -> str | None:
    statement = (item.clause and vote_for(item.clause)) or statement
    inner = next(_told_inside(item, statement), statement) if statement.predicate in SAYING else statement
    if inner.negated:
        return _quoted(item, statement)
    if inner.rule.endswith(".nominal"):
        return _of_act(item, inner)
    if inner is statement and statement.predicate in TELLING and (words := _quoted(item, statement)):
        return words
    found = turned(item.telling, inner, _named(articles, item))
    return found.asked() if found is not None else None


def _quoted(item: Said, statement: Statement) -> str | None:
    """Whether somebody said the words that a clause of saying quotes."""
    for one in item.telling.quotes:
        if one.speaker and one.kind == "direct" and statement.start <= one.start < statement.end:
            return f"Did {lowered(one.speaker, item.telling)} say “{_spoken(one.text)}”?"
    return None


def _spoken(words: str) -> str:
    """The first quoted words of a quotation, cut at a word."""
    words = unquoted(" ".join(words.split())).strip('“”" ')
    words = re.split(r'[”"]', words)[0]
    return clipped(words.removeprefix("that "), 100, parts=False).strip('“”"')


def _told_inside(item: Said, statement: Statement) -> Iterator[Statement]:
    """What a clause of saying passes on, the longest first."""
    inside = [
        one
        for one in item.telling.statements
        if one is not statement
        and one.attributed_to
        and one.predicate not in TELLING
        and not ASKING.match(one.text)
        and statement.start <= one.start
        and one.end <= statement.end
        and not one.rule.endswith(INCOMPLETE)
    ]
    return iter(sorted(inside, key=lambda one: (one.start - one.end, one.start)))


def _of_act(item: Said, statement: Statement) -> str:
    """An act that is told by a noun."""
    words = lowered(clipped(unquoted(" ".join(statement.text.split()))), item.telling)
    return f"Did {words} take place?"


def _is_it_true(item: Said, statement: Statement) -> str:
    """The clause as it stands; in quotation marks where it speaks of whoever says it."""
    words = clipped(unquoted(" ".join(statement.text.split())), 110, parts=False).strip("“”")
    own = (OWNED | OF_SPEAKER) & set(words.lower().split())
    if own and statement.attributed_to:
        return f"Is it true, as {statement.attributed_to} said, that “{lowered(words, item.telling)}”?"
    if own or words.startswith('"') or "”" in words or statement.rule.endswith(INCOMPLETE[:-1]):
        return f"Is this true: “{MARKS.sub('', words)}”?"
    if words.split()[0].lower() in LINKING:
        words = words.split(", ", 1)[1] if ", " in words else words.split(" ", 1)[-1]
    return f"Is it true that {lowered(words, item.telling)}?"


# ------------------------------------------------------------------ moments, places, words


def _of_moment(members: Sequence[Said], articles: Sequence[StoryArticle]) -> str:
    """On which day or at what time it was."""
    for item in members:
        clock = item.time is not None and "T" in item.time.value and "-" not in item.time.value.partition("T")[0]
        before = item.telling.text[: item.start - item.telling.start].lower().split()[-1:]
        opening = "When" if before and before[0] in WHEN else "At what time" if clock else "On which day"
        if (asked := _cut_out(item, articles, opening)) is not None:
            return asked
    return _gap(members, "day or time")


def _of_place(members: Sequence[Said], articles: Sequence[StoryArticle]) -> str:
    """Where it was."""
    asked = next((text for item in members if (text := _cut_out(item, articles, "Where"))), None)
    return asked or _gap(members, "place")


def _cut_out(item: Said, articles: Sequence[StoryArticle], opening: str) -> str | None:
    """The clause around what is said as a question without these words and the preposition before them."""
    statement = amounts.around(item)
    if statement is None or statement.rule.endswith(".nominal"):
        return None
    if statement.predicate in TELLING:
        return _when_said(item, statement, opening)
    start = amounts.behind_preposition(item)
    found = turned(item.telling, statement, _named(articles, item), (start, item.end))
    return found.asked(opening) if found is not None else None


def _when_said(item: Said, statement: Statement, opening: str) -> str | None:
    """The moment of saying belongs to who said it and not to what was said."""
    doers = [one.text for one in statement.arguments if one.role == "subject"]
    if not doers or doers[0].lower() in PRONOUNS:
        return None
    told = next((one for one in _told_inside(item, statement) if not one.rule.endswith(INCOMPLETE)), None)
    words = clipped(unquoted(" ".join(told.text.split()))) if told is not None else ""
    said = f"say that {lowered(words.removeprefix('that '), item.telling)}" if words else "say so"
    return f"{opening} did {' and '.join(determined(one, item.telling) for one in doers[:2])} {said}?"


def _gap(members: Sequence[Said], what: str) -> str:
    return f"Which {what} belongs in “{amounts.with_gap(members[0])}”?"


def _of_wording(members: Sequence[Said], _: Sequence[StoryArticle]) -> str:
    speaker = next((item.speaker for item in members if item.speaker), None)
    said = min((unquoted(" ".join(item.text.split())) for item in members), key=lambda text: (len(text), text))
    words = _spoken(said)
    speaker = lowered(speaker, members[0].telling) if speaker else None
    return f"In which words did {speaker} say “{words}”?" if speaker else f"In which words was it said: “{words}”?"


def _of_number(members: Sequence[Said], articles: Sequence[StoryArticle]) -> str:
    return amounts.question(members, [partial(_named, articles)(item) for item in members])


_ASKING: tuple[tuple[Callable[[Said], bool], Callable[[Sequence[Said], Sequence[StoryArticle]], str]], ...] = (
    (lambda item: item.slot == "place", _of_place),
    (lambda item: item.slot == "wording", _of_wording),
    (lambda item: item.number is not None, _of_number),
    (lambda item: item.time is not None, _of_moment),
    (lambda item: item.clause is not None, _of_clause),
    (lambda _: True, lambda members, _: _gap(members, GAPS.get(members[0].slot, "word"))),
)
"""What is asked of which things said: the first that fits."""

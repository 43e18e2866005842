"""One story: what its articles say in each slot of each occurrence.

Belongs here: the order of the work. Does not: any verdict (`numbers`, `polarity`, `utterances` …), or what is stored of
it (`rows`). A fact that one article alone gives is no comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from twosource.comparison import (
    acts,
    bearings,
    courses,
    degrees,
    denials,
    moments,
    nothings,
    numbers,
    ordinals,
    origins,
    polarity,
    utterances,
    zeros,
)
from twosource.comparison.clauses import FEWEST_SHARED, Clause, SpokenOf, clauses, meeting, same
from twosource.comparison.folding import folded
from twosource.comparison.inputs import StoryArticle, StoryOriginRow, StoryRows
from twosource.comparison.measures import Measured, measured, ranked
from twosource.comparison.occurrences import ASKED, Met, Occurrence, meetings, occurrences
from twosource.comparison.pairing import number_pairs, together
from twosource.comparison.rows import row, statement_ids
from twosource.comparison.slots import Group, Judged, Key, Said, grouped, judged
from twosource.comparison.tellings import Telling, Weights, tellings
from twosource.comparison.verdicts import Verdict, Word
from twosource.records import Quantity

HEDGED = ("estimated", "planned")
MOST_OF_IT = 0.6


def compare_story(articles: Sequence[StoryArticle]) -> StoryRows:
    """All comparisons of a story and the origin group of each article. `articles` stand in the fixed order (day,
    article_id); all ids depend on the articles alone.
    """
    groups = origins.origin_groups(articles)
    told = [one for place, article in enumerate(articles) for one in tellings(place, article)]
    weights = Weights.over(told)
    met = meetings(told, weights)
    spoken_of = {one.key: clauses(one) for one in told}
    spoken = [clause for one in told for clause in spoken_of[one.key]]
    went_on = list(courses.course_pairs(spoken, articles, weights))
    overtaken = {(one.key, two.key) for one, two, _ in went_on}
    figures = _ranked([n for one in told for q in one.quantities if (n := measured(one, q)) is not None])
    found = _numbers(figures, met, weights, articles) + _zeros(told, figures, spoken, articles, weights)
    found += _wordings(told, weights)
    acts_met = acts.acts_met(spoken, articles, weights)
    days = [Judged(*pair) for pair in moments.days_of_acts(acts_met)]
    moments_met = moments.moment_pairs(met, weights, spoken_of)
    found += grouped([Judged(*_in_order(one, two), verdict) for one, two, verdict in moments_met] + days)
    found += _pairs_of(bearings.bearing_pairs(met))
    found += _asked(ordinals.row_pairs(met), ordinals.question)
    found += _asked(degrees.extent_pairs(told), degrees.question)
    found += _pairs_of(nothings.nothing_pairs(spoken))
    found += _pairs_of(denials.denial_pairs(met, spoken_of))
    found += _whether(occurrences(met, weights), spoken_of, weights, found, overtaken)
    found += _told_apart(spoken, weights, found, overtaken)
    found += _courses(went_on, found)
    found += _unsettled([Judged(*pair) for pair in acts.act_pairs(acts_met)], found)
    ids = statement_ids(articles)
    made = [row(group, articles, groups, ids) for group in folded(found)]
    return StoryRows(
        comparisons=sorted(made, key=lambda one: one.comparison_id),
        origins=[_story_origin(article, groups) for article in articles],
    )


def _story_origin(article: StoryArticle, groups: origins.Groups) -> StoryOriginRow:
    group = groups.of[article.article_id]
    return StoryOriginRow(article_id=article.article_id, origin_group=group, named=group in groups.named)


# ------------------------------------------------------------------ the slots


def _numbers(
    figures: Sequence[Measured], met: Sequence[Met], weights: Weights, articles: Sequence[StoryArticle]
) -> list[Group]:
    """The groups of numbers that measure the same thing; of an updated one also the newest figure by itself."""
    likely = together(met)
    said = {number.key: _said_number(number) for number in figures}

    def judge(left: Said, right: Said) -> Verdict | None:
        one, two = left.number, right.number
        assert one is not None
        assert two is not None
        return numbers.judge(one, two, articles, weights, likely.get((one.telling.key, two.telling.key), 0.0))

    pairs = number_pairs([one.number for one in said.values() if one.number is not None], met)
    made = grouped(judged(((said[one.key], said[two.key]) for one, two in pairs), judge))
    return made + [newest for group in made if (newest := _newest(group)) is not None]


def _ranked(read: Sequence[Measured]) -> list[Measured]:
    """The numbers with their rank in their article."""
    by_article: dict[int, list[Measured]] = {}
    for number in read:
        by_article.setdefault(number.article, []).append(number)
    return [number for numbers in by_article.values() for number in ranked(numbers)]


def _said_number(number: Measured) -> Said:
    quantity = number.quantity
    return Said(
        slot="length" if quantity.kind == "duration" else "number",
        kind="quantity",
        telling=number.telling,
        start=quantity.start,
        end=quantity.end,
        text=quantity.text,
        value=value_text(quantity),
        stance="hedges" if quantity.modality in HEDGED else "asserts",
        speaker=quantity.attributed_to,
        statement=quantity.statement,
        number=number,
    )


def _zeros(
    told: Sequence[Telling],
    figures: Sequence[Measured],
    spoken: Sequence[Clause],
    articles: Sequence[StoryArticle],
    weights: Weights,
) -> list[Group]:
    """Where one article says that nobody was hurt, or nothing damaged, and another gives a toll or tells of damage."""
    tolls: dict[str, list[Said]] = {}
    struck: dict[str, list[Said]] = {}
    for number in figures:
        if number.first_toll and number.role is not None:
            tolls.setdefault(number.role, []).append(_said_number(number))
    for clause in spoken:
        if not clause.statement.negated and clause.statement.modality == "asserted":
            struck.setdefault(clause.statement.predicate, []).append(polarity.said_of(clause))
    return _asked(zeros.zero_pairs(told, tolls, struck, articles, weights), zeros.question)


def _in_order(one: Said, two: Said) -> tuple[Said, Said]:
    return (one, two) if one.key <= two.key else (two, one)


def _pairs_of(pairs: Iterable[tuple[Said, Said, Verdict]]) -> list[Group]:
    return grouped([Judged(*_in_order(one, two), verdict) for one, two, verdict in pairs])


def _asked(pairs: Iterable[tuple[Said, Said, Verdict]], ask: Callable[[Sequence[Said]], str]) -> list[Group]:
    """The groups of these pairs, each with the question that `ask` puts."""
    return [replace(group, question=ask(group.members)) for group in _pairs_of(pairs)]


def _newest(group: Group) -> Group | None:
    """Of an updated number the last one told and those that agree with it: whether the newest figure has a second
    source is a question of its own."""
    if not any(pair.verdict.word is Word.UPDATED for pair in group.verdicts):
        return None
    if any(pair.verdict.word is Word.CONFLICTING for pair in group.verdicts):
        return None
    last = group.members[-1]
    agreeing = {last.key} | {
        item.key
        for pair in group.verdicts
        if pair.verdict.word is Word.AGREE and last.key in (pair.one.key, pair.two.key)
        for item in (pair.one, pair.two)
    }
    if not 1 < len(agreeing) < len(group.members):
        return None
    inside = [pair for pair in group.verdicts if pair.one.key in agreeing and pair.two.key in agreeing]
    return Group(tuple(item for item in group.members if item.key in agreeing), tuple(inside))


def _wordings(told: Sequence[Telling], weights: Weights) -> list[Group]:
    quotes = [said for one in told for said in utterances.said_of(one)]
    pairs = judged(utterances.quote_pairs(quotes), utterances.judge)
    pairs += [Judged(*_in_order(one, two), verdict) for one, two, verdict in utterances.reworded_pairs(told, weights)]
    return grouped(pairs)


def _whether(
    found: Sequence[Occurrence],
    spoken_of: SpokenOf,
    weights: Weights,
    others: Sequence[Group],
    overtaken: Collection[tuple[Key, Key]],
) -> list[Group]:
    """Whether each occurrence is so; none where another slot that is settled already tells the same sentences."""
    made = []
    for occurrence in found:
        if _settled({one.key for one in occurrence.tellings}, others):
            continue
        spoken = _sharing(
            [
                clause
                for one in occurrence.tellings
                if (clause := _speaking(one, spoken_of[one.key], occurrence, weights)) is not None
            ]
        )
        said = {clause.key: polarity.said_of(clause) for clause in spoken}
        pairs = [
            Judged(said[one.key], said[two.key], polarity.judge(one, two, weights, overtaken))
            for place, two in enumerate(spoken)
            for one in spoken[: min(place, ASKED)]
        ]
        if any(pair.verdict.word is not Word.NOT_COMPARABLE for pair in pairs):
            made.append(Group(tuple(said.values()), tuple(pairs)))
        elif pairs:
            made.append(_nearest(pairs))
    return made


def _nearest(pairs: Sequence[Judged]) -> Group:
    """Of sentences that are all in doubt the two that share most, as what a reader may set side by side."""

    def shared(pair: Judged) -> tuple[int, float]:
        one, two = pair.one.clause, pair.two.clause
        return len(one.words & two.words) if one and two else 0, pair.verdict.strength

    best = max(pairs, key=shared)
    return Group((best.one, best.two), (best,))


def _sharing(spoken: Sequence[Clause]) -> list[Clause]:
    """The clauses that share words with one of the others: the sentences around them may meet by chance."""
    return [
        one for one in spoken if any(len(one.words & two.words) >= FEWEST_SHARED for two in spoken if two is not one)
    ]


def _speaking(telling: Telling, spoken: Sequence[Clause], occurrence: Occurrence, weights: Weights) -> Clause | None:
    """The clause of a telling that shares most with what the others of its occurrence tell."""
    others = frozenset(word for one in occurrence.tellings if one is not telling for word in one.words)
    told = frozenset(name for one in occurrence.tellings if one is not telling for name in one.classes)

    def shared(clause: Clause) -> tuple[float, int]:
        weight = weights.sum(sorted(clause.words & others)) * (1.5 if clause.statement.predicate in told else 1.0)
        return round(weight / (len(clause.words) + 3), 6), -clause.statement.start

    return max(spoken, key=shared, default=None)


def _told_apart(
    spoken: Sequence[Clause], weights: Weights, others: Sequence[Group], overtaken: Collection[tuple[Key, Key]]
) -> list[Group]:
    """Clauses that tell the same of the same although their sentences were not brought together."""
    together = {item.telling.key: number for number, group in enumerate(others) for item in group.members}
    said = {clause.key: polarity.said_of(clause) for clause in spoken}
    pairs = [
        Judged(said[one.key], said[two.key], polarity.judge(one, two, weights, overtaken))
        for one, two in meeting(spoken)
        if same(one, two, weights) and together.get(one.telling.key, -1) != together.get(two.telling.key, -2)
    ]
    return _unsettled(pairs, others)


def _courses(went_on: Sequence[tuple[Clause, Clause, Verdict]], others: Sequence[Group]) -> list[Group]:
    """States of things that went on, where no other comparison tells of it."""
    pairs = [Judged(polarity.said_of(one), polarity.said_of(two), verdict) for one, two, verdict in went_on]
    return _unsettled(pairs, others)


def _unsettled(pairs: Sequence[Judged], others: Sequence[Group]) -> list[Group]:
    """The groups of these pairs, without those that another comparison tells already."""
    return [group for group in grouped(pairs) if not _settled({item.telling.key for item in group.members}, others)]


def _settled(keys: set[tuple[int, int]], others: Sequence[Group]) -> bool:
    """Whether a comparison that gave an answer already tells all these sentences; a few quoted words of a sentence
    do not tell it."""
    return any(
        keys <= {item.telling.key for item in group.members if item.slot != "wording" or _fills(item)}
        and all(pair.verdict.word is not Word.NOT_COMPARABLE for pair in group.verdicts)
        for group in others
    )


def _fills(item: Said) -> bool:
    return item.end - item.start >= MOST_OF_IT * (item.telling.end - item.telling.start)


def value_text(quantity: Quantity) -> str:
    """The value as one writes it: modifier, number or range, unit."""
    number = f"{quantity.value:.15g}" + (f"–{quantity.value_high:.15g}" if quantity.value_high is not None else "")
    return " ".join(part for part in (quantity.mod, number, quantity.unit) if part)

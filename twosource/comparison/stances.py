"""One story: what its articles say in each slot of each occurrence, as rows.

Belongs here: the order of the work, and the rows. Does not: any verdict (`numbers`, `polarity`, `utterances` …) or
counting origins (`origins`). A fact that one article alone gives is no comparison.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from twosource.comparison import moments, numbers, origins, polarity, utterances
from twosource.comparison.clauses import Clause, clauses, meeting, same
from twosource.comparison.inputs import ComparisonRow, StanceRow, StoryArticle, StoryOriginRow, StoryRows
from twosource.comparison.measures import Measured, measured, ranked
from twosource.comparison.occurrences import ASKED, Met, Occurrence, meetings, occurrences
from twosource.comparison.pairing import number_pairs, together
from twosource.comparison.questions import question
from twosource.comparison.sides import sides
from twosource.comparison.slots import Group, Judged, Key, Said, grouped, judged
from twosource.comparison.tellings import Telling, Weights, tellings
from twosource.comparison.verdicts import Verdict, Word, severity, status
from twosource.comparison.wording import copied_from
from twosource.identity import content_id, fact_ids
from twosource.records import Quantity

HEDGED = ("estimated", "planned")


def compare_story(articles: Sequence[StoryArticle]) -> StoryRows:
    """All comparisons of a story and the origin group of each article. `articles` stand in the fixed order (day,
    article_id); all ids depend on the articles alone.
    """
    groups = origins.origin_groups(articles)
    told = [one for place, article in enumerate(articles) for one in tellings(place, article)]
    weights = Weights.over(told)
    met = meetings(told, weights)
    found = _numbers(told, met, weights, articles) + _wordings(told)
    found += grouped(judged(moments.moment_pairs(met, weights), moments.judge))
    found += _whether(occurrences(met, weights), weights, found)
    found += _told_apart(told, weights, found)
    rows = [_row(group, articles, groups) for group in found]
    return StoryRows(
        comparisons=sorted(rows, key=lambda row: row.comparison_id),
        origins=[_story_origin(article, groups) for article in articles],
    )


def _story_origin(article: StoryArticle, groups: origins.Groups) -> StoryOriginRow:
    group = groups.of[article.article_id]
    return StoryOriginRow(article_id=article.article_id, origin_group=group, named=group in groups.named)


# ------------------------------------------------------------------ the slots


def _numbers(
    told: Sequence[Telling], met: Sequence[Met], weights: Weights, articles: Sequence[StoryArticle]
) -> list[Group]:
    """The groups of numbers that measure the same thing; of an updated one also the newest figure by itself."""
    read = [number for one in told for quantity in one.quantities if (number := measured(one, quantity)) is not None]
    likely = together(met)
    said = {number.key: _said_number(number) for number in _ranked(read)}

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


def _wordings(told: Sequence[Telling]) -> list[Group]:
    quotes = [said for one in told for said in utterances.said_of(one)]
    return grouped(judged(utterances.quote_pairs(quotes), utterances.judge))


def _whether(found: Sequence[Occurrence], weights: Weights, others: Sequence[Group]) -> list[Group]:
    """Whether each occurrence is so; none where another slot that is settled already tells the same sentences."""
    made = []
    for occurrence in found:
        if _settled({one.key for one in occurrence.tellings}, others):
            continue
        spoken = [clause for one in occurrence.tellings if (clause := _speaking(one, occurrence, weights)) is not None]
        said = {clause.key: polarity.said_of(clause) for clause in spoken}
        pairs = [
            Judged(said[one.key], said[two.key], polarity.judge(one, two, weights))
            for place, two in enumerate(spoken)
            for one in spoken[: min(place, ASKED)]
        ]
        if pairs:
            made.append(Group(tuple(said.values()), tuple(pairs)))
    return made


def _speaking(telling: Telling, occurrence: Occurrence, weights: Weights) -> Clause | None:
    """The clause of a telling that shares most with what the others of its occurrence tell."""
    others = frozenset(word for one in occurrence.tellings if one is not telling for word in one.words)
    told = frozenset(name for one in occurrence.tellings if one is not telling for name in one.classes)

    def shared(clause: Clause) -> tuple[float, int]:
        weight = weights.sum(sorted(clause.words & others)) * (1.5 if clause.statement.predicate in told else 1.0)
        return round(weight / (len(clause.words) + 3), 6), -clause.statement.start

    return max(clauses(telling), key=shared, default=None)


def _told_apart(told: Sequence[Telling], weights: Weights, others: Sequence[Group]) -> list[Group]:
    """Clauses that tell the same of the same although their sentences were not brought together."""
    spoken = [clause for one in told for clause in clauses(one)]
    together = {item.telling.key: number for number, group in enumerate(others) for item in group.members}
    said = {clause.key: polarity.said_of(clause) for clause in spoken}
    pairs = [
        Judged(said[one.key], said[two.key], polarity.judge(one, two, weights))
        for one, two in meeting(spoken)
        if same(one, two, weights) and together.get(one.telling.key, -1) != together.get(two.telling.key, -2)
    ]
    return [group for group in grouped(pairs) if not _settled({item.telling.key for item in group.members}, others)]


def _settled(keys: set[tuple[int, int]], others: Sequence[Group]) -> bool:
    """Whether a comparison that gave an answer already tells all these sentences."""
    return any(
        keys <= {item.telling.key for item in group.members}
        and all(pair.verdict.word is not Word.NOT_COMPARABLE for pair in group.verdicts)
        for group in others
    )


# ------------------------------------------------------------------ the rows


def _row(group: Group, articles: Sequence[StoryArticle], groups: origins.Groups) -> ComparisonRow:
    """The comparison of what belongs together."""
    first = group.members[0]
    origin = _fact_origins(articles, group.members, groups)
    side = sides(group.members, group.verdicts, origin)
    verdicts = [
        pair.verdict
        for pair in group.verdicts
        if pair.verdict.word is not Word.CONFLICTING
        or (origin[pair.one.article] != origin[pair.two.article] and side[pair.one.key] != side[pair.two.key])
    ]
    behind = set(origin.values())
    mixed = len({_is_negated(item) for item in group.members}) > 1
    settled = status(
        verdicts or [pair.verdict for pair in group.verdicts],
        _agreeing(group.members, side, origin) & groups.named,
        behind,
        False,
    )
    places = sorted(f"{articles[item.article].article_id}:{item.start}-{item.end}" for item in group.members)
    return ComparisonRow(
        comparison_id=content_id("comparison", first.slot, *places),
        kind=first.kind,
        slot=first.slot,
        subject=question(group, articles),
        status=settled.word,
        reason=str(settled.reason),
        n_outlets=len({articles[item.article].outlet for item in group.members} - {None}),
        n_origins=len(behind & groups.named),
        n_unnamed=len(behind - groups.named),
        severity=_severity(group.verdicts, origin, groups.named) if settled.word == "conflicting" else 0.0,
        first_reported_at=next((articles[i.article].day for i in group.members if articles[i.article].dated), None),
        first_outlet=articles[first.article].outlet,
        stances=tuple(_stance(articles[item.article], item, side[item.key], mixed) for item in group.members),
    )


def _agreeing(members: Sequence[Said], side: Mapping[Key, int], origin: Mapping[int, str]) -> set[str]:
    """The origins of the side that most stand behind."""
    held: dict[int, set[str]] = {}
    for item in members:
        held.setdefault(side[item.key], set()).add(origin[item.article])
    return max(held.values(), key=len)


def _fact_origins(articles: Sequence[StoryArticle], members: Sequence[Said], groups: origins.Groups) -> dict[int, str]:
    """Article to origin for this one fact: the article's group, or that of an earlier article whose sentence it has."""
    origin: dict[int, str] = {}
    taken = copied_from([_evidence(item) for item in members])
    for item, source in zip(members, taken, strict=True):
        own = groups.of[articles[item.article].article_id]
        origin[item.article] = own if source is None else origin[members[source].article]
    return origin


def _evidence(item: Said) -> str:
    """The sentence, of a quotation without its quoted words: two reporters in one room write down the same words."""
    return item.telling.text.replace(item.text, " ") if item.slot == "wording" else item.telling.text


def _severity(verdicts: Sequence[Judged], origin: Mapping[int, str], named: Collection[str]) -> float:
    """Of the most distant conflicting pair; the weaker side is the one with fewer named origins behind its value. A
    side that nobody can name weighs as one."""
    most = 0.0
    for pair in verdicts:
        if pair.verdict.word is not Word.CONFLICTING:
            continue
        apart = numbers.distance(pair.one.number, pair.two.number) if pair.one.number and pair.two.number else 1.0
        behind = [{origin[pair.one.article]}, {origin[pair.two.article]}]
        for other in verdicts:
            for side, held in zip(behind, (pair.one, pair.two), strict=True):
                if other.verdict.word is Word.AGREE and held.key in (other.one.key, other.two.key):
                    side |= {origin[other.one.article], origin[other.two.article]}
        most = max(most, severity(apart, min(max(1, len(side & set(named))) for side in behind)))
    return most


def _is_negated(item: Said) -> bool:
    return item.clause is not None and item.clause.statement.negated


def _stance(article: StoryArticle, item: Said, side: int, mixed: bool) -> StanceRow:
    """What the article says to the subject. This is put positively where anybody puts it so; a negated clause denies
    it then, and asserts it where all negate it."""
    return StanceRow(
        article_id=article.article_id,
        outlet=article.outlet,
        speaker=item.speaker,
        stance="denies" if mixed and _is_negated(item) else item.stance,
        value=item.value,
        side=side,
        statement_id=_statement_id(article, item),
        text=item.text,
        char_start=item.start,
        char_end=item.end,
    )


def _statement_id(article: StoryArticle, item: Said) -> str | None:
    """The id of the clause that says it; None outside every clause."""
    place = item.statement
    if item.clause is not None:
        place = article.facts.statements.index(item.clause.statement)
    return fact_ids(article.article_id, "statement", article.facts.statements)[place] if place is not None else None


def value_text(quantity: Quantity) -> str:
    """The value as one writes it: modifier, number or range, unit."""
    number = f"{quantity.value:.15g}" + (f"–{quantity.value_high:.15g}" if quantity.value_high is not None else "")
    return " ".join(part for part in (quantity.mod, number, quantity.unit) if part)

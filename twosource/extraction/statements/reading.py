"""From clauses to statements: on whose word, as so or not, how sure, when, where, and of whom.

Belongs here: putting together what the parse and the facts before say of a clause. Does not: where a clause begins
(`clauses`), its arguments (`arguments`), the rules of modality and denial (`language`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from twosource.extraction.language import modality, tree
from twosource.extraction.language.words import listed
from twosource.extraction.parse import Paragraph, Parsed
from twosource.extraction.statements import arguments, attribution, clauses, dating, predicates
from twosource.extraction.statements.arguments import Around
from twosource.extraction.statements.clauses import Clause
from twosource.extraction.statements.scene import scene_of
from twosource.extraction.statements.spine import Page, Statements
from twosource.records import Mention, Published, Quote, Statement, TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Token

CONFIDENCE = {"main": 0.9, "complement": 0.85, "coordinated": 0.85}
OTHER_CLAUSE = 0.75
NOMINAL = 0.65


def find(
    parsed: Parsed,
    mentions: Sequence[Mention],
    quotes: Sequence[Quote],
    times: Sequence[TimeExpression],
    published: Published | None = None,
) -> Statements:
    """The statements of the article in the order of their places, one around another before it.

    `mention`, `attributed_by` and `rests_on` are indexes into the lists given here.
    """
    day = published.value[:10] if published is not None and published.precision in ("instant", "day") else None
    made = Statements(scene_of(parsed, mentions, quotes, times, day))
    for paragraph in parsed.walk():
        page = Page(paragraph, paragraph.doc.to_array("IDX").tolist(), [-1] * len(paragraph.doc))
        made.pages.append(page)
        made.page_starts.append(paragraph.start)
        _read_page(made, page)
    return made


def _read_page(made: Statements, page: Page) -> None:
    """The statements of a paragraph: first where each clause stands, then what it says."""
    begin = len(made.found)
    said = [page.words_in(start, end) for start, end in attribution.said_in(made.scene, page)]
    for sentence in page.paragraph.doc.sents:
        _place(made, page, clauses.of_sentence(sentence, said))
    times = dating.by_statement(made, page, begin)
    hedges = _hedges(page)
    for number in range(begin, len(made.clauses)):
        clause = made.clauses[number]
        if clause is not None:
            made.found[number] = _statement(made, page, number, clause, times.get(number, []), hedges)


def _place(made: Statements, page: Page, found: Sequence[Clause]) -> None:
    """Number the clauses of a sentence in the order of their places, and let each own its words, the inner last."""
    first = len(made.found)
    order = sorted(range(len(found)), key=lambda n: (found[n].first, -found[n].stop, found[n].head.i))
    numbers = {n: first + place for place, n in enumerate(order)}
    made.clauses += [found[n] for n in order]
    made.parents += [-1] * len(found)
    made.found += [_bare(made, page, found[n]) for n in order]
    for n, clause in enumerate(found):
        number = numbers[n]
        made.parents[number] = page.owners[clause.head.i] if clause.first <= clause.head.i < clause.stop else -1
        page.owners[clause.first : clause.stop] = [number] * (clause.stop - clause.first)
        verb = clause.verb
        for _ in range(tree.HIGHEST):  # the verbs between the one that tells and the one at the head tell with it
            page.of_verb[verb.i] = number
            above = clauses.carrier_of(verb) if verb.i != clause.head.i else None
            if above is None:
                break
            verb = above


def _bare(made: Statements, page: Page, clause: Clause) -> Statement:
    """A statement as far as its place is known."""
    parsed, paragraph = made.scene.parsed, page.paragraph
    place = clauses.place_of(parsed.text, paragraph, clause.first, clause.stop)
    head = paragraph.start + clause.verb.idx
    start, end = place if place is not None else (head, head)
    start, end = min(start, head), max(end, head + len(clause.verb))
    return Statement(
        text=parsed.text[start:end],
        start=start,
        end=end,
        sentence=parsed.sentence_at(start),
        rule=f"statements.{clause.kind}",
        confidence=CONFIDENCE.get(clause.kind, OTHER_CLAUSE),
        verb=str(clause.verb.lemma_),
        predicate=str(clause.verb.lemma_),
        head=(head, head + len(clause.verb)),
    )


def _statement(
    made: Statements, page: Page, number: int, clause: Clause, times: Sequence[int], hedges: Sequence[Token]
) -> Statement:
    scene, bare = made.scene, made.found[number]
    said = attribution.of_clause(scene, page, clause)
    quote = scene.quotes[said.quote] if said.quote is not None else None
    rests_on = dating.nearest(scene, times, bare.head[0])
    around = Around(scene, page.paragraph, said.speaker)
    objects, behind = tree.objects(clause.verb), list(tree.prepositions(clause.verb))
    return Statement(
        text=bare.text,
        start=bare.start,
        end=bare.end,
        sentence=bare.sentence,
        rule=bare.rule,
        confidence=min(bare.confidence, quote.confidence) if quote is not None else bare.confidence,
        verb=" to ".join(_verbs(clause)),
        predicate=predicates.of_verb(clause.verb, objects),
        head=bare.head,
        arguments=arguments.arguments(around, clause.verb, objects, behind),
        negated=_negated(clause, quote),
        degree=modality.degree(clause.verb) or (modality.degree(clause.head) if clause.head != clause.verb else None),
        modality=_told(clause, quote, dating.implied(scene, rests_on), dating.is_known(scene, rests_on)),
        hedge=_hedge(page, number, clause, hedges),
        attributed_to=said.speaker,
        attributed_by=said.quote,
        chain=said.chain,
        relayed_from=quote.relayed_from if quote is not None else None,
        occurs=dating.value(scene, rests_on),
        rests_on=rests_on,
        place=arguments.place(around, behind),
        forum=arguments.forum(behind),
    )


def _verbs(clause: Clause) -> list[str]:
    """The verbs from the head of a clause to the one that tells its act."""
    found, verb = [tree.phrase(clause.verb)], clause.verb
    for _ in range(tree.HIGHEST):
        above = clauses.carrier_of(verb) if verb.i != clause.head.i else None
        if above is None:
            break
        if verb.head.pos_ not in tree.VERBS:
            found.append(f"{tree.lemma(above)} {tree.lemma(verb.head)}")
        else:
            found.append(tree.phrase(above))
        verb = above
    return found[::-1]


# ------------------------------------------------------------------ how it is told


def _told(clause: Clause, quote: Quote | None, implied: str | None, dated: bool) -> str:
    told = modality.told(clause.verb)
    if quote is not None and told == "historical":
        told = "asserted"  # "had" only follows the verb of saying
    if told == "asserted" and quote is not None and clause.is_top:
        told = modality.of_force(quote.force) or told
    if told == "historical" and implied is None and dated:
        told = "asserted"  # "had opposed it last week": the day says that it is no background
    return implied if told == "asserted" and implied is not None else told


def _negated(clause: Clause, quote: Quote | None) -> bool:
    """Whether it is said not to be so, by the clause or by who denies it."""
    negated = modality.is_negated(clause.verb)
    denied = quote is not None and quote.force == "denies" and clause.is_top and clause.stretch is not None
    if denied and not modality.decided_outside(clause.verb, *clause.stretch or (0, 0)):
        return not negated
    return negated


def _hedges(page: Page) -> list[Token]:
    """The words of a paragraph that make a clause less certain, in order."""
    hedges, when_passive = listed("modality", "hedges"), listed("modality", "hedges_when_passive")
    found = []
    for token in page.paragraph.doc:
        word = token.lemma_.lower()
        hedged = word in hedges or (word in when_passive and any(child.dep_ == "auxpass" for child in token.children))
        if hedged and token.pos_ not in tree.NOUNS:
            found.append(token)
    return found


def _hedge(page: Page, number: int, clause: Clause, hedges: Sequence[Token]) -> str | None:
    """The first word that makes the clause less certain: its verb, what hangs on it, or what hangs on that."""
    verbs = (clause.head.i, clause.verb.i)
    for token in hedges:
        near = token.i in verbs or token.head.i in verbs or token.head.head.i in verbs
        if near and page.owners[token.i] == number:
            return str(token.text)
    return None


# ------------------------------------------------------------------ nominal acts


def add_nominal(made: Statements, paragraph: Paragraph, noun: Token) -> int:
    """Add the statement of a noun that tells an act ("the talks", "tariffs imposed by"), and give its number.

    What the clause around it says of speaker and place holds for it, too; a noun of a negated or planned clause is told
    so only when the clause tells whether the act took place.
    """
    scene, page = made.scene, made.page_at(paragraph.start)
    outer = made.get(made.of_word(paragraph, noun))
    parent = page.owners[noun.i] if page is not None else -1
    place = clauses.place_of(scene.parsed.text, paragraph, noun.left_edge.i, noun.right_edge.i + 1)
    head = (paragraph.start + noun.idx, paragraph.start + noun.idx + len(noun))
    start, end = place if place is not None and place[0] <= head[0] and head[1] <= place[1] else head
    around = Around(scene, paragraph, outer.attributed_to if outer is not None else None)
    implied = dating.implied(scene, outer.rests_on) if outer is not None else None
    told = modality.told(noun, modality.happens(noun))
    made.clauses.append(None)
    made.parents.append(parent)
    made.found.append(
        Statement(
            text=scene.parsed.text[start:end],
            start=start,
            end=end,
            sentence=scene.parsed.sentence_at(start),
            rule="statements.nominal",
            confidence=NOMINAL,
            verb=tree.lemma(noun),
            predicate=predicates.of_noun(noun),
            head=head,
            arguments=arguments.of_noun(around, noun),
            negated=modality.is_negated(noun),
            degree=None,
            modality=implied if told == "asserted" and implied is not None else told,
            hedge=outer.hedge if outer is not None else None,
            attributed_to=outer.attributed_to if outer is not None else None,
            attributed_by=outer.attributed_by if outer is not None else None,
            chain=outer.chain if outer is not None else [],
            relayed_from=outer.relayed_from if outer is not None else None,
            occurs=outer.occurs if outer is not None else None,
            rests_on=outer.rests_on if outer is not None else None,
            place=arguments.place(around, tree.prepositions(noun)) or (outer.place if outer is not None else None),
            forum=outer.forum if outer is not None else None,
        )
    )
    return len(made.found) - 1

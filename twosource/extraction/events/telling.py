"""What the statement of an act says of it, and the little that an act may say otherwise.

Belongs here: from a hit to its statement; works of fiction, contexts. Does not: the act itself (`matching`), how a
clause is told (`statements`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from twosource.extraction.events.lexicon import contexts, word_list
from twosource.extraction.events.matching import Hit
from twosource.extraction.events.parties import Reader
from twosource.extraction.language import modality as language
from twosource.extraction.language import tree
from twosource.extraction.statements.reading import add_nominal
from twosource.records import Statement

if TYPE_CHECKING:
    from spacy.tokens import Token

DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?|-W\d\d|-Q\d)?")


def is_fiction(token: Token) -> bool:
    """Whether the act is told of a work: "in the film", "the novel tells how"."""
    verb = tree.verb_over(token)
    for number, at in enumerate(language.chain(verb) if verb is not None else ()):
        works = [noun for prep in at.children if prep.dep_ == "prep" and prep.lower_ == "in" for noun in prep.children]
        teller = tree.own_subject(at) if number else None
        if any(tree.lemma(work) in word_list("fiction") for work in (*works, *([teller] if teller else []))):
            return True
    return False


SCORE = re.compile(r"(?<![\d-])\d{1,3}[-–]\d{1,3}(?![\d-])")


SURELY_A_GAME = 3
"""Words of games (a score counts two) over which a sentence tells of one, even if somebody "kills off the game"."""


def is_figurative(hit: Hit) -> bool:
    """Whether words of war tell of a game or of business: "beat them 2-1", "attacked its rival with a cheap phone".

    A word of real violence in the sentence outweighs them.
    """
    if hit.row.type not in word_list("told_of_games"):
        return False
    sentence = hit.token.sent
    words = {tree.lemma(token) for token in sentence}
    games = len(words & word_list("game_words")) + 2 * (SCORE.search(sentence.text) is not None)
    if words & word_list("violence"):
        return games > SURELY_A_GAME
    return games > 1 or len(words & word_list("business_words")) > 1


def told_in(reader: Reader, hit: Hit) -> tuple[int | None, Statement | None]:
    """The statement of an act and its number: of a verb its clause, of a noun one of its own."""
    if hit.row.form == "nouns":
        number: int | None = add_nominal(reader.scene.told, reader.paragraph, hit.token)
    else:
        number = reader.scene.told.of_word(reader.paragraph, hit.token)
    return number, reader.scene.told.get(number)


def is_carrier(reader: Reader, hit: Hit, told: Statement | None) -> bool:
    """Whether an act only carries the one that its statement tells ("agreed to send", "refused to meet"), or stands in
    no statement: then it is told for itself."""
    return told is None or told.head[0] != reader.paragraph.start + hit.token.idx


def day_of(told: Statement | None) -> str | None:
    """TIMEX3 value of the day, week or longer time of a statement, without the time of day."""
    match = DAY.match(told.occurs) if told is not None and told.occurs is not None else None
    return match.group() if match is not None else None


def context(token: Token) -> list[str]:
    """PLOVER's contexts that the words under the act show."""
    words = {tree.lemma(below) for below in token.subtree}
    return [name for name, shown in contexts().items() if not shown.isdisjoint(words)]

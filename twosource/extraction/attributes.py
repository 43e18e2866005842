"""Word classes and lemmas kept per word, in the place of the two pipes of spaCy that find them anew for every token.

Belongs here: which tokens are alike to those pipes, and asking them once for each. Does not: any rule of its own: what
is kept is what the model's pipes say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, MutableMapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

RULER, LEMMATIZER, KEPT = "attribute_ruler", "lemmatizer", "kept_attributes"
INDEX = "lemma_index"
"""The lemmatiser's table of the words that it knows, by word class."""
BY_TOKEN = frozenset(("TAG", "DEP", "LOWER", "ORTH", "IS_SPACE"))
"""What a pattern may ask of a token for its answer to be the same for all tokens alike in word, tag and relation."""
MOST = 300_000
"""Kinds of token kept: some 60 MB; then all are forgotten, so that memory does not grow with the corpus."""
ANY = -1
"""In the place of a relation: whichever it is."""
Alike = tuple[int, int, int, int]
"""Word, tag, relation, and the relation of the token before it where a pattern asks for that (else 0)."""


def put_in(nlp: Language) -> None:
    """Put `Attributes` in the place of the model's two pipes, where it has them and their patterns allow it."""
    if RULER not in nlp.pipe_names or LEMMATIZER not in nlp.pipe_names:
        return
    try:
        patterns = Patterns([pattern for entry in nlp.get_pipe(RULER).patterns for pattern in entry["patterns"]])
    except (ValueError, KeyError):  # another model, whose pipes look at more: they are asked for every token
        return
    if nlp.get_pipe(LEMMATIZER).mode != "rule":
        return
    from spacy.language import Language

    if not Language.has_factory(KEPT):
        Language.factory(KEPT, func=_made)
    _as_sets(nlp.get_pipe(LEMMATIZER).lookups.get_table(INDEX, {}))
    kept: Attributes = nlp.add_pipe(KEPT, after=LEMMATIZER)
    kept.patterns = patterns
    for name in (RULER, LEMMATIZER):
        nlp.disable_pipe(name)


def _as_sets(index: MutableMapping[str, Collection[str]]) -> None:
    """The lemmatiser asks for each form whether it is in a list of all verbs or nouns; a set answers at once."""
    for word_class, words in list(index.items()):
        index[word_class] = frozenset(words)


class Patterns:
    """What a ruler's patterns look at: which words may begin a pattern over two tokens, and where relations count."""

    def __init__(self, patterns: Sequence[Sequence[Mapping[str, Any]]]) -> None:
        """Raises ValueError when a pattern is of another kind than over one token or two."""
        self._begin: list[re.Pattern[str]] = []
        self._relations: set[str] = set()
        self._related: list[re.Pattern[str]] = []
        self.before: set[str] = set()
        """Relations that count for the token behind."""
        for pattern in patterns:
            if len(pattern) > 2 or any(token.keys() - BY_TOKEN for token in pattern):
                raise ValueError(f"a pattern of another kind: {pattern}")
            first = pattern[0]
            if len(pattern) == 2:
                if "LOWER" in first:
                    self._begin.append(_one_of(first["LOWER"]))
                else:
                    self.before.add(str(first["DEP"]))
            elif "DEP" in first and "LOWER" in first:
                self._related.append(_one_of(first["LOWER"]))
            elif "DEP" in first and "IS_SPACE" not in first:
                told = first["DEP"]  # all that no pattern names are alike, also where a pattern names what it is not
                self._relations |= {told} if isinstance(told, str) else {*next(iter(told.values()))}

    def by_itself(self, word: str) -> bool:
        """Whether the word begins no pattern over two tokens, and is none of blanks."""
        return not word.isspace() and not any(pattern.fullmatch(word.lower()) for pattern in self._begin)

    def relation_counts(self, word: str, relation: str) -> bool:
        """Whether a token of that word may be another for its relation."""
        return relation in self._relations or any(pattern.fullmatch(word.lower()) for pattern in self._related)


def _one_of(words: str | Mapping[str, Any]) -> re.Pattern[str]:
    """The words that a pattern asks for. Raises KeyError when it asks in another way than by list or expression."""
    if isinstance(words, str):
        return re.compile(re.escape(words))
    told = "|".join(map(re.escape, words["IN"])) if "IN" in words else words["REGEX"]
    return re.compile(f"(?:{told})")


def _made(nlp: Language, name: str) -> Attributes:  # noqa: ARG001 - spaCy calls it so
    return Attributes(nlp)


class Attributes:
    """The pipe: sets `pos` and `lemma` of every token; it sets no morphology, which no rule of ours reads."""

    patterns: Patterns

    def __init__(self, nlp: Language) -> None:
        """`nlp` holds the two pipes, disabled."""
        from spacy.attrs import DEP, LEMMA, ORTH, POS, TAG

        self._nlp = nlp
        self._read, self._set = [ORTH, TAG, DEP], [POS, LEMMA]
        self._kept: dict[Alike, tuple[int, int] | None] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set them for one text."""
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], batch_size: int = 128) -> Iterator[Doc]:
        """Set them for texts, a batch at a time; a text with blanks, or with a word that may begin a pair, goes through
        the model's pipes."""
        from spacy.util import minibatch

        for batch in minibatch(docs, batch_size):
            if len(self._kept) >= MOST:
                self._kept.clear()
            kinds = [self._kinds(doc) for doc in batch]
            self._keep({kind for of_doc in kinds for kind in of_doc if kind not in self._kept})
            for doc, of_doc in zip(batch, kinds, strict=True):
                values = [self._kept[kind] for kind in of_doc]
                if None in values:
                    self._asked(doc)
                elif values:
                    doc.from_array(self._set, np.array(values, dtype="uint64"))
                yield doc

    @cached_property
    def _before(self) -> frozenset[int]:
        return frozenset(self._nlp.vocab.strings[relation] for relation in self.patterns.before)

    def _kinds(self, doc: Doc) -> list[Alike]:
        """What tells the kind of each token."""
        words, tags, relations = doc.to_array(self._read).T.tolist()
        counts = self._before
        before = [0, *(relation if relation in counts else 0 for relation in relations)]
        return list(zip(words, tags, relations, before, strict=False))  # what counts of the last, counts for none

    def _keep(self, kinds: Collection[Alike]) -> None:
        """Keep what the model's pipes say of tokens of these kinds."""
        strings, new = self._nlp.vocab.strings, dict[Alike, Alike]()
        for kind in kinds:
            word, tag, relation, previous = kind
            if not self.patterns.by_itself(strings[word]):
                self._kept[kind] = None
                continue
            counts = self.patterns.relation_counts(strings[word], strings[relation] if relation else "")
            new[kind] = kind if counts else (word, tag, ANY, previous)
        unasked = {same: kind for kind, same in new.items() if same not in self._kept or same == kind}
        self._kept.update(zip(unasked, self._values(list(unasked.values())), strict=True))
        self._kept.update({kind: self._kept[same] for kind, same in new.items()})

    def _values(self, kinds: Sequence[Alike]) -> list[tuple[int, int]]:
        """What they say of each, alone behind a word that changes nothing but by its relation, where that counts."""
        from spacy.tokens import Doc

        if not kinds:
            return []
        strings = self._nlp.vocab.strings
        told = [[strings[value] if value else "" for value in kind] for kind in kinds]
        doc = Doc(
            self._nlp.vocab,
            words=[word for kind in told for word in ("there", kind[0])],
            tags=[tag for kind in told for tag in ("EX", kind[1])],
            deps=[relation for kind in told for relation in (kind[3], kind[2])],
            heads=list(range(2 * len(told))),
        )
        return [(token.pos, token.lemma) for token in list(self._asked(doc))[1::2]]

    def _asked(self, doc: Doc) -> Doc:
        return self._nlp.get_pipe(LEMMATIZER)(self._nlp.get_pipe(RULER)(doc))

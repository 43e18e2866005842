"""The model's recogniser, decided for all words of a batch at once, in the place of a step for every word.

Belongs here: which moves a word allows, and taking the best. Does not: the weights, which are the model's, and what its
labels mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

RECOGNISER, AT_ONCE = "ner", "names_at_once"
HERE, FIRST, BEFORE = 0, 1, 2
"""What a step looks at: the word, the first word of the name that is open, the word before in it."""

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]


def put_in(nlp: Language) -> None:
    """Put `Recogniser` in the place of the model's own, where that is of the kind it knows."""
    if RECOGNISER not in nlp.pipe_names or not _is_known(nlp.get_pipe(RECOGNISER)):
        return
    from spacy.language import Language

    if not Language.has_factory(AT_ONCE):
        Language.factory(AT_ONCE, func=_made)
    nlp.add_pipe(AT_ONCE, after=RECOGNISER)
    nlp.disable_pipe(RECOGNISER)


def _is_known(pipe: Any) -> bool:
    """Whether a pipe goes word by word, looks at the three of above, and knows all its moves."""
    model = pipe.model
    steps = getattr(pipe, "cfg", {}).get("beam_width") == 1 and model.name == "parser_model"
    return bool(
        steps
        and model.attrs["has_upper"]
        and not model.attrs["unseen_classes"]
        and model.get_ref("lower").get_dim("nF") == 3
        and model.get_ref("lower").get_dim("nP") > 1
    )


def _made(nlp: Language, name: str) -> Recogniser:  # noqa: ARG001 - spaCy calls it so
    return Recogniser(nlp)


@dataclass(frozen=True, slots=True)
class _Moves:
    """The numbers of the moves: `outside`; and by label in one order `begin`, `inside`, `last`, `alone`."""

    labels: tuple[str, ...]
    outside: int
    begin: Places
    inside: Places
    last: Places
    alone: Places

    @classmethod
    def of(cls, names: Sequence[str]) -> _Moves:
        number = {name: at for at, name in enumerate(names)}
        labels = tuple(name[2:] for name in names if name.startswith("B-"))
        begin, inside, last, alone = (
            np.array([number[f"{move}-{label}"] for label in labels], dtype=np.intp) for move in "BILU"
        )
        return cls(labels, number["O"], begin, inside, last, alone)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a batch of texts end to end: where texts begin, which words are blanks, which end a sentence."""

    starts: list[int]
    is_blank: npt.NDArray[np.bool_]
    is_end: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, docs: Sequence[Doc]) -> _Words:
        from spacy.attrs import IS_SPACE, SENT_START

        told = np.concatenate([doc.to_array([IS_SPACE, SENT_START]) for doc in docs])
        starts = np.cumsum([0, *(len(doc) for doc in docs)])
        is_end = np.zeros(len(told), dtype=np.bool_)
        is_end[:-1] = told[1:, 1] == 1
        is_end[starts[1:] - 1] = True
        return cls(starts.tolist(), told[:, 0] == 1, is_end)


class Recogniser:
    """The pipe: sets the names of each text, the same that the model's own recogniser would set.

    Outside of a name, what that one decides of a word hangs on the word alone: one product serves all words. Only
    inside a name it hangs on what was decided before; the names of all texts are followed side by side.
    """

    def __init__(self, nlp: Language) -> None:
        """`nlp` holds the recogniser, disabled."""
        self._nlp = nlp

    def __call__(self, doc: Doc) -> Doc:
        """Set the names of one text."""
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], batch_size: int = 128) -> Iterator[Doc]:
        """Set the names of texts, a batch at a time."""
        from spacy.util import minibatch

        for batch in minibatch(docs, batch_size):
            self._set([doc for doc in batch if len(doc)])
            yield from batch

    @cached_property
    def _own(self) -> Any:
        return self._nlp.get_pipe(RECOGNISER)

    @cached_property
    def _moves(self) -> _Moves:
        moves = self._own.moves
        return _Moves.of([moves.get_class_name(number) for number in range(moves.n_moves)])

    @cached_property
    def _lower(self) -> tuple[Floats, Floats, Floats]:
        """Weights (what is looked at, input, output and piece), paddings, and biases of what a step looks at."""
        lower = self._own.model.get_ref("lower")
        weights, pad = lower.get_param("W"), lower.get_param("pad")
        flat = weights.reshape(len(weights), -1, weights.shape[-1]).transpose(0, 2, 1)
        return np.ascontiguousarray(flat), pad.reshape(len(weights), -1), lower.get_param("b").ravel()

    def _set(self, docs: Sequence[Doc]) -> None:
        from spacy.tokens import Span

        if not docs:
            return
        words, vectors = _Words.of(docs), self._own.model.get_ref("tok2vec").predict(list(docs))
        names = iter([*self._names(words, vectors), (words.starts[-1], 0, "")])
        begin, end, label = next(names)
        for doc, start in zip(docs, words.starts, strict=False):
            spans = []
            while begin < start + len(doc):
                spans.append(Span(doc, begin - start, end - start, label=label))
                begin, end, label = next(names)
            doc.set_ents(spans, default="outside")

    def _names(self, words: _Words, vectors: Floats) -> list[tuple[int, int, str]]:
        """Start, end and label of the names of all texts, in order."""
        moves, here = self._moves, self._looked_at(HERE, vectors)
        paddings, bias = self._lower[1:]
        outside = self._scored(here + (paddings[FIRST] + paddings[BEFORE] + bias))
        outside[np.ix_(words.is_blank, moves.alone)] = -np.inf
        outside[np.ix_(words.is_blank | words.is_end, moves.begin)] = -np.inf
        closed = np.concatenate([[moves.outside], moves.alone, moves.begin])
        best = outside[:, closed].argmax(axis=1)
        n = len(moves.labels)
        ends = self._followed(words, vectors, here, np.flatnonzero(best > n), (best - 1) % n)
        found, free = [], 0
        for at in np.flatnonzero(best).tolist():
            if at >= free:
                free = ends.get(at, at + 1)
                found.append((at, free, moves.labels[(best[at] - 1) % n]))
        return found

    def _followed(self, words: _Words, vectors: Floats, here: Floats, first: Places, label: Places) -> dict[int, int]:
        """Of each word that may begin a name of several words, which end that name has: all are followed together, also
        those that begin inside another name."""
        ends: dict[int, int] = {}
        moves, bias = self._moves, self._lower[2]
        begun = self._looked_at(FIRST, vectors[first])
        at = first + 1
        while len(first):
            hidden = here[at] + begun + self._looked_at(BEFORE, vectors[at - 1]) + bias
            scores, rows = self._scored(hidden), np.arange(len(at))
            goes_on = scores[rows, moves.inside[label[first]]] > scores[rows, moves.last[label[first]]]
            goes_on &= ~words.is_end[at]
            ends.update(zip(first[~goes_on].tolist(), (at[~goes_on] + 1).tolist(), strict=True))
            first, begun, at = first[goes_on], begun[goes_on], at[goes_on] + 1
        return ends

    def _looked_at(self, which: int, vectors: Floats) -> Floats:
        """What a step makes of the words in one of the three places."""
        return np.asarray(self._own.model.ops.gemm(vectors, self._lower[0][which]))

    def _scored(self, hidden: Floats) -> Floats:
        """The scores of all moves, of the sums of what is looked at."""
        ops, upper, pieces = self._own.model.ops, self._own.model.get_ref("upper"), self._own.model.get_ref("lower")
        most = ops.maxout(hidden.reshape(len(hidden), -1, pieces.get_dim("nP")))[0]
        return np.asarray(ops.gemm(most, upper.get_param("W"), trans2=True) + upper.get_param("b"))

"""What the model's layers first make of a word, kept per word, in the place of making it anew for every token.

Belongs here: which tokens are alike to those layers, and asking the layers once for each. Does not: what a token is in
its surroundings, which later layers say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from thinc.api import Model

FEATURES = "extract_features"
EMBEDDING = [FEATURES, "list2ragged", "with_array", "with_array", "ragged2list"]
"""The layers whose work is kept, by how their names begin: in the middle are those that look at one token alone."""
KEPT = "kept_vectors"
MOST = 30_000
"""Kinds of token kept: 12 MB for each of the model's two; then all are forgotten, so that memory does not grow with the
corpus."""

Floats = npt.NDArray[np.float32]


def put_in(nlp: Language) -> None:
    """Have the model's pipes keep what they make of each word; what they say stays the same but for rounding."""
    for _, pipe in nlp.pipeline:
        for layer in list(pipe.model.walk()) if getattr(pipe, "model", None) else ():
            for at, part in enumerate(layer.layers):
                if _is_embedding(part):
                    layer.layers[at] = _kept(part)


def _is_embedding(layer: Model[Any, Any]) -> bool:
    names = [part.name for part in layer.layers]
    return len(names) == len(EMBEDDING) and all(map(str.startswith, names, EMBEDDING))


def _kept(embedding: Model[Any, Any]) -> Model[Any, Any]:
    """A layer that gives what `embedding` gives."""
    from thinc.api import Model, chain

    features, _, hashed, mixed, _ = embedding.layers
    return Model(KEPT, Kept(), layers=[features, chain(hashed, mixed)])


class Kept:
    """The vectors of the kinds of token met so far; called as thinc calls a layer."""

    def __init__(self) -> None:
        self._place: dict[bytes, int] = {}
        self._vectors: Floats = np.zeros((0, 0), dtype=np.float32)

    def __call__(
        self, layer: Model[Any, Any], docs: Sequence[Doc], is_train: bool
    ) -> tuple[list[Floats], Callable[[Any], Any]]:
        """A row for each token of each text. Raises NotImplementedError when the model is to be trained."""
        if is_train:
            raise NotImplementedError("The model reads here and is not trained: what is kept would be out of date.")
        features, made = layer.layers
        found = features.predict(docs)
        rows = np.concatenate(found)
        alike = list(_alike(rows))
        if any(kind not in self._place for kind in alike):
            self._learn(alike, rows, made)
        vectors = self._vectors[[self._place[kind] for kind in alike]]
        return np.split(vectors, np.cumsum([len(each) for each in found])[:-1]), _no_gradient

    def _learn(self, alike: list[bytes], rows: npt.NDArray[np.uint64], made: Model[Any, Any]) -> None:
        """Keep the vectors of the kinds that are new."""
        if len(self._place) >= MOST:
            self._place.clear()
        new = {kind: at for at, kind in enumerate(alike) if kind not in self._place}
        learnt: Floats = made.predict(rows[list(new.values())])
        first = len(self._place)
        if first + len(learnt) > len(self._vectors):
            grown = np.empty((max(2 * len(self._vectors), first + len(learnt)), learnt.shape[1]), dtype=np.float32)
            grown[:first] = self._vectors[:first] if first else 0
            self._vectors = grown
        self._vectors[first : first + len(learnt)] = learnt
        self._place.update({kind: first + at for at, kind in enumerate(new)})


def _alike(rows: npt.NDArray[np.uint64]) -> Iterator[bytes]:
    """What tells one kind of token from another: all that the layers look at."""
    told, width = rows.tobytes(), rows.shape[1] * rows.itemsize
    return (told[at : at + width] for at in range(0, len(told), width))


def _no_gradient(_: Any) -> Any:
    raise NotImplementedError("The model reads here and is not trained.")

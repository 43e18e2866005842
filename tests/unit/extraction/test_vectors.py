"""Vectors that are kept per word: the same as made anew, however few are kept; never used in training."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import spacy
from thinc.api import Model

from twosource.extraction import parse, vectors
from twosource.settings import DEFAULT_MODEL

TEXTS = [
    "The harbour board of Alder Bay said on Tuesday that tolls would rise from 2.4% to 3.1% in May.",
    "Ines  Morel didn't agree: “Nobody asked us, and nobody will pay.”",
    "The board said the tolls would rise.",
]


@pytest.fixture(scope="module")
def shipped() -> spacy.language.Language:
    return spacy.load(DEFAULT_MODEL)


def _of(nlp: spacy.language.Language, pipe: str) -> Model[Any, Any]:
    """The layers that embed a pipe's words."""
    model = nlp.get_pipe(pipe).model
    found: Model[Any, Any] = next(layer for layer in model.walk() if vectors._is_embedding(layer))
    return found


def _kept(embedding: Model[Any, Any]) -> Model[Any, Any]:
    return vectors._kept(embedding)


@pytest.mark.parametrize("pipe", ["tok2vec", "ner"])
@pytest.mark.parametrize("most", [vectors.MOST, 5])
def test_they_are_those_that_the_layers_make(
    shipped: spacy.language.Language, monkeypatch: pytest.MonkeyPatch, pipe: str, most: int
) -> None:
    monkeypatch.setattr(vectors, "MOST", most)
    embedding = _of(shipped, pipe)
    kept, docs = _kept(embedding), [shipped.make_doc(text) for text in TEXTS]
    for batch in (docs, docs[:1], docs[1:], docs):
        for ours, theirs in zip(kept.predict(batch), embedding.predict(batch), strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-5)


def test_the_layers_are_asked_once_for_a_word(shipped: spacy.language.Language) -> None:
    kept, doc = _kept(_of(shipped, "tok2vec")), shipped.make_doc(TEXTS[0])
    first = kept.predict([doc])
    kept.layers[1] = Model("never", lambda *_: pytest.fail("asked again"))
    np.testing.assert_array_equal(kept.predict([doc])[0], first[0])


def test_every_embedding_of_our_model_is_kept() -> None:
    nlp = parse.model()
    layers = [layer for name in ("tok2vec", "tagger", "parser", "ner") for layer in nlp.get_pipe(name).model.walk()]
    assert not any(vectors._is_embedding(layer) for layer in layers)
    assert sum(layer.name == vectors.KEPT for layer in layers) == 2


def test_a_model_with_kept_vectors_is_not_trained(shipped: spacy.language.Language) -> None:
    with pytest.raises(NotImplementedError, match="not trained"):
        _kept(_of(shipped, "tok2vec"))([shipped.make_doc(TEXTS[0])], is_train=True)

"""The model's products by NumPy's library: the same parse, layer by layer, and only where a layer is on this processor.

Belongs here: `twosource/extraction/products`. Does not: what it costs (benchmarks).
"""

import numpy as np
import spacy
from thinc.api import NumpyOps

from twosource.extraction import parse, products
from twosource.settings import DEFAULT_MODEL

TEXT = (
    "The harbour board of Alder Bay said on Tuesday that tolls would rise from 2.4% to 3.1% in May. "
    "Its chair, Ines Morel, told reporters: “Nobody asked us, and nobody will pay.”"
)


def test_every_layer_of_the_model_multiplies_by_it() -> None:
    nlp = parse.model()
    pipes = [nlp.get_pipe(name) for name in ("tok2vec", "tagger", "parser", "ner")]
    assert {layer.ops for pipe in pipes for layer in pipe.model.walk()} == {products.one_threaded()}


def test_a_product_is_that_of_thinc_but_for_rounding() -> None:
    numbers = np.random.default_rng(7)
    left, right = (numbers.standard_normal(shape).astype("float32") for shape in ((40, 96), (288, 96)))
    ours = products.one_threaded().gemm(left, right, trans2=True)
    assert ours.dtype == np.float32
    np.testing.assert_allclose(ours, NumpyOps().gemm(left, right, trans2=True), rtol=1e-3, atol=1e-4)


def test_the_parse_is_that_of_the_model_as_shipped() -> None:
    shipped = spacy.load(DEFAULT_MODEL)(TEXT)
    ours = parse.model()(TEXT)
    read = [(token.tag_, token.dep_, token.head.i, token.ent_type_, token.lemma_) for token in ours]
    assert read == [(token.tag_, token.dep_, token.head.i, token.ent_type_, token.lemma_) for token in shipped]

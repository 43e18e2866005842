"""Names that are decided for a whole batch at once are those that the model's own recogniser finds word by word."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

from twosource import paths
from twosource.extraction import parse, recogniser

TEXTS = [
    *(path.read_text(encoding="utf-8") for path in sorted(paths.seeds("captures").glob("0*.txt"))),
    "Alder Bay",
    "Morel",
    "  \t two  blanks before Ines Morel \n of Alder Bay",
    "The tolls rose in March 2024. Ines Morel of the Alder Bay Harbour Board said so on Monday, the New York",
    "no name at all",
    "",
]
Names = list[tuple[int, int, str]]


@pytest.fixture(scope="module")
def nlp() -> spacy.language.Language:
    """A model of our own, whose weights the tests may change."""
    return parse.model.__wrapped__()


@pytest.fixture(scope="module")
def parsed(nlp: spacy.language.Language) -> list[Doc]:
    with nlp.select_pipes(disable=[recogniser.AT_ONCE]):
        return list(nlp.pipe(piece for text in TEXTS for piece in (text.split("\n") if len(text) > 100 else [text])))


def _found(pipe: object, docs: list[Doc]) -> list[Names]:
    """What a recogniser finds in texts that have no names yet."""
    assert hasattr(pipe, "pipe")
    bare = [doc.copy() for doc in docs]
    return [[(name.start, name.end, name.label_) for name in doc.ents] for doc in pipe.pipe(bare, batch_size=50)]


def _found_word_by_word(nlp: spacy.language.Language, docs: list[Doc]) -> list[Names]:
    return _found(nlp.get_pipe(recogniser.RECOGNISER), docs)


def test_the_names_are_those_of_the_models_own_recogniser(nlp: spacy.language.Language, parsed: list[Doc]) -> None:
    assert recogniser.AT_ONCE in nlp.pipe_names
    assert recogniser.RECOGNISER not in nlp.pipe_names
    found = _found(nlp.get_pipe(recogniser.AT_ONCE), parsed)
    assert found == _found_word_by_word(nlp, parsed)
    assert sum(map(len, found)) > 50


def test_a_text_alone_has_the_names_that_it_has_among_others(nlp: spacy.language.Language, parsed: list[Doc]) -> None:
    ours = nlp.get_pipe(recogniser.AT_ONCE)
    assert [_found(ours, [doc])[0] for doc in parsed[:12]] == _found(ours, parsed)[:12]


@pytest.mark.parametrize("seed", range(4))
def test_they_agree_also_where_the_weights_ask_for_long_and_odd_names(
    nlp: spacy.language.Language, parsed: list[Doc], seed: int
) -> None:
    upper = nlp.get_pipe(recogniser.RECOGNISER).model.get_ref("upper")
    before = upper.get_param("b").copy()
    shaken = before + np.random.default_rng(seed).normal(0, 8, before.shape).astype("float32")
    try:
        upper.set_param("b", shaken)
        found = _found(nlp.get_pipe(recogniser.AT_ONCE), parsed)
        assert found == _found_word_by_word(nlp, parsed)
    finally:
        upper.set_param("b", before)
    assert max(end - start for names in found for start, end, _ in names) > 3
    for doc, names in zip(parsed, found, strict=True):
        for start, end, _ in names:
            assert not doc[start].is_space
            assert not any(token.is_sent_start for token in doc[start + 1 : end]), doc[start:end].text


def test_every_word_is_told_to_be_in_a_name_or_outside(nlp: spacy.language.Language, parsed: list[Doc]) -> None:
    ours = nlp.get_pipe(recogniser.AT_ONCE)
    (doc,) = ours.pipe([parsed[0].copy()])
    assert {token.ent_iob_ for token in doc} <= {"B", "I", "O"}


def test_a_recogniser_of_another_kind_stays_in_its_place() -> None:
    other = spacy.blank("en")
    other.add_pipe("beam_ner", name="ner")
    recogniser.put_in(other)
    assert other.pipe_names == ["ner"]

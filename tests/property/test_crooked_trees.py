"""No reading of a tree recurses without bound: the facts of trees that no sentence has, deep chains and odd labels."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from twosource.extraction.facts import extract, facts_of
from twosource.extraction.parse import Paragraph, Parsed, model
from twosource.records import Published

WORDS = (
    "Li/PROPN/NNP Wu/PROPN/NNP Chad/PROPN/NNP France/PROPN/NNP Bloom/PROPN/NNP president/NOUN/NN "
    "minister/NOUN/NN troops/NOUN/NNS talks/NOUN/NNS tariffs/NOUN/NNS group/NOUN/NN thousands/NOUN/NNS "
    "claims/NOUN/NNS he/PRON/PRP she/PRON/PRP it/PRON/PRP they/PRON/PRP his/PRON/PRP$ their/PRON/PRP$ "
    "who/PRON/WP that/PRON/WDT said/VERB/VBD told/VERB/VBD asked/VERB/VBD denied/VERB/VBD plans/VERB/VBZ "
    "met/VERB/VBD attacked/VERB/VBN imposed/VERB/VBN killed/VERB/VBN paid/VERB/VBD rose/VERB/VBD "
    "sending/VERB/VBG was/AUX/VBD not/PART/RB of/ADP/IN by/ADP/IN with/ADP/IN to/ADP/IN for/ADP/IN "
    "on/ADP/IN and/CCONJ/CC if/SCONJ/IN $/SYM/$ 12/NUM/CD million/NUM/CD %/NOUN/NN Monday/PROPN/NNP "
    "the/DET/DT two/NUM/CD some/DET/DT ,/PUNCT/, “/PUNCT/`` ”/PUNCT/''"
)
LABELS = (
    "nsubj nsubjpass csubj dobj dative pobj pcomp prep agent conj cc appos poss compound amod nmod acl "
    "relcl advcl ccomp xcomp mark aux auxpass neg attr acomp oprd parataxis punct det nummod npadvmod "
    "advmod expl dep prt"
)
DAY = Published(value="2024-05-07", precision="day", basis="metadata", confidence=1.0)


def _random(rng: random.Random, n: int) -> list[int]:
    """Each word hangs on a random one of those before it in a random order, so that there is no circle."""
    order = rng.sample(range(n), n)
    return [order[0] if at == 0 else order[rng.randrange(at)] for at in _places(order)]


def _places(order: list[int]) -> list[int]:
    places = [0] * len(order)
    for place, word in enumerate(order):
        places[word] = place
    return places


def _down(_: random.Random, n: int) -> list[int]:
    return [max(0, word - 1) for word in range(n)]


def _up(_: random.Random, n: int) -> list[int]:
    return [min(n - 1, word + 1) for word in range(n)]


def _near(rng: random.Random, n: int) -> list[int]:
    return [max(0, word - rng.randint(1, 3)) for word in range(n)]


SHAPES: dict[str, Callable[[random.Random, int], list[int]]] = {
    "random": _random,
    "down": _down,
    "up": _up,
    "near": _near,
}


def _crooked(seed: int, shape: str, n: int, labels: list[str]) -> Parsed:
    rng = random.Random(seed)
    chosen = [rng.choice(WORDS.split()).split("/") for _ in range(n)]
    words = [word for word, _, _ in chosen]
    heads = SHAPES[shape](rng, n)
    deps = ["ROOT" if heads[word] == word else rng.choice(labels) for word in range(n)]
    doc = Doc(
        model().vocab,
        words=words,
        heads=heads,
        deps=deps,
        pos=[pos for _, pos, _ in chosen],
        tags=[tag for _, _, tag in chosen],
        lemmas=[word.lower() for word in words],
    )
    text = doc.text
    return Parsed(text, [Paragraph(0, doc, text)], [(s.start_char, s.end_char) for s in doc.sents])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(0, 2**32),
    st.sampled_from(sorted(SHAPES)),
    st.sampled_from([5, 20, 60, 119]),
    st.lists(st.sampled_from(LABELS.split()), min_size=1, max_size=5, unique=True),
)
@example(1, "down", 110, ["conj"])
@example(1, "down", 110, ["prep", "pobj"])
@example(1, "down", 110, ["acl", "pobj", "prep"])
def test_a_tree_of_any_shape_is_read_to_the_end(seed: int, shape: str, n: int, labels: list[str]) -> None:
    parsed = _crooked(seed, shape, n, labels)
    facts = facts_of(parsed, DAY)
    for fact in (*facts.mentions, *facts.quotes, *facts.quantities, *facts.times, *facts.events, *facts.claims):
        assert parsed.text[fact.start : fact.end] == fact.text


@pytest.mark.parametrize("label", LABELS.split())
@pytest.mark.parametrize("shape", ["down", "up"])
def test_a_chain_of_two_thousand_words_is_read_to_the_end(shape: str, label: str) -> None:
    facts_of(_crooked(7, shape, 2_000, [label]), DAY)


@pytest.mark.parametrize(
    "text",
    [
        "Bloom Corp., based in its own tower, accused France of lying.",
        "Thousands of thousands of thousands of thousands of thousands of people of thousands attacked France.",
        "He said " + "that he said " * 40 + "that France attacked Chad.",
        "Ministers demanded " + "that Chad agree to demand " * 15 + "that France withdraw.",
        "They spent $5 million on " + "the work of " * 400 + "Ann.",
        "They " + "met and " * 600 + "left.",
        "The ministers " + ", who met the ministers" * 30 + ", accused France.",
    ],
)
def test_sentences_that_turn_in_circles_are_read_to_the_end(text: str) -> None:
    extract(text, published="2024-05-07")

"""Word classes and lemmas that are kept per word are those that the model's own pipes give, token for token."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from twosource import paths
from twosource.extraction.attributes import KEPT, Patterns
from twosource.extraction.parse import model
from twosource.settings import DEFAULT_MODEL

if TYPE_CHECKING:
    from spacy.language import Language

TEXTS = [
    *(path.read_text(encoding="utf-8") for path in sorted(paths.seeds("captures").glob("0*.txt"))),
    "They're gonna say y'all ain't coming, and somethin' is  wrong.",
    "There is a bridge. There's that bridge which they do have to close, but I did.",
    "I would've had to; he'd said that she has been and does. Let's not. Cannot won't.",
    "She was there, there was she. But for her, the board had it all.",
    "",
    "  \t two  blanks \n",
]


@pytest.fixture(scope="module")
def as_shipped() -> Language:
    import spacy

    loaded: Language = spacy.load(DEFAULT_MODEL)
    return loaded


def test_every_token_has_the_class_and_the_lemma_of_the_models_own_pipes(as_shipped: Language) -> None:
    paragraphs = [paragraph for text in TEXTS for paragraph in (text.split("\n") if len(text) > 100 else [text])]
    ours = model()
    assert KEPT in ours.pipe_names
    for paragraph in [*paragraphs, *paragraphs[:40]]:  # once more, with all of it kept
        parsed = ours(paragraph)
        # parsed once, so that what is compared is the two pipes alone
        again = as_shipped.get_pipe("lemmatizer")(as_shipped.get_pipe("attribute_ruler")(_bare(as_shipped, parsed)))
        assert [(t.text, t.pos_, t.lemma_) for t in parsed] == [(t.text, t.pos_, t.lemma_) for t in again], paragraph


def _bare(nlp: Language, parsed: object) -> object:
    """The same tokens with tags and relations, without classes and lemmas."""
    from spacy.attrs import DEP, HEAD, TAG
    from spacy.tokens import Doc

    assert isinstance(parsed, Doc)
    made = Doc(nlp.vocab, words=[t.text for t in parsed], spaces=[bool(t.whitespace_) for t in parsed])
    return made.from_array([TAG, DEP, HEAD], parsed.to_array([TAG, DEP, HEAD])) if len(parsed) else made


def test_a_pattern_that_looks_at_more_is_refused() -> None:
    with pytest.raises(ValueError, match="another kind"):
        Patterns([[{"LOWER": "the"}, {"LOWER": "old"}, {"LOWER": "bridge"}]])
    with pytest.raises(ValueError, match="another kind"):
        Patterns([[{"SHAPE": "Xx"}]])

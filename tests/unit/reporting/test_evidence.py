"""The evidence view: whatever the spans and regions, the text comes back whole and every fact is marked."""

from hypothesis import given
from hypothesis import strategies as st

from twosource.reporting.article.evidence import Region, Span, around, blocks, cut

TEXTS = st.text(alphabet=st.sampled_from("ab \n\u202e\U0001f600é"), max_size=40)
SPANS = st.lists(
    st.tuples(st.sampled_from(["quotes", "times"]), st.integers(-3, 45), st.integers(-3, 45)).map(
        lambda t: Span(t[0], t[1], t[2], f"{t[1]}-{t[2]}")
    ),
    max_size=8,
)
PLACES = st.none() | st.integers(-3, 45)
REGIONS = st.lists(
    st.tuples(st.booleans(), PLACES, PLACES).map(lambda t: Region("body", t[0], "rule", 0.5, "removed", t[1], t[2])),
    max_size=6,
)


def span(start: int, end: int, kind: str = "quotes") -> Span:
    return Span(kind, start, end, f"{kind}-{start}-{end}")


@given(TEXTS, SPANS)
def test_segments_joined_are_the_text(text: str, spans: list[Span]) -> None:
    assert "".join(segment.text for segment in cut(text, spans)) == text


@given(TEXTS, REGIONS, SPANS)
def test_kept_blocks_joined_are_the_text(text: str, regions: list[Region], spans: list[Span]) -> None:
    assert "".join(block.text for block in blocks(text, regions, spans) if block.kept) == text


@given(TEXTS, REGIONS, SPANS)
def test_every_character_of_a_fact_is_marked_as_that_fact_and_no_other_is(
    text: str, regions: list[Region], spans: list[Span]
) -> None:
    segments = [s for block in blocks(text, regions, spans) if block.kept for s in block.segments]
    for wanted in spans:
        marked = {s.start + n for s in segments if wanted in s.spans for n in range(len(s.text))}
        assert marked == set(range(max(0, wanted.start), min(len(text), wanted.end)))


@given(TEXTS, REGIONS)
def test_every_removed_region_is_shown_once_and_in_order(text: str, regions: list[Region]) -> None:
    shown = [b.region.rule for b in blocks(text, regions, []) if b.region is not None and not b.kept]
    assert len(shown) == sum(not r.kept or r.start is None or r.end is None for r in regions)


def test_the_longer_fact_is_the_outer_one() -> None:
    outer, inner = span(0, 9), span(4, 6, "times")
    (_, middle, _) = cut("He said so", [inner, outer], 0, 9)
    assert (middle.text, middle.spans) == ("ai", (outer, inner))


def test_facts_that_overlap_share_only_what_they_share() -> None:
    first, second = span(0, 5), span(3, 8, "times")
    found = [(s.text, s.spans) for s in cut("abcdefgh", [first, second])]
    assert found == [("abc", (first,)), ("de", (first, second)), ("fgh", (second,))]


def test_removed_text_stands_where_it_stood() -> None:
    regions = [
        Region("body", True, "r", 1.0, "One.", 0, 4),
        Region("promo", False, "box", 0.9, "Subscribe!", None, None),
        Region("body", True, "r", 1.0, "Two.", 6, 10),
    ]
    found = [(b.kept, b.text) for b in blocks("One.\n\nTwo.", regions, [])]
    assert found == [(True, "One."), (False, "Subscribe!"), (True, "\n\n"), (True, "Two.")]


@given(st.text(alphabet="abc \n", max_size=80), st.integers(0, 79), st.integers(1, 10), st.integers(0, 30))
def test_the_surroundings_hold_the_words_and_stay_in_the_paragraph(text: str, at: int, length: int, room: int) -> None:
    start, end = min(at, len(text)), min(at + length, len(text))
    begin, stop = around(text, start, end, room)
    assert 0 <= begin <= start <= end <= stop <= len(text)
    assert "\n" not in text[begin:start] + text[end:stop]


def test_the_surroundings_are_cut_between_words() -> None:
    text = "The harbour board approved the long awaited plan yesterday"
    begin, stop = around(text, text.index("approved"), text.index("approved") + 8, 9)
    assert text[begin:stop] == "board approved the long"

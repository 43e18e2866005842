"""Copies, origins and stories: what linking decides, and that batching and later articles change nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.comparison.conftest import FERRY, FLOOD, ORCHESTRA
from twosource import declarations
from twosource.comparison.inputs import LinkInput, LinkRows
from twosource.comparison.known import Memory
from twosource.comparison.library import find_copies, group_stories
from twosource.comparison.link import link
from twosource.comparison.shingles import band_keys, overlap, shingle_hashes, words
from twosource.comparison.signs import own_sign, relayed_outlet
from twosource.comparison.stories import decay
from twosource.comparison.terms import weigh
from twosource.newsroom.forms import Form, of_table
from twosource.records import Article, Published
from twosource.stages import links as stage
from twosource.warehouse import tables, term_counts
from twosource.warehouse.known import DuckDBKnown

Make = Callable[..., LinkInput]


def lines(text: str, first: int, last: int) -> str:
    return "\n".join(text.split("\n")[first:last])


def stream(make: Make) -> list[LinkInput]:
    """Nine articles of three stories with copies among them, in their order."""
    half = lines(FLOOD, 0, 3) + "\n" + ORCHESTRA
    return [
        make("a1", FLOOD, 3, headline="River Ostra floods Velden"),
        make("a2", ORCHESTRA, 3, headline="Marlow names conductor"),
        make("b1", FLOOD.replace("Tuesday", "Tuesday late"), 4, headline="Velden under water"),
        make("b2", "Velden cleans up after the Ostra flood. Mayor Ilse Brandt wants a new sluice.", 5),
        make("c1", FERRY, 5, headline="Ferry aground off Serrat"),
        make("c2", half, 5),
        make("d1", "The ferry that ran aground off Serrat was towed away. Its captain was questioned.", 6),
        make("d2", FLOOD, None, document_id="doc-a1"),
        make("e1", FLOOD, 28),
    ]


def in_batches(articles: Sequence[LinkInput], size: int) -> tuple[list[LinkRows], Memory]:
    """Rows of every batch, and the state after the last one."""
    memory, made = Memory(), []
    for start in range(0, len(articles), size):
        batch = link(articles[start : start + size], memory)
        for signed in batch.signatures:
            memory.forget(signed.article_id)
        memory.hold(batch.signatures, batch.copies, ())
        for member in batch.members:
            memory.add_member(member)
        made.append(batch)
    return made, memory


def all_rows(batches: Sequence[LinkRows]) -> dict[str, list[dict[str, object]]]:
    """All rows by table; a later row replaces the one of the same article or pair, as a write does."""
    found: dict[str, dict[tuple[object, ...], dict[str, object]]] = {}
    for batch in batches:
        for name, rows in stage.rows_of(batch).items():
            key = declarations.table(name).key
            found.setdefault(name, {}).update({tuple(row[k] for k in key): row for row in rows})
    return {name: [row for _, row in sorted(rows.items())] for name, rows in found.items()}


# ------------------------------------------------------------------ copies


def test_a_verbatim_copy_is_found_and_the_earlier_is_the_parent(make: Make) -> None:
    rows = link([make("a", FLOOD, 3), make("b", FLOOD, 4)], Memory())
    assert [(p.earlier_id, p.later_id, p.containment) for p in rows.copies] == [("a", "b", 1.0)]
    assert [(o.origin_type, o.parent_article_id) for o in rows.origins] == [("own_reporting", None), ("copy", "a")]


def test_a_part_is_a_partial_copy(make: Make) -> None:
    rows = link([make("a", FLOOD, 3), make("b", lines(FLOOD, 0, 2) + "\n" + ORCHESTRA, 4)], Memory())
    assert rows.origins[1].origin_type == "partial_copy"
    assert rows.origins[1].parent_article_id == "a"


def test_articles_without_shared_text_are_no_copies(make: Make) -> None:
    assert link([make("a", FLOOD), make("b", ORCHESTRA), make("c", FERRY)], Memory()).copies == []


def test_a_version_of_the_same_document_is_no_copy(make: Make) -> None:
    rows = link([make("a", FLOOD, 3, document_id="x"), make("b", FLOOD, 4, document_id="x")], Memory())
    assert rows.copies == []
    assert rows.members[0].story_id == rows.members[1].story_id


def test_a_late_original_rewrites_the_origin_of_the_article_that_copied_it(make: Make) -> None:
    made, memory = in_batches([make("copy", FLOOD, 5)], 1)
    assert made[0].origins[0].origin_type == "own_reporting"
    late = link([make("original", FLOOD, 3)], memory)
    assert [(p.earlier_id, p.later_id) for p in late.copies] == [("original", "copy")]
    assert [(o.article_id, o.origin_type, o.parent_article_id) for o in late.rewritten_origins] == [
        ("copy", "copy", "original")
    ]
    assert late.origins[0].origin_type == "own_reporting"


def test_beyond_thirty_days_only_an_undated_article_is_compared(make: Make) -> None:
    first = make("a", FLOOD, 1)
    far = LinkInput(article_id="b", document_id="b", day=date(2025, 6, 1), dated=True, text=FLOOD)
    undated = LinkInput(article_id="c", document_id="c", day=date(2025, 6, 2), dated=False, text=FLOOD)
    rows = link([first, far, undated], Memory())
    assert [(p.earlier_id, p.later_id) for p in rows.copies] == [("a", "c"), ("b", "c")]


def test_the_contract_gives_indexes_into_the_input_with_the_earlier_first() -> None:
    def dated(text: str, day: str) -> Article:
        return Article(text=text, published=Published(value=day, precision="day", basis="metadata", confidence=1.0))

    copies = find_copies([dated(FLOOD, "2025-03-05"), dated(ORCHESTRA, "2025-03-05"), dated(FLOOD, "2025-03-04")])
    assert [(c.a, c.b, c.containment) for c in copies] == [(2, 0, 1.0)]


@given(st.lists(st.sampled_from(["river", "bank", "mayor", "flood", "town", "bridge", "sluice", "north"]), max_size=40))
def test_a_text_holds_itself_and_shares_every_band_with_itself(tokens: list[str]) -> None:
    hashes = shingle_hashes(words(" ".join(tokens)))
    assert overlap(hashes, hashes) == ((1.0, 1.0) if tokens else (0.0, 0.0))
    assert len(band_keys(hashes)) == (64 if tokens else 0)


# ------------------------------------------------------------------ origins


@pytest.mark.parametrize("form", of_table("relays", "relays"), ids=lambda form: form.name)
def test_each_relay_is_read_in_its_example(form: Form) -> None:
    assert relayed_outlet(form.example, "Outlet") in {"CNN", "The Washington Post", "Axios", "Politico"}
    assert relayed_outlet(form.counter_example, "Outlet") is None


@pytest.mark.parametrize("form", of_table("relays", "notes"), ids=lambda form: form.name)
def test_each_note_is_read_in_its_example(form: Form) -> None:
    assert relayed_outlet("", "Outlet", (form.example,)) == "Axios"
    assert relayed_outlet("", "Outlet", (form.counter_example,)) is None


@pytest.mark.parametrize("form", of_table("relays", "own"), ids=lambda form: form.name)
def test_each_sign_of_own_reporting_is_read_in_its_example(make: Make, form: Form) -> None:
    assert own_sign(make("a", form.example, by=(), outlet="Harbor Ledger")) is not None
    assert own_sign(make("a", form.example, by=(), outlet="Valley Courier")) is None
    assert own_sign(make("a", form.example, by=(), outlet=None)) is None
    assert own_sign(make("a", form.counter_example, by=(), outlet="Harbor Ledger")) is None


def test_an_outlet_does_not_relay_itself() -> None:
    assert relayed_outlet("The vote was put off, according to the Washington Post.", "The Washington Post") is None


@pytest.mark.parametrize(
    ("text", "agency", "kind", "reason"),
    [
        (ORCHESTRA, "Reuters", "agency", "credits Reuters"),
        (ORCHESTRA + "\nThe vote was close, according to a CNN report.", None, "rewrite", "names CNN as its source"),
        ("A short note.", None, "unknown", "has 3 words, too few to tell"),
        (ORCHESTRA, None, "own_reporting", "no copy found; signed by Ada Brook from Velden"),
    ],
)
def test_the_reason_names_what_the_origin_rests_on(
    make: Make, text: str, agency: str | None, kind: str, reason: str
) -> None:
    (origin,) = link([make("a", text, agency=agency)], Memory()).origins
    assert (origin.origin_type, origin.reason) == (kind, reason)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"by": ()}, "no copy found, and nothing that says whose reporting it is"),
        ({"located": None}, "no copy found, and nothing that says whose reporting it is"),
        (
            {"notes": ("some-reposter.example",)},
            "no copy found, but the note “some-reposter.example” says that it was taken from elsewhere",
        ),
        (
            {"notes": ("This story was republished from another site with permission.",)},
            "no copy found, but the note “This story was republished from another site with permission.” "
            "says that it was taken from elsewhere",
        ),
    ],
    ids=["no byline", "no dateline", "domain", "republished"],
)
def test_without_a_sign_of_its_own_an_article_is_nobodys_reporting(
    make: Make, more: dict[str, object], reason: str
) -> None:
    (origin,) = link([make("a", ORCHESTRA, **more)], Memory()).origins
    assert (origin.origin_type, origin.reason) == ("unknown", reason)


def test_a_syndication_note_that_names_an_outlet_names_the_source(make: Make) -> None:
    (origin,) = link([make("a", ORCHESTRA, notes=("This article was republished from Politico.",))], Memory()).origins
    assert (origin.origin_type, origin.reason) == ("rewrite", "names Politico as its source")


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("Canonical address: https://www.politico.com/news/conductor", "rewrite"),
        ("Source: politico.com", "rewrite"),
        ("Via Politico", "rewrite"),
        ("This article first appeared in Politico.", "rewrite"),
        ("Canonical address: https://harbor-ledger.example/conductor", "unknown"),
    ],
)
def test_an_address_or_a_line_that_says_where_it_stood_first_is_its_origin(make: Make, note: str, kind: str) -> None:
    (origin,) = link([make("a", ORCHESTRA, notes=(note,))], Memory()).origins
    assert origin.origin_type == kind
    assert ("Politico" if kind == "rewrite" else "harbor-ledger.example") in origin.reason


def test_a_canonical_address_at_the_stated_publisher_is_its_own(make: Make) -> None:
    note = "Canonical address: https://www.politico.com/news/conductor"
    (origin,) = link([make("a", ORCHESTRA, outlet="Politico", notes=(note,))], Memory()).origins
    assert origin.origin_type == "own_reporting"


def test_a_note_that_an_article_first_appeared_at_its_own_outlet_is_its_signature(make: Make) -> None:
    note = "The post Marlow names conductor appeared first on Valley Courier."
    (origin,) = link([make("a", ORCHESTRA, outlet="Valley Courier", notes=(note,))], Memory()).origins
    assert origin.origin_type == "own_reporting"


# ------------------------------------------------------------------ stories


def test_two_stories_stay_apart_and_each_gathers_its_articles(make: Make) -> None:
    story = {m.article_id: m.story_id for m in link(stream(make), Memory()).members}
    assert story["a1"] == story["b1"] == story["b2"] == story["d2"]
    assert story["c1"] == story["d1"]
    assert len({story["a1"], story["a2"], story["c1"]}) == 3


def test_ids_given_stay_when_more_articles_come(make: Make) -> None:
    articles = stream(make)
    whole = [m.story_id for m in link(articles, Memory()).members]
    for n in range(1, len(articles)):
        assert [m.story_id for m in link(articles[:n], Memory()).members] == whole[:n]


@pytest.mark.parametrize("size", [1, 2, 4])
def test_batching_changes_no_row(make: Make, size: int) -> None:
    articles = stream(make)
    assert all_rows(in_batches(articles, size)[0]) == all_rows([link(articles, Memory())])


def test_an_article_linked_again_keeps_its_rows(make: Make) -> None:
    articles = stream(make)
    made, memory = in_batches(articles, 3)
    assert all_rows([*made, link(articles[3:5], memory)]) == all_rows(made)


def test_two_articles_linked_again_in_one_batch_give_their_pair_once(make: Make) -> None:
    articles = [make("a", FLOOD, 3), make("b", FLOOD, 4)]
    _, memory = in_batches(articles, 1)
    assert [(p.earlier_id, p.later_id) for p in link(articles, memory).copies] == [("a", "b")]


def test_grouping_undated_articles_needs_no_date() -> None:
    texts = [FLOOD, FERRY, FLOOD + " A second flood wave is expected in Velden.", ORCHESTRA]
    ids = group_stories([Article(text=text) for text in texts])
    assert ids[0] == ids[2]
    assert len(set(ids)) == 3


def test_an_undated_article_joins_the_dated_story_that_it_tells_and_no_other(make: Make) -> None:
    text = "The mayor Ilse Brandt said the cellars of Velden are dry. The sluice on the river Ostra will be replaced."
    articles = [make("a", FLOOD, 3), make("b", FERRY, 3), make("c", text, None)]
    story = {m.article_id: m.story_id for m in link(articles, Memory()).members}
    assert story["c"] == story["a"] != story["b"]


def test_the_parties_weigh_less_than_what_is_told_of_them() -> None:
    counts = {"norway": 1.0, "minister": 1.0, "sluice": 1.0}
    weights = weigh(counts, {}, 0)
    assert weights["norway"] < weights["minister"] < weights["sluice"]


def test_the_day_after_is_as_near_as_the_day_itself(make: Make) -> None:
    founder = link([make("a", FLOOD, 3)], Memory()).members
    near = [decay(date(2025, 3, day), founder) for day in (3, 4, 5, 9)]
    assert near[0] == near[1] == 1.0
    assert near[1] > near[2] > near[3]


def test_an_empty_text_is_an_article_of_its_own() -> None:
    assert len(set(group_stories([Article(text=""), Article(text="")]))) == 2


# ------------------------------------------------------------------ the same answers out of DuckDB


@pytest.fixture
def con() -> Any:
    with duckdb.connect() as connection:
        for name, table in declarations.tables().items():
            if name.startswith("links."):
                for statement in declarations.ddl(table):
                    connection.execute(statement)
        yield connection


def store(con: duckdb.DuckDBPyConnection, rows: LinkRows) -> None:
    """Insert rows, replacing those of the same key."""
    for name, found in stage.rows_of(rows).items():
        table = declarations.table(name)
        con.register("new_rows", tables.frame(table, found))
        same = " AND ".join(f'o."{k}" = n."{k}"' for k in table.key)
        con.execute(f"DELETE FROM {name} o USING new_rows n WHERE {same}")
        con.execute(f"INSERT INTO {name} SELECT {tables.insert_list(table)} FROM new_rows")
        con.unregister("new_rows")
    term_counts.recount(con)


def test_both_kinds_of_known_answer_the_same(make: Make, con: duckdb.DuckDBPyConnection) -> None:
    made, memory = in_batches(stream(make), 3)
    for rows in made:
        store(con, rows)
    known = DuckDBKnown(con)
    bands = [band for rows in made for signed in rows.signatures for band in signed.bands]
    ids, documents = ["a1", "c2", "nobody"], ["doc-b2", "doc-a1"]
    terms = ["velden", "ferry", "captain", "nothing"]
    first, last = date(2025, 3, 4), date(2025, 3, 6)
    assert len(known.signed_sharing(bands, first, last)) == 6
    assert known.signed_sharing(bands, first, last) == memory.signed_sharing(bands, first, last)
    assert known.signed(ids) == memory.signed(ids)
    assert known.copies_of(ids) == memory.copies_of(ids)
    assert len(known.copies_of(ids)) > 2
    assert known.members(ids, documents) == memory.members(ids, documents)
    assert known.members_near(terms, first, last) == memory.members_near(terms, first, last)
    assert known.n_articles() == memory.n_articles() == 9
    assert known.frequencies(terms) == memory.frequencies(terms)
    assert known.frequencies(["velden"])["velden"] > 3


def test_linking_on_duckdb_gives_the_rows_of_linking_in_memory(make: Make, con: duckdb.DuckDBPyConnection) -> None:
    articles, made = stream(make), []
    for start in range(0, len(articles), 2):
        made.append(link(articles[start : start + 2], DuckDBKnown(con)))
        store(con, made[-1])
    assert all_rows(made) == all_rows([link(articles, Memory())])

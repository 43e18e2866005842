"""What people put right holds when everything is made anew, costs the touched units only, and can be taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.stages.desk import OTHER, Desk
from twosource.corrections import entries, writing
from twosource.corrections.entries import CorrectionsError
from twosource.warehouse import corrections

SHIPS = "We have called in ships from the whole coast,"
WORDS = "We will look for everybody who is missing,"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("home"))
    yield made
    made.session.close()


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    """The desk as it was; whatever a test puts right is taken back behind it, and then all is as it was."""
    before = shared.everything()
    yield shared
    if (shared.home / "corrections.yml").exists():
        shared.take_all_back()
    assert shared.everything() == before, "what was taken back left something behind"
    assert shared.rows("SELECT count(*) FROM quality.corrected") == [(0,)]


def test_an_articles_fields_are_what_the_person_says_and_only_it_is_made_anew(desk: Desk) -> None:
    writing.add(
        desk.home, {"article": str(desk.ferry), "headline": "Ferry lost", "outlet": "Bay Times", "signed": "J. D."}
    )
    writing.add(desk.home, {"article": str(desk.ferry), "published": "2025-04-16", "by": ["Ann Lee"]})
    done = desk.run()
    assert desk.rows(
        "SELECT headline, outlet, published_on::VARCHAR, authors, len(corrected_by) FROM articles "
        "WHERE outlet <> 'Valley Post'"
    ) == [("Ferry lost", "Bay Times", "2025-04-16", ["Ann Lee"], 4)]
    assert (done["articles"], done["facts"], done["links"]) == (1, 1, 1)
    assert desk.run() == {"articles": 0, "facts": 0, "links": 0, "comparisons": 0}


def test_they_hold_when_everything_is_made_anew(desk: Desk) -> None:
    writing.add(desk.home, {"article": str(desk.ferry), "language": "en-GB"})
    writing.add(desk.home, {"article": str(desk.ferry), "quote": WORDS, "speaker": "Ivar Holt"})
    writing.add(desk.home, {"article": str(desk.other), "quantity": "210 passengers", "value": 340, "unit": "person"})
    writing.add(desk.home, {"one_name": ["Mara Lind", "Mara Lindqvist"]})
    desk.run()
    before = desk.everything()
    desk.session.con.execute("UPDATE quality.marks SET version = 'of long ago'")
    desk.session.con.execute("UPDATE quality.settled SET state = NULL")
    assert desk.run()["facts"] == 2
    assert desk.everything() == before
    assert desk.rows("SELECT speaker, len(corrected_by) FROM quotes WHERE starts_with(text, 'We will')") == [
        ("Ivar Holt", 1)
    ]


def test_a_speaker_a_quotation_that_is_none_and_a_value(desk: Desk) -> None:
    assert desk.rows("SELECT count(*) FROM conflicts") == [(1,)]
    writing.add(desk.home, {"article": str(desk.ferry), "quote": WORDS, "speaker": "Ivar Holt"})
    writing.add(desk.home, {"article": str(desk.other), "quote": SHIPS, "not_a_quotation": True})
    writing.add(desk.home, {"article": str(desk.other), "quantity": "210 passengers", "value": 340})
    assert desk.run() == {"articles": 0, "facts": 2, "links": 0, "comparisons": 1}
    # who is quoted says what the clauses of the quotation tell
    clauses = (
        "SELECT DISTINCT attributed_to FROM statements WHERE contains(text, 'missing') AND attributed_to IS NOT NULL"
    )
    assert desk.rows(clauses) == [("Ivar Holt",)]
    # the clauses of what is no quotation are the outlet's own
    assert desk.rows("SELECT count(*) FROM quotes WHERE starts_with(text, 'We have')") == [(0,)]
    assert desk.rows("SELECT count(*) FROM statements WHERE attributed_to = 'Mara Lindqvist'") == [(0,)]
    # a value that was read wrongly no longer conflicts
    assert desk.rows("SELECT value FROM quantities WHERE text = '210 passengers' AND len(corrected_by) = 1") == [
        (340.0,)
    ]
    assert desk.rows("SELECT count(*) FROM conflicts") == [(0,)]
    assert desk.rows("SELECT kind, applied_to, problem FROM corrections WHERE withdrawn_at IS NULL ORDER BY kind") == [
        ("not_a_quotation", 1, None),
        ("speaker", 1, None),
        ("value", 1, None),
    ]


def test_a_comparison_that_is_no_conflict(desk: Desk) -> None:
    passages = [
        {"article": str(desk.ferry), "words": "340 passengers"},
        {"article": str(desk.other), "words": "210 passengers"},
    ]
    writing.add(desk.home, {"no_conflict": passages})
    assert desk.run() == {"articles": 0, "facts": 0, "links": 0, "comparisons": 1}
    assert desk.rows("SELECT status, reason FROM comparisons WHERE len(corrected_by) = 1") == [
        ("not_comparable", "by_hand")
    ]
    assert desk.rows("SELECT count(*) FROM conflicts") == [(0,)]


def test_one_person_under_two_names_costs_linking_alone(desk: Desk) -> None:
    writing.add(desk.home, {"one_name": ["Mara Lind-Holt", "Mara Lind", "Mara Lindqvist"]})
    assert desk.run() == {"articles": 0, "facts": 0, "links": 2, "comparisons": 0}
    found = desk.rows("SELECT name, n_articles, aliases, len(corrected_by) FROM entities WHERE label = 'PER'")
    assert found == [("Mara Lind-Holt", 2, ["Mara Lind", "Mara Lindqvist"], 1)]


def test_two_people_under_one_name_and_a_name_that_is_none(desk: Desk) -> None:
    writing.add(desk.home, {"article": str(desk.other), "name": "Mara Lindqvist", "is": "Mara Lindqvist (minister)"})
    writing.add(desk.home, {"not_a_name": "Mara Lind"})
    desk.run()
    assert desk.rows("SELECT name FROM entities WHERE label = 'PER'") == [("Mara Lindqvist (minister)",)]
    assert desk.rows("SELECT count(*) FROM mentions WHERE entity = 'Mara Lind' AND entity_id IS NOT NULL") == [(0,)]


def test_an_article_of_another_story_and_of_the_same(desk: Desk) -> None:
    assert desk.rows("SELECT count(*) FROM stories") == [(1,)]
    writing.add(desk.home, {"own_story": [str(desk.other)]})
    desk.run()
    assert desk.rows("SELECT count(*) FROM stories") == [(2,)]
    assert desk.rows("SELECT count(*) FROM comparisons") == [(0,)]
    (desk.home / "corrections.yml").unlink()
    writing.add(desk.home, {"same_story": [str(desk.ferry), str(desk.other)]})
    desk.run()
    assert desk.rows("SELECT count(*) FROM stories") == [(1,)]
    assert desk.rows("SELECT applied_to, problem FROM corrections WHERE withdrawn_at IS NULL") == [(1, None)]


def test_what_is_no_article_is_set_aside_and_what_was_set_aside_is_one(desk: Desk) -> None:
    assert desk.rows("SELECT reason FROM quarantine WHERE released_at IS NULL") == [("error_page",)]
    writing.add(desk.home, {"article": str(desk.other), "not_an_article": True})
    writing.add(
        desk.home, {"article": str(desk.lost), "an_article": True, "outlet": "Valley Post", "headline": "The day"}
    )
    done = desk.run()
    assert (done["articles"], done["facts"]) == (1, 1)
    assert desk.rows("SELECT headline FROM articles ORDER BY headline") == [("Ferry sinks",), ("The day",)]
    assert desk.rows("SELECT reason, disposition FROM quarantine WHERE released_at IS NULL") == [("by_hand", "skipped")]


def test_two_names_of_one_article_hide_no_contradiction_and_nothing_is_applied(desk: Desk) -> None:
    before = desk.everything()
    writing.add(desk.home, {"article": str(desk.ferry), "headline": "Ferry lost"})
    writing.add(desk.home, {"article": "inbox/ferry.md", "headline": "Ferry found"})
    with pytest.raises(CorrectionsError, match=r"lines 3 and 6: two headlines of inbox/ferry.md"):
        desk.run()
    assert desk.everything() == before


def test_stories_told_in_a_chain_follow_when_one_link_of_it_is_taken_back(desk: Desk) -> None:
    writing.add(desk.home, {"own_story": [str(desk.ferry)]})
    writing.add(desk.home, {"same_story": [str(desk.ferry), str(desk.other)]})
    desk.run()
    assert desk.rows("SELECT count(*), count(DISTINCT story_id) FROM articles") == [(2, 1)]
    (own,) = desk.rows("SELECT correction_id FROM corrections WHERE kind = 'same_story' AND withdrawn_at IS NULL")
    writing.take_back(desk.home, own[0])
    desk.run()
    assert desk.rows("SELECT count(*), count(DISTINCT story_id) FROM articles") == [(2, 2)]


def test_a_thousand_corrections_cost_as_many_queries_as_one(desk: Desk) -> None:
    def queries(n: int) -> int:
        told = [
            made
            for i in range(n)
            for made in (
                entries.correction("headline", f"H {n} {i}", articles=(f"nowhere/{i}",)),
                entries.correction("speaker", f"S {n} {i}", articles=(f"nowhere/{i}",), evidence=("x",)),
                entries.correction("one_name", f"N {n} {i}", evidence=(f"O {n} {i}",), label="PER"),
                entries.correction("same_story", articles=(f"nowhere/{n}/{i}", f"elsewhere/{n}/{i}")),
                entries.correction("drop", evidence=(f"{n} {i}",)),
            )
        ]
        counted = Counted(desk.session.con)
        corrections.bring_in(counted, desk.session.run, corrections.changes(counted, told), "{} {}".format)  # type: ignore[arg-type]
        return counted.n

    few, many = queries(1), queries(200)
    assert many == few
    queries(0)


class Counted:
    """A connection that counts what is asked of it."""

    def __init__(self, con: object) -> None:
        self._con = con
        self.n = 0

    def execute(self, *told: object) -> object:
        self.n += 1
        return self._con.execute(*told)  # type: ignore[attr-defined]

    def __getattr__(self, name: str) -> object:
        return getattr(self._con, name)


def test_evidence_that_is_gone_is_reported_and_nothing_else_is_changed(desk: Desk) -> None:
    before = desk.everything()
    writing.add(desk.home, {"article": str(desk.ferry), "quote": "We will look for nobody", "speaker": "Ivar Holt"})
    writing.add(desk.home, {"article": str(desk.home / "nowhere.md"), "headline": "Nothing"})
    writing.add(desk.home, {"one_name": ["Mara Lind", "Nobody Else"]})
    desk.run()
    assert desk.everything() == before
    assert desk.rows("SELECT kind, problem FROM corrections WHERE withdrawn_at IS NULL ORDER BY kind") == [
        ("headline", "there is no such article"),
        ("one_name", "no article has the name"),
        ("speaker", "its evidence is gone, or stands there more than once"),
    ]
    assert len(corrections.without_evidence(desk.session.con)) == 3


def test_what_was_set_aside_is_dropped_or_tried_again_once(desk: Desk) -> None:
    ((item,),) = desk.rows("SELECT item_id FROM quarantine WHERE released_at IS NULL")
    writing.add(desk.home, {"set_aside": item, "drop": True})
    writing.add(desk.home, {"set_aside": item, "again": "2025-05-01"})
    before = desk.rows("SELECT attempts FROM quality.set_aside WHERE released_at IS NULL")
    desk.run()
    tried = desk.rows("SELECT attempts FROM quality.set_aside WHERE released_at IS NULL")
    assert tried[0][0] == before[0][0] + 1
    assert desk.rows("SELECT item_id FROM quarantine WHERE dropped_by IS NOT NULL") == [(item,)]
    desk.run()
    assert desk.rows("SELECT attempts FROM quality.set_aside WHERE released_at IS NULL") == tried


@pytest.mark.slow
def test_a_correction_of_an_article_that_comes_later_waits_for_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    later = tmp_path / "inbox" / "later.md"
    writing.add(tmp_path, {"own_story": [str(later)]})
    desk.run()
    found = "SELECT problem, applied_to FROM corrections"
    assert desk.rows(found) == [("there is no such article", 0)]
    told = OTHER.replace("outlet:", "url: https://valley-post.example/ferry\noutlet:").replace("Helicopters", "Boats")
    later.write_text(told, encoding="utf-8")
    desk.run()
    desk.run()
    assert desk.rows(found) == [(None, 1)]
    desk.session.close()

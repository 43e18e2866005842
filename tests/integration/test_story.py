"""The verbs `story` and `conflicts` on the samples."""

from __future__ import annotations

from pathlib import Path

from tests.integration.command import twosource


def test_conflicts_show_both_sides_with_who_says_it(sample_home: Path) -> None:
    done = twosource(sample_home, "conflicts")
    assert done.returncode == 0
    assert "[0]" in done.stdout
    assert "[1]" in done.stdout


def test_a_story_is_named_by_a_part_of_its_headline(sample_home: Path) -> None:
    done = twosource(sample_home, "story", "second round")
    assert done.returncode == 0
    assert "Of the facts" in done.stdout
    assert "doubtful" not in done.stdout
    assert "not comparable" in twosource(sample_home, "story", "second round", "--all").stdout


def test_a_story_that_is_not_there_is_said_so(sample_home: Path) -> None:
    done = twosource(sample_home, "story", "no such headline")
    assert done.returncode == 2
    assert "No story has" in done.stderr

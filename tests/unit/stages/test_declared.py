"""A run that is begun on the web pages takes declared sources alone."""

from pathlib import Path

import pytest

from twosource.loading import sources
from twosource.settings import Settings
from twosource.stages import captures
from twosource.warehouse.session import Session


@pytest.mark.parametrize("named", ["private", "private/*.txt", "news/../private/diary.txt", "http://127.0.0.1:9/page"])
def test_what_is_not_declared_is_refused_before_any_of_it_is_read(tmp_path: Path, named: str) -> None:
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "diary.txt").write_text("Nobody else is to read this.")
    wanted = named if "://" in named else f"{tmp_path}/{named}"
    with Session(Settings(home=tmp_path)) as session:
        session.begin("one")
        with pytest.raises(sources.SourceError, match="is not a declared source"):
            captures.run(session, captures.Request(names=[wanted], declared_only=True))
        assert session.count("raw.captures") == 0

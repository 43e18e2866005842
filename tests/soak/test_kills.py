"""Two hundred kills over all parts of a run and in migrations: what was killed goes on, nothing is lost or twice."""

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.integration.command import content
from tests.soak import village
from tests.soak.killing import Run, Server, kill_when, moments
from twosource.settings import Settings
from twosource.warehouse import connect

ARTICLES = 9
ROUNDS = 20
MIGRATIONS = 20
OLD = Path(__file__).parents[1] / "unit" / "warehouse" / "schema_0.sql"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("source")
    for number in range(ARTICLES):
        village.write(folder, number)
    return folder


def whole(server: Server, home: Path, source: Path) -> dict[str, list[str]]:
    """What the database holds once a run was left to its end; it ends well."""
    home.mkdir(exist_ok=True)
    run = server.begin(home, source)
    assert server.end() == 0, run.said.read_text()
    return content(home)


def published(home: Path) -> dict[str, int]:
    """Rows by table of the copy for analysts."""
    with duckdb.connect(str(home / "twosource.duckdb"), read_only=True) as con:
        counted = con.execute("SELECT table_name, n_rows FROM quality.row_counts").fetchall()
        found = {name: (con.execute(f"SELECT count(*) FROM {name}").fetchone() or (0,))[0] for name, _ in counted}
    assert found == dict(counted)
    return {name: n for name, n in found.items() if not name.startswith("quality.")}


def test_killed_in_every_part_a_run_goes_on_and_nothing_is_lost(server: Server, source: Path, tmp_path: Path) -> None:
    undisturbed = whole(server, tmp_path / "undisturbed", source)
    chance = random.Random(20250417)
    killed: Counter[str] = Counter()
    for round_ in range(ROUNDS):
        home = tmp_path / f"home{round_}"
        home.mkdir()
        for part, (reached, delay) in moments(chance).items():
            run = server.begin(home, source)
            killed[part] += kill_when(run, reached, delay)
            server.end()
        assert whole(server, home, source) == undisturbed, round_
        assert published(home) == published(tmp_path / "undisturbed"), round_
        left = {path.name for path in home.glob(".*")}
        assert not {name for name in left if "unfinished" in name}, left
        print(round_, dict(killed), flush=True)
    assert killed.total() >= 0.8 * ROUNDS * len(moments(chance)), killed
    assert all(killed[part] for part in moments(chance)), killed


def test_killed_while_an_older_file_is_brought_forward(server: Server, source: Path, tmp_path: Path) -> None:
    def old(home: Path) -> Path:
        with connect.open_live(Settings(home=home).live) as con:
            con.execute(OLD.read_text(encoding="utf-8"))
        return home

    undisturbed = whole(server, old(tmp_path / "undisturbed"), source)
    chance = random.Random(1)
    killed = 0
    for number in range(MIGRATIONS):
        home = old(tmp_path / f"home{number}")

        def begun(run: Run) -> bool:
            return Settings(home=run.home).live.with_name("warehouse.duckdb.wal").exists()

        run = server.begin(home, source)
        killed += kill_when(run, begun, chance.uniform(0, 0.08))
        server.end()
        assert whole(server, home, source) == undisturbed, number
    print({"migration": killed})
    assert killed >= 0.8 * MIGRATIONS

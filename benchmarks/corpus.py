"""A warehouse of any size without reading so many articles: a few hundred are read in earnest, and told again and again
under other ids, on other days, through the stages' own `write`.

Belongs here: making it. Does not: measuring. `python -m benchmarks.corpus FOLDER N [TEXTS.jsonl]` writes one.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import polars as pl

from benchmarks import generate
from twosource import declarations
from twosource.settings import DEFAULT_MODEL, Settings
from twosource.stages import articles, captures, comparisons, facts, links, recheck
from twosource.warehouse import contents, ledger, publish, settled, stages, tables
from twosource.warehouse.session import Session

READ = 300
"""Articles that are read in earnest."""
AT_ONCE = 6
"""Tellings that are written in one transaction."""
DAYS = 2_000
"""Days over which the tellings are spread, in the order of time, as news come in."""
ID = r"^[0-9a-f]{32}$"
SHARED = ("entity_id", "rule")
"""Columns whose ids stay: the same people are in the news again and again."""

Frames = dict[str, pl.DataFrame]


def make(home: Path, n: int, texts: Path | None = None) -> None:
    """Write a live database and its copy with about `n` articles into `home`, of `texts` where they are given."""
    with tempfile.TemporaryDirectory(prefix="twosource-read-") as folder:
        base = _read(Path(folder), min(n, READ), texts)
    times = max(1, round(n / base["clean.articles"].height))
    settings = Settings(home=home)
    with Session(settings) as session:
        run = session.begin("generated")
        for start in range(0, times, 50):
            _add_captures(session, [_told(base, "raw.captures", k, times) for k in _up_to(start, 50, times)])
        for name, version in recheck.versions(DEFAULT_MODEL).items():
            stage = declarations.stages()[name]
            todo = stages.pending(session.con, stage, version)
            for start in range(0, times, AT_ONCE):
                numbers = _up_to(start, AT_ONCE, times)
                rows = {table: pl.concat([_told(base, table, k, times) for k in numbers]) for table in stage.writes}
                stages.write(session.con, run, stage, todo, _units(base, stage.unit, numbers, todo), rows)
            settled.settle(session.con, stage, version)
        ledger.finish(session.con, run)
        seconds = publish.publish(session.con, settings.published)
        ledger.note_publishing(session.con, run, seconds, publish.file_stamp(settings.published))


def _read(folder: Path, n: int, texts: Path | None) -> Frames:
    """The rows of articles that a run reads in earnest; of those alone that came to the end of all stages."""
    source = folder / "texts.jsonl"
    if texts is None:
        generate.write_records(folder / "texts.jsonl.gz", n)
        source = folder / "texts.jsonl.gz"
    else:
        with texts.open(encoding="utf-8") as lines:
            source.write_text("".join(line for _, line in zip(range(n), lines, strict=False)), encoding="utf-8")
    with Session(Settings(home=folder)) as session:
        session.begin("read")
        captures.run(session, captures.Request(names=[str(source)]))
        for stage in (articles, facts, links, comparisons):
            stage.run(session)
        names = ["raw.captures", *(table for stage in declarations.stages().values() for table in stage.writes)]
        rows = {name: session.con.execute(f"SELECT * FROM {name}").pl() for name in names}
        sql = "SELECT unit FROM quality.marks WHERE stage = 'links' AND outcome = 'done'"
        done = [unit for (unit,) in session.con.execute(sql).fetchall()]
    cleaned = rows["clean.articles"].filter(pl.col("article_id").is_in(done))
    kept = {"article_id": done, "capture_id": cleaned["capture_id"].to_list()}
    for column, values in kept.items():
        rows = {n: f.filter(pl.col(column).is_in(values)) if column in f.columns else f for n, f in rows.items()}
    return {name: _of_declared_types(name, frame) for name, frame in rows.items()}


def _of_declared_types(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    schema = tables.polars_schema(declarations.table(name))
    return frame.select(pl.col(column).cast(kind) for column, kind in schema.items())


def _told(base: Frames, name: str, number: int, times: int) -> pl.DataFrame:
    """The rows of a table as the telling of that number has them."""
    frame = base[name]
    shift = timedelta(days=number * DAYS // times)
    salt = number * 0x9E3779B97F4A7C15 % 2**64
    columns = [
        *(_other_id(frame, column, number) for column in frame.columns),
        *(pl.col(c) + pl.lit(shift) for c, kind in frame.schema.items() if kind == pl.Date),
        *(pl.col(c).list.eval(pl.element() ^ salt) for c, kind in frame.schema.items() if kind == pl.List(pl.UInt64)),
    ]
    if "band" in frame.columns:
        columns.append(pl.col("band") ^ salt)
    if name == "clean.articles":
        columns += [pl.col("text") + f"\n\nTold for the {number}th time.", _later(pl.col("published_value"), shift)]
    return frame.with_columns(column for column in columns if column is not None)


def _other_id(frame: pl.DataFrame, column: str, number: int) -> pl.Expr | None:
    """The column with other ids, when it holds ids. The end is another, so that they lie as scattered as hashes do."""
    kind, name = frame.schema[column], pl.col(column)
    if column in SHARED or frame.is_empty():
        return None
    if kind == pl.String and frame[column].drop_nulls().str.contains(ID).all():
        return name.str.slice(0, 26) + f"{number:06x}"
    if kind == pl.List(pl.String) and frame[column].explode().drop_nulls().str.contains(ID).all():
        return name.list.eval(pl.element().str.slice(0, 26) + f"{number:06x}")
    if isinstance(kind, pl.List) and isinstance(kind.inner, pl.Struct) and "mention_id" in kind.inner.to_schema():
        mention = pl.element().struct.field("mention_id").str.slice(0, 26) + f"{number:06x}"
        return name.list.eval(pl.element().struct.with_fields(mention.alias("mention_id")))
    return None


def _later(value: pl.Expr, shift: timedelta) -> pl.Expr:
    """An ISO 8601 date or instant moved by days; what is not known to the day stays."""
    day = value.str.slice(0, 10).str.to_date(strict=False) + pl.lit(shift)
    return pl.when(day.is_null()).then(value).otherwise(day.dt.strftime("%Y-%m-%d") + value.str.slice(10))


def _units(base: Frames, unit: str, numbers: list[int], todo: stages.Pending) -> list[str]:
    """The units of these tellings that are pending."""
    table = "links.story_members" if unit == "story_id" else "clean.articles"
    ids = base[table][unit].unique(maintain_order=True)
    made = (one[:26] + f"{number:06x}" for number in numbers for one in ids)
    return [one for one in made if one in todo.fingerprints]


def _up_to(start: int, more: int, end: int) -> list[int]:
    return list(range(start, min(start + more, end)))


def _add_captures(session: Session, frames: list[pl.DataFrame]) -> None:
    table = declarations.table("raw.captures")
    captured = pl.concat(frames)
    session.con.register("generated", captured)
    session.con.execute(f"INSERT INTO raw.captures BY NAME SELECT {tables.insert_list(table)} FROM generated")
    session.con.unregister("generated")
    contents.add(session.con, {table.full_name: captured.height})


def kept(n: int, texts: Path | None, store: Path) -> Iterator[Path]:
    """A copy of a warehouse of `n` articles, which is made once and kept in `store`."""
    made = store / f"corpus-{n}"
    if not made.is_dir():
        unfinished = made.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        make(unfinished, n, texts)
        unfinished.rename(made)
    with tempfile.TemporaryDirectory(prefix="twosource-bench-") as folder:
        home = Path(folder) / "home"
        shutil.copytree(made, home)
        yield home


def main() -> None:
    """Write one into the folder named."""
    folder, n, *texts = sys.argv[1:]
    make(Path(folder), int(n), Path(texts[0]) if texts else None)


if __name__ == "__main__":
    main()

"""Whole runs on the same articles, side by side: the bare parse, the afternoon's script, twosource; and each stage.

Belongs here: measuring them. Does not: making articles. `python -m benchmarks.whole [N] [TEXTS.jsonl]`: a file of JSON
lines as `sources.yml` takes them, or generated ones.
"""

from __future__ import annotations

import cProfile
import gzip
import json
import os
import pstats
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from benchmarks import generate
from benchmarks.measure import cpu, cpu_of
from twosource.settings import Settings

SHOWN = 12
"""Functions of the profile that are shown."""


def first(n: int, texts: Path | None, folder: Path) -> Path:
    """A file with the first `n` of the texts, or of generated ones."""
    source = folder / "texts.jsonl"
    if texts is None:
        with gzip.open(generate.write_records(folder / "made.gz", n), "rt", encoding="utf-8") as made:
            source.write_text(made.read(), encoding="utf-8")
    else:
        with texts.open(encoding="utf-8") as lines:
            source.write_text("".join(islice(lines, n)), encoding="utf-8")
    return source


def bare_parse(source: Path) -> float:
    """CPU seconds of spaCy alone on the texts, the model loaded and warm."""
    from twosource.extraction.parse import model

    texts = [json.loads(line)["articleBody"] for line in source.read_text(encoding="utf-8").splitlines()]
    nlp = model()
    list(nlp.pipe(texts[:20]))
    return cpu(lambda: list(nlp.pipe(texts, batch_size=32)))


def glued(source: Path) -> float:
    """CPU seconds of the afternoon's script, as a command."""
    target = source.with_name("glue.duckdb")
    target.unlink(missing_ok=True)
    before = os.times()
    subprocess.run([sys.executable, "-m", "benchmarks.glue", str(source), str(target)], check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def stages(source: Path, home: Path) -> dict[str, float]:
    """CPU seconds of each stage in one process, without Dagster, checks and report."""
    from twosource.stages import articles, captures, comparisons, facts, links
    from twosource.warehouse.session import Session

    os.environ["TWOSOURCE_PROCESSES"] = "1"
    taken = {}
    with Session(Settings(home=home, processes=1)) as session:
        session.begin("measured")
        taken["captures"] = cpu(lambda: captures.run(session, captures.Request(names=[str(source)])))
        for stage in (articles, facts, links, comparisons):
            taken[stage.STAGE] = cpu(lambda stage=stage: stage.run(session))  # type: ignore[misc]
    return taken


def profiled(source: Path, home: Path) -> None:
    """The functions in which a run of all stages spends its time, without those that they call."""
    profile = cProfile.Profile()
    profile.runcall(stages, source, home)
    stats = pstats.Stats(profile).sort_stats("tottime")
    stats.print_stats(SHOWN)


def main() -> None:
    """Measure and print."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    texts = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    with tempfile.TemporaryDirectory(prefix="twosource-bench-") as folder:
        source = first(n, texts, Path(folder))
        bare = bare_parse(source)
        print(f"whole     {n} articles, bare parse   {bare:7.1f} CPU-s")
        glue = glued(source)
        print(f"whole     the afternoon's script    {glue:7.1f} CPU-s")
        seconds = {}
        for workers in ("1", "2"):
            begun = time.perf_counter()
            whole = cpu_of(Path(folder) / f"home-{workers}", "run", str(source), TWOSOURCE_PROCESSES=workers)
            seconds[workers] = time.perf_counter() - begun
            print(f"whole     twosource, {workers} at work      {whole:7.1f} CPU-s  {seconds[workers]:6.1f} s")
            if workers == "1":
                print(f"whole     against the parse {whole / bare:.2f}, against the script {whole / glue:.2f}")
        print(f"whole     two against one           {seconds['1'] / seconds['2']:7.2f} times")
        again = cpu_of(Path(folder) / "home-1", "run", str(source), TWOSOURCE_PROCESSES="1")
        print(f"whole     once more, nothing new    {again:7.1f} CPU-s")
        for name, taken in stages(source, Path(folder) / "stages").items():
            print(f"whole     stage {name:<20} {taken:7.1f} CPU-s  {taken / bare:5.2f} of the parse")
        profiled(source, Path(folder) / "profile")


if __name__ == "__main__":
    main()

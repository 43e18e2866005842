"""What a run costs on what is stored already: nothing new, one new article, and the analysts' questions.

Belongs here: measuring on corpora of any size. Does not: making them (`corpus`). `python -m benchmarks.grown STORE
[N ...] [TEXTS.jsonl]`: corpora are made once and kept in the folder STORE.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import duckdb

from benchmarks import corpus
from twosource.asking import questions
from twosource.settings import Settings
from twosource.warehouse import connect

SIZES = (1_000, 20_000, 200_000)
WITHOUT_REPORT = """
import sys
from pathlib import Path
from twosource.reporting import site
site.write = lambda settings: site.Report(Path(settings.home) / "index.html", 0, 0)
from twosource.cli.main import app
app()
"""
"""The command without the report, whose first pages for 200,000 articles take longer than all else together."""
NEWS = """Harbour board approves new quay

The harbour board of Velden voted on Monday to spend $41 million on a new quay, its chairman Peter Hallam said.

"We have waited nine years for this," Hallam told reporters. The plan covers 60% of what the port had asked for.
"""


def run(home: Path, *arguments: str) -> float:
    """CPU seconds of `twosource` with these arguments, the report left out."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"TWOSOURCE_HOME": str(home), "TWOSOURCE_PROCESSES": "1"}
    subprocess.run([sys.executable, "-c", WITHOUT_REPORT, *arguments], env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(home: Path, n: int) -> None:
    """Print what the corpus in `home` costs."""
    inbox = home / "inbox"
    inbox.mkdir(exist_ok=True)
    print(f"grown     {n:>7} stored   all looked at once  {run(home, 'run', 'inbox'):6.2f} CPU-s", flush=True)
    print(
        f"grown     {n:>7} stored   nothing new         {min(run(home, 'run', 'inbox') for _ in range(2)):6.2f} CPU-s"
    )
    for number in range(2):
        (inbox / f"{number}.txt").write_text(NEWS.replace("41", str(41 + number)), encoding="utf-8")
        taken = run(home, "run", "inbox")
        print(f"grown     {n:>7} stored   one new article     {taken:6.2f} CPU-s", flush=True)
    with connect.open_copy(Settings(home=home).published) as con:
        sql = "SELECT publish_seconds FROM quality.runs WHERE publish_seconds IS NOT NULL ORDER BY number"
        made = [f"{seconds:.2f}" for (seconds,) in con.execute(sql).fetchall()]
        print(f"grown     {n:>7} stored   copies made in      {', '.join(made)} s")
        slowest = sorted(((_seconds(con, q), q.name) for q in questions.questions().values()), reverse=True)
    for seconds, name in slowest[:3]:
        print(f"grown     {n:>7} stored   slowest questions   {seconds:6.2f} s  {name}", flush=True)


def _seconds(con: duckdb.DuckDBPyConnection, question: questions.Question) -> float:
    begun = time.perf_counter()
    con.execute(question.sql, question.values({})).fetchall()
    return time.perf_counter() - begun


def main() -> None:
    """Measure the sizes named, or all."""
    store, *others = sys.argv[1:]
    texts = next((Path(one) for one in others if not one.isdigit()), None)
    for n in [int(one) for one in others if one.isdigit()] or SIZES:
        for home in corpus.kept(n, texts, Path(store)):
            measure(home, n)


if __name__ == "__main__":
    main()

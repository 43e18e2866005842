"""What a run costs: CPU seconds, ratios and peak memory, side by side on the same input.

Belongs here: measuring and printing. Does not: generating input. `make bench` runs all; `python -m benchmarks.measure
NAME` one. Figures and the machine they were taken on stand in `benchmarks/README.md`.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks import generate
from twosource.settings import Settings

TWOSOURCE = str(Path(sys.executable).with_name("twosource"))


@contextmanager
def home() -> Iterator[Path]:
    """An empty data folder."""
    with tempfile.TemporaryDirectory(prefix="twosource-bench-") as folder:
        yield Path(folder)


def cpu_of(home: Path, *arguments: str, **more: str) -> float:
    """CPU seconds of a command and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"TWOSOURCE_HOME": str(home)} | more
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run([TWOSOURCE, *arguments], env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of a call in this process."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def startup() -> None:
    """The command's own start, and one query on a database of 1,000 articles; the best of three."""
    with home() as folder:
        generate.warehouse(Settings(home=folder), 1_000)
        for name, arguments in (("--help", ["--help"]), ("sql", ["sql", "SELECT count(*) FROM articles"])):
            print(f"startup   twosource {name:<8} {min(cpu_of(folder, *arguments) for _ in range(3)):6.2f} CPU-s")


def idle() -> None:
    """A run with nothing new on 1,000 and on 50,000 stored articles, and its start-up alone; the best of three."""
    for stored in (1_000, 50_000):
        with home() as folder:
            generate.warehouse(Settings(home=folder), stored)
            (folder / "inbox").mkdir()
            cpu_of(folder, "run", "inbox")  # the first run checks what was generated and writes the report
            started = min(_start_up(folder) for _ in range(3))
            whole = min(cpu_of(folder, "run", "inbox") for _ in range(3))
            print(f"idle      {stored:>6} stored   {whole:6.2f} CPU-s, of which start-up {started:5.2f}")
            sys.stdout.flush()


START_UP = """
from rich.console import Console
from twosource.cli import report
from twosource.cli.terminal import settings
from twosource import app
from twosource.cli.bars import Bars
app.reach()
from pipelines import history
from twosource.cli.history import kept
chosen = settings()
with kept(chosen), history.instance(chosen) as instance, Bars(Console(stderr=True)) as bars:
    app.build(lambda: chosen, bars).resolve_job_def("ingest")
"""
"""What `twosource run` does before it starts the job: imports, definitions, Dagster's history."""


def _start_up(home: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"TWOSOURCE_HOME": str(home)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run([sys.executable, "-c", START_UP], env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def overhead() -> None:
    """The product's cleaning and extraction against bare trafilatura and bare spaCy on the same 300 pages."""
    import trafilatura

    import twosource
    from twosource.extraction.parse import model

    pages = [generate.page(record) for record in generate.articles(300)]
    nlp = model()
    texts = [trafilatura.bare_extraction(page, include_comments=False).text for page in pages]
    list(nlp.pipe(texts[:20]))
    list(twosource.extract_many([twosource.clean(page) for page in pages[:20]]))
    bare_clean = cpu(
        lambda: [trafilatura.bare_extraction(p, include_comments=False, with_metadata=True) for p in pages]
    )
    bare_parse = cpu(lambda: list(nlp.pipe(texts, batch_size=32)))
    articles = [twosource.clean(page) for page in pages]
    own_clean = cpu(lambda: [twosource.clean(page) for page in pages])
    own_extract = cpu(lambda: list(twosource.extract_many(articles)))
    for name, bare, own in (("clean", bare_clean, own_clean), ("extract", bare_parse, own_extract)):
        print(f"overhead  {name:<8} bare {bare:6.2f}  own {own:6.2f} CPU-s  {own / bare - 1:+.0%}")
    bare, own = bare_clean + bare_parse, own_clean + own_extract
    print(f"overhead  both     bare {bare:6.2f}  own {own:6.2f} CPU-s  {own / bare - 1:+.0%}")


def processes() -> None:
    """Extraction by one and by two worker processes: wall seconds, because that is what a second process is for."""
    import twosource

    articles = [twosource.article(record["articleBody"]) for record in generate.articles(1_500)]
    seconds = {}
    for workers in (1, 2):
        list(twosource.extract_many(articles[:40], processes=workers))
        begun = time.perf_counter()
        list(twosource.extract_many(articles, processes=workers))
        seconds[workers] = time.perf_counter() - begun
        print(f"processes {workers}        {seconds[workers]:6.1f} s for 1,500 articles")
    print(f"processes two against one: {seconds[1] / seconds[2]:.2f} times")


def memory() -> None:
    """Peak memory of a whole run, all its processes together, of 1,000 and of 10,000 short articles."""
    for n in (1_000, 10_000):
        with home() as folder:
            source = generate.write_records(folder / "articles.jsonl.gz", n)
            print(f"memory    {n:>6} articles {_peak(folder, source) / 1e6:8.0f} MB")


def _peak(folder: Path, source: Path) -> float:
    run = subprocess.Popen(
        [TWOSOURCE, "run", str(source)],
        env=os.environ | {"TWOSOURCE_HOME": str(folder), "TWOSOURCE_PROCESSES": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    peak = 0.0
    while run.poll() is None:
        peak = max(peak, _resident(run.pid))
        time.sleep(0.25)
    return peak


def _resident(pid: int) -> float:
    """Bytes in memory of a process and its children, from /proc."""
    total = 0.0
    try:
        total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            total += _resident(int(child))
    except (FileNotFoundError, ProcessLookupError):
        return total  # it has just ended
    return total


ALL: Mapping[str, Callable[[], None]] = {
    "startup": startup,
    "idle": idle,
    "overhead": overhead,
    "processes": processes,
    "memory": memory,
}


def main() -> None:
    """Run the benchmarks named, or all."""
    for name in sys.argv[1:] or ALL:
        ALL[name]()
        sys.stdout.flush()


if __name__ == "__main__":
    main()

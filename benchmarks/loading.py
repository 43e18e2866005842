"""What loading costs: records of a web archive a CPU-second, memory over a long one, and pages of twenty hosts.

Belongs here: measuring and printing. Does not: any other room (measure, cleaning).
`python -m benchmarks.loading NAME` runs one of `archive memory pages`, all without a name.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from twosource.loading.load import load
from twosource.loading.picking import Picked
from twosource.loading.source import Source
from twosource.loading.web import Web
from twosource.records import Capture

RECORDS = 4_000
HOSTS = 20
PAGES = 1_000
LATENCY = 0.05
LONG = 5_000_000_000
"""Bytes of the long archive, unpacked."""
PARAGRAPHS = 60


def page(number: int) -> bytes:
    """A page of some 20 KB, as news pages are, half of it no text."""
    text = "".join(
        f"<p>Ferry {number} will call at pier {n} from Monday, the port authority said.</p>" for n in range(60)
    )
    script = f"<script>var a = {list(range(number, number + 2_000))};</script>"
    return f"<html><head><title>Ferry {number}</title>{script}</head><body>{text}</body></html>".encode()


def archive(records: int) -> bytes:
    """A web archive of answers as a crawler keeps them, one record packed after the other."""
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    for n in range(records):
        headers = [("Content-Type", "text/html; charset=utf-8"), ("ETag", f'"{n}"'), ("Server", "nginx")]
        told = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
        url = f"https://{'harbor-ledger' if n % 2 else 'other'}.example/{n}"
        writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(page(n)), http_headers=told))
    return buffer.getvalue()


def _read(path: Path, picked: Picked) -> int:
    source = Source(name="archive", paths=(path,), bases=(path.parent,), records=picked)
    found = load(source, datetime.now(UTC), 100_000_000)
    return sum(isinstance(one, Capture) for one in found)


def stream() -> None:
    """Records a CPU-second: through a filter that lets none pass, one that lets half pass, and through loading."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "news.warc.gz"
        path.write_bytes(archive(RECORDS))
        _read(path, Picked(hosts=("nobody.example",)))  # libraries are loaded
        for name, hosts in (("filter", ("nobody.example",)), ("half", ("harbor-ledger.example",)), ("loading", ())):
            begun = time.process_time()
            taken = _read(path, Picked(hosts=hosts))
            took = time.process_time() - begun
            print(f"archive   {name:<8} {RECORDS / took:8,.0f} records a CPU-second ({taken:,} taken)")


def memory() -> None:
    """Peak memory of reading a short archive, and one of five gigabytes made of the same records again and again."""
    with tempfile.TemporaryDirectory() as folder:
        once = archive(500)
        size = sum(len(page(n)) for n in range(500))
        for name, times in (("short", 2), ("5 GB", LONG // size + 1)):
            path = Path(folder) / "news.warc.gz"
            with path.open("wb") as file:
                for _ in range(times):
                    file.write(once)
            context = multiprocessing.get_context("spawn")
            with context.Pool(1) as pool:
                taken, peak, took = pool.apply(_measured, (path,))
            print(f"memory    {name:<8} {peak:8,.0f} MB, {taken:,} records in {took:.0f} CPU-s")


def _measured(path: Path) -> tuple[int, float, float]:
    taken = _read(path, Picked())
    used = resource.getrusage(resource.RUSAGE_SELF)
    return taken, used.ru_maxrss / 1_000, used.ru_utime + used.ru_stime


class _Slow(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        time.sleep(LATENCY)
        body = page(7)
        self.send_response(404 if self.path == "/robots.txt" else 200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


def _serve(ports: multiprocessing.Queue[int]) -> None:
    server = ThreadingHTTPServer(("0.0.0.0", 0), _Slow)
    ports.put(server.server_port)
    server.serve_forever()


@contextmanager
def _hosts() -> Iterator[list[str]]:
    """Twenty hosts of this machine, in a process of their own: the loopback network has room for all."""
    context = multiprocessing.get_context("spawn")
    ports = context.Queue()
    process = context.Process(target=_serve, args=(ports,), daemon=True)
    process.start()
    try:
        port = ports.get(timeout=60)
        yield [f"127.0.0.{n + 1}:{port}" for n in range(HOSTS)]
    finally:
        process.terminate()
        process.join()


def pages() -> None:
    """A thousand pages of twenty hosts that take 50 ms for each, with the pace lifted."""
    with _hosts() as hosts:
        urls = tuple(f"http://{host}/{n}" for n in range(PAGES // HOSTS) for host in hosts)
        web = Web("twosource/0.1", hosts)
        source = Source(name="pages", kind="pages", urls=urls, rate=0.0)
        begun, busy = time.monotonic(), time.process_time()
        taken = sum(isinstance(one, Capture) for one in load(source, datetime.now(UTC), 1_000_000, web))
        print(
            f"pages     {taken:,} of {HOSTS} hosts in {time.monotonic() - begun:.1f} s "
            f"({time.process_time() - busy:.1f} CPU-s)"
        )


ALL: dict[str, Callable[[], None]] = {"archive": stream, "memory": memory, "pages": pages}


def main() -> None:
    """Run the measurements that are named, or all."""
    print(f"{os.cpu_count()} cores")
    for name in sys.argv[1:] or ALL:
        ALL[name]()


if __name__ == "__main__":
    main()

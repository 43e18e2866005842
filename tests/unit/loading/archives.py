"""Archives and messages as other programs write them: zipfile, tarfile, warcio, and mail of the standard library.

Belongs here: making files. Does not: any test.
"""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Iterable, Mapping
from email.message import EmailMessage

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

TEXT = "The ferry service between the two harbours will resume on Monday, the port authority said on Thursday. " * 4


def page(number: int = 1) -> bytes:
    return f"<html><head><title>Ferry {number}</title></head><body><p>{TEXT}</p></body></html>".encode()


def zipped(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def tarred(members: Mapping[str, bytes], mode: str = "w") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


class Warc:
    """A web archive that is written record by record."""

    def __init__(self, packed: bool = True) -> None:
        self._buffer = io.BytesIO()
        self._writer = WARCWriter(self._buffer, gzip=packed)
        self._writer._create_temp_file = io.BytesIO  # its own files are closed when they are collected, with a warning

    def answer(
        self,
        url: str,
        body: bytes,
        headers: Iterable[tuple[str, str]] = (("Content-Type", "text/html"),),
        status: str = "200 OK",
        kind: str = "response",
        **own: str,
    ) -> None:
        """One record; `own` are headers of WARC, with `_` for `-`."""
        told = {f"WARC-{name.replace('_', '-')}": value for name, value in own.items()}
        record = self._writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(body),
            http_headers=StatusAndHeaders(status, list(headers), protocol="HTTP/1.1") if kind == "response" else None,
            warc_headers_dict=told,
            warc_content_type="" if kind == "response" else "text/html",
        )
        self._writer.write_record(record)

    @property
    def data(self) -> bytes:
        return self._buffer.getvalue()


def warc(number: int, host: str = "harbor-ledger.example") -> bytes:
    made = Warc()
    for n in range(number):
        made.answer(f"https://{host}/{n}", page(n))
    return made.data


def mail(subject: str = "Ferry resumes", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "Harbor Ledger <news@harbor-ledger.example>"
    message["Date"] = "Thu, 17 Apr 2025 06:30:00 +0200"
    message["Message-ID"] = "<a1@harbor-ledger.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(TEXT)
    message.add_alternative(f"<html><body><p>{TEXT}</p></body></html>", subtype="html")
    return message


def pdf(lines: Iterable[str]) -> bytes:
    """A PDF of one page with a text layer, written by hand."""
    drawn = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
    stream = f"BT /F1 12 Tf 72 720 Td {drawn}ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(out),
    )

"""From bytes to characters: the encoding is found, not assumed; what cannot stand in a text is taken out; NFC.

Belongs here: encodings, control characters, telling text from binary. Does not: markup.
"""

# ruff: noqa: E501  (rows of tables and patterns stay on one line)
from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from charset_normalizer import from_bytes

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s{0,5}=\s{0,5}["']?\s{0,5}([\w.:-]{2,40})""", re.I
)
DECLARED_WITHIN = 4_096
SIGNATURES = (
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"RIFF",
    b"\x7fELF",
    b"OggS",
    b"ID3",
)
SAMPLE = 65_536
"""Bytes looked at when an undeclared encoding is guessed."""

# Browsers read these labels as the Windows code page that contains them (WHATWG Encoding Standard).
BROWSER_READING = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
                   "iso-8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030", "ks_c_5601-1987": "cp949", "euc-kr": "cp949",
                   "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "tis-620": "cp874"}  # fmt: skip

UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
ODD_BYTE = re.compile(rb"[\x80-\xff]")
LONE_ODD_BYTE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
SEPARATORS = re.compile("[\x1c-\x1f]")
SURROGATES = re.compile("[\ud800-\udfff]")
INVISIBLE = re.compile("[\ufeff\u200b\u2060\u00ad]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters of an input, NFC, and why it is no text (`empty`, `binary`), None when it is one."""

    text: str
    encoding: str
    problem: str | None = None


def decode(data: bytes | str) -> Decoded:
    """The characters of `data`: byte order mark, declared charset, UTF-8, then a guess from the bytes. Never raises."""
    if isinstance(data, str):
        return Decoded(tidy(data), "str", None if data.strip() else "empty")
    if not data.strip():
        return Decoded("", "none", "empty")
    if data.startswith(SIGNATURES):
        return Decoded("", "none", "binary")
    text, encoding = _decode_bytes(data)
    if _looks_binary(text):
        return Decoded("", encoding, "binary")
    text = tidy(text)
    return Decoded(text, encoding, None if text.strip() else "empty")


def tidy(text: str) -> str:
    """Without control characters, lone surrogates and invisible joints, line ends as newline, NFC."""
    text = SURROGATES.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", INVISIBLE.sub("", UNPRINTABLE.sub("", SEPARATORS.sub(" ", text))))


def _decode_bytes(data: bytes) -> tuple[str, str]:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace"), encoding
    declared = DECLARED.search(data[:DECLARED_WITHIN])
    # UTF-8 that decodes without an error is UTF-8, whatever a page says of itself.
    tried = ["utf-8"] + ([_codec(declared.group(1).decode("ascii", "ignore"))] if declared else [])
    for encoding in tried:
        try:
            return data.decode(encoding), encoding
        except (UnicodeDecodeError, LookupError):
            continue
    if _mostly_utf8(data):
        return data.decode("utf-8", errors="replace"), "utf-8"
    guess = None if _western(data[:SAMPLE]) else from_bytes(data[:SAMPLE]).best()
    encoding = guess.encoding if guess else "cp1252"
    return data.decode(encoding, errors="replace"), encoding


def _western(sample: bytes) -> bool:
    """A few single bytes among ASCII, as accents and typographic quotes are in cp1252: too few to guess from.

    Other alphabets have them in most letters, Central European ones in one of ten, and two-byte letters in pairs.
    """
    odd = len(ODD_BYTE.findall(sample))
    return odd * 20 < len(sample) and len(LONE_ODD_BYTE.findall(sample)) * 4 >= odd * 3


def _codec(label: str) -> str:
    return BROWSER_READING.get(label.lower(), label)


def _mostly_utf8(data: bytes) -> bool:
    """A few broken bytes in a page that is UTF-8 otherwise: one in two hundred of the non-ASCII characters."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    return broken * 20 <= sum(character > "\x7f" for character in text) - broken


def _looks_binary(text: str) -> bool:
    """More than one control or replacement character in ten; NULs alone (a padded file) do not count."""
    sample = text[:SAMPLE].replace("\x00", "")
    odd = len(UNPRINTABLE.findall(sample)) + sample.count("\ufffd")
    return not sample or odd * 10 > len(sample)

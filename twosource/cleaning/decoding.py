"""From bytes to characters: the encoding is found, not assumed; what cannot stand in a text is taken out; NFC.

Belongs here: encodings, control characters, telling text from binary. Does not: markup.
"""

# ruff: noqa: E501  (rows of tables and patterns stay on one line)
from __future__ import annotations

import codecs
import html
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
                   "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932", "tis-620": "cp874",
                   "windows-874": "cp874", "windows-949": "cp949", "iso-8859-8-i": "iso8859-8", "l1": "cp1252", "iso8859-1": "cp1252"}  # fmt: skip

# The encodings of the WHATWG standard, by Python's names; a page that names another (a UTF-16 that its own bytes
# contradict, a codec of Python that is no encoding of characters) is not believed.
BELIEVED = frozenset(["utf-8", "cp866", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "gb18030", "big5", "big5hkscs", "euc_jp",
                      "iso2022_jp", "cp932", "cp949", "cp874", "johab"]
                     + [f"cp{page}" for page in range(1250, 1259)] + [f"iso8859-{part}" for part in range(2, 17) if part != 12])  # fmt: skip
_TAIL = r"[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
MISREAD = re.compile(rf"[\u00c2-\u00df]{_TAIL}|[\u00e0-\u00ef]{_TAIL}{{2}}|[\u00f0-\u00f4]{_TAIL}{{3}}")
FEWEST_MISREAD = 3
"""Such sequences from which they are no accident."""
MOST_ESCAPED = 3
ENTITY = re.compile(r"&(?:#\d{1,6}|#x[\da-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)
MOST_MARKS = 30
"""Combining marks in a row from which a joiner parts them, as Unicode's stream-safe text does (UAX 15): putting them in
order costs the square of their number."""
MANY_MARKS = re.compile(rf"[^\w\s\x00-\u02ff]{{{MOST_MARKS + 1},}}")
JOINER = "\u034f"

UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
ODD_BYTE = re.compile(rb"[\x80-\xff]")
LONE_ODD_BYTE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
SEPARATORS = re.compile("[\x1c-\x1f]")
SURROGATES = re.compile("[\ud800-\udfff]")
INVISIBLE = re.compile("[\ufeff\u200b\u2060\u00ad]")
UNTIDY = re.compile(
    "[\x00-\x08\r\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\ufeff\u200b\u2060\u00ad\u0300-\u036f]"
)
"""What is taken out or put in order; a text without any, in NFC and without a long row of marks, is tidy."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters of an input, NFC, and why it is no text (`empty`, `binary`), None when it is one."""

    text: str
    encoding: str
    problem: str | None = None


def decode(data: object) -> Decoded:
    """The characters of `data`: byte order mark, declared charset, UTF-8, then a guess from the bytes. Never raises.

    What is neither bytes nor a string is `binary`, None is `empty`.
    """
    if data is None:
        return Decoded("", "none", "empty")
    if isinstance(data, bytearray | memoryview):
        data = bytes(data)
    if isinstance(data, str):
        return Decoded(tidy(data), "str", None if data.strip() else "empty")
    if not isinstance(data, bytes):
        return Decoded("", "none", "binary")
    if not data.strip():
        return Decoded("", "none", "empty")
    if data.startswith(SIGNATURES):
        return Decoded("", "none", "binary")
    text, encoding = _decode_bytes(data)
    text = with_whole_letters(text)
    if _looks_binary(text):
        return Decoded("", encoding, "binary")
    text = tidy(text)
    return Decoded(text, encoding, None if text.strip() else "empty")


def tidy(text: str) -> str:
    """Without control characters, lone surrogates and invisible joints, line ends as newline, NFC."""
    if text.isascii() and text.isprintable():
        return text
    if not UNTIDY.search(text) and not MANY_MARKS.search(text) and unicodedata.is_normalized("NFC", text):
        return text
    text = SURROGATES.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = INVISIBLE.sub("", UNPRINTABLE.sub("", SEPARATORS.sub(" ", text)))
    return unicodedata.normalize("NFC", MANY_MARKS.sub(_parted, text))


def unescaped(text: str) -> str:
    """Entities resolved, also those of a system that escapes what is escaped; `AT&T` and a lone `&` stay."""
    for _ in range(MOST_ESCAPED):
        if not ENTITY.search(text) or (resolved := html.unescape(text)) == text:
            break
        text = resolved
    return text


def with_whole_letters(text: str) -> str:
    """The text with letters that were UTF-8 and read as cp1252 by the system that made the page (`MÃ¼ller`) as meant."""
    broken = MISREAD.findall(text) if "Ã" in text or "â€" in text or "Â" in text else []
    if len(broken) < FEWEST_MISREAD:
        return text
    return MISREAD.sub(_as_meant, text)


def _as_meant(found: re.Match[str]) -> str:
    try:
        return b"".join(_byte_of(character) for character in found[0]).decode("utf-8")
    except ValueError:
        return found[0]


def _byte_of(character: str) -> bytes:
    """The byte that cp1252 reads as a character; the five that it leaves open as Latin 1 has them."""
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")


def _parted(run: re.Match[str]) -> str:
    """A row of characters that are no letters, with a joiner after every MOST_MARKS marks in a row."""
    parts, marks = [], 0
    for character in run[0]:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > MOST_MARKS:
            parts.append(JOINER)
            marks = 1
        parts.append(character)
    return "".join(parts)


def _decode_bytes(data: bytes) -> tuple[str, str]:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace"), encoding
    declared = DECLARED.search(data[:DECLARED_WITHIN])
    # UTF-8 that decodes without an error is UTF-8, whatever a page says of itself.
    stated = _codec(declared.group(1).decode("ascii", "ignore")) if declared else None
    for name in ("utf-8", stated):
        try:
            if name:
                return data.decode(name), name
        except UnicodeDecodeError:
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


def _codec(label: str) -> str | None:
    """Python's name of a declared encoding, None for a label that stands for none of characters."""
    try:
        name = codecs.lookup(BROWSER_READING.get(label.lower(), label)).name
    except (LookupError, ValueError):
        return None
    return name if name in BELIEVED else None


def _mostly_utf8(data: bytes) -> bool:
    """A few broken bytes in a page that is UTF-8 otherwise: one in two hundred of the non-ASCII characters."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    other = len(text) - len(text.encode("ascii", errors="ignore"))
    return broken * 20 <= other - broken


def _looks_binary(text: str) -> bool:
    """More than one control or replacement character in ten; NULs alone (a padded file) do not count."""
    sample = text[:SAMPLE].replace("\x00", "")
    odd = len(UNPRINTABLE.findall(sample)) + sample.count("\ufffd")
    return not sample or odd * 10 > len(sample)

"""What TWOSOURCE_STORE and TWOSOURCE_STORE_DATA may say, and what to write in the place of what they may not.

Belongs here: reading the words. Does not: opening what they name (`warehouse/store`). No message repeats a value: any
of them may hold a password, if by mistake.
"""

from __future__ import annotations

import difflib
import re

FILE = "file"
LAKE = "ducklake:postgres:"
"""What the name of a store begins with that is a lake; behind it stand libpq's words for its catalog."""
TAKES = f"it takes `{FILE}`, or `{LAKE}` and libpq's words, as in `{LAKE}dbname=twosource host=db`."

WORD = re.compile(r"\s*(\w+)\s*=\s*('(?:[^'\\]|\\.)*'|(?:[^\s'\\]|\\.)*)(?=\s|$)")
"""A word of libpq's with its value, which is in quotes where it has spaces."""
OURS = ("application_name", "fallback_application_name", "replication")
TAKEN = (
    *("host", "hostaddr", "port", "dbname", "user", "passfile", "service", "options", "client_encoding"),
    *("connect_timeout", "tcp_user_timeout", "target_session_attrs", "load_balance_hosts", "requirepeer"),
    *("keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count"),
    *("require_auth", "channel_binding", "krbsrvname", "gsslib", "gssencmode", "gssdelegation"),
    *("sslmode", "sslnegotiation", "sslcompression", "sslcert", "sslkey", "sslcertmode", "sslrootcert", "sslcrl"),
    *("sslcrldir", "sslsni", "ssl_min_protocol_version", "ssl_max_protocol_version"),
)
BUCKET = re.compile(r"s3://[\w.-]+(/.*)?")


def wrong_store(store: str) -> str | None:
    """What is wrong with a store and what to write instead, to stand behind the setting's name; None if nothing."""
    if store == FILE:
        return None
    if store.startswith(LAKE):
        return _wrong_words(store.removeprefix(LAKE).strip())
    if store.startswith("ducklake:") and not store.startswith("ducklake:post"):
        return (
            "names a lake without PostgreSQL, which is not taken: a catalog in a file lets one process in at a time, "
            f"as the database file does, which is faster. Unset it for that file; for several machines {TAKES}"
        )
    return f"does not say where the store is: {TAKES}"


def wrong_place(data: str) -> str | None:
    """The same for where a lake's files are."""
    if not re.match(r"\w+:/", data) or BUCKET.fullmatch(data):
        return None
    return (
        "is neither a folder nor `s3://bucket/path`. Other services are reached as S3 through AWS_ENDPOINT_URL, and "
        "keys are in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
    )


def _wrong_words(words: str) -> str | None:
    if "://" in words.partition(" ")[0].partition("=")[0]:
        return f"has an address behind `{LAKE}`: {TAKES}"
    names, at = [], 0
    while found := WORD.match(words, at):
        names.append(found[1])
        at = found.end()
    for name in names:
        if "passw" in name.lower() and name != "passfile":
            return "holds a password. Put it into PGPASSWORD or ~/.pgpass, where libpq looks."
        if name in OURS:
            return f"has the word {name}, which twosource sets itself: a writer is known by it. Leave it out."
    if not names or words[at:].strip():
        return f"does not say where the store is: {TAKES}"
    if strange := [name for name in names if name not in TAKEN]:
        near = difflib.get_close_matches(strange[0], TAKEN, 1)
        return f"has the word {strange[0]}, which libpq does not know." + (f" Is {near[0]} meant?" if near else "")
    return None

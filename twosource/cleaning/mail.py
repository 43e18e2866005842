"""E-mail messages: the body as a page or a text, and what the headers state of it.

Belongs here: choosing the part that is read, the headers that tell headline, date and sender.
Does not: mailboxes (loading), cleaning the part.
"""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any

from twosource.cleaning.own_forms import Opened

PASSED_ON = re.compile(r"^(?:(?:fwd?|wg|re|aw|tr)\s*:\s*)+", re.IGNORECASE)
"""What mail programs put before the subject of a message that is passed on or answered."""
LISTS = ("list-id", "list-unsubscribe")
"""Headers of what is sent to many: there the sender's name is the publication's."""
MOST_PARTS = 1_000


def opened(data: bytes) -> Opened:
    """The message's HTML, else its plain text; attachments are left where they are."""
    try:
        message = message_from_bytes(data, policy=policy.default)
        part = _body(message)
        if part is None:
            return Opened(problem="no_text")
        return Opened(
            data=_bytes(part),
            media_type="text/html" if part.get_content_type() == "text/html" else "text/plain",
            stated=_stated(message),
            url=_address(message),
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, IndexError):
        # the library's own readers of headers fail on some that are broken
        return Opened(problem="unreadable_record")


def _body(message: Message) -> Message | None:
    """The first HTML part that is no attachment, else the first plain one."""
    found: dict[str, Message] = {}
    for number, part in enumerate(message.walk()):
        if number > MOST_PARTS:
            break
        kind = part.get_content_type()
        if part.is_multipart() or part.get_content_disposition() == "attachment":
            continue
        if kind in ("text/html", "text/plain"):
            found.setdefault(kind, part)
    return found.get("text/html") or found.get("text/plain")


def _bytes(part: Message) -> bytes | str:
    """The part's own bytes, decoded when it names an encoding that is known: that is surer than guessing."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    charset = part.get_content_charset()
    if charset is None:
        return data
    try:
        return data.decode(charset)
    except (LookupError, UnicodeDecodeError):
        return data


def _stated(message: EmailMessage | Message) -> dict[str, Any]:
    """What the headers tell: the subject, the date, and the publication when the message went to many."""
    name, _ = parseaddr(str(message.get("from", "")))
    told = {
        "headline": PASSED_ON.sub("", " ".join(str(message.get("subject", "")).split())),
        "published": _date(message),
        "outlet": name.strip() if any(header in message for header in LISTS) else "",
    }
    return {key: value for key, value in told.items() if value}


def _date(message: Message) -> str:
    try:
        return parsedate_to_datetime(str(message.get("date", ""))).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _address(message: Message) -> str | None:
    """The page that the message is a copy of, as RFC 5064 has it."""
    found = str(message.get("archived-at", "")).strip().strip("<>")
    return found if found.lower().startswith(("http://", "https://")) else None

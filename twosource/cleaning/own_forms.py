"""Inputs that hold their text in a form of their own: e-mail messages and PDF documents.

Belongs here: which forms there are, and what a message or document is read as. Does not: cleaning what it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What an input holds: a page or a text, its media type, and what the form itself states of it.

    `problem` is a word of the vocabulary `rejection` when it holds neither.
    """

    data: bytes | str = ""
    media_type: str = "text/plain"
    stated: Mapping[str, Any] = field(default_factory=dict)
    url: str | None = None
    problem: str | None = None


def opened(data: object, media_type: str | None) -> Opened | None:
    """What an input holds; None for an input that is a page, a text or a record itself."""
    form = _FORMS.get((media_type or "").partition(";")[0].strip().lower())
    return form(data) if form is not None and isinstance(data, bytes) else None


def _mail(data: bytes) -> Opened:
    from twosource.cleaning import mail

    return mail.opened(data)


def _pdf(data: bytes) -> Opened:
    from twosource.cleaning import pdf

    return pdf.opened(data)


_FORMS: Mapping[str, Callable[[bytes], Opened]] = {"message/rfc822": _mail, "application/pdf": _pdf}

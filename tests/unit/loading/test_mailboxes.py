"""Messages: single ones as they are, mailboxes as the standard library writes them."""

import gzip
import mailbox
from pathlib import Path

from tests.unit.loading.archives import TEXT, mail
from tests.unit.loading.helpers import LIMIT, all_of, captures_of, refusals_of, source_of
from twosource.records import Capture, SetAside


def boxed(path: Path, *subjects: str, text: str = TEXT) -> bytes:
    box = mailbox.mbox(str(path))
    for number, subject in enumerate(subjects):
        message = mail(subject)
        message.replace_header("Message-ID", f"<{number}@ledger.example>")
        message.clear_content()
        message.set_content(text)
        box.add(message)
    box.close()
    return path.read_bytes()


def test_a_message_is_an_input_as_it_is(tmp_path: Path) -> None:
    data = mail().as_bytes()
    (tmp_path / "a.eml").write_bytes(data)
    [one] = captures_of(source_of(tmp_path))
    assert (one.address, one.media_type, one.data) == ("a.eml", "message/rfc822", data)


def test_each_message_of_a_mailbox_is_an_input(tmp_path: Path) -> None:
    text = "From the harbour came no word.\n\nFrom Monday on ferries run again.\n\nThe end."
    boxed(tmp_path / "a.mbox", "One", "Two", text=text)
    found = captures_of(source_of(tmp_path))
    assert [one.address for one in found] == ["a.mbox#0@ledger.example", "a.mbox#1@ledger.example"]
    assert all(text.encode() in one.data for one in found), "the quoting of the mailbox is taken off"
    assert [one.data.count(b"Subject:") for one in found] == [1, 1]


def test_a_packed_mailbox_is_read(tmp_path: Path) -> None:
    data = boxed(tmp_path / "a.mbox", "One", "Two")
    (tmp_path / "a.mbox").unlink()
    (tmp_path / "a.mbox.gz").write_bytes(gzip.compress(data))
    assert len(captures_of(source_of(tmp_path))) == 2


def test_a_message_above_the_limit_stops_no_other(tmp_path: Path) -> None:
    small = boxed(tmp_path / "small.mbox", "One")
    large = b"From a@b.example Thu Apr 17 06:30:00 2025\nSubject: large\n\n" + b"word " * (LIMIT // 4) + b"\n\n"
    (tmp_path / "small.mbox").unlink()
    (tmp_path / "a.mbox").write_bytes(large + small)
    found = all_of(source_of(tmp_path))
    assert [one.address for one in found if isinstance(one, Capture)] == ["a.mbox#0@ledger.example"]
    assert [(one.item, one.reason) for one in found if isinstance(one, SetAside)] == [("a.mbox#L1", "too_large")]


def test_a_mailbox_without_a_message_is_no_success(tmp_path: Path) -> None:
    (tmp_path / "a.mbox").write_bytes(b"Subject: a single message\n\ntext\n")
    (tmp_path / "b.mbox").write_bytes(b"")
    (tmp_path / "c.mbox.gz").write_bytes(gzip.compress(b"From a 10:00\n\n" + b"0" * LIMIT * 40))
    assert [(item, reason) for item, _, reason in refusals_of(source_of(tmp_path))] == [
        ("a.mbox", "empty"),
        ("b.mbox", "empty"),
        ("c.mbox.gz", "too_large"),
    ]

"""Messages and PDF documents as articles: what the form states, what it holds, and what is wrong with broken ones."""

from email.message import EmailMessage

import pytest

from tests.unit.loading.archives import TEXT, mail, pdf
from twosource.cleaning.pdf import paragraphs
from twosource.cleaning.pipeline import clean

MAIL = "message/rfc822"
PDF = "application/pdf"


def test_a_newsletter_names_its_publication() -> None:
    article = clean(
        mail("Fwd: Ferry resumes", List_Unsubscribe="<https://harbor-ledger.example/u>").as_bytes(), None, MAIL
    )
    assert (article.headline, article.outlet, article.rejected) == ("Ferry resumes", "Harbor Ledger", None)
    assert article.published is not None
    assert article.published.value == "2025-04-17T06:30:00+02:00"
    assert TEXT.strip() in article.text


def test_who_sends_a_letter_is_no_outlet() -> None:
    assert clean(mail().as_bytes(), None, MAIL).outlet is None


def test_the_page_that_a_message_is_a_copy_of_is_its_address() -> None:
    article = clean(mail(Archived_At="<https://harbor-ledger.example/n/7>").as_bytes(), None, MAIL)
    assert article.url == "https://harbor-ledger.example/n/7"


def test_plain_text_in_an_old_encoding_is_read() -> None:
    message = EmailMessage()
    message["Subject"] = "Fähre fährt"
    message.set_content("Die Fähre fährt ab Montag wieder, teilte der Hafen mit. " * 8, charset="iso-8859-1")
    article = clean(message.as_bytes(), None, MAIL)
    assert (article.headline, article.rejected) == ("Fähre fährt", None)
    assert "Die Fähre fährt ab Montag" in article.text


def test_attachments_are_no_body() -> None:
    message = mail()
    message.add_attachment("<p>Terms</p>", subtype="html", filename="terms.html")
    assert "Terms" not in clean(message.as_bytes(), None, MAIL).text


def nested(depth: int) -> bytes:
    lines = []
    for n in range(depth):
        lines += [f'Content-Type: multipart/mixed; boundary="b{n}"', "", f"--b{n}"]
    return "\n".join(lines).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Subject: none\n\n",
        b"Date: never\nContent-Type: text/html; charset=klingon\n\n<p>x</p>",
        nested(3_000),
        b"Content-Type: multipart/mixed\n\nno boundary",
        b"From: =?utf-8?q?=ff=fe?=\nSubject: =?broken?=\nContent-Transfer-Encoding: base64\n\n!!!!",
    ],
    ids=["nothing", "no body", "no charset", "deep", "no boundary", "broken headers"],
)
def test_a_broken_message_is_rejected_with_a_reason(data: bytes) -> None:
    assert clean(data, None, MAIL).rejected


def test_what_is_stated_goes_before_what_an_input_says() -> None:
    stated = {"headline": "Mine", "outlet": "Coast Courier", "published": "2025-05-01", "language": "en"}
    article = clean(mail("Theirs").as_bytes(), None, MAIL, None, stated)
    assert (article.headline, article.outlet) == ("Mine", "Coast Courier")
    assert article.published is not None
    assert (article.published.value, article.published.basis) == ("2025-05-01", "metadata")


# ------------------------------------------------------------------ PDF

LINES = [
    "The ferry service between the two harbours will re-",
    "sume on Monday, the port authority said on Thursday.",
    "It had stopped in March.",
    "Two hundred people crossed on each day of last year,",
    "according to the authority.",
]


def test_the_text_layer_of_a_document_is_an_article() -> None:
    article = clean(pdf(LINES * 4), None, PDF)
    assert article.rejected is None
    assert "will resume on Monday, the port authority said on Thursday." in article.text


def test_lines_are_joined_into_paragraphs() -> None:
    assert list(paragraphs(LINES)) == [
        "The ferry service between the two harbours will resume on Monday, the port authority said on Thursday. "
        "It had stopped in March.",
        "Two hundred people crossed on each day of last year, according to the authority.",
    ]


@pytest.mark.parametrize("data", [b"%PDF-1.4\nnothing", pdf([]), pdf(LINES)[:300], b"no document"])
def test_a_document_without_text_is_rejected_with_a_reason(data: bytes) -> None:
    assert clean(data, None, PDF).rejected in ("unreadable_record", "no_text")

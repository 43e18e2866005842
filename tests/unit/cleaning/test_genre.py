"""What kind of text an article is: genres, turns of speakers, scripts in which words and sentences are counted."""

# ruff: noqa: E501  (sentences and pages stay on one line)
from __future__ import annotations

import json

import pytest

from tests.unit.cleaning.pages import HARBOUR, SCHOOL, page, paragraphs
from twosource import reference
from twosource.cleaning import genre, scoring
from twosource.cleaning.pipeline import article, clean

# ------------------------------------------------------------------ genres


@pytest.mark.parametrize("rule", genre.RULES, ids=lambda rule: str(rule.name))
def test_each_genre_rule_reads_its_example(rule: genre.GenreRule) -> None:
    matches = rule.pattern.search if rule.place == "address" else rule.pattern.fullmatch
    assert matches(rule.example)
    assert not matches(rule.counter)
    assert rule.genre in reference.vocabulary("genre")


LONG = "\n\n".join(HARBOUR + SCHOOL)


@pytest.mark.parametrize(
    ("headline", "url", "expected"),
    [
        ("Harbour reopens after a long winter", "https://gazette.example/news/harbour", "article"),
        ("Opinion | What the ice has cost", None, "opinion"),
        ("Editorial: What the ice has cost", None, "opinion"),
        ("The court's opinion on the harbour", None, "article"),
        (None, "https://gazette.example/opinion/2031/ice", "opinion"),
        ("Harbour opens – live updates", None, "live_blog"),
        ("Live: Harbour opens after storm", None, "live_blog"),
        ("Where the fishermen live: a harbour story", None, "article"),
        ("People live longer at the harbour", "https://oregonlive.example/news/harbour", "article"),
        (None, "https://gazette.example/world/live/2031/may/11/storm", "live_blog"),
        ("Transcript: The minister on the harbour", None, "transcript"),
        ("Ministry will not publish the transcript of the talks", None, "article"),
        ("Transcripts show minister knew of harbour leak", None, "article"),
        ("Transcript of call shows minister knew of harbour leak", None, "article"),
        ("Transcript of the talks on the harbour", None, "transcript"),
        ("In brief: Harbour opens", None, "brief"),
    ],
)
def test_genres_that_headline_or_address_names(headline: str | None, url: str | None, expected: str) -> None:
    assert article(LONG, headline=headline, url=url).genre == expected


@pytest.mark.parametrize(
    ("head", "kicker", "expected"),
    [
        ("<meta property='article:section' content='Opinion'>", "", "opinion"),
        ("<meta property='article:section' content='World'>", "", "article"),
        ("", "Guest essay", "opinion"),
        ("", "World", "article"),
        (f"<script type='application/ld+json'>{json.dumps({'@type': 'OpinionNewsArticle', 'headline': 'Harbour'})}</script>", "", "opinion"),
    ],
)  # fmt: skip
def test_genres_that_a_page_states(head: str, kicker: str, expected: str) -> None:
    body = f"<nav><a href='/o'>Opinion</a><a href='/s'>Sport</a></nav><article><p>{kicker}</p><h1>What the ice of the harbour has cost</h1>{paragraphs(HARBOUR)}</article>"
    assert clean(page(body, "What the ice of the harbour has cost", head)).genre == expected


def test_a_long_text_is_no_brief() -> None:
    assert article("\n\n".join([LONG] * 3), headline="In brief: Harbour opens").genre == "article"


def test_labels_that_stand_once_are_no_speakers() -> None:
    labels = ["WHO", "WHAT", "WHERE", "WHEN", "WHY", "HOW LONG", "COST"]
    assert article("\n\n".join(f"{label}: {text}" for label, text in zip(labels, HARBOUR + SCHOOL, strict=True))).genre == "article"  # fmt: skip


def test_letters_to_an_adviser_are_no_transcript() -> None:
    letters = "\n\n".join(f"DEAR {name}: {SCHOOL[n % 3]}" for n, name in enumerate(["ADA"] * 7))
    assert article(letters).genre == "article"


# ------------------------------------------------------------------ turns, times, scripts


def test_a_timeline_is_no_live_blog() -> None:
    entries = [f"{9 + n}:15 a.m.: {text}" for n, text in enumerate(HARBOUR)]
    assert article("\n\n".join([SCHOOL[0], *entries])).genre == "article"
    assert article("\n\n".join(entries), headline="Storm at the harbour: live updates").genre == "live_blog"
    assert article("\n\n".join(f"{n}:15 a.m.\n\n{HARBOUR[n % 4]}" for n in range(1, 12))).genre == "live_blog"
    newest_first = ["1:15 p.m.: " + SCHOOL[2], "12:40 p.m.: " + SCHOOL[1], *reversed(entries[:2])]
    assert article("\n\n".join(newest_first)).genre == "live_blog"


@pytest.mark.parametrize(
    ("speakers", "expected"),
    [
        (["ADA BROOK, HOST", "JOHN DOE, BYLINE"], "transcript"),
        (["MÜLLER", "ÅSTRÖM"], "transcript"),
        (["Frage", "Antwort"], "transcript"),
        (["Ödön Ágh", "Łucja Żak"], "transcript"),
        (["МИНИСТР", "ЖУРНАЛИСТ"], "transcript"),
        (["In the end", "So far"], "article"),
        (["MÜLLER", "MÜLLER"], "article"),
    ],
)
def test_turns_of_speakers(speakers: list[str], expected: str) -> None:
    text = "\n\n".join(f"{speakers[n % 2]}: {(HARBOUR + SCHOOL)[n]}" for n in range(7))
    assert article(text).genre == expected


JAPANESE = [
    "港は金曜日に五か月ぶりに再び開かれ、港湾事務所が朝に発表した。湾の外で待っていた三隻の貨物船が満ち潮とともに入港した。",
    "市議会は修理費の半分を県が負担することを求めている。市は氷による被害額をこれから計算すると述べた。",
    "「これほど長い冬は覚えていない」と三十年勤める港長は話した。漁協は来月から新しい網を配る予定だ。",
]
HINDI = [
    "बंदरगाह शुक्रवार को पाँच महीने बाद फिर से जहाजों के लिए खोल दिया गया, बंदरगाह कार्यालय ने सुबह बताया।",
    "तीन मालवाहक जहाज जो खाड़ी के बाहर इंतजार कर रहे थे, सुबह की लहर के साथ अंदर आए।",
    "नगर परिषद चाहती है कि राज्य मरम्मत का आधा खर्च उठाए, और वह अब नुकसान का हिसाब करेगी।",
    "झील के ऊपर के तीन गाँवों के शिक्षक सोमवार को छोटी कक्षाओं और अधिक वेतन के लिए हड़ताल करेंगे।",
    "लगभग नौ सौ बच्चे घर पर रहेंगे, और परिषद ने माता-पिता से उन्हें टाउन हॉल न लाने को कहा।",
    "संघ और जिले के बीच बातचीत गुरुवार को दो घंटे बाद बिना किसी नए प्रस्ताव के समाप्त हो गई।",
    "ऊपरी घाटी के एक पनीर ने शनिवार को राष्ट्रीय मेले में पहला पुरस्कार जीता।",
    "डेयरी में ग्यारह गायें हैं और वह जो कुछ बनाती है उसे अपनी दुकान में बेचती है।",
    "मालकिन अगले साल दूसरा तहखाना बनाने की योजना बना रही हैं, उन्होंने जूरी को बताया।",
    "पुल की मरम्मत में छह सप्ताह लगेंगे और बसें दूसरे रास्ते से चलेंगी, शहर ने कहा।",
    "मछुआरों को अगले महीने से नए जाल दिए जाएँगे, सहकारी समिति ने शुक्रवार को बताया।",
    "मौसम विभाग ने सप्ताहांत में तटीय गाँवों के लिए तेज हवा की चेतावनी दी है।",
]
THAI = [
    "ท่าเรือของเมืองเปิดอีกครั้งเมื่อวันศุกร์หลังจากปิดมาห้าเดือน สำนักงานท่าเรือกล่าวในตอนเช้า เรือสามลำที่รออยู่นอกอ่าวเข้ามาพร้อมกับน้ำขึ้น",
    "สภาเมืองจะคำนวณค่าเสียหายจากน้ำแข็งและต้องการให้รัฐจ่ายครึ่งหนึ่งของค่าซ่อมแซม นายท่าเรือกล่าวว่าเป็นฤดูหนาวที่ยาวนานที่สุดเท่าที่เขาจำได้",
    "ครูของโรงเรียนสามแห่งเหนือทะเลสาบจะหยุดงานประท้วงในวันจันทร์เพื่อชั้นเรียนที่เล็กลงและค่าจ้างที่สูงขึ้น สหภาพกล่าว",
]
URDU = [
    "بندرگاہ جمعہ کو پانچ ماہ بعد دوبارہ جہازوں کے لیے کھول دی گئی، بندرگاہ کے دفتر نے صبح بتایا۔",
    "تین مال بردار جہاز جو خلیج کے باہر انتظار کر رہے تھے صبح کی لہر کے ساتھ اندر آئے۔",
    "شہر کی کونسل چاہتی ہے کہ ریاست مرمت کا آدھا خرچ اٹھائے، اور وہ اب نقصان کا حساب کرے گی۔",
]


@pytest.mark.parametrize(
    ("texts", "title"),
    [(JAPANESE, "港が再び開く"), (HINDI, "बंदरगाह फिर खुला"), (THAI, "ท่าเรือเปิดอีกครั้ง"), (URDU, "بندرگاہ دوبارہ کھل گئی")],
    ids=["Japanese", "Hindi", "Thai", "Urdu"],
)  # fmt: skip
def test_articles_of_other_scripts(texts: list[str], title: str) -> None:
    found = clean(page(f"<h1>{title}</h1>{paragraphs(texts)}", title))
    assert (found.rejected, found.text) == (None, "\n\n".join(texts))


@pytest.mark.parametrize(("texts", "least", "most"), [(JAPANESE, 60, 110), (THAI, 55, 110), (HINDI, 150, 210)])
def test_words_are_counted_where_no_blanks_part_them(texts: list[str], least: int, most: int) -> None:
    assert least < scoring.word_count(" ".join(texts)) < most


def test_a_japanese_article_is_no_brief() -> None:
    assert article("\n\n".join(JAPANESE)).genre == "article"


@pytest.mark.parametrize("line", [HINDI[0], URDU[0], "هل فتح الميناء؟", "Նավահանգիստը բացվեց։", "ወደቡ ተከፈተ።"])
def test_sentences_end_in_all_scripts(line: str) -> None:
    assert scoring.ends_sentence(line)
    assert not scoring.ends_sentence(line[:-1])

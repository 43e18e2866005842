"""Dates as newsrooms of many countries print them: labels, calendars, halves of the day, the order of day and month."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.cleaning.test_metadata_sources import HEADLINE, page, read
from twosource.cleaning import calendars, dates
from twosource.cleaning.dates import Habit

MAY_13 = "2031-05-13"


@pytest.mark.parametrize(
    "line",
    [
        "Fecha de publicación: 13 de mayo de 2031 a las 10:30 hs.",
        "Publicado em 13/05/2031 às 14h20",
        "Опубликовано: 13 мая 2031 г., 14:20",
        "Yayınlanma: 13 Mayıs 2031 10:20",
        "نشر في: الثلاثاء 13 مايو 2031 - 3:45 م",
        "آخر تحديث 14 مايو 2031 | نشر في 13 مايو 2031",
        "١٣ أيار / مايو ٢٠٣١",
        "انتشار: ۲۳ اردیبهشت ۱۴۱۰ ساعت ۱۲:۲۰",
        "기사입력 2031-05-13 17:20 | 최종수정 2031-05-14 09:00",
        "등록 2031.05.13 오전 10:20",
        "公開日：令和13年5月13日",
        "2031年5月13日（火） 17時20分",
        "中華民國120年5月13日",
        "發布時間：120/05/13 16:20",
        "13 พฤษภาคม 2574 เวลา 10:20 น.",
        "13 พ.ค. 74",
        "Đăng lúc: 13/05/2031 10:20",
        "Selasa, 13 Mei 2031 10:20 WIB",
        "Δημοσίευση: 13 Μαΐου 2031, 10:20",
        "2031. május 13. 10:20",
        "Dodano: 13 maja 2031, 10:20",
        "/ martes 13 de mayo de 2031",
        "May 13, 2031 at 6:07 PM, updated May 14, 2031 at 9:15 AM",
        "05/13/2031 8:15 a.m. ET",
    ],
)
def test_lines_of_many_countries(line: str) -> None:
    found = dates.from_line(line)
    assert found is not None
    assert found.value[:10] == MAY_13


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("수정 2031.05.14. 오후 9:05", "2031-05-14"),
        ("Güncelleme: 14.05.2031 - 11:20", "2031-05-14"),
        ("By Ada Brook on May 13, 2031, updated May 14, 2031", "2031-05-14"),
        ("Publié le 13 mai 2031 à 10h20, mis à jour le 14 mai 2031 à 11h", "2031-05-14"),
    ],
)
def test_changes_of_many_countries(line: str, value: str) -> None:
    found = dates.change_in(line)
    assert found is not None
    assert found.value[:10] == value


def test_a_half_of_the_day_in_words_makes_the_instant() -> None:
    found = dates.from_line("2031年5月13日 午後5時20分", habit=Habit(dates.JAPAN))
    assert found is not None
    assert found.value == "2031-05-13T17:20:00+09:00"


@pytest.mark.parametrize("habit", [None, Habit(month_first=None)])
def test_which_of_two_small_numbers_is_the_month_is_not_guessed(habit: Habit | None) -> None:
    assert dates.from_line("03/04/2031", habit=habit) is None


@pytest.mark.parametrize(
    ("line", "month_first", "value"),
    [
        ("03/04/2031", True, "2031-03-04"),
        ("03/04/2031", False, "2031-04-03"),
        ("13/04/2031", True, "2031-04-13"),
        ("03/04/2031 08:15 a.m. ET", None, "2031-03-04"),
    ],
)
def test_the_order_is_the_pages_habit(line: str, month_first: bool | None, value: str) -> None:
    found = dates.from_line(line, habit=Habit(month_first=month_first))
    assert found is not None
    assert found.value[:10] == value


@pytest.mark.parametrize(
    ("persian", "day"),
    [
        ((1404, 1, 25), date(2025, 4, 14)),
        ((1403, 12, 30), date(2025, 3, 20)),
        ((1399, 12, 30), date(2021, 3, 20)),
        ((1357, 11, 22), date(1979, 2, 11)),
        ((1404, 12, 30), None),
        ((1404, 13, 1), None),
    ],
)
def test_days_of_the_persian_year(persian: tuple[int, int, int], day: date | None) -> None:
    assert calendars.persian_day(*persian) == day


def shown(top: str, language: str = "en", url: str | None = None, bottom: str = "") -> str | None:
    markup = page(top=top, bottom=bottom).replace("<html", f'<html lang="{language}"', 1)
    found = read(markup, url=url).published
    return found.value[:10] if found else None


@pytest.mark.parametrize(
    "top",
    [
        '<div>editor — <span class="entry-date">May 13, 2031</span> <span>add comment</span></div>',
        "<div>h.lee@valley.example | 2031-05-13 16:52:59</div>",
        "<div>13/05/2031 - 04:30 - Fonte: Agência do Vale - Foto: Rui Lima/Vale</div>",
        "<div>Valley News, 13 mai 2031 16:20</div>",
        '<div class="meta"><i class="date">2031.05.13 17:20</i> <i class="post-author">小林ひさし</i></div>',
        '<ul class="tools navbar"><li><a href="/d">13 May 2031 18:29</a></li></ul>',
    ],
)
def test_a_date_beside_a_few_other_words_by_the_headline(top: str) -> None:
    assert shown(top) == MAY_13


def test_a_date_above_the_headline() -> None:
    above = '<p class="published-date">/ martes 13 de mayo de 2031</p>'
    markup = page().replace(f"<h1>{HEADLINE}</h1>", f"{above}<h1>{HEADLINE}</h1>", 1)
    found = read(markup, url=None).published
    assert found is not None
    assert found.value == MAY_13


@pytest.mark.parametrize(
    "top",
    [
        "<p>Machines of the army near the old harbour, 13 May 2031</p>",
        '<div class="comment"><span class="date">May 13, 2031</span></div>',
        '<div class="item"><b>A</b><span class="date">11 May 2031</span></div>'
        '<div class="item"><b>B</b><span class="date">12 May 2031</span></div>'
        '<div class="item"><b>C</b><span class="date">13 May 2031</span></div>',
    ],
    ids=["caption", "comment", "list"],
)
def test_dates_of_captions_comments_and_lists_are_not_the_articles(top: str) -> None:
    assert shown(top) is None


@pytest.mark.parametrize(
    ("language", "url", "bottom", "value"),
    [
        ("en-US", "https://post.example/fees", "", "2031-03-04"),
        ("en-US", "https://post.co.uk/fees", "", "2031-04-03"),
        ("es", None, "", "2031-04-03"),
        ("en", None, "", None),
        ("en", None, "<aside><p>01/27/2031</p></aside>", "2031-03-04"),
        ("en-US", None, "<aside><p>27/01/2031</p></aside>", "2031-04-03"),
    ],
)
def test_day_and_month_by_country_and_by_the_pages_other_dates(
    language: str, url: str | None, bottom: str, value: str | None
) -> None:
    assert shown('<p class="date">Published: 03/04/2031</p>', language, url, bottom) == value


@pytest.mark.parametrize(
    ("url", "value"),
    [
        ("https://post.example/2031/05/310513-whales-in-the-bay/", "2031-05-13"),
        ("https://post.example/2031/05/310613-whales-in-the-bay/", "2031-05"),
    ],
)
def test_six_digits_that_agree_with_the_month_of_the_address(url: str, value: str) -> None:
    found = dates.from_url(url)
    assert found is not None
    assert found.value == value


def test_the_library_is_the_last_voice() -> None:
    head = '<meta property="og:image" content="https://post.example/media/2031/05/13/quay.jpg">'
    markup = page(head=head).replace("2031", "2021")
    found = read(markup, url=None).published
    assert found is not None
    assert (found.value, found.basis, found.confidence) == ("2021-05-13", "text", 0.4)
    below = '<div class="related"><p>A whale</p><p>13 May 2021</p></div>'
    assert read(page(head=head, bottom=below).replace("2031", "2021"), url=None).published is None

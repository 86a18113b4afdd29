"""Forms of dates, and look-alikes that are none."""

from datetime import date

import pytest

from crawler.reading.dates import boxed_date, plausible, printed_dates, read_date

TODAY = date(2026, 11, 20)
DAY = date(2026, 11, 2)

WRITTEN = [
    "2026-11-02",
    "2026-11-2",
    "2026/11/02",
    "2026/11/2",
    "2026.11.02",
    "2026.11.2",
    "2026年11月02日",
    "2026年11月2日",
    "2026年11月2号",
    "2026 年 11 月 2 日",
    "2026年 11月 2日",
    "[2026-11-02]",
    "(2026-11-02)",
    "（2026-11-02）",
    "【2026-11-02】",
    "2026-11-02 10:21",
    "2026-11-02 10:21:36",
    "2026-11-0210:21:36",
    "2026-11-02T10:21:36",
    "2026年11月02日 10:21",
    "2026年11月02日10时21分",
    "2026年11月2日星期一",
    "２０２６-１１-０２",
    "２０２６年１１月２日",
    "2026－11－02",
    "2026／11／02",
    "2026–11–02",
    "2026- 11- 02",
    "二〇二六年十一月二日",
    "二○二六年十一月二日",
    "二零二六年十一月二日",
    "二Ｏ二六年十一月二日",
    "日期2026-11-02止",
]

OTHER_DAYS = [
    ("二〇二六年十月十日", date(2026, 10, 10)),
    ("二〇二六年一月二十一日", date(2026, 1, 21)),
    ("二〇二六年三月三十日", date(2026, 3, 30)),
    ("二〇一九年十二月三十一日", date(2019, 12, 31)),
    ("1998-1-9", date(1998, 1, 9)),
    ("2024-02-29", date(2024, 2, 29)),
]

NOT_DATES = [
    "",
    "2026",
    "2026-11",
    "2026年11月",
    "11-02",
    "11月2日",
    "[11-02]",
    "26-11-02",
    "2026-13-02",
    "2026-11-31",
    "2025-02-29",
    "2026-00-10",
    "2026-11-00",
    "2026-11/02",
    "2026.11-02",
    "1.2026-11-02",
    "12026-11-02",
    "2026-11-02-03",
    "2026-11-022",
    "192.168.2026.11.02",
    "2026.11.02.15",
    "1970-01-01",
    "1989-12-31",
    "2026-11-22",
    "2030-01-01",
    "二〇二六年腊月二日",
    "二〇二六年十一月",
    "二〇二六年十三月二日",
    "二〇二六年十一月三十二日",
    "豫政〔2026〕11号",
    "0371-2026-1102",
    "2026-2027学年",
    "14:20:26",
    "v2026.11",
    "2026年第11号",
    "20:26:11",
]

FIELDS = [
    ("20261102", DAY),
    ("20261102102136", DAY),
    ("202611021021", DAY),
    ("2026-11-02T10:21:36+08:00", DAY),
    ("2026-11-01T16:30:00Z", DAY),
    ("2026-11-01T15:30:00Z", date(2026, 11, 1)),
    ("Mon Nov 02 10:21:36 CST 2026", DAY),
    ("Nov 2, 2026", DAY),
    ("2 November 2026", DAY),
    ("2026-11-02 至 2026-11-09", None),
    ("2026110", None),
    ("13800138000", None),
    ("20261302", None),
    ("1793577600000", None),
    ("Foo 2, 2026", None),
    ("9999-99-99T99:99:99Z", None),
]

BOXES = [
    ("02 2026-11", DAY),
    ("02\n2026-11", DAY),
    ("02日 2026年11月", DAY),
    ("2026-11 02", DAY),
    ("2026.11\n02", DAY),
    ("11-02 2026", DAY),
    ("11月2日 2026年", DAY),
    ("2026 11-02", DAY),
    ("2026年 11/02", DAY),
    ("02 11", None),
    ("2026 11", None),
    ("32 2026-11", None),
    ("02 2026-11 政策文件", None),
]


@pytest.mark.parametrize("text", WRITTEN)
def test_written_forms(text: str) -> None:
    assert [value for _, _, value in printed_dates(text, TODAY)] == [DAY]
    assert [value for _, _, value in printed_dates(f"发布 {text} 来源", TODAY)] == [DAY]


@pytest.mark.parametrize(("text", "expected"), OTHER_DAYS)
def test_other_days(text: str, expected: date) -> None:
    assert read_date(text, TODAY) == expected


@pytest.mark.parametrize("text", NOT_DATES)
def test_look_alikes_are_no_dates(text: str) -> None:
    assert printed_dates(text, TODAY) == []


@pytest.mark.parametrize(("text", "expected"), FIELDS)
def test_machine_forms_in_fields(text: str, expected: date | None) -> None:
    assert read_date(text, TODAY) == expected


@pytest.mark.parametrize(("text", "expected"), BOXES)
def test_boxes(text: str, expected: date | None) -> None:
    assert boxed_date(text, TODAY) == expected


def test_places_point_into_the_text_as_given() -> None:
    text = "　（２０２６年１１月２日）和 2026-11-03"
    assert [text[start:stop] for start, stop, _ in printed_dates(text, TODAY)] == ["２０２６年１１月２日", "2026-11-03"]


def test_bounds() -> None:
    assert plausible(2026, 11, 21, TODAY) == date(2026, 11, 21)
    assert plausible(2026, 11, 22, TODAY) is None
    assert plausible(2026, 11, 22, None) == date(2026, 11, 22)
    assert plausible(1990, 1, 1, TODAY) == date(1990, 1, 1)
    assert plausible(2101, 1, 1, None) is None

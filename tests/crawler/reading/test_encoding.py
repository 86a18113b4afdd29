"""Which encoding a page is really in, whatever it says."""

import pytest

from crawler.reading import read_page
from crawler.reading.encoding import decode

SIMPLIFIED = "云溪区人民政府关于公布行政许可事项清单的通知,各部门办理信息公开工作。"
TRADITIONAL = "政府資訊公開:各單位電話與業務說明,為民服務的首頁。"


def page(text: str, charset: str) -> str:
    meta = f'<meta charset="{charset}">' if charset else ""
    return f"<html><head>{meta}<title>{text[:12]}</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("text", "written", "meta", "header", "expected"),
    [
        (SIMPLIFIED, "utf-8", "utf-8", "text/html; charset=utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8", "gb2312", "text/html; charset=GBK", "utf-8"),
        (SIMPLIFIED, "utf-8", "", "", "utf-8"),
        (SIMPLIFIED, "gbk", "utf-8", "", "gb18030"),
        (SIMPLIFIED, "gbk", "gb2312", "", "gb18030"),
        (SIMPLIFIED, "gbk", "", "text/html", "gb18030"),
        (SIMPLIFIED, "gbk", "iso-8859-1", "text/html; charset=ISO-8859-1", "gb18030"),
        (SIMPLIFIED, "gb18030", "utf-8", "text/html; charset=utf-8", "gb18030"),
        (SIMPLIFIED, "gbk", "no-such-charset", "", "gb18030"),
        (TRADITIONAL, "big5", "big5", "", "big5hkscs"),
        (TRADITIONAL, "big5", "", "", "big5hkscs"),
        (TRADITIONAL, "big5", "utf-8", "", "big5hkscs"),
        (SIMPLIFIED, "utf-8-sig", "gbk", "text/html; charset=gbk", "utf-8"),
        (SIMPLIFIED, "utf-16", "", "", "utf-16-le"),
        ("plain", "ascii", "gbk", "", "utf-8"),
    ],
)
def test_told_apart(text: str, written: str, meta: str, header: str, expected: str) -> None:
    decoded, name = decode(page(text, meta).encode(written), header)
    assert name == expected
    assert text in decoded


def test_a_title_cut_in_the_middle_of_a_character_stays_utf8() -> None:
    body = page(SIMPLIFIED * 5, "utf-8").encode().replace("清单".encode(), "清单".encode()[:5], 1)
    decoded, name = decode(body, "")
    assert name == "utf-8"
    assert "信息公开工作" in decoded


def test_other_languages_are_not_read_as_chinese() -> None:
    decoded, name = decode(page("Prüfung der Straßenbäume", "iso-8859-1").encode("latin-1"), "")
    assert name == "cp1252"
    assert "Straßenbäume" in decoded


def test_rare_characters_of_names_survive() -> None:
    assert "䶮" in decode(page("区民政局关于䶮某同志任职的通知公开信息", "gb2312").encode("gb18030"), "")[0]


def test_the_reading_says_which() -> None:
    reading = read_page(page(SIMPLIFIED, "utf-8").encode("gbk"), "http://yunxi.example/a.html", "text/html")
    assert reading.encoding == "gb18030"
    assert SIMPLIFIED in reading.text

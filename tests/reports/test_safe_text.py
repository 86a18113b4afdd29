"""Hostile text made fit for documents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.shared.safe_text import (
    CUT,
    MAX_CELL,
    MAX_URL,
    cell_text,
    clean,
    clip,
    file_stem,
    is_formula_like,
    printable_url,
    safe_href,
)


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("a?x=1&y=2", "a?x=1&y=2"),
        ("a<b", "a<b"),
        ("{{ 7*7 }}", "{{ 7*7 }}"),
        ("公\x00告\x1b[31m", "公告[31m"),
        ("安全\u202egnp.exe", "安全gnp.exe"),
        ("第一行\r\n\t第二行\u2028", "第一行 第二行"),
        ("半个\ud83d字", "半个字"),
        ("\uffff尾", "尾"),
    ],
)
def test_clean_keeps_what_is_harmless(hostile: str, shown: str) -> None:
    assert clean(hostile) == shown


@given(st.text())
def test_clean_text_can_stand_in_xml_and_utf8(text: str) -> None:
    line = clean(text)
    line.encode("utf-8")
    assert not [c for c in line if ord(c) < 32 or c in "\u202d\u202e\u2066\u2067\ufffe\uffff"]
    assert clean(line) == line


def test_clip_marks_the_cut() -> None:
    assert clip("一二三四五", 5) == "一二三四五"
    assert clip("一二三四五六", 5) == "一二三四…"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>",
        "//www.yunxi.example/",
        "http:///nohost",
        "http://[bad/",
        "file:///etc/passwd",
        "https://www.yunxi.example\\@evil.example/",
        "http://www.yunxi.example/" + "a" * MAX_URL,
        "",
    ],
)
def test_dangerous_addresses_are_no_links(url: str) -> None:
    assert safe_href(url) is None


def test_good_addresses_are_links() -> None:
    assert safe_href("http://www.yunxi.example/a?x=1&y=2#b") == "http://www.yunxi.example/a?x=1&y=2#b"
    assert safe_href("https://www.yunxi.example/公告 1") == "https://www.yunxi.example/%E5%85%AC%E5%91%8A%201"
    assert safe_href('https://www.yunxi.example/"onclick="x') == "https://www.yunxi.example/%22onclick=%22x"


def test_printed_addresses_cannot_be_turned_around() -> None:
    assert printable_url("http://a.example/\u202egpj.exe") == "http://a.example/%E2%80%AEgpj.exe"
    assert printable_url("http://a.example/" + "x" * 9000).endswith(CUT)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1"])
def test_formula_starts_are_known(text: str) -> None:
    assert is_formula_like(text)


def test_cells_are_cut_with_a_mark() -> None:
    text = cell_text("长" * (MAX_CELL + 1))
    assert len(text) == MAX_CELL
    assert text.endswith(CUT)
    assert cell_text("a\nb\x07") == "a\nb"


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("云溪区教育局", "云溪区教育局"),
        ("../../etc/passwd", "etcpasswd"),
        ('a<b>:"c"|?*\\', "abc"),
        ("\u202e局育教", "局育教"),
        ("...", "未命名"),
        ("局" * 200, "局" * 60),
    ],
)
def test_file_names_are_harmless(name: str, stem: str) -> None:
    assert file_stem(name) == stem

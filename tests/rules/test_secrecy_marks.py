"""Secrecy marks in whatever form a template writes them, and stars and talk that are none."""

from __future__ import annotations

import pytest
import rule_evidence as building

from rules.word import nonpublic_mark


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("秘密　★　10年", "秘密★10年"),
        ("機密★5年", "机密★5年"),
        ("机 密 ★ 长期", "机密★长期"),
        ("秘\u200b密★1年", "秘密★1年"),
        ("№ 000012　　　　秘密★6个月", "秘密★6个月"),
        ("特急 秘密★一年", "秘密★一年"),
        ("秘密★1年　特急", "秘密★1年"),
    ],
)
def test_secrecy_marks_in_every_form(line: str, mark: str) -> None:
    page = building.page({"text": f"{line}\n云溪区人民政府办公室文件"})
    assert [problem.discriminator for problem in nonpublic_mark.check(page, {}, building.context())] == [mark]


@pytest.mark.parametrize("line", ["保守国家机密★人人有责", "涉及国家秘密★", "“機密★5年”是写法", "五星★酒店", "机密★★★"])
def test_no_secrecy_mark(line: str) -> None:
    page = building.page({"text": line})
    assert list(nonpublic_mark.check(page, {}, building.context())) == []

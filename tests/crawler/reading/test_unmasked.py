"""Numbers that a page's text masks and its source does not."""

from __future__ import annotations

import pytest

from crawler.reading import read_page

MASKED, PLAIN = "35*************018", "350102198506110018"


def source_numbers(inside: str) -> list[str]:
    page = (
        "<html><head><title>补助名单公示</title></head><body><div class='article'><h1>补助名单公示</h1>"
        f"<p>根据有关规定，现将审核通过的人员名单予以公示，公示期为七个工作日。</p>{inside}</div></body></html>"
    )
    reading = read_page(page.encode(), "http://www.yunxi.example/a.html", "text/html; charset=utf-8")
    return [each.text for each in reading.unseen if each.how == "source"]


@pytest.mark.parametrize(
    "inside",
    [
        f"<p>甲某 {MASKED}</p><div class='menu'><span style='display:none'>{PLAIN}</span></div>",
        f"<p title='{PLAIN}'>甲某 {MASKED}</p>",
        f"<p>甲某 {MASKED}</p><input type='hidden' value='{PLAIN}'>",
        f"<p>甲某 {MASKED}</p><!-- {PLAIN} -->",
        f"<p>甲某 {MASKED}</p><script>var l=[{{'card':'{PLAIN}'}}]</script>",
        f"<p>甲某 35●●●●●●●●●●●●●018</p><i data-id='{PLAIN}'></i>",
    ],
)
def test_whole_numbers_behind_masks_are_kept(inside: str) -> None:
    assert source_numbers(inside) == [PLAIN]


@pytest.mark.parametrize(
    "inside",
    [
        f"<p>甲某</p><i data-id='{PLAIN}'></i>",  # the text masks nothing
        f"<p>甲某 {MASKED}</p><i data-id='350102198506110027'></i>",
        f"<p>甲某 {MASKED}</p><i data-id='9{PLAIN}'></i>",
        f"<p>甲某 {MASKED}</p><p>乙某 {PLAIN}</p>",  # it stands in the text, for others to tell
        f"<p>甲某 3****************8</p><i data-id='{PLAIN}'></i>",  # shows too little to know
        "<p>★★★★★ *********** 2026**11</p><i data-id='13800138001'></i>",
    ],
)
def test_other_numbers_are_not(inside: str) -> None:
    assert source_numbers(inside) == []


def test_no_end_of_masks_and_numbers() -> None:
    masks = "".join(f"<p>138****{number:04}</p>" for number in range(5_000))
    numbers = "".join(f"<i data-id='1380013{number:04}'></i>" for number in range(5_000))
    assert len(source_numbers(masks + numbers)) == 200


@pytest.mark.parametrize("mask", [MASKED, "350102198506******"])
def test_a_hidden_number_right_behind_its_mask_is_a_number_of_its_own(mask: str) -> None:
    page = f"<html><body><p>公示名单：甲某 {mask}<span hidden>{PLAIN}</span>2026年</p></body></html>"
    text = read_page(page.encode(), "http://www.yunxi.example/a.html", "text/html; charset=utf-8").text
    assert f"{mask} {PLAIN} 2026年" in text

"""Which pictures belong to an article's text and may hold words."""

from __future__ import annotations

import pytest
from pages import HOST, PROSE, article, listing, read

FOLDER = HOST + "/zwgk/tzgg/202611/"


def shown(markup: str, text: str = PROSE) -> list[str]:
    found = article("发布时间：2026-11-05", text=f"{text}</p><p>{markup}").pictures
    return [url.removeprefix(FOLDER) for url in found]


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="W1.png">',
        '<img src="W1.png" width="900" height="12000">',
        '<img src="W1.png" style="max-width:100%;width:800px">',
        '<img src="loading.gif" data-src="W1.png">',
        '<a href="W1.png"><img src="W1.png"></a>',
        '<a><img src="W1.png" width="100%"></a>',
    ],
)
def test_pictures_of_the_text(markup: str) -> None:
    assert shown(markup) == ["W1.png"]


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="icon.png" width="16" height="16">',
        '<img src="line.png" style="height:3px">',
        '<img src="banner.jpg" width="1000" height="120">',
        '<img src="drawing.svg">',
        '<a href="/zt/"><img src="banner.jpg"></a>',
        '<div style="display:none"><img src="W1.png"></div>',
        '<img src="data:image/png;base64,AAAA">',
        "<img>",
    ],
)
def test_dress_is_left_out(markup: str) -> None:
    assert shown(markup) == []


def test_pictures_around_the_text_and_on_lists_are_left_out() -> None:
    assert article("发布时间：2026-11-05").pictures == ()
    assert (
        listing(
            '<ul><li><img src="a.jpg"><a href="1.html">标题若干字数一</a><span>2026-11-01</span></li></ul>'
        ).pictures
        == ()
    )


def test_an_article_that_is_one_picture() -> None:
    title = "一图读懂惠企政策实施细则"
    picture = '<div class="TRS_Editor"><p><img src="W1.jpg"></p></div>'
    main = f"<h1>{title}</h1><div>发布时间：2026-11-05 来源：云溪区</div>{picture}"
    reading = read(main, f"{title}_云溪区人民政府", f'<meta name="ArticleTitle" content="{title}">')
    assert (reading.kind, list(reading.pictures)) == ("article", [FOLDER + "W1.jpg"])

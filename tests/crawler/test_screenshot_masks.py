"""What a screenshot shows of a person's number: nothing, however the page writes it; in a real Chromium."""

# ruff: noqa: E501 - markup is read unbroken

from __future__ import annotations

import asyncio
import base64
import io
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw
from scrapy.http import Headers

from crawler.browser import lacking
from crawler.fetching import Answer
from crawler.rendering import Renderer
from crawler.screenshot_masks import mask_pieces
from records.model import Reason

HOME = "http://www.yunxi.example/"
GONE = "http://www.yunxi.example/gone.html"
NUMBERS = ("13800138001", "13877558001")
OTHER = "无"
LINK = '<p><a href="/gone.html">失效</a></p>'


def cells(number: str) -> str:
    return "".join(f"<td>{digit}</td>" for digit in number)


def drawn(number: str, size: tuple[int, int]) -> str:
    picture = Image.new("L", size, 255)
    ImageDraw.Draw(picture).text((4, 4), number if number.isascii() else "-", fill=0)
    held = io.BytesIO()
    picture.save(held, "PNG")
    return "data:image/png;base64," + base64.b64encode(held.getvalue()).decode()


WRITTEN = {
    "text": lambda n: f"<p>电话{n}</p>",
    "parts in bold": lambda n: f"<p>电话<b>{n[:4]}</b>{n[4:]}</p>",
    "a span for each group": lambda n: f"<p><span>{n[:3]}</span> <span>{n[3:7]}</span> <span>{n[7:]}</span></p>",
    "parts that float": lambda n: f'<div><i style="float:left">{n[:5]}</i><i style="float:left">{n[5:]}</i></div><br>',
    "a block in the line": lambda n: f'<p>{n[:5]}<span style="display:inline-block">{n[5:]}</span></p>',
    "a cell for each digit": lambda n: f"<table><tr>{cells(n)}</tr></table>",
    "a comment inside": lambda n: f"<p>{n[:6]}<!-- x -->{n[6:]}</p>",
    "a link inside": lambda n: f'<p>{n[:6]}<a href="tel:">{n[6:]}</a></p>',
    "text field": lambda n: f'<input value="{n}">',
    "fields of one digit": lambda n: "".join(f'<input size="1" value="{each}">' for each in n),
    "area of text": lambda n: f"<textarea>{n}</textarea>",
    "words in an empty field": lambda n: f'<input placeholder="{n}">',
    "button": lambda n: f'<input type="button" value="{n}">',
    "choice": lambda n: f"<select><option>{n}</option></select>",
    "label of a choice": lambda n: f'<select><option label="{n}">甲</option></select>',
    "words for a missing picture": lambda n: f'<img src="/none.png" alt="{n}" width="200" height="30">',
    "before an element": lambda n: f'<style>.t::before {{ content: "{n}" }}</style><p class="t">甲</p>',
    "from an attribute": lambda n: (
        f'<style>.t::after {{ content: attr(title) }}</style><p class="t" title="{n}">甲</p>'
    ),
    "open shadow": lambda n: f'<div><template shadowrootmode="open"><p>电话{n}</p></template></div>',
    "shadow within a shadow": lambda n: (
        f'<div><template shadowrootmode="open"><div><template shadowrootmode="open">{n}</template></div></template></div>'
    ),
    "closed shadow of a script": lambda n: (
        f'<div id="s"></div><script>s.attachShadow({{mode: "closed"}}).innerHTML = "<p>{n}</p>"</script>'
    ),
    "closed shadow of the page": lambda n: f'<div><template shadowrootmode="closed"><p>电话{n}</p></template></div>',
}
DRAWN = {
    "text of a drawing": lambda n: f'<svg width="200" height="30"><text x="4" y="20">{n}</text></svg>',
    "frame with its own document": lambda n: f'<iframe srcdoc="<p>电话{n}</p>" width="300" height="60"></iframe>',
    "frame written by a script": lambda n: (
        f'<iframe id="f" width="300" height="60"></iframe><script>f.contentDocument.write("{n}")</script>'
    ),
    "frame with data": lambda n: f'<iframe src="data:text/html,{n}" width="300" height="60"></iframe>',
    "text on a canvas": lambda n: (
        f'<canvas id="c" width="200" height="30"></canvas><script>c.getContext("2d").fillText("{n}", 4, 20)</script>'
    ),
    "strip of a picture": lambda n: f'<div style="height:200px"></div><img src="{drawn(n, (120, 20))}">',
    "strip at the top": lambda n: f'<img src="{drawn(n, (120, 20))}">',
    "picture at the top": lambda n: f'<img src="{drawn(n, (600, 400))}">',
    "picture as a button": lambda n: f'<input type="image" src="{drawn(n, (120, 20))}">',
    "picture in a drawing": lambda n: (
        f'<svg width="200" height="30"><image href="{drawn(n, (120, 20))}" width="120" height="20"/></svg>'
    ),
    "picture behind nothing": lambda n: (
        f'<div style="width:200px;height:60px;background:url({drawn(n, (120, 20))}) no-repeat"></div>'
    ),
}
HARMLESS = {
    "a date beside a title that ends in a year": (
        "<p><a href='/a.html'>关于2018</a><span>2018-{}-05</span></p>", ("07", "09")),
    "a date and time": ("<p>发布时间：2018-{}-05 12:30:00 <span>66</span></p>", ("07", "09")),
    "numbers of pages": (
        "".join(f'<a href="/{n}.html">{n}</a> ' for n in range(1, 5)) + '<span>{}</span> <a href="/6.html">6</a>', "59"),
    "figures in a table": ("<table><tr><td>123</td><td>4{}67</td><td>890</td><td>1234</td></tr></table>", "38"),
    "a logo": ("<img src='{}'>", (drawn("1", (420, 80)), drawn("8", (420, 80)))),
    "a sign": ("<img src='{}'>", (drawn("1", (40, 40)), drawn("8", (40, 40)))),
}  # fmt: skip


def answer(body: str) -> Answer:
    kind = "text/html; charset=utf-8"
    body = f'<!DOCTYPE html><body style="margin:0">{body}{LINK}'
    return Answer(
        "", HOME, "GET", 200, Reason.OK, headers=Headers({"Content-Type": kind}), content_type=kind, body=body.encode()
    )


def pictures(*bodies: str) -> list[bytes | None]:
    async def nothing(url: str) -> Answer:
        return Answer("", url, "GET", None, Reason.BLOCKED)

    async def run() -> list[bytes | None]:
        renderer = Renderer(nothing, page_seconds=40)
        try:
            return [await renderer.screenshot(answer(body), GONE, "/gone.html") for body in bodies]
        finally:
            await renderer.close()

    return asyncio.run(run())


def opened(picture: bytes | None) -> Image.Image:
    assert picture is not None
    return Image.open(io.BytesIO(picture)).convert("L")


def difference(one: bytes | None, other: bytes | None) -> int:
    """The greatest difference of two pictures in one place, 0-255."""
    _, greatest = ImageChops.difference(opened(one), opened(other)).getextrema()
    assert isinstance(greatest, int)
    return greatest


needs_chromium = pytest.mark.skipif(bool(lacking()), reason=f"渲染没有试：{lacking()}")


@needs_chromium
@pytest.mark.parametrize("way", WRITTEN)
def test_two_numbers_written_on_a_page_cannot_be_told_apart(way: str) -> None:
    one, other, none = pictures(*(WRITTEN[way](each) for each in (*NUMBERS, OTHER)))
    assert difference(one, other) == 0
    assert difference(one, none) > 100, "it is on the picture"


@needs_chromium
@pytest.mark.parametrize("way", DRAWN)
def test_two_numbers_drawn_on_a_page_can_hardly_be_told_apart(way: str) -> None:
    one, other, none = pictures(*(DRAWN[way](each) for each in (*NUMBERS, OTHER)))
    assert difference(one, other) < min(16, difference(one, none))


@needs_chromium
def test_a_page_that_writes_its_numbers_again_and_again_gets_no_picture() -> None:
    restless = "<p id='p'></p><script>setInterval(() => {{ p.textContent = '{}' }}, 1)</script>"
    changing, harmless = pictures(restless.format(NUMBERS[0]), restless.format("甲"))
    assert changing is None
    assert harmless is not None


@needs_chromium
def test_a_page_that_shows_new_pictures_again_and_again_gets_no_picture() -> None:
    show = "<script>setInterval(() => {{ const i = new Image(); i.src = '{}'; document.body.append(i) }}, 20)</script>"
    scan, sign = pictures(show.format(drawn(NUMBERS[0], (120, 20))), show.format(drawn("1", (40, 40))))
    assert scan is None
    assert sign is not None


@needs_chromium
@pytest.mark.parametrize("what", HARMLESS)
def test_what_is_nobody_s_can_be_read(what: str) -> None:
    written, (one, other) = HARMLESS[what]
    assert difference(*pictures(written.format(one), written.format(other))) > 100


@given(st.lists(st.tuples(st.text("0123456789X -·a甲@.", max_size=9), st.booleans()), max_size=9))
def test_pieces_keep_their_length_and_masking_them_again_changes_nothing(pieces: list[tuple[str, bool]]) -> None:
    texts, joined = [text for text, _ in pieces], [flag for _, flag in pieces]
    masked = mask_pieces(texts, joined)
    assert [len(text) for text in masked] == [len(text) for text in texts]
    assert mask_pieces(masked, joined) == masked


@given(st.lists(st.integers(1, 10), max_size=4), st.sampled_from(("13800138001", "35010219850611001X")))
def test_however_a_number_is_cut_its_middle_is_hidden(cuts: list[int], number: str) -> None:
    ends = sorted({0, *cuts, len(number)})
    texts = [number[start:end] for start, end in pairwise(ends)]
    masked = "".join(mask_pieces(["电话", *texts], [False] + [True] * len(texts)))
    assert "*" * 4 in masked
    assert sum(map(str.isdigit, masked)) <= 7

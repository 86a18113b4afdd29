"""Pictures on PDF pages that have a text layer too: a photographed list under a heading, a scan with page numbers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from crawler.attachments import ocr

_PIXELS, _MOST_SCALE = 2_000, 3.0
_LEAST_SHARE = 0.04
"""Of a page: smaller ones are marks, stamps and lines."""
_LEAST_SIDE = 40.0
"""In points."""
_COVERED = 20
"""So many characters of the text layer over a picture are its text (a searchable scan), or it is only their ground."""
_TOUCH = 2.0
_MAX_PICTURES = 300

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""


def picture_boxes(page: pypdfium2.PdfPage) -> list[Box]:
    """Where on the page pictures stand whose text nobody told; strips of one scan are one."""
    left, bottom, right, top = page.get_bbox()
    boxes: list[Box] = []
    for picture in islice(_pictures(page), _MAX_PICTURES):
        west, south, east, north = _bounds(picture)
        box = max(west, left), max(south, bottom), min(east, right), min(north, top)
        if box[0] < box[2] and box[1] < box[3]:
            boxes.append(box)
    page_area = max((right - left) * (top - bottom), 1.0)
    large = [
        box
        for box in _joined(boxes)
        if _area(box) >= _LEAST_SHARE * page_area and min(box[2] - box[0], box[3] - box[1]) >= _LEAST_SIDE
    ]
    if not large:
        return []
    layer = page.get_textpage()
    untold = [box for box in large if len("".join(layer.get_text_bounded(*box).split())) < _COVERED]
    layer.close()
    return untold


def _pictures(page: pypdfium2.PdfPage) -> Iterator[pypdfium2.PdfObject]:
    """The pictures of a page, and the groups (form XObjects) with pictures in them: only the bounds of a whole group
    are told in the measures of the page.
    """
    for each in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM), max_depth=1):
        inside = (
            page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), form=each, level=1) if _is_group(each) else (each,)
        )
        if any(True for _ in inside):
            yield each


def _is_group(each: pypdfium2.PdfObject) -> bool:
    return bool(each.type == pdfium.FPDF_PAGEOBJ_FORM)


def texts_in(page: pypdfium2.PdfPage, boxes: list[Box], budget: ocr.Budget) -> Iterator[str | None]:
    """The text of each box from the page as it is shown; None where no time is left."""
    width, height = page.get_size()
    bitmap = page.render(scale=min(_PIXELS / max(width, height, 1), _MOST_SCALE))
    shown, conversion = bitmap.to_pil(), bitmap.get_posconv(page)
    for left, bottom, right, top in boxes:
        if budget.spent:
            yield None
            continue
        corners = [conversion.to_bitmap(x, y) for x in (left, right) for y in (bottom, top)]
        xs, ys = [corner[0] for corner in corners], [corner[1] for corner in corners]
        yield _text(
            shown.crop((max(min(xs), 0), max(min(ys), 0), min(max(xs), shown.width), min(max(ys), shown.height))),
            budget,
        )


def _text(picture: Image.Image, budget: ocr.Budget) -> str:
    return ocr.text_of(picture, budget)[0] if min(picture.size) > 1 else ""


def _bounds(picture: pypdfium2.PdfObject) -> Box:
    try:
        left, bottom, right, top = picture.get_bounds()
    except pypdfium2.PdfiumError:
        return 0.0, 0.0, 0.0, 0.0
    return left, bottom, right, top


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _joined(boxes: list[Box]) -> list[Box]:
    """Boxes that touch as one."""
    joined: list[Box] = []
    for box in sorted(boxes, key=lambda box: -box[3]):
        grown = box
        while touching := [each for each in joined if _touch(each, grown)]:
            joined = [each for each in joined if each not in touching]
            for each in touching:
                grown = (
                    min(grown[0], each[0]), min(grown[1], each[1]), max(grown[2], each[2]), max(grown[3], each[3]),
                )  # fmt: skip
        joined.append(grown)
    return joined


def _touch(one: Box, other: Box) -> bool:
    return (
        one[0] <= other[2] + _TOUCH
        and other[0] <= one[2] + _TOUCH
        and one[1] <= other[3] + _TOUCH
        and other[1] <= one[3] + _TOUCH
    )

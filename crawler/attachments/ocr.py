"""Reading text from pictures, where the optional extra ``[ocr]`` is installed (its models are inside the package).

``rapidocr`` runs on the processor alone and asks no network. Loading takes a second, a page one to three.
"""

from __future__ import annotations

import importlib.util
import logging
import math
import time
from functools import lru_cache
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the gatherer asks whether there is text recognition at all, and needs no pictures for that
    from PIL import Image

MISSING = "没有安装文字识别（安装方法见 wangcha doctor）"
SECONDS_A_DOCUMENT = 75.0
"""How long pictures of one document may take together; the reader ends a document after two minutes."""
_LONGEST_SIDE = 2_200
_LONG, _OVERLAP = 2.2, 160
_WIDEST = 1_200
LEAST_SCORE = 0.6
"""How sure the reading of a line must be: in a scan nearly everything is text."""
_SAME_LINE = 0.6
_ASKED, _SURE = 5, 0.9
"""How many lines tell how a page lies, and how sure it must be that one is upside down."""
_LEAST_HEIGHT = 10
"""In pixels: no character can be read that is lower."""
_WHITE = 255
_FLATTEST = 8
"""How many times as long as wide a picture may be: of one pixel by two thousand the engine makes 44 by 60 thousand."""


def available() -> bool:
    """Whether the extra is installed."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


class Budget:
    """The time that is left for the pictures of one document."""

    def __init__(self, seconds: float = SECONDS_A_DOCUMENT) -> None:
        self._ends = time.monotonic() + seconds

    @property
    def spent(self) -> bool:
        """Whether there is none left."""
        return time.monotonic() > self._ends


def text_of(image: Image.Image, budget: Budget | None = None, least_score: float = LEAST_SCORE) -> tuple[str, bool]:
    """The text of a picture, line by line from the top, with tabs where a line has gaps; lying ones are set upright.

    A long picture (一图读懂) is read piece by piece; the second value says whether its end was reached before the
    budget was spent. Lines that were read with less than ``least_score`` (0 to 1) are left out. Only call it where
    :func:`available`.
    """
    if min(image.size) < _LEAST_HEIGHT:
        return "", True
    image = image.convert("RGB")
    if image.height > _LONG * image.width:
        return _long_text(image, budget or Budget(), least_score)
    image.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    lines = _lines(image, least_score)
    if _lies(lines):
        turned = image.rotate(90, expand=True)
        if _legible(read := _lines(turned, least_score)) > _legible(lines):
            image, lines = turned, read
    if _stands_on_its_head(image, lines):
        lines = [([(image.width - x, image.height - y) for x, y in box], text, score) for box, text, score in lines]
    return _joined(lines), True


def _long_text(image: Image.Image, budget: Budget, least_score: float) -> tuple[str, bool]:
    """Each piece overlaps the next; a line counts for the piece in whose own stretch its middle lies."""
    if image.width > _WIDEST:
        image = image.resize((_WIDEST, image.height * _WIDEST // image.width))
    height = round(_LONG * image.width)
    kept: list[Line] = []
    for top in range(0, image.height, height):
        if top and budget.spent:
            return _joined(kept), False
        above = min(top, _OVERLAP)
        piece = image.crop((0, top - above, image.width, min(top + height + _OVERLAP, image.height)))
        for box, text, score in _lines(piece, least_score):
            moved = [(float(point[0]), float(point[1]) + top - above) for point in box]
            middle = sum(point[1] for point in moved) / 4
            if top <= middle < top + height:
                kept.append((moved, text, score))
    return _joined(kept), True


Line = tuple[Any, str, float]
"""A box (four corners), the text in it, and how sure the reading is."""


def _lines(image: Image.Image, least_score: float) -> list[Line]:
    result = _asked_engine(image, use_det=True, use_rec=True)
    if result.boxes is None or result.txts is None:
        return []
    found = zip(result.boxes, result.txts, result.scores, strict=True)
    return [(box, text, float(score)) for box, text, score in found if score >= least_score]


def _asked_engine(image: Image.Image, **steps: bool) -> Any:
    """What the engine says of a picture; a flat or narrow one gets a ground that is neither, places in it stay."""
    import numpy  # noqa: PLC0415 - only where a picture is read

    least = -(-max(image.size) // _FLATTEST)
    below, beside = max(least - image.height, 0), max(least - image.width, 0)
    pixels = numpy.pad(numpy.asarray(image), ((0, below), (0, beside), (0, 0)), constant_values=_WHITE)
    return _engine()(pixels, use_cls=True, **steps)


def _lies(lines: list[Line]) -> bool:
    """Whether most lines stand on end: the page lies on its side."""
    upright = sum(len(text) for box, text, _ in lines if _width(box) >= _height(box))
    return upright * 2 < sum(len(text) for _, text, _ in lines)


def _stands_on_its_head(image: Image.Image, lines: list[Line]) -> bool:
    """Whether most of the longest lines are upside down: each is read right, but the last one would come first."""
    down = 0
    asked = sorted(lines, key=lambda line: -len(line[1]))[:_ASKED] if len(lines) > 1 else []
    for box, _, _ in asked:
        xs, ys = [int(point[0]) for point in box], [int(point[1]) for point in box]
        crop = image.crop((max(min(xs), 0), max(min(ys), 0), max(xs), max(ys)))
        if min(crop.size) > 1:
            label, score = _asked_engine(crop, use_det=False, use_rec=False).cls_res[0]
            down += label == "180" and score > _SURE
    return down * 2 > len(asked)


def _legible(lines: list[Line]) -> float:
    return sum(len(text) * score for box, text, score in lines if _width(box) >= _height(box))


def _width(box: Any) -> float:
    return float(max(point[0] for point in box) - min(point[0] for point in box))


def _height(box: Any) -> float:
    return float(max(point[1] for point in box) - min(point[1] for point in box))


def _joined(lines: list[Line]) -> str:
    """Boxes side by side become one line, parted by tabs as the cells of a table are."""
    rows: list[tuple[float, float, list[tuple[float, str]]]] = []
    for box, text, _ in sorted(_straightened(lines), key=lambda line: min(point[1] for point in line[0])):
        middle, height = sum(point[1] for point in box) / 4, _height(box)
        left = min(point[0] for point in box)
        if rows and abs(rows[-1][0] - middle) < _SAME_LINE * max(rows[-1][1], height):
            rows[-1][2].append((left, text))
        else:
            rows.append((middle, height, [(left, text)]))
    return "\n".join("\t".join(text for _, text in sorted(cells)) for _, _, cells in rows)


def _straightened(lines: list[Line]) -> list[Line]:
    """The boxes of a page that was laid on the scanner askew as if it had lain straight; the longest lines tell."""
    longest = sorted(lines, key=lambda line: -_width(line[0]))[:_ASKED]
    slopes = [math.atan2(box[1][1] - box[0][1], box[1][0] - box[0][0]) for box, _, _ in longest]
    tilt = median((slope + math.pi / 2) % math.pi - math.pi / 2 for slope in slopes) if slopes else 0.0
    cosine, sine = math.cos(tilt), math.sin(tilt)
    return [
        ([(float(x * cosine + y * sine), float(y * cosine - x * sine)) for x, y in box], text, score)
        for box, text, score in lines
    ]


@lru_cache(maxsize=1)
def _engine() -> Any:
    from rapidocr import RapidOCR  # noqa: PLC0415 - heavy, and only where a picture is met

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(params={"Global.log_level": "error"})

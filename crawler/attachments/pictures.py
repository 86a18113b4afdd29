"""Pictures: where they were taken (EXIF), and what is written in them where text recognition is installed."""

from __future__ import annotations

import io
import warnings
from collections import Counter
from collections.abc import Iterable

from PIL import ExifTags, Image, UnidentifiedImageError

from crawler.attachments import ocr
from crawler.attachments.parts import Parts
from crawler.attachments.reading import UnreadableError
from records.evidence import TextPart
from records.model import Reason

MAX_PIXELS = 60_000_000
MAX_FRAMES = 50
_LEAST_SIDE = 120
"""Smaller ones are icons and lines."""
SECONDS_A_PICTURE = 40.0
"""How long one picture of a page may take: there are many of them."""
_SHOWN_LEAST_SCORE = 0.85
"""How sure the reading of a line in a page's picture must be: on photos much is taken for signs that is none."""
_SHOWN_LEAST_SIDE = 200
"""The same in pages, which are dressed with larger ones."""
_BROKEN = "图片已损坏，无法打开"
_DRAWINGS = ("EMF", "WMF")
"""Formats that Office keeps drawings in; nothing here paints them."""
_VAST, _TOO_VAST = "尺寸过大", "图片尺寸过大，未识别"
_TIME_UP = "识别时间已用完"
_FAULTS = (
    UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, TypeError,
    ZeroDivisionError, Image.DecompressionBombError, OverflowError,
)  # fmt: skip


def read_picture(body: bytes, parts: Parts) -> str:
    """Add the place where a picture was taken, and its text; raises :class:`UnreadableError` without recognition."""
    image = _opened(body)
    if image is None:
        raise UnreadableError(Reason.PARSE_FAILED, _BROKEN)
    _add_place(image, None, parts)
    if not ocr.available():
        raise UnreadableError(Reason.UNSUPPORTED_TYPE, f"图片，{ocr.MISSING}，未检查其中的文字")
    budget = ocr.Budget()
    stated = getattr(image, "n_frames", 1)
    frames = min(stated, MAX_FRAMES)
    for number in range(frames):
        if budget.spent:
            raise UnreadableError(Reason.TOO_LARGE, f"共 {stated} 页，第 {number + 1} 页起{_TIME_UP}，未检查其中的文字")
        _add_text(image, number, budget, parts)
    if stated > frames:
        raise UnreadableError(Reason.TOO_LARGE, f"共 {stated} 页，第 {frames + 1} 页起未检查其中的文字")
    if not any(part.role == "scan" for part in parts.found):
        raise UnreadableError(Reason.UNSUPPORTED_TYPE, "图片，没有认出文字")
    return ""


def read_shown_picture(body: bytes, parts: Parts) -> None:
    """The same for a picture in a page, which may be a photo without any words, or too small to hold some."""
    image = _opened(body)
    if image is None:
        raise UnreadableError(Reason.PARSE_FAILED, _BROKEN)
    _add_place(image, None, parts)
    if ocr.available() and min(image.size) >= _SHOWN_LEAST_SIDE and getattr(image, "n_frames", 1) == 1:
        _add_text(image, 0, ocr.Budget(SECONDS_A_PICTURE), parts, _SHOWN_LEAST_SCORE)


def _add_text(
    image: Image.Image, frame: int, budget: ocr.Budget, parts: Parts, least_score: float = ocr.LEAST_SCORE
) -> None:
    """Add the text of one frame; raises :class:`UnreadableError` where it is broken or longer than there is time."""
    try:
        image.seek(frame)
        text, whole = ocr.text_of(_upright(image), budget, least_score)
    except _FAULTS as error:
        raise UnreadableError(Reason.PARSE_FAILED, _BROKEN) from error
    parts.add(TextPart(text, role="scan", page=frame + 1 if getattr(image, "n_frames", 1) > 1 else None))
    if not whole:
        raise UnreadableError(Reason.TOO_LARGE, f"图片太长，{_TIME_UP}，只检查了上面一部分")


def add_pictures(found: Iterable[tuple[str, bytes]], parts: Parts) -> str:
    """The same for pictures inside a document; returns a note on those that were not read."""
    budget = ocr.Budget()
    unread: Counter[str] = Counter()
    for name, body in found:
        try:
            image = _opened(body)
        except UnreadableError:
            unread[_VAST] += 1
            continue
        if image is None or min(image.size) < _LEAST_SIDE:
            continue
        _add_place(image, name, parts)
        if image.format in _DRAWINGS:
            unread["是矢量图，不能识别"] += 1
            continue
        if not ocr.available() or budget.spent:
            unread[_TIME_UP if ocr.available() else ocr.MISSING] += 1
            continue
        try:
            text, whole = ocr.text_of(_upright(image), budget)
        except _FAULTS:  # what no program opens shows nothing to a reader either
            continue
        parts.add(TextPart(text, role="scan", sheet=f"图片 {name}"))
        unread[_TIME_UP] += not whole
    notes = [f"文件里有 {count} 张图片，{why}，未检查其中的文字" for why, count in unread.items() if count]
    if notes:
        parts.unread = Reason.SKIPPED_BUDGET if unread[_TIME_UP] else Reason.UNSUPPORTED_TYPE
    return "；".join(notes)


def _opened(body: bytes) -> Image.Image | None:
    """A picture, not yet decoded; None for none that can be opened, :class:`UnreadableError` for one of insane size."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(body))
    except Image.DecompressionBombError as error:
        raise UnreadableError(Reason.TOO_LARGE, _TOO_VAST) from error
    except _FAULTS:
        return None
    if image.width * image.height > MAX_PIXELS:
        raise UnreadableError(Reason.TOO_LARGE, _TOO_VAST)
    return image


def _upright(image: Image.Image) -> Image.Image:
    from PIL import ImageOps  # noqa: PLC0415 - only where a picture is met

    return ImageOps.exif_transpose(image)


def _add_place(image: Image.Image, name: str | None, parts: Parts) -> None:
    """Add the coordinates in the EXIF data (GPS IFD of EXIF 2.3) as a part of role ``photo``."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            place = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        latitude = _degrees(place.get(ExifTags.GPS.GPSLatitude))
        longitude = _degrees(place.get(ExifTags.GPS.GPSLongitude))
    except _FAULTS:
        return
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return
    south = "南纬" if place.get(ExifTags.GPS.GPSLatitudeRef) == "S" else "北纬"
    west = "西经" if place.get(ExifTags.GPS.GPSLongitudeRef) == "W" else "东经"
    text = f"拍摄位置：{south}{latitude:.5f}度，{west}{longitude:.5f}度"
    parts.add(TextPart(text, role="photo", sheet=f"图片 {name}" if name else None, hidden="照片属性"))


def _degrees(value: object) -> float | None:
    if not isinstance(value, tuple) or len(value) != 3:
        return None
    degrees, minutes, seconds = (float(each) for each in value)
    found = degrees + minutes / 60 + seconds / 3600
    return found if 0 <= found <= 180 else None

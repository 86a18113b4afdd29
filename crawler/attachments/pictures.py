"""Pictures: where they were taken (EXIF), and what is written in them where text recognition is installed."""

from __future__ import annotations

import io
import warnings
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
_FAULTS = (
    UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, TypeError,
    ZeroDivisionError, Image.DecompressionBombError, OverflowError,
)  # fmt: skip


def read_picture(body: bytes, parts: Parts) -> str:
    """Add the place where a picture was taken, and its text; raises :class:`UnreadableError` without recognition."""
    image = _opened(body)
    if image is None:
        raise UnreadableError(Reason.PARSE_FAILED, "图片已损坏或过大，无法打开")
    _add_place(image, None, parts)
    if not ocr.available():
        raise UnreadableError(Reason.UNSUPPORTED_TYPE, f"图片，{ocr.MISSING}，未检查其中的文字")
    budget = ocr.Budget()
    frames = min(getattr(image, "n_frames", 1), MAX_FRAMES)
    for number in range(frames):
        if budget.spent:
            raise UnreadableError(Reason.TOO_LARGE, f"图片太多，只检查了前 {number} 页")
        try:
            image.seek(number)
            text = ocr.text_of(_upright(image))
        except _FAULTS as error:
            raise UnreadableError(Reason.PARSE_FAILED, "图片已损坏，无法打开") from error
        parts.add(TextPart(text, role="scan", page=number + 1 if frames > 1 else None))
    if not any(part.role == "scan" for part in parts.found):
        raise UnreadableError(Reason.UNSUPPORTED_TYPE, "图片，没有认出文字")
    return ""


def add_pictures(found: Iterable[tuple[str, bytes]], parts: Parts) -> str:
    """The same for pictures inside a document; returns a note on those that were not read."""
    budget, unread = ocr.Budget(), 0
    for name, body in found:
        image = _opened(body)
        if image is None or min(image.size) < _LEAST_SIDE:
            continue
        _add_place(image, name, parts)
        if not ocr.available() or budget.spent:
            unread += 1
            continue
        try:
            text = ocr.text_of(_upright(image))
        except _FAULTS:
            unread += 1
            continue
        parts.add(TextPart(text, role="scan", sheet=f"图片 {name}"))
    if not unread:
        return ""
    why = "识别时间已用完" if ocr.available() else ocr.MISSING
    return f"文件里有 {unread} 张图片，{why}，未检查其中的文字"


def _opened(body: bytes) -> Image.Image | None:
    """A picture whose size is sane, not yet decoded."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(body))
        return image if image.width * image.height <= MAX_PIXELS else None
    except _FAULTS:
        return None


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

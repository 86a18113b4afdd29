"""Pictures in articles are read once everything else was gathered; those that were not are recorded as such."""

from __future__ import annotations

import asyncio
import io
from contextlib import closing
from pathlib import Path

import pytest
from PIL import ExifTags, Image, ImageDraw, ImageFont

from crawler import page_pictures
from crawler.attachments import ocr, read_page_picture
from crawler.fetching import Answer
from crawler.page_pictures import PagePictures
from crawler.reading_room import ReadingRoom
from records.bundle.reader import BundleReader
from records.bundle.spec import GatherSpec
from records.bundle.warc import WarcFiles
from records.bundle.writer import BundleWriter
from records.model import Reason

NUMBER = "350102198506110018"
HOST = "http://yunxi.example"


def picture(*lines: str, size: tuple[int, int] = (900, 400), place: bool = False) -> bytes:
    image = Image.new("RGB", size, "white")
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(size=40)
    for row, text in enumerate(lines):
        pen.text((60, 60 + 90 * row), text, "black", font=font)
    exif = image.getexif()
    if place:
        told = exif.get_ifd(ExifTags.IFD.GPSInfo)
        told[ExifTags.GPS.GPSLatitudeRef], told[ExifTags.GPS.GPSLatitude] = "N", (26.0, 4.0, 30.0)
        told[ExifTags.GPS.GPSLongitudeRef], told[ExifTags.GPS.GPSLongitude] = "E", (119.0, 18.0, 0.0)
    stream = io.BytesIO()
    image.save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def page_row(page_id: int) -> tuple[object, ...]:
    title = f"第{page_id}号公示"
    return (page_id, "article", title, "h1", None, None, None, None, "[]", *(None,) * 6, "正文", "h1", "{}", None, "")


class Site:
    """A bundle with articles 1 to 4 that show pictures, and what asking for each picture brings."""

    def __init__(self, folder: Path, answers: dict[str, bytes | Reason], shown: list[tuple[int, str]]) -> None:
        self.folder = folder
        self.answers = answers
        self.asked: list[str] = []
        self.writer = BundleWriter.open(GatherSpec("yunxi", HOST + "/", str(folder), "2026-03-01"))
        ids = {name: 10 + number for number, name in enumerate(answers)}
        urls = [(number, f"{HOST}/{number}.html", "page") for number in range(1, 5)]
        urls += [(id_, f"{HOST}/{name}", "resource") for name, id_ in ids.items()]
        self.writer.add(
            "urls", [(id_, url, "yunxi.example", 1, kind, "done", "ok", 1, None) for id_, url, kind in urls]
        )
        self.writer.add("pages", [page_row(number) for number in range(1, 5)])
        self.writer.add("pictures", [(page_id, ids[name]) for page_id, name in shown])

    async def get(self, url: str) -> Answer:
        name = url.rpartition("/")[2]
        self.asked.append(name)
        told = self.answers[name]
        at = "2026-03-01T00:00:00+00:00"
        if isinstance(told, Reason):
            return Answer(at, url, "GET", 404, told)
        return Answer(at, url, "GET", 200, Reason.OK, body=told, read=True)

    def read(self) -> list[tuple[str, str, str]]:
        """(name, reason, detail) of every picture that was recorded."""

        async def run() -> None:
            room = ReadingRoom()
            warc = WarcFiles(self.folder)
            pictures = PagePictures(self.writer, room, warc, self.get)
            await pictures.read()
            pictures.skip_rest()
            await room.close()
            warc.close()

        asyncio.run(run())
        self.writer.finish(complete="1")
        self.writer.close()
        with closing(BundleReader(self.folder)) as bundle:
            return [(each.name, str(each.reason), each.detail) for each in bundle.attachments()]


@pytest.fixture
def recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: True)  # here; the reader process finds out by itself


def test_a_photo_in_an_article_is_read_and_told_of_its_page(tmp_path: Path, recognised) -> None:
    site = Site(tmp_path / "bundle", {"a.jpg": picture("Jia", place=True)}, [(2, "a.jpg")])
    assert site.read() == [("a.jpg", "ok", "")]
    with closing(BundleReader(tmp_path / "bundle")) as bundle:
        (photo,) = bundle.attachments()
        assert (photo.mend_url, photo.title, photo.picture, photo.attachment) == (
            f"{HOST}/2.html",
            "第2号公示",
            "a.jpg",
            None,
        )
        assert [part.text for part in photo.parts if part.role == "photo"] == [
            "拍摄位置：北纬26.07500度，东经119.30000度"
        ]
        assert bundle.gather.counts["attachments"] == 0
        assert bundle.gather.counts["pictures"] == 1
    assert any((tmp_path / "bundle").glob("*.warc.gz")), "what a finding may rest on is kept"


def test_dress_and_tiny_files_are_not_read(tmp_path: Path, recognised) -> None:
    shown = [(number, "dress.jpg") for number in range(1, 5)] + [(1, "tiny.jpg")]
    site = Site(tmp_path / "bundle", {"dress.jpg": picture("Jia"), "tiny.jpg": b"GIF89a" + b"0" * 99}, shown)
    assert site.read() == [("tiny.jpg", "ok", "")]
    assert site.asked == ["tiny.jpg"]


def test_what_was_not_read_is_recorded_with_its_reason(
    tmp_path: Path, recognised, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_pictures, "MOST_A_PAGE", 2)
    monkeypatch.setattr(page_pictures, "MOST_A_SITE", 3)
    small = b"GIF89a" + b"0" * 99
    answers = {"gone.jpg": Reason.TIMEOUT, "b.jpg": small, "c.jpg": small, "d.jpg": small, "e.jpg": small}
    shown = [(1, "gone.jpg"), (1, "b.jpg"), (1, "c.jpg"), (2, "d.jpg"), (3, "e.jpg")]
    site = Site(tmp_path / "bundle", answers, shown)
    found = {name: (reason, detail) for name, reason, detail in site.read()}
    assert site.asked == ["gone.jpg", "b.jpg", "d.jpg"]
    assert found["gone.jpg"][0] == "timeout"
    assert found["b.jpg"] == found["d.jpg"] == ("ok", "")
    assert found["c.jpg"] == ("skipped_budget", "这个网页的图片超过 2 张，这张没有识别")
    assert found["e.jpg"] == ("skipped_budget", "网页图片太多，或巡检时间已用完，这张没有识别")


def test_without_recognition_nothing_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    site = Site(tmp_path / "bundle", {"a.jpg": picture("Jia", place=True)}, [(1, "a.jpg")])
    assert (site.read(), site.asked) == ([], [])


def test_broken_pictures_and_pages_in_their_place(recognised) -> None:
    assert read_page_picture(picture("Jia")[:300]).reason is Reason.PARSE_FAILED
    assert read_page_picture(b"<html>404</html>").reason is Reason.OK
    assert read_page_picture(picture(size=(150, 900))).parts == ()


def test_a_long_picture_is_read_piece_by_piece_to_its_end() -> None:
    pytest.importorskip("rapidocr", reason="没有安装可选的文字识别：make ocr")
    rows = [f"Line {row:03}" for row in range(14)]
    reading = read_page_picture(picture(*rows, size=(320, 1340)))
    assert reading.reason is Reason.OK
    (part,) = reading.parts
    assert [line.split()[-1][-3:] for line in part.text.split("\n")] == [f"{row:03}" for row in range(14)]

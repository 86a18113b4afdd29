"""Nothing personal leaves ``evidence/``: everything the program wrote and said is searched for what was planted."""

from __future__ import annotations

import io
import re
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import PIL.Image
import pytest
from openpyxl import Workbook
from openpyxl.drawing.image import Image as Picture
from PIL import ExifTags

from tests.inspection.conftest import OFFICE, Desk
from tests.support.web import Server

ID, MOBILE, CARD = "350102198506110018", "13800138001", "6200009000000079195"
PASSPORT, EMAIL, WECHAT, PLATE, QQ = "E12345678", "jia.yun2026@mail.example", "yunxi_jia99", "闽A12B45", "123450777"
DOOR = "12号3单元501室"
PLANTED = (ID, MOBILE, CARD, PASSPORT, EMAIL, WECHAT, PLATE, QQ, DOOR)
OLD_NOTE = "对工作进行布署"


def page(title: str, *paragraphs: str, links: tuple[tuple[str, str], ...] = ()) -> str:
    anchors = "".join(f'<p><a href="{address}">{words}</a></p>' for address, words in links)
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
        f"<div class='content'>{body}</div>{anchors}</body></html>"
    )


def spreadsheet() -> bytes:
    book = Workbook()
    sheet = book.create_sheet("名单", 0)
    sheet.append(
        ["姓名", "身份证号", "手机号码", "一卡通账号", "护照号码", "家庭住址", "车牌号", "微信号", "邮箱", "QQ号"]
    )
    for _ in range(3):
        sheet.append(["甲某", ID, MOBILE, CARD, PASSPORT, f"云溪区东溪路{DOOR}", PLATE, WECHAT, EMAIL, QQ])
    sheet.append([f"{OLD_NOTE}，联系{EMAIL}"])
    hidden = book.create_sheet(f"底稿{MOBILE}")
    hidden.sheet_state = "hidden"
    hidden.append(["姓名", "身份证号", "备注"])
    hidden.append(["甲某", ID, OLD_NOTE])
    book.properties.creator = f"甲某{MOBILE}"
    sheet.add_image(Picture(io.BytesIO(photo())), "L1")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def photo() -> bytes:
    image = PIL.Image.new("RGB", (200, 200), "white")
    exif = image.getexif()
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", (26.0, 4.0, 30.0)
    place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "E", (119.0, 18.0, 0.0)
    stream = io.BytesIO()
    image.save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def archive() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr(f"甲某{ID}.txt", f"补贴发放名单\n姓名：甲某，身份证号{ID}，{OLD_NOTE}")
        packed.writestr(f"乙某{MOBILE}.pdf", b"%PDF-1.4 broken")
        packed.writestr(f"现场{MOBILE}.jpg", photo())
        packed.writestr("名单.xlsx", spreadsheet())
    return stream.getvalue()


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("leaks")
    everything = f"甲某，身份证号{ID}，手机号{MOBILE}，银行卡号{CARD}，护照号码：{PASSPORT}，电子邮箱：{EMAIL}，"
    everything += f"本人微信：{WECHAT}，QQ：{QQ}，车牌号{PLATE}，家庭住址：云溪区东溪路{DOOR}。"
    pieces = everything.rstrip("，。").split("，")
    pages: dict[str, object] = {
        "/": page("云溪试验站", "首页", links=(("/a.html", "补贴发放名单"), ("/b.html", f"关于{MOBILE}来电的答复"))),
        "/a.html": page(
            "补贴发放名单",
            everything,
            *(f"{OLD_NOTE}，{piece}" for piece in pieces),
            "<img src='/photo.jpg'>",
            links=(
                ("/名单.xlsx", "名单"),
                ("/材料.zip", f"甲某{ID}的材料"),
                ("/现场.jpg", f"现场{MOBILE}"),
                ("/gone.html", f"{MOBILE} {EMAIL} {PLATE}"),
                ("/bad.pdf", f"甲某{ID}"),
            ),
        ),
        "/b.html": page(f"关于{MOBILE}、{ID}来信的答复", OLD_NOTE + everything),
        "/bad.pdf": b"%PDF-1.4 broken",
    }
    pages["/%E5%90%8D%E5%8D%95.xlsx"] = lambda ask: ask.reply(
        200, spreadsheet(), Content_Type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    pages["/%E6%9D%90%E6%96%99.zip"] = lambda ask: ask.reply(200, archive(), Content_Type="application/zip")
    pages["/%E7%8E%B0%E5%9C%BA.jpg"] = lambda ask: ask.reply(200, photo(), Content_Type="image/jpeg")
    pages["/photo.jpg"] = lambda ask: ask.reply(200, photo(), Content_Type="image/jpeg")
    with Server(pages) as server:
        office = folder / "office"
        office.mkdir()
        (office / "office.toml").write_text(OFFICE.format(url=server.origin + "/"), encoding="utf-8")
        desk = Desk(office, folder / "out")
        run = desk.inspect()
        said = run.out + run.err
        for name, form in (("/a.html", "table"), ("/%E6%9D%90%E6%96%99.zip", "json")):
            address = server.origin + name
            told = desk.wangcha("check", address, "--format", form, "--html", folder / f"{form}.html")
            assert told.code == 1, told.err
            said += told.out + told.err
    for asked in (("findings", "--format", "sarif"), ("findings",), ("bulletin", "--out", folder / "out")):
        told = desk.wangcha(*asked, "--office", office)
        assert told.out + told.err
        said += told.out + told.err
    assert run.code == 1, run.err
    rules = {finding["rule"] for finding in desk.findings()}
    assert {"privacy-resident-id", "privacy-mobile-number", "privacy-bank-card", "privacy-document-number"} <= rules
    assert {"privacy-contact", "word-misspelled", "link-broken"} <= rules
    assert "privacy-photo" in rules
    return folder, said


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file outside the evidence as text, those inside zipped documents too."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or "evidence" in path.relative_to(folder).parts:
            continue
        body = path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as document:
                for name in document.namelist():
                    yield f"{path.name}/{name}", re.sub(r"<[^>]*>", "", document.read(name).decode("utf-8", "replace"))
        yield path.name, body.decode("utf-8", "replace")


def test_no_planted_value_outside_the_evidence(written) -> None:
    folder, said = written
    kept = dict(texts(folder))
    assert {"office.sqlite", "findings.json", "ledger.xlsx/xl/workbook.xml"} <= kept.keys()
    assert any(name.endswith("docx/word/document.xml") for name in kept)
    assert any(name.endswith(".html") for name in kept)
    found = [
        (value, name, text[max(0, at - 60) : at + 40])
        for name, text in {**kept, "terminal": said}.items()
        for value in PLANTED
        if (at := unicodedata.normalize("NFKC", text).find(value)) >= 0
    ]
    assert not found, [(value, name) for value, name, _ in found] + found


def test_the_evidence_has_them_and_is_the_owners_alone(written) -> None:
    folder, _ = written
    evidence = folder / "out" / "evidence"
    (bundle,) = evidence.rglob("bundle.sqlite")
    assert ID in bundle.read_bytes().decode("utf-8", "replace")
    for path in (evidence, *evidence.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path

"""``wangcha check``: files, addresses and standard input; exit codes; no plain value in anything it says or writes."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from crawler.attachments import ocr
from inspection.cli import main
from tests.inspection.test_nothing_leaks import photo as photo_with_a_place
from tests.support.web import Server

NUMBER = "350102198506110018"
PAGE = (
    "<html><head><title>低保对象公示</title></head><body><h1>低保对象公示</h1>"
    "<div class='content'><p>现将名单公示如下，公示期五个工作日，如有异议请向本局反映。</p>"
    "<table><tr><td>姓名</td><td>身份证号</td></tr>"
    f"<tr><td>甲某</td><td>{NUMBER}</td></tr></table></div></body></html>"
)


def check(*arguments: object, given: bytes | str | None = None) -> Result:
    return CliRunner().invoke(main, ["check", *map(str, arguments)], input=given)


def test_a_page_from_standard_input_as_json() -> None:
    run = check("-", "--format", "json", given=PAGE)
    assert run.exit_code == 1, run.stderr
    (finding,) = json.loads(run.stdout)["findings"]
    assert (finding["rule"], finding["certainty"]) == ("privacy-resident-id", "confirmed")
    assert NUMBER not in run.output


def test_plain_text_and_a_marked_page(tmp_path) -> None:
    file, marked = tmp_path / "稿.txt", tmp_path / "标记.html"
    file.write_text(f"答复\n甲某<b>，身份证号{NUMBER}；电子邮箱：甲 jia@mail.example", encoding="utf-8")
    run = check(file, "--html", marked)
    assert run.exit_code == 1, run.stderr
    assert "1. 泄露居民身份证号（已确认，特别严重）" in run.stdout
    html = marked.read_text(encoding="utf-8")
    assert '<mark title="泄露居民身份证号">35*************018</mark>' in html
    assert "&lt;b&gt;" in html
    assert not re.search(r"https?://|<script|<b>", html)
    for told in (run.output, html):
        assert not re.search(r"\d{7}", told)


def test_a_spreadsheet_says_sheet_and_cell(tmp_path) -> None:
    book = Workbook()
    sheet = book.create_sheet("明细", 0)
    for row in (["姓名", "身份证号"], ["甲某", NUMBER]):
        sheet.append(row)
    book.save(tmp_path / "名单.xlsx")
    run = check(tmp_path / "名单.xlsx")
    assert run.exit_code == 1, run.stderr
    assert "附件《名单.xlsx》" in run.stdout
    assert "工作表“明细”B2" in run.stdout


def test_an_address(tmp_path) -> None:
    with Server(
        {"/a.html": PAGE, "/b.html": "<h1>通知</h1><p>一切都好，请各单位遵照执行，认真抓好落实。</p>"}
    ) as server:
        assert check(server.origin + "/a.html").exit_code == 1
        assert check(server.origin + "/b.html").exit_code == 0
        gone = check(server.origin + "/c.html")
    assert gone.exit_code == 2
    assert "HTTP 404" in gone.stderr


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("加密.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 40, "已加密"),
        ("损坏.pdf", b"%PDF-1.7 broken", "已损坏"),
        ("空.docx", b"", "空的"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path, name: str, content: bytes, said: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    run = check(file, "--html", tmp_path / "marked.html")
    assert run.exit_code == 2
    assert said in run.stderr
    assert "没有检查" in run.stderr
    assert "没有发现问题" not in run.stdout
    assert not (tmp_path / "marked.html").exists()


def test_names_neither_leak_nor_command_the_terminal(tmp_path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("甲\x1b]0;x\x07.txt", f"甲某，身份证号{NUMBER}")
        archive.writestr(f"坏\x1b[31m{NUMBER}.pdf", b"%PDF-1.7 broken")
    file = tmp_path / f"公示{NUMBER}.zip"
    file.write_bytes(stream.getvalue())
    for run in (check(file), check(file, "--format", "json")):
        assert run.exit_code == 1, run.stderr
        told = run.stdout + run.stderr
        assert "\x1b" not in told and "\x07" not in told
        assert NUMBER not in told and "35*************018.pdf" in told


def test_bad_input(tmp_path) -> None:
    for arguments in ((tmp_path / "没有.txt",), (tmp_path,), ("-", "--office", tmp_path / "没有")):
        run = check(*arguments, given="")
        assert run.exit_code == 2
        assert "请核对" in run.stderr


@pytest.mark.parametrize(
    "source",
    [
        f"名单{NUMBER}.docx",
        f"http://127.0.0.1:9/查询?sfz={NUMBER}&tel=13800138001",
        f"http://[{NUMBER}/",
        f"http://127.0.0.1:9 /{NUMBER}",
    ],
)
def test_what_cannot_be_had_is_told_without_the_numbers_in_its_name(source: str) -> None:
    run = check(source)
    assert run.exit_code == 2, run.stdout
    told = run.stdout + run.stderr
    assert "35*************018" in told
    assert NUMBER not in told and "13800138001" not in told


def test_an_address_with_characters_that_are_not_encoded() -> None:
    with Server({"/%E5%90%8D%E5%8D%95.html": PAGE}) as server:
        assert check(server.origin + "/名单.html").exit_code == 1


def test_an_offices_allowance_counts(tmp_path) -> None:
    (tmp_path / "dictionaries").mkdir()
    (tmp_path / "dictionaries" / "privacy-allowed.csv").write_text(
        "遮盖值,理由,有效期至\n35*************018,本人书面同意,2026-12-31\n", encoding="utf-8"
    )
    assert check("-", "--office", tmp_path, "--as-of", "2026-12-31", given=PAGE).exit_code == 0
    assert check("-", "--office", tmp_path, "--as-of", "2027-01-01", given=PAGE).exit_code == 1


def test_a_photo_that_the_page_itself_holds(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)  # here; in the reader's process it may be installed
    photo = base64.b64encode(photo_with_a_place()).decode()
    page = PAGE.replace("</div>", f"<p><img src='data:image/jpeg;base64,{photo}'></p></div>").replace(NUMBER, "略")
    run = check("-", "--format", "json", given=page)
    assert run.exit_code == 1, run.stderr
    told = json.loads(run.stdout)
    assert [finding["rule"] for finding in told["findings"]] == ["privacy-photo"]
    assert "图片 1" in told["findings"][0]["message"]
    assert told["unverified"] == "网页里有 1 张图片，没有安装文字识别（安装方法见 wangcha doctor），未检查其中的文字"

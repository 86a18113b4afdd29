"""What an OFD holds beside the text objects of its pages."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from crawler.attachments import ocr, read_attachment
from records.evidence import TextPart
from records.model import Reason
from tests.crawler.attachments.office_files import MOBILE, NUMBER, zipped

pytestmark = pytest.mark.usefixtures("unrecognised")
SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def words(*codes: tuple[str, str], top: int = 10) -> str:
    """A text object of pieces, each at a height of its own."""
    pieces = "".join(f'<ofd:TextCode X="0" Y="{height}">{text}</ofd:TextCode>' for height, text in codes)
    return f'<ofd:TextObject Boundary="10 {top} 90 5">{pieces}</ofd:TextObject>'


def ofd_of(page: str, document: str = "", properties: str = "", **members: str | bytes) -> bytes:
    return zipped(
        {
            "OFD.xml": f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocInfo>{properties}</ofd:DocInfo>"
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f'<ofd:Document {SPACE}><ofd:Pages><ofd:Page ID="7" BaseLoc="P.xml"/></ofd:Pages>'
            f"{document}</ofd:Document>",
            "Doc_0/P.xml": f"<ofd:Page {SPACE}>{page}</ofd:Page>",
            **{f"Doc_0/{name.replace('__', '.')}": content for name, content in members.items()},
        }
    )


def test_pieces_on_one_height_are_one_number_and_on_two_are_two() -> None:
    one = words(("5", NUMBER[:6]), ("5", NUMBER[6:]))
    two = words(("5", MOBILE), ("12", NUMBER), top=40)
    reading = read_attachment(ofd_of(one + two), "a.ofd")
    assert reading.parts == (TextPart(f"{NUMBER}\n{MOBILE}\n{NUMBER}", page=1),)


def test_templates_annotations_keywords_and_custom_data() -> None:
    body = ofd_of(
        words(("5", "正文")),
        '<ofd:CommonData><ofd:TemplatePage ID="9" BaseLoc="T.xml"/></ofd:CommonData>'
        "<ofd:Annotations>A.xml</ofd:Annotations>",
        f"<ofd:Keywords><ofd:Keyword>甲某</ofd:Keyword></ofd:Keywords>"
        f'<ofd:CustomDatas><ofd:CustomData Name="x">{NUMBER}</ofd:CustomData></ofd:CustomDatas>',
        T__xml=f"<ofd:Page {SPACE}>{words(('5', f'经办 {MOBILE}'))}</ofd:Page>",
        A__xml=f'<ofd:Annotations {SPACE}><ofd:Page PageID="7"><ofd:FileLoc>N.xml</ofd:FileLoc></ofd:Page>'
        "</ofd:Annotations>",
        N__xml=f"<ofd:PageAnnot {SPACE}><ofd:Annot><ofd:Remark>核对 {NUMBER}</ofd:Remark><ofd:Appearance>"
        f"{words(('5', '盖住'))}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>",
    )
    assert set(read_attachment(body, "a.ofd").parts) == {
        TextPart("正文", page=1),
        TextPart(f"经办 {MOBILE}", role="note"),
        TextPart(f"核对 {NUMBER}\n盖住", role="note", page=1, hidden="注释"),
        TextPart(f"关键词：甲某\n自定义数据：{NUMBER}", role="note", hidden="文档属性"),
    }


def test_files_inside_and_pictures_on_pages_with_text() -> None:
    picture = io.BytesIO()
    Image.new("RGB", (300, 300)).save(picture, "PNG")
    body = ofd_of(
        words(("5", "正文")),
        "<ofd:Attachments>L.xml</ofd:Attachments>",
        L__xml=f'<ofd:Attachments {SPACE}><ofd:Attachment ID="1" Name="名单.csv"><ofd:FileLoc>x.dat</ofd:FileLoc>'
        '</ofd:Attachment><ofd:Attachment ID="2" Name="没有"><ofd:FileLoc>y.dat</ofd:FileLoc></ofd:Attachment>'
        "</ofd:Attachments>",
        x__dat=f"姓名,证件\n甲某,{NUMBER}\n",
        p__png=picture.getvalue(),
    )
    reading = read_attachment(body, "a.ofd")
    assert [(part.member, part.cell) for part in reading.parts if part.text == NUMBER] == [("名单.csv", "B2")]
    assert (reading.reason, reading.unread) == (Reason.OK, Reason.UNSUPPORTED_TYPE)
    assert reading.detail == f"文件里有 1 张图片，{ocr.MISSING}，未检查其中的文字"

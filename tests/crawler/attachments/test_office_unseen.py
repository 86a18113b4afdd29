"""Places of Office files where nobody looks for personal data, and text beside them that is in sight."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import openpyxl
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image

from crawler.attachments import AttachmentReading, ocr, read_attachment, workbook_parts
from records.evidence import TextPart
from records.model import Reason

NUMBER = "350102198506110018"
MOBILE = "13800138001"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    f' xmlns:r="{OFFICE}" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


@pytest.fixture(autouse=True)
def unrecognised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)


def saved(document: object) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def changed(body: bytes, members: dict[str, str | bytes], edit: Callable[[str, str], str] | None = None) -> bytes:
    """The package with members put in or replaced, and the text of every XML part edited (name and text)."""
    stream, left = io.BytesIO(), dict(members)
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = left.pop(name, old.read(name))
            if edit and name.endswith((".xml", ".rels")) and isinstance(content, bytes):
                content = edit(name, content.decode())
            new.writestr(name, content)
        for name, content in left.items():
            new.writestr(name, content)
    return stream.getvalue()


def relations(*kinds: tuple[str, str]) -> str:
    each = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(kinds, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{each}</Relationships>'


def told(reading: AttachmentReading, hidden: str) -> str:
    return "\n".join(part.text for part in reading.parts if part.hidden == hidden)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def document_of(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.element.body.insert(-1, parse_xml(f"<w:p {SPACES}>{paragraph}</w:p>"))
    return saved(document)


# -- docx -----------------------------------------------------------------------------------------------------------


def test_a_number_masked_as_a_tracked_change_is_told_whole() -> None:
    """Four digits deleted, four asterisks inserted: who rejects the change has the number back."""
    body = document_of(
        run("电话138")
        + "<w:del><w:r><w:delText>00</w:delText></w:r><w:r><w:delText>13</w:delText></w:r></w:del>"
        + f"<w:ins>{run('****')}</w:ins>"
        + run("8001")
    )
    reading = read_attachment(body, "公示.docx")
    assert MOBILE in told(reading, "修订中删除的文字").split("\n")
    assert "电话138****8001" in told(reading, "")


def test_numbers_deleted_side_by_side_stay_apart_from_what_came_later() -> None:
    deleted = f"<w:del><w:r><w:delText>{MOBILE}</w:delText></w:r></w:del>"
    body = document_of(deleted + f"<w:ins>{run('2026')}</w:ins>", deleted + run(NUMBER, "<w:vanish/>"))
    lines = told(read_attachment(body, "公示.docx"), "修订中删除的文字").split("\n")
    assert lines == [MOBILE]


def test_text_is_hidden_only_where_the_property_is_on() -> None:
    body = document_of(
        run(NUMBER[:6], "<w:vanish/>") + run(NUMBER[6:], "<w:vanish/>"), run("看得见", '<w:vanish w:val="0"/>')
    )
    reading = read_attachment(body, "公示.docx")
    assert told(reading, "隐藏文字") == NUMBER
    assert "看得见" in told(reading, "")


def test_deleted_text_of_headers() -> None:
    document = docx.Document()
    header = document.sections[0].header.paragraphs[0]
    header._p.append(parse_xml(f"<w:del {SPACES}><w:r><w:delText>{NUMBER}</w:delText></w:r></w:del>"))
    assert told(read_attachment(saved(document), "公示.docx"), "修订中删除的文字") == NUMBER


def test_alternative_texts_choices_help_and_drawn_letters() -> None:
    document = docx.Document()
    picture = io.BytesIO()
    Image.new("RGB", (10, 10)).save(picture, "PNG")
    document.add_picture(picture)
    (drawn,) = document.element.body.xpath(".//wp:docPr")
    drawn.set("descr", f"甲某 {NUMBER}")
    drawn.set("title", f"甲某 {NUMBER}")
    for xml in (
        f'<w:r><w:pict><v:shape alt="图注 {MOBILE}"><v:textpath string="艺术字 {MOBILE}"/></v:shape></w:pict></w:r>',
        '<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="乙某" w:value="1"/></w:dropDownList></w:sdtPr>'
        f"<w:sdtContent>{run('请选择')}</w:sdtContent></w:sdt>",
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/></w:checkBox>'
        '<w:textInput><w:default w:val="丙某"/></w:textInput></w:ffData></w:fldChar></w:r>',
        f"<m:oMath><m:r><m:t>{MOBILE}</m:t></m:r></m:oMath>",
        run(MOBILE) + "<w:r><w:ptab/></w:r>" + run("2026"),
    ):
        document.element.body.insert(-1, parse_xml(f"<w:p {SPACES}>{xml}</w:p>"))
    reading = read_attachment(saved(document), "公示.docx")
    assert told(reading, "替代文字").split("\n") == [f"甲某 {NUMBER}", f"图注 {MOBILE}"]
    assert (told(reading, "下拉选项"), told(reading, "表单提示")) == ("乙某", "丙某")
    seen = told(reading, "").split("\n")
    assert {f"艺术字 {MOBILE}", "请选择", MOBILE, f"{MOBILE}\t2026"} <= set(seen)


def test_charts_diagrams_and_files_inside_a_document() -> None:
    document = docx.Document()

    def put(name: str, content: bytes, kind: str) -> str:
        part = Part(PackURI(name), "application/octet-stream", content, document.part.package)
        return document.part.relate_to(part, f"{OFFICE}/{kind}")

    book = openpyxl.Workbook()
    book.active["B2"] = NUMBER
    put("/word/embeddings/Sheet1.xlsx", saved(book), "package")
    put("/word/embeddings/oleObject1.bin", b"\x00\x01junk", "oleObject")
    put("/word/charts/chart1.xml", f'<c:x xmlns:c="{C}"><c:v>甲某</c:v><c:v>{MOBILE}</c:v></c:x>'.encode(), "chart")
    diagram = f'<d xmlns:a="{A}"><a:p><a:r><a:t>图示</a:t></a:r></a:p></d>'.encode()
    put("/word/diagrams/data1.xml", diagram, "diagramData")
    chunk = put("/word/part.htm", f"<html><body>插入 {NUMBER}</body></html>".encode(), "aFChunk")
    document.element.body.insert(0, parse_xml(f'<w:altChunk {SPACES} r:id="{chunk}"/>'))
    reading = read_attachment(saved(document), "报告.docx")
    assert told(reading, "图表数据") == f"甲某\n{MOBILE}"
    assert {(part.member, part.cell, part.text) for part in reading.parts if not part.hidden} == {
        (None, None, "图示"),
        ("Sheet1.xlsx", "B2", NUMBER),
        ("part.htm", None, f"插入 {NUMBER}"),
    }
    assert (reading.reason, reading.unread) == (Reason.OK, Reason.UNSUPPORTED_TYPE)
    assert reading.detail == "文件里嵌有未能检查的文件：oleObject1.bin（暂不能读取未知格式的文件，未检查其内容）"


@pytest.mark.parametrize(
    "main",
    ["ms-word.document.macroEnabled.main+xml", "openxmlformats-officedocument.wordprocessingml.template.main+xml"],
)
def test_documents_with_macros_and_templates(main: str) -> None:
    usual = "openxmlformats-officedocument.wordprocessingml.document.main+xml"
    body = changed(document_of(run(NUMBER)), {}, lambda _, text: text.replace(usual, main))
    reading = read_attachment(body, "a.docm")
    assert (reading.format, reading.reason, told(reading, "")) == ("docx", Reason.OK, NUMBER)


def test_a_document_whose_main_part_has_another_name() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document_of(run(NUMBER)))) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(b"word/document.xml", b"word/document2.xml")
            new.writestr(name.replace("/document.xml", "/document2.xml"), content)
    reading = read_attachment(stream.getvalue(), "a.docx")
    assert (reading.format, told(reading, "")) == ("docx", NUMBER)


def strict(body: bytes) -> bytes:
    """As Office saves it where one chooses "Strict Open XML": other namespaces for the same."""

    def edit(_: str, text: str) -> str:
        for family in ("officeDocument", "wordprocessingml", "spreadsheetml", "presentationml", "drawingml"):
            text = text.replace(
                f"http://schemas.openxmlformats.org/{family}/2006/", f"http://purl.oclc.org/ooxml/{family}/"
            )
        return text

    return changed(body, {}, edit)


def test_strict_files_are_read_like_all_others() -> None:
    reading = read_attachment(strict(document_of(run(NUMBER))), "a.docx")
    assert (reading.reason, told(reading, "")) == (Reason.OK, NUMBER)
    book = openpyxl.Workbook()
    book.active.append(["甲某", NUMBER])
    book.active.column_dimensions["B"].hidden = True
    reading = read_attachment(strict(saved(book)), "a.xlsx")
    assert (reading.reason, told(reading, ""), told(reading, "隐藏列")) == (Reason.OK, "甲某", NUMBER)
    reading = read_attachment(strict(presentation()), "a.pptx")
    assert [part.page for part in reading.parts if MOBILE in part.text] == [2]


# -- xlsx -----------------------------------------------------------------------------------------------------------


def workbook_with(members: dict[str, str | bytes], *kinds: tuple[str, str]) -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "公示"
    links = "".join(
        f'<Relationship Id="x{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(kinds)
    )

    def edit(name: str, text: str) -> str:
        return text.replace("</Relationships>", links + "</Relationships>") if "workbook.xml.rels" in name else text

    return changed(saved(book), members, edit)


def test_a_pivot_table_keeps_the_rows_it_was_made_from() -> None:
    definition = (
        f'<x xmlns="{SHEET}"><cacheFields><cacheField name="姓名"><sharedItems><s v="甲某"/><s v="乙某"/></sharedItems>'
        '</cacheField><cacheField name="手机号码"><sharedItems/></cacheField></cacheFields></x>'
    )
    records = f'<x xmlns="{SHEET}"><r><x v="1"/><n v="{MOBILE}"/></r><r><x v="0"/><m/></r><r><x v="9"/></r></x>'
    name = "xl/pivotCache/pivotCacheDefinition1.xml"
    members = {
        name: definition,
        "xl/pivotCache/pivotCacheRecords1.xml": records,
        "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels": relations(
            ("pivotCacheRecords", "pivotCacheRecords1.xml")
        ),
    }
    body = workbook_with(members, ("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"))
    expected = f"姓名\t手机号码\n乙某\t{MOBILE}\n甲某\t\n"
    assert told(read_attachment(body, "a.xlsx"), "数据透视表缓存") == expected
    del members["xl/pivotCache/pivotCacheRecords1.xml"]  # "save source data with file" is off: the items stay
    body = workbook_with(members, ("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"))
    assert told(read_attachment(body, "a.xlsx"), "数据透视表缓存") == "姓名\t手机号码\n甲某\t\n乙某\t"


def test_a_cache_that_swells_is_told_and_not_built(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("parts", "workbook_parts"):
        monkeypatch.setattr(f"crawler.attachments.{module}.MAX_CHARS", 10_000)
    long, record = "长" * 1_000, '<r><x v="0"/></r>'
    field = f'<cacheField name="x"><sharedItems><s v="{long}"/></sharedItems></cacheField>'
    name = "xl/pivotCache/pivotCacheDefinition1.xml"
    members = {
        name: f'<x xmlns="{SHEET}">{field}</x>',
        "xl/pivotCache/r.xml": f'<x xmlns="{SHEET}">{record * 1_000}</x>',
        "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels": relations(("pivotCacheRecords", "r.xml")),
    }
    built: list[int] = []
    table = workbook_parts._table
    monkeypatch.setattr(workbook_parts, "_table", lambda rows: built.append(len(text := table(rows))) or text)
    body = workbook_with(members, ("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"))
    reading = read_attachment(body, "a.xlsx")
    assert (reading.reason, [part.text for part in reading.parts]) == (Reason.TOO_LARGE, ["公示"])
    assert max(built) < 12_000


def test_copies_of_other_files_old_values_and_names() -> None:
    row = f'<row r="1"><cell r="A1"><v>甲某</v></cell><cell r="B1"><v>{NUMBER}</v></cell></row>'
    members = {
        "xl/externalLinks/externalLink1.xml": f'<x xmlns="{SHEET}"><sheetData>{row}</sheetData></x>',
        "xl/revisions/revisionLog1.xml": f'<x xmlns="{SHEET}"><rcc><oc r="A1"><is><t>{MOBILE}</t></is></oc>'
        '<nc r="A1"><is><t>已脱敏</t></is></nc></rcc></x>',
    }
    body = workbook_with(members, ("externalLink", "externalLinks/externalLink1.xml"))

    def name_things(name: str, text: str) -> str:
        names = f'<definedNames><definedName name="密">"{NUMBER}"</definedName>'
        names += "<definedName name='区'>Sheet!$A$1:$B$9</definedName></definedNames>"
        return text.replace("<definedNames />", "").replace("<definedNames/>", "").replace(
            "<calcPr", names + "<calcPr"
        ) if name == "xl/workbook.xml" else text  # fmt: skip

    reading = read_attachment(changed(body, {}, name_things), "a.xlsx")
    assert told(reading, "外部链接的缓存") == f"甲某\t{NUMBER}"
    assert told(reading, "修订记录") == MOBILE
    assert told(reading, "定义的名称") == f'"{NUMBER}"'


def test_text_boxes_and_charts_of_a_sheet_are_placed_at_their_cell() -> None:
    space = 'xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    drawing = (
        f'<d:wsDr {space} xmlns:a="{A}"><d:twoCellAnchor><d:from><d:col>3</d:col><d:row>9</d:row></d:from><d:sp>'
        f'<d:nvSpPr><d:cNvPr id="1" name="x" descr="图注 {MOBILE}"/></d:nvSpPr>'
        f"<d:txBody><a:p><a:r><a:t>{NUMBER[:5]}</a:t></a:r><a:r><a:t>{NUMBER[5:]}</a:t></a:r><a:br/>"
        "<a:r><a:t>2026</a:t></a:r></a:p></d:txBody></d:sp></d:twoCellAnchor></d:wsDr>"
    )
    members = {
        "xl/drawings/drawing1.xml": drawing,
        "xl/worksheets/_rels/sheet1.xml.rels": relations(("drawing", "../drawings/drawing1.xml")),
        "xl/drawings/_rels/drawing1.xml.rels": relations(("chart", "../charts/chart1.xml")),
        "xl/charts/chart1.xml": f'<c:x xmlns:c="{C}"><c:v>{MOBILE}</c:v></c:x>',
    }
    parts = read_attachment(workbook_with(members), "a.xlsx").parts
    places = {(part.sheet, part.cell, part.text, part.hidden) for part in parts if part.sheet}
    assert places == {
        ("Sheet", "A1", "公示", ""),
        ("Sheet", "D10", f"{NUMBER}\n2026", ""),
        ("Sheet", "D10", f"图注 {MOBILE}", "替代文字"),
        ("Sheet", None, MOBILE, "图表数据"),
    }


def test_what_is_told_to_who_fills_in_a_cell() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "甲某"
    rule = DataValidation(type="whole", operator="lessThan", formula1="9", prompt=f"问 {MOBILE}", error="只填数字")
    book.active.add_data_validation(rule)
    rule.add("B2:B9")
    assert told(read_attachment(saved(book), "a.xlsx"), "输入提示").split("\n") == ["只填数字", f"问 {MOBILE}"]


def test_a_sheet_that_is_named_and_not_there_is_told() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "甲某"
    book.create_sheet("名单")["A1"] = NUMBER
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(book))) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            if name != "xl/worksheets/sheet2.xml":
                new.writestr(name, old.read(name))
    reading = read_attachment(stream.getvalue(), "a.xlsx")
    assert (reading.reason, reading.unread) == (Reason.OK, Reason.PARSE_FAILED)
    assert reading.detail == "工作表“名单”已损坏，未检查"


def test_own_properties_are_told_and_the_list_of_sheets_is_none() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "甲某"
    space = "http://schemas.openxmlformats.org/officeDocument/2006"
    own = (
        f'<p xmlns:v="{space}/docPropsVTypes"><property name="a"><v:lpwstr>{NUMBER}</v:lpwstr></property>'
        f'<property name="b"><v:r8>{MOBILE}</v:r8></property></p>'
    )
    titles = f'<p xmlns:v="{space}/docPropsVTypes"><TitlesOfParts><v:lpstr>名单</v:lpstr></TitlesOfParts></p>'
    body = changed(saved(book), {"docProps/custom.xml": own, "docProps/app.xml": titles})
    lines = told(read_attachment(body, "a.xlsx"), "文档属性").split("\n")
    assert [line for line in lines if line.startswith("自定义属性")] == [
        f"自定义属性：{NUMBER}",
        f"自定义属性：{MOBILE}",
    ]
    assert not any("名单" in line for line in lines)


# -- pptx -----------------------------------------------------------------------------------------------------------


def presentation() -> bytes:
    """The second file is shown first; ``slide1`` has a line break, a chart, an alternative text and a layout."""

    def shape(text: str, kind: str = "", alternative: str = "") -> str:
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="1" name="x" descr="{alternative}"/><p:nvPr>{kind}</p:nvPr></p:nvSpPr>'
            f"<p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
        )

    def part(content: str) -> str:
        return f'<p:x xmlns:p="{P}" xmlns:a="{A}" xmlns:r="{OFFICE}">{content}</p:x>'

    members = {
        "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": part('<p:sldIdLst><p:sldId r:id="r2"/><p:sldId r:id="r1"/></p:sldIdLst>'),
        "ppt/_rels/presentation.xml.rels": relations(("slide", "slides/slide1.xml"), ("slide", "slides/slide2.xml")),
        "ppt/slides/slide1.xml": part(
            shape(f"{MOBILE}</a:t></a:r><a:br/><a:r><a:t>2026", alternative=f"照片 {NUMBER}")
        ),
        "ppt/slides/slide2.xml": part(shape("封面")),
        "ppt/slides/_rels/slide1.xml.rels": relations(("chart", "../charts/chart1.xml")),
        "ppt/charts/chart1.xml": f'<c:x xmlns:c="{C}"><c:v>{NUMBER}</c:v></c:x>',
        "ppt/slideMasters/slideMaster1.xml": part(shape("经办 13800138002") + shape("单击此处编辑标题", "<p:ph/>")),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_slides_are_numbered_as_they_are_shown() -> None:
    reading = read_attachment(presentation(), "汇报.pptx")
    assert reading.parts == (
        TextPart("封面", page=1),
        TextPart(f"{MOBILE}\n2026", page=2),
        TextPart(f"照片 {NUMBER}", role="note", page=2, hidden="替代文字"),
        TextPart(NUMBER, role="note", page=2, hidden="图表数据"),
        TextPart("经办 13800138002", role="note", hidden="母版"),
    )


# -- pictures inside, damage ----------------------------------------------------------------------------------------


def test_pictures_that_nobody_can_read_are_told_by_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.attachments.pictures.MAX_PIXELS", 40_000)
    monkeypatch.setattr(ocr, "available", lambda: True)
    vast = io.BytesIO()
    Image.new("1", (300, 300)).save(vast, "PNG")
    drawing = bytearray(108)
    drawing[0:4], drawing[4:8], drawing[40:44] = b"\x01\0\0\0", b"\x6c\0\0\0", b" EMF"
    for at, value in ((16, 200), (20, 200), (32, 4000), (36, 4000)):
        drawing[at : at + 4] = value.to_bytes(4, "little")
    body = changed(
        document_of(run("正文")), {"word/media/image1.png": vast.getvalue(), "word/media/image2.emf": bytes(drawing)}
    )
    reading = read_attachment(body, "a.docx")
    assert (reading.reason, reading.unread) == (Reason.OK, Reason.UNSUPPORTED_TYPE)
    assert reading.detail == (
        "文件里有 1 张图片，尺寸过大，未检查其中的文字；文件里有 1 张图片，是矢量图，不能识别，未检查其中的文字"
    )
    alone = read_attachment(vast.getvalue(), "a.png")
    assert (alone.reason, alone.detail) == (Reason.TOO_LARGE, "图片尺寸过大，未识别")


def test_a_picture_that_is_packed_wrongly_costs_itself_alone() -> None:
    body = changed(document_of(run(NUMBER)), {"word/media/image1.png": bytes(range(256)) * 9})
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        entry = archive.getinfo("word/media/image1.png")
    at = entry.header_offset + 30 + len(entry.filename) + 2
    reading = read_attachment(body[:at] + b"\xff\xff\xff" + body[at + 3 :], "a.docx")
    assert (reading.reason, told(reading, "")) == (Reason.OK, NUMBER)


def test_a_document_type_behind_a_long_comment_is_seen() -> None:
    entities = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///nowhere">]>'

    def hide(name: str, text: str) -> str:
        if name != "word/document.xml":
            return text
        head, _, rest = text.partition("?>")
        return f"{head}?><!-- <w:p> {'长' * 40_000} -->{entities}{rest}"

    reading = read_attachment(changed(document_of(run(NUMBER)), {}, hide), "a.docx")
    assert (reading.reason, reading.parts) == (Reason.PARSE_FAILED, ())
    assert "实体声明" in reading.detail
    harmless = changed(document_of(run(NUMBER)), {}, lambda _, text: text.replace("?>", "?><!-- 注 -->", 1))
    assert read_attachment(harmless, "a.docx").reason is Reason.OK

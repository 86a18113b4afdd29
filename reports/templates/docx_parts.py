"""Building blocks of Word templates after GB/T 9704: page, fonts, styles, page numbers, tables."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

TITLE_FONT = "方正小标宋简体"
BODY_FONT = "仿宋_GB2312"
HEAD_FONT = "黑体"
SUBHEAD_FONT = "楷体_GB2312"
LATIN_FONT = "Times New Roman"
RED = RGBColor(0xC0, 0x00, 0x00)
LINE = 28.9

# What to use where the licensed fonts are not installed.
FALLBACKS = {TITLE_FONT: "宋体", BODY_FONT: "仿宋", SUBHEAD_FONT: "楷体", HEAD_FONT: "SimHei"}

CENTER, LEFT, RIGHT, BOTH = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph style looks: sizes and spaces in points, ``first`` indent in hundredths of a character."""

    name: str
    font: str
    size: float
    align: WD_ALIGN_PARAGRAPH = BOTH
    first: int = 0
    line: float = LINE
    before: float = 0
    after: float = 0
    keep: bool = False
    new_page: bool = False


LOOKS = (
    Look("控制", BODY_FONT, 1, LEFT, line=1),
    Look("发文机关标志", TITLE_FONT, 32, CENTER, line=40, before=10, after=20),
    Look("发文字号", BODY_FONT, 16, CENTER, after=4),
    Look("公文标题", TITLE_FONT, 22, CENTER, line=34, before=34, after=24, keep=True),
    Look("主送机关", BODY_FONT, 16, LEFT),
    Look("公文正文", BODY_FONT, 16, first=200),
    Look("公文末段", BODY_FONT, 16, first=200, keep=True),
    Look("一级标题", HEAD_FONT, 16, first=200, keep=True),
    Look("二级标题", SUBHEAD_FONT, 16, first=200, keep=True),
    Look("三级标题", BODY_FONT, 16, first=200, keep=True),
    Look("说明", BODY_FONT, 12, line=20, keep=True),
    Look("依据", BODY_FONT, 12, line=20),
    Look("表内要点", BODY_FONT, 10.5, LEFT, line=15),
    Look("表内文字", BODY_FONT, 10.5, LEFT, line=15),
    Look("表内居中", BODY_FONT, 10.5, CENTER, line=15),
    Look("表头", HEAD_FONT, 10.5, CENTER, line=16, keep=True),
    Look("表后", BODY_FONT, 6, LEFT, line=8),
    Look("附件说明", BODY_FONT, 16, LEFT, first=200, before=LINE, keep=True),
    Look("附件说明续", BODY_FONT, 16, LEFT, first=500, keep=True),
    Look("署名", BODY_FONT, 16, CENTER, before=2 * LINE, keep=True),
    Look("成文日期", BODY_FONT, 16, CENTER, after=LINE, keep=True),
    Look("编号文字", BODY_FONT, 8, LEFT, line=15),
    Look("附注", BODY_FONT, 16, LEFT, first=200),
    Look("附件序号", HEAD_FONT, 16, LEFT, new_page=True, keep=True),
    Look("附件标题", TITLE_FONT, 22, CENTER, line=34, after=12, keep=True),
)


def set_properties(document: DocumentType, title: str) -> None:
    """Neutral document properties: no author, no time of making."""
    properties = document.core_properties
    properties.title, properties.author, properties.comments, properties.last_modified_by = title, "", "", ""
    properties.created = properties.modified = datetime(2026, 1, 1)


def set_page(document: DocumentType) -> None:
    """A4, 天头 37 mm, 订口 28 mm, 版心 156 by 225 mm; page numbers differ on odd and even pages."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(23)
    document.settings.odd_and_even_pages_header_footer = True


def name_fonts(document: DocumentType) -> None:
    """Names in the font table what stands in for a font that is not installed."""
    parts = (part for part in document.part.package.iter_parts() if str(part.partname) == "/word/fontTable.xml")
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in FALLBACKS.items()
    )
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    next(parts)._blob = f'<w:fonts xmlns:w="{namespace}">{fonts}</w:fonts>'.encode()


def add_styles(document: DocumentType) -> None:
    """The paragraph styles of :data:`LOOKS`, and the special ones among them."""
    styles = {look.name: _style(document, look) for look in LOOKS}
    styles["发文机关标志"].font.color.rgb = RED
    _border(styles["发文字号"], "bottom", "C00000", eighths=18)
    for name in ("署名", "成文日期"):  # the date has four characters of room at its right, the name is centred on it
        layout = styles[name].paragraph_format
        layout.left_indent, layout.right_indent = Mm(50), Mm(10)
    styles["表内要点"].font.bold = True
    for name in ("表内文字", "说明", "依据", "公文正文", "公文末段"):  # a long address may break anywhere
        _paragraph_switch(styles[name], "w:wordWrap", on=False)


def add_page_numbers(document: DocumentType) -> None:
    """4号 half-width 宋体 between dashes: odd pages right, even pages left, one character from the edge."""
    section = document.sections[0]
    for footer, align in ((section.footer, RIGHT), (section.even_page_footer, LEFT)):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = align
        indent = Pt(14)
        paragraph.paragraph_format.right_indent = paragraph.paragraph_format.left_indent = indent
        for kind in ("— ", "begin", "PAGE", "end", " —"):
            _page_number_run(paragraph, kind)


def facts(lines: str) -> tuple[str, ...]:
    """The tags of labelled ``lines`` in a cell: short facts one after the other, every address on a line of its own."""
    joined = "{{% for line in {0} if not line.is_url %}}{1}{{% if not loop.last %}}；{{% endif %}}{{% endfor %}}"
    fact = "{{ line.label }}：{{ line.value }}"
    return (
        f"{{%p if {lines} | rejectattr('is_url') | list %}}",
        joined.format(lines, fact),
        "{%p endif %}",
        f"{{%p for line in {lines} if line.is_url %}}",
        fact,
        "{%p endfor %}",
    )


def add_table(
    document: DocumentType,
    columns: Sequence[tuple[str, int]],
    row: Sequence[Sequence[str]],
    loop: str,
    *,
    total: str = "",
    centred: Collection[int] = (),
    blank_rows: int = 0,
    row_height: int = 0,
) -> None:
    """A bordered table of fixed widths (mm) with a repeated head and one templated row for each of ``loop``.

    ``total`` names the value of a last row with the same tags as ``row`` (where they say ``row.``). ``blank_rows`` is
    how many empty rows stand in when the loop has nothing, ``row_height`` the least height of a row (mm, 0: as
    needed). No row runs over the end of a page, unless it is taller than one.
    """
    table = document.add_table(rows=1, cols=len(columns))
    table.style = "Table Grid"
    _fix_layout(table, [width for _, width in columns])
    for cell, (title, _) in zip(table.rows[0].cells, columns, strict=True):
        _put(cell, [title], "表头")
    _row_switch(table.rows[0], "w:tblHeader")
    _row_switch(table.rows[0], "w:cantSplit")
    _tag_row(table, f"{{%tr for {loop} %}}")
    templated = _new_row(table)
    templated.height = Mm(row_height) if row_height else None
    _fill_row(templated, row, centred)
    _tag_row(table, "{%tr endfor %}")
    if total:
        _fill_row(_new_row(table), [[text.replace("row.", f"{total}.") for text in cell] for cell in row], centred)
    if blank_rows:
        _tag_row(table, f"{{%tr if not {loop.rpartition(' in ')[2]} %}}")
        for _ in range(blank_rows):
            blank = _new_row(table)
            blank.height = Mm(row_height)
            _fill_row(blank, [[""]] * len(columns), centred)
        _tag_row(table, "{%tr endif %}")
    for each in table.rows:
        for cell, (_, width) in zip(each.cells, columns, strict=True):
            cell.width = Mm(width)


def _style(document: DocumentType, look: Look) -> ParagraphStyle:
    style = document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)  # noqa: S101 - narrows the type
    style.base_style = None
    style.font.size = Pt(look.size)
    _fonts(style.element.get_or_add_rPr(), look.font)
    layout = style.paragraph_format
    layout.alignment = look.align
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(look.line)
    layout.space_before, layout.space_after = Pt(look.before), Pt(look.after)
    layout.keep_with_next, layout.page_break_before = look.keep, look.new_page
    if look.first:
        indent = style.element.get_or_add_pPr().get_or_add_ind()
        indent.set(qn("w:firstLineChars"), str(look.first))
        indent.set(qn("w:firstLine"), str(int(look.first / 100 * look.size * 20)))
    return style


def _fonts(run_properties: Any, east_asian: str, latin: str = LATIN_FONT) -> None:
    fonts = run_properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        run_properties.insert(0, fonts)
    for name in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(name), latin)
    fonts.set(qn("w:eastAsia"), east_asian)


def _border(style: ParagraphStyle, side: str, colour: str, eighths: int) -> None:
    borders, line = OxmlElement("w:pBdr"), OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "6"), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:wordWrap", "w:spacing", "w:ind", "w:jc")


def _paragraph_switch(style: ParagraphStyle, name: str, *, on: bool) -> None:
    switch = OxmlElement(name)
    switch.set(qn("w:val"), "1" if on else "0")
    style.element.get_or_add_pPr().insert_element_before(switch, "w:autoSpaceDE", "w:spacing", "w:ind", "w:jc")


def _page_number_run(paragraph: Paragraph, kind: str) -> None:
    run = paragraph.add_run()
    run.font.size = Pt(14)
    _fonts(run._r.get_or_add_rPr(), "宋体", "宋体")
    if kind in {"begin", "end"}:
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)
    elif kind == "PAGE":
        instruction = OxmlElement("w:instrText")
        instruction.text = kind
        run._r.append(instruction)
    else:
        run.text = kind


def _fix_layout(table: Table, widths: Sequence[int]) -> None:
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)


def _new_row(table: Table) -> _Row:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    return row


def _tag_row(table: Table, tag: str) -> None:
    _put(_new_row(table).cells[0], [tag], "表内文字")


def _fill_row(row: _Row, cells: Sequence[Sequence[str]], centred: Collection[int]) -> None:
    _row_switch(row, "w:cantSplit")
    for place, (cell, texts) in enumerate(zip(row.cells, cells, strict=True)):
        _put(cell, texts, "表内居中" if place in centred else "表内文字")
        for paragraph in cell.paragraphs:
            if "item.id" in paragraph.text:
                paragraph.style = "编号文字"
            elif "item.message" in paragraph.text:
                paragraph.style = "表内要点"


def _row_switch(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _put(cell: _Cell, texts: Sequence[str], style: str) -> None:
    for place, text in enumerate(texts):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.style = style
        paragraph.add_run(text)

"""Builds ``audit.docx``, the Word template of the cross-check bulletin (交叉互查通报), laid out after GB/T 9704-2012.

Run ``python -m reports.templates.make_audit_template`` after a change here; a test compares the file with this script.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentType

from reports.templates.docx_parts import (
    add_page_numbers,
    add_styles,
    add_table,
    name_fonts,
    set_page,
    set_properties,
)

TEMPLATE = Path(__file__).with_name("audit.docx")

COVERAGE_COLUMNS = (("检查单位", 37), ("被查单位", 37), ("互查表", 44), ("核实进度", 19), ("人工发现", 19))
COVERAGE_ROW = tuple((f"{{{{ row.{name} }}}}",) for name in ("checker", "checked", "returned", "verified", "by_hand"))
TALLY_COLUMNS = (
    ("被查单位", 40),
    ("机器发现", 19),
    ("属实", 18),
    ("不属实", 19),
    ("无法判断", 20),
    ("未核实", 20),
    ("人工发现", 20),
)
TALLY_ROW = tuple(
    (f"{{{{ row.{name} }}}}",) for name in ("name", "given", "confirmed", "refused", "unclear", "unanswered", "by_hand")
)
TYPICAL_COLUMNS = (("问题类别", 24), ("被查单位", 32), ("问题和网址", 80), ("来源", 20))
TYPICAL_ROW = (("{{ row.kind }}",), ("{{ row.name }}",), ("{{ row.text }}", "{{ row.url }}"), ("{{ row.source }}",))
REFUSED_COLUMNS = (("问题编号", 30), ("被查单位", 26), ("机器发现的问题", 54), ("认为不属实的理由和检查单位", 46))
REFUSED_ROW = (
    ("{{ row.id }}",),
    ("{{ row.name }}",),
    ("{{ row.text }}", "{{ row.url }}"),
    ("{{ row.reason }}", "（{{ row.checker }}）"),
)


def build() -> bytes:
    """The template as DOCX bytes."""
    document = Document()
    set_properties(document, "交叉互查通报")
    set_page(document)
    name_fonts(document)
    add_styles(document)
    add_page_numbers(document)
    _lines(document, "发文机关标志", "{%p if audit.office %}", "{{ audit.office }}", "{%p endif %}")
    _lines(document, "发文字号", "{{ audit.code }}")
    _lines(document, "公文标题", "{{ audit.title }}")
    _lines(document, "主送机关", "{{ audit.addressee }}：")
    _lines(document, "公文正文", "{{ audit.opening }}")
    _lines(document, "一级标题", "一、组织和完成情况")
    _texts(document, "draw_words")
    _table(document, COVERAGE_COLUMNS, COVERAGE_ROW, "row in audit.coverage", centred=(2, 3, 4))
    _lines(document, "一级标题", "二、核实结果")
    _texts(document, "overview")
    _table(document, TALLY_COLUMNS, TALLY_ROW, "row in audit.tallies", total="audit.total", centred=range(1, 7))
    _lines(document, "一级标题", "三、典型问题")
    _lines(document, "公文正文", "{{ audit.typical_intro }}", "{%p if audit.typical %}")
    _table(document, TYPICAL_COLUMNS, TYPICAL_ROW, "row in audit.typical")
    _lines(document, "控制", "{%p endif %}")
    _lines(document, "一级标题", "四、不属实的机器发现")
    _lines(document, "公文正文", "{{ audit.refused_intro }}", "{%p if audit.refused %}")
    _table(document, REFUSED_COLUMNS, REFUSED_ROW, "row in audit.refused")
    _lines(document, "控制", "{%p endif %}")
    _lines(document, "一级标题", "五、下一步工作")
    _texts(document, "requirements", "公文末段")  # so that the signature never stands alone on a page
    _lines(document, "附件说明", "附件：{{ audit.annex }}")
    _lines(document, "署名", "{{ audit.signature }}")
    _lines(document, "成文日期", "{{ audit.date }}")
    _lines(document, "附注", "{%p if audit.contact %}", "（{{ audit.contact }}）", "{%p endif %}")
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def _lines(document: DocumentType, style: str, *texts: str) -> None:
    for text in texts:
        document.add_paragraph(text, style="控制" if text.startswith("{%p") else style)


def _texts(document: DocumentType, name: str, style: str = "公文正文") -> None:
    _lines(document, style, f"{{%p for text in audit.{name} %}}", "{{ text }}", "{%p endfor %}")


def _table(  # the narrow lines keep the table from touching the text
    document: DocumentType,
    columns: tuple[tuple[str, int], ...],
    row: tuple[tuple[str, ...], ...],
    loop: str,
    *,
    total: str = "",
    centred: range | tuple[int, ...] = (),
) -> None:
    _lines(document, "表后", "")
    add_table(document, columns, row, loop, total=total, centred=centred)
    _lines(document, "表后", "")


if __name__ == "__main__":
    TEMPLATE.write_bytes(build())

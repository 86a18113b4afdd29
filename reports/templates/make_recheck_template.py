"""Builds ``recheck.docx``, the Word template of the recheck report, in the style of the notice.

Run ``python -m reports.templates.make_recheck_template`` after a change here; a test compares the file with this
script. Every template tag stands in one run, as docxtpl needs it.
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
    facts,
    name_fonts,
    set_page,
    set_properties,
)

TEMPLATE = Path(__file__).with_name("recheck.docx")

TALLY_COLUMNS = (("责任单位", 56), ("复查问题", 20), ("整改到位", 20), ("未到位", 20), ("未能核实", 20), ("整改率", 20))
TALLY_ROW = tuple((f"{{{{ row.{name} }}}}",) for name in ("title", "total", "mended", "still", "unsure", "rate"))
COLUMNS = (("序号", 12), ("问题、位置和整改前的情况", 74), ("复查所见", 38), ("结论和编号", 32))
ROW = (
    ("{{ item.number }}",),
    ("{{ item.message }}", *facts("item.place"), *facts("item.before")),
    ("{{ item.note }}", *facts("item.now")),
    ("{{ item.result }}", "{{ item.state }}", "{{ item.id }}"),
)


def build() -> bytes:
    """The template as DOCX bytes."""
    document = Document()
    set_properties(document, "复查报告")
    set_page(document)
    name_fonts(document)
    add_styles(document)
    add_page_numbers(document)
    _lines(document, "发文机关标志", "{%p if report.office %}", "{{ report.office }}", "{%p endif %}")
    _lines(document, "公文标题", "{{ report.title }}")
    _lines(document, "一级标题", "一、总体情况")
    _lines(document, "公文正文", "{{ report.opening }}")
    _lines(document, "表后", "")
    add_table(
        document, TALLY_COLUMNS, TALLY_ROW, "row in report.tallies", total="report.total", centred=(1, 2, 3, 4, 5)
    )
    _lines(document, "表后", "")
    _lines(document, "控制", "{%p for section in report.sections %}")
    _lines(document, "一级标题", "{{ section.title }}（{{ section.count }}个）")
    _lines(document, "公文正文", "{{ section.intro }}")
    _lines(document, "表后", "")
    add_table(document, COLUMNS, ROW, "item in section.rows", centred=(0,))
    _lines(document, "表后", "")
    _lines(document, "控制", "{%p endfor %}")
    _lines(document, "公文末段", "{%p for text in report.closing %}", "{{ text }}", "{%p endfor %}")
    _lines(document, "署名", "{%p if report.signature %}", "{{ report.signature }}", "{%p endif %}")
    _lines(document, "成文日期", "{{ report.date }}")
    _lines(document, "附注", "{%p if report.contact %}", "（{{ report.contact }}）", "{%p endif %}")
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def _lines(document: DocumentType, style: str, *texts: str) -> None:
    for text in texts:
        document.add_paragraph(text, style="控制" if text.startswith("{%p") else style)


if __name__ == "__main__":
    TEMPLATE.write_bytes(build())

"""Builds ``notice.docx``, the Word template of the notice, laid out after GB/T 9704-2012.

Run ``python -m reports.templates.make_notice_template`` after a change here; a test compares the file with this script.
Sizes: 2号 is 22 pt, 3号 16 pt, 4号 14 pt, 五号 10.5 pt, 小五 9 pt; 版心 is 156 mm wide, 22 lines of 28 characters.
Every template tag stands in one run, as docxtpl needs it.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH

from reports.templates.docx_parts import (
    add_page_numbers,
    add_styles,
    add_table,
    facts,
    name_fonts,
    set_page,
    set_properties,
)

TEMPLATE = Path(__file__).with_name("notice.docx")

DUE = (
    "{{ item.deadline }}",
    "{{ item.severity }}；{{ item.baseline }}",
    "{%p if item.earlier %}",
    "原通知：{{ item.earlier }}",
    "{%p endif %}",
    "{{ item.id }}",
)
PROBLEM_COLUMNS = (("序号", 12), ("问题、位置和检查证据", 106), ("期限、程度和编号", 38))
PROBLEM_ROW = (
    ("{{ item.number }}",),
    (
        "{{ item.message }}",
        *facts("item.place"),
        *facts("item.evidence"),
        "{%p if item.suggestion %}",
        "建议：{{ item.suggestion }}",
        "{%p endif %}",
        "{%p if item.lead %}",
        "责任单位：{{ item.responsible }}；牵头单位：{{ item.lead }}",
        "{%p endif %}",
    ),
    DUE,
)
ANNEX_COLUMNS = (("序号", 12), ("问题和位置", 106), ("期限、程度和编号", 38))
ANNEX_ROW = (("{{ item.number }}",), ("{{ item.message }}", *facts("item.place")), DUE)
TALLY_COLUMNS = (("问题类别", 36), ("问题数", 18), ("严重程度", 46), ("需核实", 18), ("最早期限", 38))
TALLY_ROW = tuple((f"{{{{ row.{name} }}}}",) for name in ("title", "total", "severities", "review", "deadline"))
REPLY_COLUMNS = (
    ("序号", 12),
    ("问题编号", 33),
    ("整改情况（已整改、部分整改、未整改、申诉）", 24),
    ("整改措施", 28),
    ("完成时间", 18),
    ("整改人", 15),
    ("是否申诉及理由", 26),
)
REPLY_ROW = (("{{ item.number }}",), ("{{ item.id }}",), ("",), ("",), ("",), ("",), ("",))
BLANK_ROWS = 10


def build() -> bytes:
    """The template as DOCX bytes."""
    document = Document()
    set_properties(document, "整改通知书")
    set_page(document)
    name_fonts(document)
    add_styles(document)
    add_page_numbers(document)
    _head(document)
    _overview(document)
    _section(document, "notice.problems_title", "notice.families", intro="", measure="整改要求")
    _section(document, "notice.review_title", "notice.review", intro="notice.review_intro", measure="如属实，请")
    _requirements(document)
    _close(document)
    _annexes(document)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def _lines(document: DocumentType, style: str, *texts: str) -> None:
    for text in texts:
        document.add_paragraph(text, style="控制" if text.startswith("{%p") else style)


def _head(document: DocumentType) -> None:
    _lines(document, "发文机关标志", "{%p if notice.office %}", "{{ notice.office }}", "{%p endif %}")
    _lines(document, "发文字号", "{{ notice.code }}")
    _lines(document, "公文标题", "{{ notice.title }}")
    _lines(document, "主送机关", "{{ notice.addressee }}：")
    _lines(document, "公文正文", "{{ notice.opening }}")


def _overview(document: DocumentType) -> None:
    _lines(document, "一级标题", "{{ notice.overview_title }}")
    _lines(document, "公文正文", "{%p for text in notice.overview %}", "{{ text }}", "{%p endfor %}")
    _lines(document, "表后", "")
    add_table(
        document, TALLY_COLUMNS, TALLY_ROW, "row in notice.tallies", total="notice.total", centred=(0, 1, 2, 3, 4)
    )
    _lines(document, "表后", "")
    _lines(document, "公文正文", "{%p if notice.unverified %}", "{{ notice.unverified }}", "{%p endif %}")


def _section(document: DocumentType, title: str, families: str, intro: str, measure: str) -> None:
    """A part that lists problems: families, in them rules, in them a table."""
    _lines(document, "一级标题", f"{{%p if {title} %}}", f"{{{{ {title} }}}}")
    if intro:
        _lines(document, "公文正文", f"{{{{ {intro} }}}}")
    _lines(document, "控制", f"{{%p for family in {families} %}}")
    _lines(document, "二级标题", "{{ family.number }}{{ family.title }}（{{ family.count }}个）")
    _lines(document, "控制", "{%p for rule in family.rules %}")
    _lines(document, "三级标题", "{{ rule.number }}.{{ rule.title }}（{{ rule.count }}个）")
    for name, words, style in (  # the basis is long and may run over a page; what is short stays with the table
        ("basis", "依据", "依据"),
        ("measure", measure, "说明"),
        ("deadline_text", "时限", "说明"),
    ):
        _lines(document, style, f"{{%p if rule.{name} %}}", f"{words}：{{{{ rule.{name} }}}}", "{%p endif %}")
    add_table(document, PROBLEM_COLUMNS, PROBLEM_ROW, "item in rule.items", centred=(0,))
    _lines(document, "说明", "{%p if rule.left_out %}", "{{ rule.left_out }}", "{%p endif %}")
    _lines(document, "表后", "")
    _lines(document, "控制", "{%p endfor %}", "{%p endfor %}", "{%p endif %}")


def _requirements(document: DocumentType) -> None:
    """The requirements; the last stays with the signature, which must never stand alone on a page."""
    _lines(document, "一级标题", "{{ notice.requirements_title }}")
    _lines(document, "公文正文", "{%p for text in notice.requirements[:-1] %}", "{{ text }}", "{%p endfor %}")
    _lines(document, "公文末段", "{{ notice.requirements[-1] }}")


def _close(document: DocumentType) -> None:
    _lines(document, "附件说明", "{%p for line in notice.annexes %}", "{%p if loop.first %}", "附件：{{ line }}")
    _lines(document, "附件说明续", "{%p else %}", "{{ line }}", "{%p endif %}", "{%p endfor %}")
    _lines(document, "署名", "{{ notice.signature }}")
    _lines(document, "成文日期", "{{ notice.date }}")
    _lines(document, "附注", "{%p if notice.contact %}", "（{{ notice.contact }}）", "{%p endif %}")


def _annexes(document: DocumentType) -> None:
    _lines(document, "附件序号", "{%p if notice.annex_items %}", "{{ notice.annex_label }}")
    _lines(document, "附件标题", "问题清单")
    _lines(document, "说明", "{%p if notice.annex_note %}", "{{ notice.annex_note }}", "{%p endif %}")
    add_table(document, ANNEX_COLUMNS, ANNEX_ROW, "item in notice.annex_items", centred=(0,))
    _lines(document, "控制", "{%p endif %}")
    _lines(document, "附件序号", "{{ notice.reply_label }}")
    _lines(document, "附件标题", "整改情况反馈表")
    _lines(document, "说明", "填报单位（盖章）：                  负责人：         联系电话：")
    _lines(document, "说明", "{%p if notice.reply_note %}", "{{ notice.reply_note }}", "{%p endif %}")
    add_table(
        document,
        REPLY_COLUMNS,
        REPLY_ROW,
        "item in notice.reply_items",
        centred=(0, 1),
        blank_rows=BLANK_ROWS,
        row_height=11,
    )
    last = document.add_paragraph("填报日期：     年  月  日", style="说明")
    last.alignment = WD_ALIGN_PARAGRAPH.RIGHT


if __name__ == "__main__":
    TEMPLATE.write_bytes(build())

"""Builds ``bulletin.docx``, the Word template of the bulletin, laid out after GB/T 9704-2012.

Run ``python -m reports.templates.make_bulletin_template`` after a change here; a test compares the file with this
script. The text width is 156 mm; widths below are in mm. Every template tag stands in one run, as docxtpl needs it.
"""

from __future__ import annotations

from collections.abc import Sequence
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

TEMPLATE = Path(__file__).with_name("bulletin.docx")

SITE_COLUMNS = (
    ("网站（账号）", 35),
    ("责任单位", 40),
    ("检查日期", 33),
    ("网页", 12),
    ("附件", 12),
    ("未能核实", 12),
    ("完整检查", 12),
)
SITE_FIELDS = ("name", "department", "inspected", "pages", "attachments", "unverified", "whole")
COUNT_HEADS = ("发现", "销号", "特别严重", "严重", "一般", "提示", "逾期", "待核")
COUNT_FIELDS = ("found", "resolved", "critical", "serious", "minor", "info", "overdue", "review")
FAMILY_COLUMNS = (("问题类别", 52), *((head, 13) for head in COUNT_HEADS))
RANK_COLUMNS = (("位次", 12), ("责任单位", 40), *((head, 13) for head in COUNT_HEADS))
CASE_COLUMNS = (("序号", 12), ("问题", 56), ("位置和证据", 88))
FATE_COLUMNS = (
    ("责任单位", 58),
    ("上次发现", 14),
    ("复查通过", 14),
    ("撤回误报", 14),
    ("仍然存在", 14),
    ("未再见到", 14),
    ("未能查明", 14),
    ("其中逾期", 14),
)
FATE_FIELDS = ("name", "total", "resolved", "cleared", "seen_again", "not_seen", "unchecked", "overdue")


def build() -> bytes:
    """The template as DOCX bytes."""
    document = Document()
    set_properties(document, "问题通报")
    set_page(document)
    name_fonts(document)
    add_styles(document)
    add_page_numbers(document)
    _head(document)
    _coverage(document)
    _problems(document)
    _ranking(document)
    _cases(document)
    _last_round(document)
    _close(document)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def _lines(document: DocumentType, style: str, *texts: str) -> None:
    for text in texts:
        document.add_paragraph(text, style="控制" if text.startswith("{%p") else style)


def _each(document: DocumentType, name: str) -> None:
    """One paragraph of body text for each sentence of a list."""
    _lines(document, "公文正文", f"{{%p for text in bulletin.{name} %}}", "{{ text }}", "{%p endfor %}")


def _cells(name: str, fields: Sequence[str]) -> tuple[tuple[str], ...]:
    return tuple((f"{{{{ {name}.{field} }}}}",) for field in fields)


def _head(document: DocumentType) -> None:
    _lines(document, "发文机关标志", "{%p if bulletin.office %}", "{{ bulletin.office }}", "{%p endif %}")
    _lines(document, "发文字号", "{{ bulletin.code }}")
    _lines(document, "公文标题", "{{ bulletin.title }}")
    _lines(document, "主送机关", "各有关单位：")
    _lines(document, "公文正文", "{{ bulletin.opening }}")


def _coverage(document: DocumentType) -> None:
    _lines(document, "一级标题", "{{ bulletin.coverage_title }}")
    _each(document, "coverage")
    _lines(document, "说明", "表1  检查范围（单位：个）")
    add_table(document, SITE_COLUMNS, _cells("row", SITE_FIELDS), "row in bulletin.sites", centred=tuple(range(2, 7)))
    _lines(document, "表后", "")


def _problems(document: DocumentType) -> None:
    _lines(document, "一级标题", "{{ bulletin.problems_title }}")
    _each(document, "problems")
    _lines(document, "公文正文", "{%p if bulletin.review_note %}", "{{ bulletin.review_note }}", "{%p endif %}")
    _lines(document, "说明", "表2  按问题类别统计（特别严重至提示四栏为尚未销号的问题，单位：个）")
    add_table(
        document,
        FAMILY_COLUMNS,
        _cells("row", ("name", *COUNT_FIELDS)),
        "row in bulletin.families",
        total="bulletin.total",
        centred=tuple(range(1, 9)),
    )
    _lines(document, "表后", "")


def _ranking(document: DocumentType) -> None:
    _lines(document, "一级标题", "{%p if bulletin.ranking_title %}", "{{ bulletin.ranking_title }}")
    _lines(document, "公文正文", "{{ bulletin.ranking_rule }}")
    _lines(document, "公文正文", "{%p if bulletin.blameless %}", "{{ bulletin.blameless }}", "{%p endif %}")
    _lines(document, "说明", "表3  按责任单位统计（特别严重至提示四栏为尚未销号的问题，单位：个）")
    add_table(
        document,
        RANK_COLUMNS,
        (("{{ row.place }}",), *_cells("row.count", ("name", *COUNT_FIELDS))),
        "row in bulletin.departments",
        centred=(0, *range(2, 10)),
    )
    _lines(document, "表后", "")
    _lines(document, "控制", "{%p endif %}")


def _cases(document: DocumentType) -> None:
    _lines(document, "一级标题", "{%p if bulletin.cases_title %}", "{{ bulletin.cases_title }}")
    add_table(
        document,
        CASE_COLUMNS,
        (
            ("{{ row.number }}",),
            ("{{ row.title }}（{{ row.severity }}）", "{{ row.message }}", "责任单位：{{ row.department }}"),
            facts("row.lines"),
        ),
        "row in bulletin.cases",
        centred=(0,),
    )
    _lines(document, "表后", "")
    _lines(document, "控制", "{%p endif %}")


def _last_round(document: DocumentType) -> None:
    _lines(document, "一级标题", "{{ bulletin.last_title }}")
    _each(document, "last")
    _lines(
        document,
        "说明",
        "{%p if bulletin.fates %}",
        "表{{ 4 if bulletin.departments else 3 }}  上次检查所发现问题的整改情况（单位：个）",
    )
    add_table(
        document,
        FATE_COLUMNS,
        _cells("row", FATE_FIELDS),
        "row in bulletin.fates",
        total="bulletin.fate",
        centred=tuple(range(1, 8)),
    )
    _lines(document, "表后", "")
    _lines(document, "控制", "{%p endif %}")


def _close(document: DocumentType) -> None:
    _lines(document, "一级标题", "{{ bulletin.steps_title }}")
    _lines(document, "公文正文", "{%p for text in bulletin.steps[:-1] %}", "{{ text }}", "{%p endfor %}")
    _lines(document, "公文末段", "{{ bulletin.steps[-1] }}")  # so that the signature never stands alone on a page
    _lines(document, "署名", "{{ bulletin.signature }}")
    _lines(document, "成文日期", "{{ bulletin.date }}")
    _lines(document, "附注", "{%p if bulletin.contact %}", "（{{ bulletin.contact }}）", "{%p endif %}")


if __name__ == "__main__":
    TEMPLATE.write_bytes(build())

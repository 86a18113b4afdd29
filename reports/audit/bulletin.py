"""The bulletin (交叉互查通报) as DOCX, from a Word template that an office may replace."""

from __future__ import annotations

from pathlib import Path

from reports.audit.content import build_bulletin
from reports.audit.model import RoundReport
from reports.shared.word_template import fill_template

TEMPLATE = "audit.docx"


def bulletin_docx(report: RoundReport, templates: Path | None) -> bytes:
    """The filled template. Raises :class:`BadInputError` when the office's own template is wrong."""
    return fill_template(TEMPLATE, {"audit": build_bulletin(report)}, templates)

"""The notice as DOCX, from a Word template that an office may replace."""

from __future__ import annotations

from pathlib import Path

from reports.notice.model import Notice
from reports.shared.word_template import fill_template

TEMPLATE = "notice.docx"


def to_docx(notice: Notice, templates: Path | None) -> bytes:
    """The filled template. Raises :class:`BadInputError` when the office's own template is wrong."""
    return fill_template(TEMPLATE, {"notice": notice}, templates)

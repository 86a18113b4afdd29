"""复查报告: what a recheck saw of each finding beside what was seen before, as DOCX to be signed.

``content`` says what the report says; an office's own ``recheck.docx`` in its templates folder wins over ours.
"""

from __future__ import annotations

from pathlib import Path

from reports.recheck.content import build_report
from reports.recheck.model import RecheckData
from reports.shared.word_template import fill_template

TEMPLATE = "recheck.docx"


def recheck_report(recheck: RecheckData, templates: Path | None) -> bytes:
    """The report as DOCX bytes. Raises :class:`BadInputError` when the office's own template is wrong."""
    return fill_template(TEMPLATE, {"report": build_report(recheck)}, templates)

"""问题通报: one document on all sites of an office, to all departments.

``model`` is what it is given, ``content`` says what it says, ``docx`` puts it on paper. An office's own
``bulletin.docx`` in its templates folder wins over ours.
"""

from __future__ import annotations

from pathlib import Path

from reports.bulletin.content import build_bulletin
from reports.bulletin.model import BulletinData
from reports.shared.word_template import fill_template

FILE = "bulletin.docx"


def to_docx(data: BulletinData, templates: Path | None) -> bytes:
    """The bulletin as DOCX. Raises :class:`records.errors.BadInputError` when the office's own template is wrong."""
    return fill_template(FILE, {"bulletin": build_bulletin(data)}, templates)

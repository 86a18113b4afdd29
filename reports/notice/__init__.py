"""整改通知书:one for every responsible department, as DOCX (to be signed) and HTML (to be read on a screen).

``content`` says what a notice says, ``docx`` and ``html`` put it on paper and screen. An office's own ``notice.docx``
or ``notice.html`` in its templates folder wins over ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reports.model import ReportData
from reports.notice.content import addressees, build_notice
from reports.notice.docx import to_docx
from reports.notice.html import to_html
from reports.shared.safe_text import file_stem

TITLE = "整改通知书"


def render(data: ReportData, templates: Path | None) -> Iterator[tuple[str, bytes]]:
    """``notices/整改通知书-<责任单位>.docx`` and ``.html`` for every department that has something to mend or verify.

    Raises :class:`records.errors.BadInputError` when an office's own template is wrong.
    """
    taken: set[str] = set()
    for department in addressees(data):
        notice = build_notice(data, department)
        stem = f"notices/{TITLE}-{file_stem(notice.addressee)}"
        if stem in taken:  # two departments whose cleaned names are the same
            stem = f"{stem}-{file_stem(department)}"
        taken.add(stem)
        yield f"{stem}.docx", to_docx(notice, templates)
        yield f"{stem}.html", to_html(notice, templates)

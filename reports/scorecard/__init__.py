"""评分表: ``scorecard.html`` (self-contained, printable) and ``scorecard.xlsx``, from scorecards made elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from records.scores import Scorecard
from reports.model import ReportData
from reports.scorecard.html import to_html
from reports.scorecard.workbook import to_xlsx
from reports.shared.whole_files import write_whole

TITLE = "评分表"
HTML_FILE = "scorecard.html"
XLSX_FILE = "scorecard.xlsx"


def render(data: ReportData, templates: Path | None) -> Iterator[tuple[str, bytes]]:
    """Both files for ``data.scores``; nothing where nothing was scored."""
    if data.scores:
        yield HTML_FILE, to_html(data.scores, data, templates)
        yield XLSX_FILE, to_xlsx(data.scores, data)


def write_html(path: Path, cards: Sequence[Scorecard], data: ReportData, templates: Path | None = None) -> None:
    """Write the page of ``cards`` whole. Raises StorageError, or BadInputError for the office's own template."""
    write_whole(path, to_html(cards, data, templates))


def write_xlsx(path: Path, cards: Sequence[Scorecard], data: ReportData) -> None:
    """Write the workbook of ``cards`` whole. Raises StorageError."""
    write_whole(path, to_xlsx(cards, data))

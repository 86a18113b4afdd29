"""栏目树: ``columns.html``, the columns of every inspected site with their freshness and publications over time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reports.columns.html import to_html
from reports.columns.listing import to_csv, to_json, to_table
from reports.columns.sheet import to_xlsx
from reports.model import ReportData

TITLE = "栏目树"
FILE = "columns.html"

__all__ = ["FILE", "TITLE", "render", "to_csv", "to_json", "to_table", "to_xlsx"]


def render(data: ReportData, templates: Path | None) -> Iterator[tuple[str, bytes]]:
    """The page for all sites of which columns are known; nothing where there are none."""
    if data.columns:
        yield FILE, to_html(data, templates)

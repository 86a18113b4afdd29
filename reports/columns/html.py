"""The column tree as one self-contained HTML page: nothing is loaded from outside, nothing runs."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from records.errors import BadInputError
from reports.columns.content import build
from reports.columns.histogram import HEIGHT, STEP, WIDTH
from reports.model import ReportData

TEMPLATE = "columns.html"


def to_html(data: ReportData, templates: Path | None) -> bytes:
    """UTF-8 HTML. Raises :class:`BadInputError` when the office's own template is wrong."""
    own = templates / TEMPLATE if templates else None
    try:
        source = own.read_text(encoding="utf-8") if own and own.is_file() else _built_in()
        page = _environment().from_string(source).render(sheet=build(data), width=WIDTH, height=HEIGHT, step=STEP)
    except (TemplateError, OSError, UnicodeDecodeError) as error:
        raise BadInputError(
            f"网页模板 {own or TEMPLATE} 有误：{error}。请改正，或移走该模板以使用内置模板。"
        ) from error
    return page.encode("utf-8", "replace")


@cache
def _built_in() -> str:
    return (files("reports") / "templates" / TEMPLATE).read_text(encoding="utf-8")


@cache
def _environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)

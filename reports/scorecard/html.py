"""The scorecards as one self-contained HTML page: nothing is loaded from outside, nothing runs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from records.errors import BadInputError
from records.scores import Scorecard
from reports.model import ReportData
from reports.scorecard.bars import NAMES
from reports.scorecard.content import build

TEMPLATE = "scorecard.html"


def to_html(cards: Sequence[Scorecard], data: ReportData, templates: Path | None) -> bytes:
    """UTF-8 HTML. Raises :class:`BadInputError` when the office's own template is wrong."""
    own = templates / TEMPLATE if templates else None
    try:
        source = own.read_text(encoding="utf-8") if own and own.is_file() else _built_in()
        page = _environment().from_string(source).render(sheet=build(cards, data), legend=NAMES)
    except (TemplateError, OSError, UnicodeDecodeError) as error:
        raise BadInputError(
            f"网页模板 {own or TEMPLATE} 有误：{error}。请改正，或移走该模板以使用内置模板。"
        ) from error
    return page.encode("utf-8")


@cache
def _built_in() -> str:
    return (files("reports") / "templates" / TEMPLATE).read_text(encoding="utf-8")


@cache
def _environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)

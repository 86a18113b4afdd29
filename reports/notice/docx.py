"""The notice as DOCX, from a Word template that an office may replace."""

from __future__ import annotations

from importlib.resources import as_file, files
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import XMLSyntaxError

from records.errors import BadInputError
from reports.notice.model import Notice

TEMPLATE = "notice.docx"


def to_docx(notice: Notice, templates: Path | None) -> bytes:
    """The filled template. Raises :class:`BadInputError` when the office's own template is wrong."""
    own = templates / TEMPLATE if templates else None
    if own and own.is_file():
        return _fill(own, notice)
    with as_file(files("reports") / "templates" / TEMPLATE) as built_in:
        return _fill(built_in, notice)


def _fill(path: Path, notice: Notice) -> bytes:
    environment = SandboxedEnvironment(undefined=StrictUndefined)
    try:
        document = DocxTemplate(path)
        # Without autoescape, docxtpl silently drops text at & and <.
        document.render({"notice": notice}, jinja_env=environment, autoescape=True)
        filled = BytesIO()
        document.save(filled)
    except (TemplateError, PackageNotFoundError, BadZipFile, XMLSyntaxError, KeyError, OSError) as error:
        raise BadInputError(f"Word 模板 {path} 有误：{error}。请改正，或移走该模板以使用内置模板。") from error
    return filled.getvalue()

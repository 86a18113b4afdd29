"""Filling Word templates, ours or those with which an office replaces them."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import as_file, files
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import XMLSyntaxError

from records.errors import BadInputError


def fill_template(name: str, content: Mapping[str, object], templates: Path | None) -> bytes:
    """The template ``name`` (of the folder ``templates`` if it is there, else the built-in one), filled.

    Raises :class:`BadInputError` when the template is wrong.
    """
    own = templates / name if templates else None
    if own and own.is_file():
        return _fill(own, content)
    with as_file(files("reports") / "templates" / name) as built_in:
        return _fill(built_in, content)


def _fill(path: Path, content: Mapping[str, object]) -> bytes:
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415 - most commands write no documents
    from docxtpl import DocxTemplate  # noqa: PLC0415

    environment = SandboxedEnvironment(undefined=StrictUndefined)
    try:
        document = DocxTemplate(path)
        # Without autoescape, docxtpl silently drops text at & and <.
        document.render(dict(content), jinja_env=environment, autoescape=True)
        filled = BytesIO()
        document.save(filled)
    except (TemplateError, PackageNotFoundError, BadZipFile, XMLSyntaxError, KeyError, OSError) as error:
        raise BadInputError(f"Word 模板 {path} 有误：{error}。请改正，或移走该模板以使用内置模板。") from error
    return filled.getvalue()

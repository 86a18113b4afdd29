"""Hyperlinks of xlsx workbooks, which openpyxl leaves out when it reads row by row."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress

from lxml import etree

from crawler.attachments.parts import Parts

_DAMAGED = (etree.XMLSyntaxError, zipfile.BadZipFile, KeyError, OSError, EOFError, zlib.error)
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_P = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_FORMULA = re.compile(r"""\s*HYPERLINK\(\s*"([^"]{1,2000})"\s*(?:,\s*"([^"]{0,300})")?""", re.IGNORECASE)


def keep_links(body: bytes, parts: Parts) -> None:
    """Keep the hyperlinks of cells and the formulas HYPERLINK (ECMA-376 part 1, 18.3.1.47 and 18.17.7.147).

    ``body`` was found sound by :func:`~crawler.attachments.packages.guard_package`; its cells are in ``parts``. Where
    the links alone are damaged, those before the damage are kept.
    """
    with suppress(*_DAMAGED), zipfile.ZipFile(io.BytesIO(body)) as archive:
        members = set(archive.namelist())
        targets = _relations(archive, members, "xl/workbook.xml")
        for sheet in _parsed(archive, "xl/workbook.xml").iter(f"{_S}sheet"):
            member = targets.get(sheet.get(f"{_R}id", ""), "")
            if member in members:
                _keep_sheet(archive, members, member, sheet.get("name", ""), parts)


def _keep_sheet(archive: zipfile.ZipFile, members: set[str], member: str, name: str, parts: Parts) -> None:
    targets = _relations(archive, members, member)
    if not targets and b"HYPERLINK(" not in archive.read(member):
        return
    shown = {part.cell: part.text for part in parts.found if part.sheet == name}
    with archive.open(member) as file:
        for _, element in etree.iterparse(file, tag=(f"{_S}c", f"{_S}hyperlink"), resolve_entities=False):
            if element.tag == f"{_S}hyperlink":
                cell = element.get("ref", "").partition(":")[0]
                parts.link(targets.get(element.get(f"{_R}id", ""), ""), shown.get(cell, ""), None, name, cell)
            else:
                for match in _FORMULA.finditer(element.findtext(f"{_S}f") or ""):
                    parts.link(match[1], match[2] or "", None, name, element.get("r", ""))
            element.clear()


def _relations(archive: zipfile.ZipFile, members: set[str], member: str) -> dict[str, str]:
    """Targets by id: addresses where they are external, else names of members."""
    folder, _, file = member.rpartition("/")
    path = f"{folder}/_rels/{file}.rels"
    if path not in members:
        return {}
    return dict(_targets(_parsed(archive, path), folder))


def _targets(root: etree._Element, folder: str) -> Iterator[tuple[str, str]]:
    for relation in root.iter(f"{_P}Relationship"):
        target = relation.get("Target", "")
        if relation.get("TargetMode") != "External":
            target = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
        yield relation.get("Id", ""), target


def _parsed(archive: zipfile.ZipFile, member: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(archive.read(member), parser)

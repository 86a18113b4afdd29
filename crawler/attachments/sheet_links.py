"""Hyperlinks of xlsx workbooks, which openpyxl leaves out when it reads row by row."""

from __future__ import annotations

import re
import zipfile
import zlib
from contextlib import suppress

from lxml import etree

from crawler.attachments.ooxml import outer_targets
from crawler.attachments.parts import Parts
from crawler.attachments.sheet_parts import sheet_paths

_DAMAGED = (etree.XMLSyntaxError, zipfile.BadZipFile, KeyError, OSError, EOFError, zlib.error)
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# an address put together from pieces ("http://"&A1) is not guessed at
_FORMULA = re.compile(r"""\s*HYPERLINK\(\s*"([^"]{1,2000})"\s*(?:,\s*"([^"]{0,300})"|(?=[,)]))""", re.IGNORECASE)


def keep_links(archive: zipfile.ZipFile, parts: Parts) -> None:
    """Keep the hyperlinks of cells and the formulas HYPERLINK (ECMA-376 part 1, 18.3.1.47 and 18.17.7.147).

    The workbook was found sound by :func:`~crawler.attachments.packages.guard_package`; its cells are in ``parts``, and
    those among them that are hidden have no link a reader could click. Where the links alone are damaged, those before
    the damage are kept.
    """
    for name, member in sheet_paths(archive).items():
        with suppress(*_DAMAGED):
            _keep_sheet(archive, member, name, parts)


def _keep_sheet(archive: zipfile.ZipFile, member: str, name: str, parts: Parts) -> None:
    targets = outer_targets(archive, member)
    if not targets and b"HYPERLINK(" not in archive.read(member):
        return
    cells = {part.cell: part for part in parts.found if part.sheet == name and part.role == "cell"}
    with archive.open(member) as file:
        for _, element in etree.iterparse(file, tag=(f"{_S}c", f"{_S}hyperlink"), resolve_entities=False):
            if element.tag == f"{_S}hyperlink":
                place = element.get("ref", "").partition(":")[0]
                shown = cells.get(place)
                found = [(targets.get(element.get(_ID, ""), ""), shown.text if shown else "")]
            else:
                place = element.get("r", "")
                found = _FORMULA.findall(element.findtext(f"{_S}f") or "")
            if place not in cells or not cells[place].hidden:
                for address, words in found:
                    parts.link(address, words, None, name, place)
            element.clear()

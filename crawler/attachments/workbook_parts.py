"""What a workbook (xlsx) keeps beside its sheets: pivot caches, copies of other files, old values, names."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from lxml import etree

from crawler.attachments.ooxml import main_part, relations, xml_of
from crawler.attachments.parts import MAX_CHARS, Parts
from crawler.attachments.sheet_parts import WORKBOOK
from records.evidence import TextPart

PIVOT = "数据透视表缓存"
EXTERNAL = "外部链接的缓存"
REVISIONS = "修订记录"
NAMES = "定义的名称"
_VALUES = ("s", "n", "d")
_INDEX = "x"
_LOGS = "xl/revisions/revisionLog"


def add_kept(archive: zipfile.ZipFile, parts: Parts) -> None:
    """Add a part for every such place. A cache has the rows of the table it was made from, also where the sheet with
    them was deleted before publication, so it is told as a table: rows as lines, cells parted by tabs, headings first.
    """
    workbook = main_part(archive, WORKBOOK)
    for kind, path in relations(archive, workbook).values():
        if kind == "pivotCacheDefinition":
            parts.add(TextPart(_table(_pivot_rows(archive, path)), role="note", hidden=PIVOT))
        elif kind == "externalLink":
            parts.add(TextPart(_table(_external_rows(archive, path)), role="note", hidden=EXTERNAL))
    for name in archive.namelist():
        if name.startswith(_LOGS) and (log := xml_of(archive, name)) is not None:
            old = ("".join(cell.itertext()) for cell in log.iter("{*}oc"))
            parts.add(TextPart("\n".join(filter(str.strip, old)), role="note", hidden=REVISIONS))
    root = xml_of(archive, workbook)
    names = root.iter("{*}definedName") if root is not None else ()
    literal = [name.text for name in names if name.text and '"' in name.text]  # others only say where cells are
    parts.add(TextPart("\n".join(literal), role="note", hidden=NAMES))


def _table(rows: Iterator[str]) -> str:
    """Rows as lines; no more than a document may have: a record of two bytes can stand for a text of any length."""
    kept, chars = [], 0
    for row in rows:
        kept.append(row)
        chars += len(row)
        if chars > MAX_CHARS:
            break
    return "\n".join(kept)


def _pivot_rows(archive: zipfile.ZipFile, path: str) -> Iterator[str]:
    """ECMA-376 part 1, 18.10.1.63 (definition) and 18.10.1.65 (records): a record has a value or the number of one
    that the field lists.
    """
    root = xml_of(archive, path)
    fields = list(root.iter("{*}cacheField")) if root is not None else []
    shared = [[item.get("v", "") for item in field.iterfind("{*}sharedItems/*")] for field in fields]
    yield "\t".join(field.get("name", "") for field in fields)
    targets = (target for kind, target in relations(archive, path).values() if kind == "pivotCacheRecords")
    records = xml_of(archive, next(targets, ""))
    if records is None:
        depth = max(map(len, shared), default=0)
        for row in range(depth):
            yield "\t".join(items[row] if row < len(items) else "" for items in shared)
        return
    for record in records.iter("{*}r"):
        yield "\t".join(
            _value(item, shared[number] if number < len(shared) else []) for number, item in enumerate(record)
        )


def _value(item: etree._Element, shared: list[str]) -> str:
    written, kind = item.get("v", ""), etree.QName(item).localname
    if kind == _INDEX and written.isdecimal():
        return shared[int(written)] if int(written) < len(shared) else ""
    return written if kind in _VALUES else ""


def _external_rows(archive: zipfile.ZipFile, path: str) -> Iterator[str]:
    root = xml_of(archive, path)
    for row in root.iter("{*}row") if root is not None else ():
        yield "\t".join(cell.findtext("{*}v", "") for cell in row.iter("{*}cell"))

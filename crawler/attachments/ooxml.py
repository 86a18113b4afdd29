"""What every Office Open XML file (ECMA-376) has besides its text: relations, properties, pictures."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress

from lxml import etree

from crawler.attachments.parts import Parts
from records.evidence import TextPart

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_PROPERTIES = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")
_TOLD = {
    "title": "标题",
    "subject": "主题",
    "creator": "作者",
    "lastModifiedBy": "最后保存者",
    "description": "备注",
    "keywords": "关键词",
    "identifier": "标识",
    "contentStatus": "状态",
    "category": "类别",
    "Company": "单位",
    "Manager": "经理",
    **dict.fromkeys(("lpwstr", "r8"), "自定义属性"),
    "HyperlinkBase": "超链接基础",
}
PROPERTIES = "文档属性"
COMMENT = "批注"
DAMAGE = (
    zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, KeyError, ValueError, TypeError, AttributeError, IndexError,
    OSError, EOFError, OverflowError,
)  # fmt: skip
"""What a package raises that is broken somewhere."""


def parser() -> etree.XMLParser:
    """One that resolves no entities and fetches nothing."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def xml_of(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    """A part of the package as a tree, None where there is none or it is broken."""
    try:
        return etree.fromstring(archive.read(name), parser())
    except (KeyError, etree.XMLSyntaxError, ValueError):
        return None


def main_part(archive: zipfile.ZipFile, usual: str) -> str:
    """The part that holds the document itself: the one that the package names, else the ``usual`` one."""
    named = (path for kind, path in relations(archive, "").values() if kind == "officeDocument")
    return next(named, usual)


def relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Id -> (last word of the type, part name) of what a part points at inside the package."""
    folder = part.rpartition("/")[0]
    found: dict[str, tuple[str, str]] = {}
    for relation in _relations(archive, part):
        if relation.get("TargetMode") != "External":
            target = relation.get("Target", "")
            path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], path)
    return found


def outer_targets(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Id -> address of what a part points at outside the package."""
    outer = (each for each in _relations(archive, part) if each.get("TargetMode") == "External")
    return {relation.get("Id", ""): relation.get("Target", "") for relation in outer}


def _relations(archive: zipfile.ZipFile, part: str) -> list[etree._Element]:
    folder, _, name = part.rpartition("/")
    root = xml_of(archive, f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
    return list(root.iter(_RELATION)) if root is not None else []


def add_properties(archive: zipfile.ZipFile, parts: Parts) -> None:
    """Add the document's properties as one part that no reader sees."""
    lines = []
    for name in _PROPERTIES:
        root = xml_of(archive, name)
        for element in root.iter() if root is not None else ():
            if isinstance(element.tag, str) and element.text and element.text.strip():
                label = _TOLD.get(etree.QName(element).localname)
                if label:
                    lines.append(f"{label}：{element.text.strip()}")
    parts.add(TextPart("\n".join(lines), role="note", hidden=PROPERTIES))


def pictures(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """The pictures in the package by file name; a damaged one shows nothing to a reader either."""
    names = [name for name in archive.namelist() if "/media/" in name and not name.endswith("/")]
    for name in names:
        with suppress(*DAMAGE):
            yield name.rpartition("/")[2], archive.read(name)


def enclose_files(archive: zipfile.ZipFile, parts: Parts) -> None:
    """Keep the files that lie in the document as objects (a workbook behind a chart, a document behind an icon)."""
    for name in archive.namelist():
        if "/embeddings/" in name and not name.endswith("/"):
            parts.enclose(name.rpartition("/")[2], archive.read(name))

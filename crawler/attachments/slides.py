"""PPTX: the text of every slide, hidden ones too, notes and comments; what can be clicked on those that are shown."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from crawler.attachments.drawn import ALTERNATIVE, add_drawn, alternatives, shape_text
from crawler.attachments.ooxml import (
    DAMAGE,
    add_properties,
    enclose_files,
    main_part,
    outer_targets,
    pictures,
    relations,
    xml_of,
)
from crawler.attachments.packages import guard_package, transitional
from crawler.attachments.parts import Parts
from crawler.attachments.pictures import add_pictures
from crawler.attachments.reading import UnreadableError
from records.evidence import TextPart
from records.model import Reason

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
_BACKGROUND = re.compile(r"ppt/slide(?:Layouts|Masters)/[^/]+\.xml")
_BESIDE = {"notesSlide": "演讲者备注", "comments": "批注"}
_MASTER = "母版"
MAX_SLIDES = 2_000


def read_pptx(body: bytes, parts: Parts) -> str:
    """Add a part for every slide (``page``), with table cells parted by tabs, and for its notes and comments."""
    guard_package(body)
    try:
        with zipfile.ZipFile(io.BytesIO(transitional(body))) as archive:
            _read_slides(archive, parts)
            _read_background(archive, parts)
            add_properties(archive, parts)
            enclose_files(archive, parts)
            return add_pictures(pictures(archive), parts)
    except DAMAGE as error:
        raise UnreadableError(Reason.PARSE_FAILED, "文件已损坏，无法打开") from error


def _read_slides(archive: zipfile.ZipFile, parts: Parts) -> None:
    # a presentation has at least one slide, or it was not read as it is
    slides = list(dict.fromkeys(_slides(archive)))
    if not slides:
        raise UnreadableError(Reason.PARSE_FAILED, "文件里没有幻灯片")
    for number, name in enumerate(slides[:MAX_SLIDES], 1):
        root = xml_of(archive, name)
        if root is None:
            raise UnreadableError(Reason.PARSE_FAILED, f"第 {number} 张幻灯片已损坏，未检查")
        hidden = "隐藏的幻灯片" if root.get("show") == "0" else ""
        parts.add(TextPart(shape_text(root), page=number, hidden=hidden))
        parts.add(TextPart("\n".join(alternatives(root)), role="note", page=number, hidden=ALTERNATIVE))
        if not hidden:
            _keep_links(archive, name, root, number, parts)
        add_drawn(archive, name, parts, page=number)
        for kind, part in relations(archive, name).values():
            if kind in _BESIDE and (beside := xml_of(archive, part)) is not None:
                text = shape_text(beside) if kind == "notesSlide" else "\n".join(beside.itertext())
                parts.add(TextPart(text.strip(), role="note", page=number, hidden=_BESIDE[kind]))
    if len(slides) > MAX_SLIDES:
        raise UnreadableError(Reason.TOO_LARGE, f"共 {len(slides)} 张幻灯片，只检查了前 {MAX_SLIDES} 张")


def _slides(archive: zipfile.ZipFile) -> Iterator[str]:
    """The slides in the order in which they are shown, which is not that of their names; then those that are not."""
    main = main_part(archive, "ppt/presentation.xml")
    root, known = xml_of(archive, main), relations(archive, main)
    for slide in root.iter(f"{_P}sldId") if root is not None else ():
        if slide.get(_ID, "") in known:
            yield known[slide.get(_ID, "")][1]
    for _, name in sorted((int(match[1]), match[0]) for match in map(_SLIDE.fullmatch, archive.namelist()) if match):
        yield name


def _read_background(archive: zipfile.ZipFile, parts: Parts) -> None:
    """Add what masters and layouts show on all their slides; their placeholders only say what to write where."""
    lines: dict[str, None] = {}
    for name in filter(_BACKGROUND.fullmatch, archive.namelist()):
        root = xml_of(archive, name)
        for shape in root.iter(f"{_P}sp") if root is not None else ():
            if shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph") is None:
                lines[shape_text(shape)] = None
    parts.add(TextPart("\n".join(lines), role="note", hidden=_MASTER))


def _keep_links(archive: zipfile.ZipFile, name: str, root: etree._Element, number: int, parts: Parts) -> None:
    """Keep the hyperlinks of runs and shapes (ECMA-376 part 1, 21.1.2.3.5)."""
    targets = outer_targets(archive, name)
    for link in root.iter(f"{_A}hlinkClick") if targets else ():
        run = next(link.iterancestors(f"{_A}r"), None)
        words = "".join(text.text or "" for text in run.iter(f"{_A}t")) if run is not None else ""
        parts.link(targets.get(link.get(_ID, ""), ""), words, number)

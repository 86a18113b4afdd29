"""PPTX: the text of every slide, hidden ones too, notes and comments; what can be clicked on those that are shown."""

from __future__ import annotations

import io
import re
import zipfile

from lxml import etree

from crawler.attachments.ooxml import add_properties, outer_targets, pictures, relations, xml_of
from crawler.attachments.packages import guard_package
from crawler.attachments.parts import Parts
from crawler.attachments.pictures import add_pictures
from crawler.attachments.reading import UnreadableError
from records.evidence import TextPart
from records.model import Reason

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
_BESIDE = {"notesSlide": "演讲者备注", "comments": "批注"}
MAX_SLIDES = 2_000


def read_pptx(body: bytes, parts: Parts) -> str:
    """Add a part for every slide (``page``), with table cells parted by tabs, and for its notes and comments."""
    guard_package(body)
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            _read_slides(archive, parts)
            add_properties(archive, parts)
            return add_pictures(pictures(archive), parts)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError) as error:
        raise UnreadableError(Reason.PARSE_FAILED, "文件已损坏，无法打开") from error


def _read_slides(archive: zipfile.ZipFile, parts: Parts) -> None:
    # a presentation has at least one slide, or it was not read as it is
    slides = sorted((int(match[1]), name) for name in archive.namelist() if (match := _SLIDE.fullmatch(name)))
    if not slides:
        raise UnreadableError(Reason.PARSE_FAILED, "文件里没有幻灯片")
    for number, name in slides[:MAX_SLIDES]:
        root = xml_of(archive, name)
        if root is None:
            raise UnreadableError(Reason.PARSE_FAILED, f"第 {number} 张幻灯片已损坏，未检查")
        hidden = "隐藏的幻灯片" if root.get("show") == "0" else ""
        parts.add(TextPart(_text(root), page=number, hidden=hidden))
        if not hidden:
            _keep_links(archive, name, root, number, parts)
        for kind, part in relations(archive, name).values():
            if kind in _BESIDE and (beside := xml_of(archive, part)) is not None:
                text = _text(beside) if kind == "notesSlide" else "\n".join(beside.itertext())
                parts.add(TextPart(text.strip(), role="note", page=number, hidden=_BESIDE[kind]))


def _keep_links(archive: zipfile.ZipFile, name: str, root: etree._Element, number: int, parts: Parts) -> None:
    """Keep the hyperlinks of runs and shapes (ECMA-376 part 1, 21.1.2.3.5)."""
    targets = outer_targets(archive, name)
    for link in root.iter(f"{_A}hlinkClick") if targets else ():
        run = next(link.iterancestors(f"{_A}r"), None)
        words = "".join(text.text or "" for text in run.iter(f"{_A}t")) if run is not None else ""
        parts.link(targets.get(link.get(_ID, ""), ""), words, number)


def _text(root: etree._Element) -> str:
    lines: list[str] = []
    for element in root.iter(f"{_A}p", f"{_A}tr"):
        if element.tag == f"{_A}tr":
            cells = (" ".join(_words(p) for p in cell.iter(f"{_A}p")) for cell in element.iter(f"{_A}tc"))
            lines.append("\t".join(cells))
        elif next(element.iterancestors(f"{_A}tc"), None) is None:
            lines.append(_words(element))
    return "\n".join(line for line in lines if line.strip())


def _words(paragraph: etree._Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(f"{_A}t"))

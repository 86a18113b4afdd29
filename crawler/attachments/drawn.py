"""What Office Open XML files draw: the numbers and names behind charts, diagrams (SmartArt), and text of shapes."""

from __future__ import annotations

import zipfile

from lxml import etree

from crawler.attachments.ooxml import relations, xml_of
from crawler.attachments.parts import Parts
from records.evidence import TextPart

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_POINTS = "{*}v"
_CHARTS = ("chart", "chartEx")
_DIAGRAM = "diagramData"
CHART = "图表数据"
ALTERNATIVE = "替代文字"


def add_drawn(
    archive: zipfile.ZipFile, owner: str, parts: Parts, *, page: int | None = None, sheet: str | None = None
) -> None:
    """Add the text of the charts and diagrams that a part of the package shows.

    A chart keeps the whole column of a table it was made from, also where its axis shows every tenth name.
    """
    for kind, path in relations(archive, owner).values():
        root = xml_of(archive, path) if kind in (*_CHARTS, _DIAGRAM) else None
        if root is None:
            continue
        lines = [shape_text(root)]
        if kind in _CHARTS:
            lines += [value.text or "" for value in root.iter(_POINTS)]
        text = "\n".join(line for line in lines if line.strip())
        parts.add(TextPart(text, role="note", page=page, sheet=sheet, hidden=CHART if kind in _CHARTS else ""))


def shape_text(root: etree._Element) -> str:
    """The paragraphs of shapes, one a line; cells of tables parted by tabs (ECMA-376 part 1, 21.1.2 and 21.1.3)."""
    lines: list[str] = []
    for element in root.iter(f"{_A}p", f"{_A}tr"):
        if element.tag == f"{_A}tr":
            cells = (" ".join(_words(p) for p in cell.iter(f"{_A}p")) for cell in element.iter(f"{_A}tc"))
            lines.append("\t".join(cells))
        elif next(element.iterancestors(f"{_A}tc"), None) is None:
            lines.append(_words(element))
    return "\n".join(line for line in lines if line.strip())


def alternatives(root: etree._Element) -> list[str]:
    """What is written for those who cannot see the pictures and shapes, each once."""
    found: dict[str, None] = {}
    for element in root.iter("{*}docPr", "{*}cNvPr"):
        for name in ("title", "descr"):
            found[element.get(name, "").strip()] = None
    return list(filter(None, found))


def _words(paragraph: etree._Element) -> str:
    return "".join(text.text or "" if text.tag == f"{_A}t" else "\n" for text in paragraph.iter(f"{_A}t", f"{_A}br"))

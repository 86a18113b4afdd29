"""What a reader of a DOCX does not see and anybody can bring back: deleted, hidden and alternative text, choices."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator

from lxml import etree

from crawler.attachments.drawn import ALTERNATIVE, alternatives
from crawler.attachments.parts import Parts
from records.evidence import TextPart

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_OFF = ("0", "false", "off")
_IN_TOKEN = frozenset(string.ascii_letters + string.digits + "*＊")
DELETED = "修订中删除的文字"
VANISHED = "隐藏文字"
CHOICES = "下拉选项"
FIELD_HELP = "表单提示"
_CHOICES = ((f"{_W}listItem", "displayText"), (f"{_W}listEntry", "val"))
_HELP = ((f"{_W}statusText", "val"), (f"{_W}helpText", "val"))


def add_unseen(root: etree._Element, parts: Parts) -> None:
    """Add a part for each kind of unseen text in the document, a header, the notes or the comments."""
    _add(_spans(root, _is_deleted, _came_later), DELETED, parts)
    _add(_spans(root, _has_vanished, _is_deleted), VANISHED, parts)
    _add(iter(alternatives(root)), ALTERNATIVE, parts)
    _add((shape.get("alt", "") for shape in root.iter(f"{_V}shape")), ALTERNATIVE, parts)
    _add((path.get("string", "") for path in root.iter(f"{_V}textpath")), "", parts)  # letters drawn as a shape
    for fields, hidden in ((_CHOICES, CHOICES), (_HELP, FIELD_HELP)):
        _add((each.get(f"{_W}{name}", "") for tag, name in fields for each in root.iter(tag)), hidden, parts)
    defaults = (field.find(f"{_W}default") for field in root.iter(f"{_W}textInput"))
    _add((default.get(f"{_W}val", "") for default in defaults if default is not None), FIELD_HELP, parts)


def _add(lines: Iterator[str], hidden: str, parts: Parts) -> None:
    parts.add(TextPart("\n".join(dict.fromkeys(filter(str.strip, lines))), role="note", hidden=hidden))


def _spans(
    root: etree._Element, unseen: Callable[[etree._Element], bool], left_out: Callable[[etree._Element], bool]
) -> Iterator[str]:
    """The stretches of unseen text of each paragraph, and the numbers and words of which they are a part.

    Who covers four digits of a number as a tracked change leaves the digits in the file and seven others in sight.
    """
    for paragraph in root.iter(f"{_W}p"):
        text, marks = "", ""
        for element in paragraph.iter(f"{_W}t", f"{_W}delText"):
            if next(element.iterancestors(f"{_W}p"), None) is paragraph and not left_out(element):
                written = element.text or ""
                text += written
                marks += ("x" if unseen(element) else " ") * len(written)
        done = 0
        for match in re.finditer("x+", marks):
            start, end = match.span()
            if start < done:
                continue
            while start > done and text[start - 1] in _IN_TOKEN:
                start -= 1
            while end < len(text) and text[end] in _IN_TOKEN:
                end += 1
            done = end
            yield text[match.start() : match.end()]
            yield text[start:end]


def _is_deleted(element: etree._Element) -> bool:
    return bool(element.tag == f"{_W}delText")


def _came_later(element: etree._Element) -> bool:
    """Whether it did not stand beside what was deleted where a reader could see it."""
    inserted = next(element.iterancestors(f"{_W}ins"), None) is not None
    return not _is_deleted(element) and (inserted or _has_vanished(element))


def _has_vanished(element: etree._Element) -> bool:
    run = next(element.iterancestors(f"{_W}r"), None)
    vanish = run.find(f"{_W}rPr/{_W}vanish") if run is not None else None
    return vanish is not None and vanish.get(f"{_W}val", "1") not in _OFF

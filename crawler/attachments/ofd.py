"""OFD (GB/T 33190-2016): the text of every page, what can be clicked there, and the document's properties."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping

from lxml import etree

from crawler.attachments.ooxml import PROPERTIES, xml_of
from crawler.attachments.packages import guard_package
from crawler.attachments.parts import Parts
from crawler.attachments.pictures import add_pictures
from crawler.attachments.reading import UnreadableError
from records.evidence import TextPart
from records.model import Reason

MAX_PAGES = 2_000
MAX_PICTURES = 200
_PICTURES = (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".gif")
_TOLD = {
    "Title": "标题",
    "Author": "作者",
    "Subject": "主题",
    "Abstract": "摘要",
    "Creator": "制作程序",
    "Keyword": "关键词",
    "CustomData": "自定义数据",
}
_SAME_LINE = 1.0
_NOTE = "注释"


def read_ofd(body: bytes, parts: Parts) -> str:
    """Add one part a page (1-based); signatures and seals are not looked at. A note names pages without text.

    The pictures of the file are read as well, which do not say on what page they stand.
    """
    guard_package(body)
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            root = xml_of(archive, "OFD.xml")
            if root is None:
                raise UnreadableError(Reason.PARSE_FAILED, "文件已损坏，无法打开")
            without = list(_read_pages(archive, root, parts))
            _add_properties(root, parts)
            texts = any(part.page for part in parts.found)
            unread = add_pictures(_pictures(archive), parts)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError) as error:
        raise UnreadableError(Reason.PARSE_FAILED, "文件已损坏，无法打开") from error
    recognised = any(part.role == "scan" for part in parts.found)
    if not texts and not recognised:
        why = f"，{unread}" if unread else ""
        raise UnreadableError(Reason.UNSUPPORTED_TYPE, f"版式文件里没有文字{why}，未检查其内容")
    if without and not recognised:
        parts.unread = parts.unread or Reason.UNSUPPORTED_TYPE
        unread = unread or "未检查"
    return f"第 {'、'.join(map(str, without[:10]))} 页没有文字，{unread}" if without and unread else unread


def _pictures(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    names = [name for name in archive.namelist() if name.lower().endswith(_PICTURES)]
    for name in names[:MAX_PICTURES]:
        yield name.rpartition("/")[2], archive.read(name)


def _read_pages(archive: zipfile.ZipFile, root: etree._Element, parts: Parts) -> Iterator[int]:
    number = 0
    for holder in _named(root, "DocRoot"):
        place = (holder.text or "").strip().lstrip("/")
        document = xml_of(archive, place)
        numbers: dict[str, int] = {}
        _add_templates(archive, place, document, parts)
        for page in _named(document, "Page"):
            content = xml_of(archive, _part(place, page.get("BaseLoc", "")))
            number += 1
            numbers[page.get("ID", "")] = number
            if number > MAX_PAGES:
                raise UnreadableError(Reason.TOO_LARGE, f"页数过多，只检查了前 {MAX_PAGES} 页")
            text = _text(content) if content is not None else ""
            _keep_links(content, number, parts)
            if text.strip():
                parts.add(TextPart(text, page=number))
            else:
                yield number
        for listed in _named(document, "Annotations"):
            _add_annotations(archive, _part(place, (listed.text or "").strip()), numbers, parts)
        for listed in _named(document, "Attachments"):
            _enclose_files(archive, _part(place, (listed.text or "").strip()), parts)


def _part(owner: str, written: str) -> str:
    """The part of the package that one part names."""
    path = written[1:] if written.startswith("/") else posixpath.join(posixpath.dirname(owner), written)
    return posixpath.normpath(path)


def _add_templates(archive: zipfile.ZipFile, place: str, document: etree._Element | None, parts: Parts) -> None:
    """Add what stands behind pages (7.5: template pages): letterheads, watermarks."""
    for template in _named(document, "TemplatePage"):
        content = xml_of(archive, _part(place, template.get("BaseLoc", "")))
        if content is not None:
            parts.add(TextPart(_text(content), role="note"))


def _add_annotations(archive: zipfile.ZipFile, place: str, numbers: Mapping[str, int], parts: Parts) -> None:
    """Add what lies over the pages (15.2: a list names a file for each): remarks, words, links."""
    for page in _named(xml_of(archive, place), "Page"):
        file = next(_named(page, "FileLoc"), None)
        written = (file.text or "").strip() if file is not None else ""
        number = numbers.get(page.get("PageID", ""))
        content = xml_of(archive, _part(place, written)) if written else None
        if content is not None:
            _keep_links(content, number, parts)
            remarks = [remark.text or "" for remark in _named(content, "Remark")]
            told = "\n".join(filter(str.strip, (*remarks, _text(content))))
            parts.add(TextPart(told, role="note", page=number, hidden=_NOTE))


def _enclose_files(archive: zipfile.ZipFile, place: str, parts: Parts) -> None:
    """Keep the files inside (chapter 20), under the names they are shown with."""
    for attachment in _named(xml_of(archive, place), "Attachment"):
        file = next(_named(attachment, "FileLoc"), None)
        path = _part(place, (file.text or "").strip()) if file is not None else ""
        if path in archive.namelist():
            parts.enclose(attachment.get("Name") or posixpath.basename(path), archive.read(path))


def _keep_links(content: etree._Element | None, number: int | None, parts: Parts) -> None:
    """Keep the addresses of actions (14.2) with the words of the text object that has the action."""
    for link in _named(content, "URI"):
        base, written = link.get("Base", ""), link.get("URI", "")
        owner = next(link.iterancestors("{*}TextObject"), None)
        words = "".join(code.text or "" for code in _named(owner, "TextCode")) if owner is not None else ""
        parts.link(written if ":" in written else base + written, words, number)


def _text(content: etree._Element) -> str:
    """The text objects of a page; what stands on one height is one line."""
    rows: list[tuple[float, list[tuple[float, str]]]] = []
    for element in _named(content, "TextObject"):
        words = _words(element)
        try:
            left, top = (float(value) for value in element.get("Boundary", "").split()[:2])
        except ValueError:
            left, top = 0.0, rows[-1][0] if rows else 0.0
        if rows and abs(rows[-1][0] - top) < _SAME_LINE:
            rows[-1][1].append((left, words))
        else:
            rows.append((top, [(left, words)]))
    return "\n".join(" ".join(words for _, words in sorted(row)) for _, row in rows)


def _words(element: etree._Element) -> str:
    """The words of a text object; pieces on another height are lines of their own."""
    words, height = "", None
    for code in _named(element, "TextCode"):
        lower = height is not None and code.get("Y", height) != height
        words += ("\n" if lower else "") + (code.text or "")
        height = code.get("Y", height)
    return words


def _add_properties(root: etree._Element, parts: Parts) -> None:
    lines = [
        f"{_TOLD[name]}：{element.text.strip()}"
        for element in root.iter()
        if isinstance(element.tag, str)
        and (name := etree.QName(element).localname) in _TOLD
        and element.text
        and element.text.strip()
    ]
    parts.add(TextPart("\n".join(lines), role="note", hidden=PROPERTIES))


def _named(root: etree._Element | None, name: str) -> Iterator[etree._Element]:
    if root is not None:
        yield from root.iter(f"{{*}}{name}")

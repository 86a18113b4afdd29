"""PDF: the text layer, page by page, and the files inside; where text recognition is installed, pages without a text
layer and the pictures on the others are read as well.
"""

from __future__ import annotations

import ctypes
import threading
from contextlib import suppress

import pypdfium2
import pypdfium2.raw as pdfium

from crawler.attachments import ocr
from crawler.attachments.ooxml import COMMENT, PROPERTIES
from crawler.attachments.parts import MAX_ENCLOSED, Parts
from crawler.attachments.pdf_pictures import picture_boxes, texts_in
from crawler.attachments.reading import UnreadableError
from records.evidence import TextPart
from records.model import Reason

MAX_PAGES = 1_000
MAX_PAGE_LINKS = 500
MAX_PAGE_NOTES = 500
MAX_NOTE_BYTES = 20_000
MAX_ADDRESS = 2_000
_LEAST_CHARS = 5
_TIME_UP = "识别时间已用完"
_PIXELS, _MOST_SCALE = 2_000, 3.0
_TOLD = {"Title": "标题", "Author": "作者", "Subject": "主题", "Keywords": "关键词"}
_LOCK = threading.Lock()  # pdfium may not be entered by two threads


def read_pdf(body: bytes, parts: Parts) -> str:
    """Add one part a page (1-based). Returns a note on pages without a text layer (``""``: all have one)."""
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(body)
        except pypdfium2.PdfiumError as error:
            encrypted = "password" in str(error).lower() or "security" in str(error).lower()
            raise UnreadableError(
                Reason.PARSE_FAILED, "文件已加密，无法读取" if encrypted else "文件已损坏，无法打开"
            ) from error
        try:
            return _read_pages(document, parts)
        finally:
            document.close()


def _read_pages(document: pypdfium2.PdfDocument, parts: Parts) -> str:
    pages = len(document)
    without: list[int] = []
    late: list[int] = []
    unread: list[int] = []
    budget = ocr.Budget()
    for number in range(1, min(pages, MAX_PAGES) + 1):
        text, role = _page_text(document, number - 1), "body"
        pictured: list[str] = []
        if len("".join(text.split())) < _LEAST_CHARS and _shows_something(document, number - 1):
            if ocr.available() and budget.spent:
                late.append(number)
            elif ocr.available():
                text, role = _scanned_text(document, number - 1), "scan"
            if not text.strip() and number not in late[-1:]:
                without.append(number)
        else:
            pictured, whole = _pictured_texts(document, number - 1, budget)
            if not whole:
                unread.append(number)
        parts.add(TextPart(text, role=role, page=number))
        for words in pictured:
            parts.add(TextPart(words, role="scan", page=number))
        _add_beside(document, number, parts)
    _add_properties(document, parts)
    _enclose_files(document, parts)
    why = "没有认出文字" if ocr.available() else ocr.MISSING
    if not any(part.page and part.role != "note" for part in parts.found):
        if not any(_opens(document, index) for index in range(min(pages, MAX_PAGES))):
            raise UnreadableError(Reason.PARSE_FAILED, "文件已损坏，其中没有一页能打开")
        if not without and not late:
            return "各页都是空白的"
        why = _TIME_UP if late else why
        raise UnreadableError(Reason.UNSUPPORTED_TYPE, f"扫描件，没有文字层，{why}，未检查其内容")
    if pages > MAX_PAGES:
        raise UnreadableError(Reason.TOO_LARGE, f"共 {pages} 页，只检查了前 {MAX_PAGES} 页")
    return _note(without, late, unread, why, parts)


def _note(without: list[int], late: list[int], unread: list[int], why: str, parts: Parts) -> str:
    """What is said of pages that were not read: those without a text layer, those for which no time was left; and of
    pages whose pictures were not.
    """
    notes = []
    if unread:
        listed = "、".join(map(str, unread[:10])) + (f"等 {len(unread)} 页" if len(unread) > 10 else " 页")
        notes.append(f"第 {listed}上的图片，{_TIME_UP if ocr.available() else ocr.MISSING}，未检查其中的文字")
        parts.unread = Reason.SKIPPED_BUDGET if ocr.available() else Reason.UNSUPPORTED_TYPE
    if without:
        listed = "、".join(map(str, without[:10])) + (f"等 {len(without)} 页" if len(without) > 10 else "")
        notes.append(f"第 {listed}{'' if len(without) > 10 else ' 页'}没有文字层，{why}，未检查")
        parts.unread = parts.unread if ocr.available() else Reason.UNSUPPORTED_TYPE
    if late:
        notes.append(f"第 {late[0]} 页起没有文字层的 {len(late)} 页，{_TIME_UP}，未检查")
        parts.unread = Reason.SKIPPED_BUDGET
    return "；".join(notes)


def _opens(document: pypdfium2.PdfDocument, index: int) -> bool:
    """Whether there is such a page: a broken or hostile file may only say so."""
    try:
        document[index].close()
    except pypdfium2.PdfiumError:
        return False
    return True


def _shows_something(document: pypdfium2.PdfDocument, index: int) -> bool:
    """Whether a page is not simply blank; one that cannot be opened counts as showing something."""
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return True
    shown: bool = pdfium.FPDFPage_CountObjects(page.raw) > 0
    page.close()
    return shown


def _scanned_text(document: pypdfium2.PdfDocument, index: int) -> str:
    try:
        page = document[index]
        width, height = page.get_size()
        image = page.render(scale=min(_PIXELS / max(width, height, 1), _MOST_SCALE)).to_pil()
        page.close()
        return ocr.text_of(image)[0]
    except (pypdfium2.PdfiumError, ValueError, OSError, MemoryError):
        return ""


def _pictured_texts(document: pypdfium2.PdfDocument, index: int, budget: ocr.Budget) -> tuple[list[str], bool]:
    """The texts of the pictures on a page with a text layer, and whether all of them were read."""
    try:
        page = document[index]
        boxes = picture_boxes(page)
        texts = list(texts_in(page, boxes, budget)) if boxes and ocr.available() else [None] * len(boxes)
        page.close()
    except (pypdfium2.PdfiumError, ValueError, OSError, MemoryError):
        return [], True  # what is not shown has no words
    return [text for text in texts if text is not None], None not in texts


def _enclose_files(document: pypdfium2.PdfDocument, parts: Parts) -> None:
    """Keep the files inside (ISO 32000-1, 7.11.4)."""
    for number in range(min(document.count_attachments(), MAX_ENCLOSED + 1)):
        with suppress(pypdfium2.PdfiumError, UnicodeDecodeError):
            file = document.get_attachment(number)
            parts.enclose(file.get_name(), bytes(file.get_data()))


def _add_properties(document: pypdfium2.PdfDocument, parts: Parts) -> None:
    try:
        known = document.get_metadata_dict()
    except (pypdfium2.PdfiumError, UnicodeDecodeError, ValueError):
        return
    lines = [f"{label}：{known[name].strip()}" for name, label in _TOLD.items() if known.get(name, "").strip()]
    parts.add(TextPart("\n".join(lines), role="note", hidden=PROPERTIES))


def _page_text(document: pypdfium2.PdfDocument, index: int) -> str:
    try:
        page = document[index]
        layer = page.get_textpage()
        text: str = layer.get_text_range()
        layer.close()
        page.close()
    except pypdfium2.PdfiumError:
        return ""
    # pdfium marks a hyphen at a line's end with U+FFFE or U+0002.
    return text.replace("\r\n", "\n").replace("\ufffe", "").replace("\x02", "").replace("\x00", "")


def _add_beside(document: pypdfium2.PdfDocument, number: int, parts: Parts) -> None:
    for hidden, note in _notes(document, number - 1):
        parts.add(TextPart(note, role="note", page=number, hidden=hidden))
    for address, words in _page_links(document, number - 1):
        parts.link(address, words, page=number)


def _notes(document: pypdfium2.PdfDocument, index: int) -> list[tuple[str, str]]:
    """What is written beside the text layer of a page: comments, and what was filled into the fields of a form, which
    stand in sight (ISO 32000-1, 12.5.6.4 and 12.7.4.3).
    """
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return []
    found: list[tuple[str, str]] = []
    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), MAX_PAGE_NOTES)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, number)
        if not annotation:
            continue
        is_field = pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET
        text = _entry(annotation, b"V" if is_field else b"Contents")
        if text.strip():
            found.append(("" if is_field else COMMENT, text))
        pdfium.FPDFPage_CloseAnnot(annotation)
    page.close()
    return found


def _entry(annotation: pdfium.FPDF_ANNOTATION, name: bytes) -> str:
    size = min(pdfium.FPDFAnnot_GetStringValue(annotation, name, None, 0), MAX_NOTE_BYTES)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAnnot_GetStringValue(annotation, name, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\x00").replace("\r", "\n")


def _page_links(document: pypdfium2.PdfDocument, index: int) -> list[tuple[str, str]]:
    """Addresses of the link annotations of a page (ISO 32000-1, 12.5.6.5 and 12.6.4.7) and the words they cover."""
    found: list[tuple[str, str]] = []
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return found
    layer = None
    position, annotation = ctypes.c_int(0), pdfium.FPDF_LINK()
    while len(found) < MAX_PAGE_LINKS and pdfium.FPDFLink_Enumerate(page.raw, position, annotation):
        action = pdfium.FPDFLink_GetAction(annotation)
        if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
            continue
        size = pdfium.FPDFAction_GetURIPath(document.raw, action, None, 0)
        buffer = ctypes.create_string_buffer(min(size, MAX_ADDRESS))
        pdfium.FPDFAction_GetURIPath(document.raw, action, buffer, len(buffer))
        area = pdfium.FS_RECTF()
        words = ""
        if pdfium.FPDFLink_GetAnnotRect(annotation, area):
            layer = layer or page.get_textpage()
            words = layer.get_text_bounded(area.left, area.bottom, area.right, area.top)
        found.append((buffer.value.decode("utf-8", "replace"), words))
    if layer is not None:
        layer.close()
    page.close()
    return found

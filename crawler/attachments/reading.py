"""What reading an attachment yields: the contract between the attachment readers and the gatherer."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.reading.reading import FoundLink, FoundStray
from records.evidence import TextPart
from records.model import Reason


@dataclass(frozen=True, slots=True)
class AttachmentReading:
    """A file by its content: its ``format`` (pdf, docx, xlsx, xls, csv, txt, html …), the reason and its parts.

    ``reason`` is OK, UNSUPPORTED_TYPE, TOO_LARGE (``parts`` hold what was read up to the limit) or PARSE_FAILED;
    ``detail`` says in Chinese what a clerk should know, also when all went well (hidden sheets, pages without text).
    ``unread`` is the reason where a part of a file that is OK could not be read (scanned pages, pictures); ``detail``
    then says which. ``links`` and ``strays`` are what a reader can click in it, with their places.
    """

    format: str
    reason: Reason
    detail: str = ""
    parts: tuple[TextPart, ...] = ()
    links: tuple[FoundLink, ...] = ()
    strays: tuple[FoundStray, ...] = ()
    unread: Reason | None = None


class UnreadableError(Exception):
    """A file, or a part of it, that cannot be read: ``reason`` and a plain Chinese ``detail``.

    ``keep``: what was read before is whole in itself (other files of an archive).
    """

    def __init__(self, reason: Reason, detail: str, *, keep: bool = False) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.keep = keep or reason is Reason.TOO_LARGE

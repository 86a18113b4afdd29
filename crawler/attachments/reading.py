"""What reading an attachment yields: the contract between the attachment readers and the gatherer."""

from __future__ import annotations

from dataclasses import dataclass

from records.evidence import TextPart
from records.model import Reason

MAX_PARTS = 200_000
MAX_CHARS = 20_000_000


@dataclass(frozen=True, slots=True)
class AttachmentReading:
    """A file by its content: its ``format`` (pdf, docx, xlsx, xls, csv, txt, html …), the reason and its parts.

    ``reason`` is OK, UNSUPPORTED_TYPE, TOO_LARGE (``parts`` hold what was read up to the limit) or PARSE_FAILED;
    ``detail`` says in Chinese what a clerk should know, also when all went well (hidden sheets, pages without text).
    """

    format: str
    reason: Reason
    detail: str = ""
    parts: tuple[TextPart, ...] = ()


class UnreadableError(Exception):
    """A file, or a part of it, that cannot be read: ``reason`` and a plain Chinese ``detail``.

    ``keep``: what was read before is whole in itself (other files of an archive).
    """

    def __init__(self, reason: Reason, detail: str, *, keep: bool = False) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.keep = keep or reason is Reason.TOO_LARGE


class Parts:
    """Collects text parts up to the limits; :meth:`add` raises :class:`UnreadableError` beyond them."""

    def __init__(self) -> None:
        self.found: list[TextPart] = []
        self._chars = 0

    def add(self, part: TextPart) -> None:
        """Keep a part that has any text."""
        if not part.text.strip():
            return
        self._chars += len(part.text)
        if len(self.found) >= MAX_PARTS or self._chars > MAX_CHARS:
            raise UnreadableError(Reason.TOO_LARGE, f"内容过多，只检查了前 {len(self.found)} 段（格）")
        self.found.append(part)

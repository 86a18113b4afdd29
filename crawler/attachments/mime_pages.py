"""Pages saved as one file (MHT, RFC 2557), which office programs also write under the name of a document."""

from __future__ import annotations

import email
import email.message
import email.policy
from collections.abc import Iterator

from crawler.attachments.parts import Parts
from crawler.attachments.pictures import add_pictures
from crawler.attachments.plain import IS_PAGE, NO_WORDS, add_shown, read_txt
from crawler.attachments.reading import UnreadableError
from records.model import Reason

MAX_BYTES = 60_000_000
_DRESS = ("xml", "css", "javascript", "x-mso")


def read_mht(body: bytes, content_type: str, parts: Parts) -> str:
    """Add what the page shows, its pictures, and the files that lie beside it."""
    if len(body) > MAX_BYTES:
        raise UnreadableError(Reason.TOO_LARGE, "文件过大，未读取")
    message = email.message_from_bytes(body.lstrip(), policy=email.policy.compat32)
    pictures: list[tuple[str, bytes]] = []
    for kind, name, content, declared in _pieces(message):
        if kind == "text/html":
            add_shown(content, declared, parts)
        elif kind == "text/plain":
            read_txt(content, declared, parts)
        elif kind.startswith("image/"):
            pictures.append((name, content))
        elif kind.startswith("application/") and not kind.endswith(_DRESS):
            parts.enclose(name, content)
    note = add_pictures(pictures, parts)
    if not parts.found and not parts.enclosed:
        raise UnreadableError(Reason.UNSUPPORTED_TYPE, NO_WORDS)
    return "；".join(filter(None, (IS_PAGE, note)))


def _pieces(message: email.message.Message) -> Iterator[tuple[str, str, bytes, str]]:
    """Type, name, bytes and the header that says in what encoding they are."""
    for number, piece in enumerate(message.walk(), 1):
        content = piece.get_payload(decode=True)
        if isinstance(content, bytes):
            name = (
                piece.get_filename() or str(piece.get("Content-Location", "")).rpartition("/")[2] or f"第 {number} 段"
            )
            yield piece.get_content_type(), name, content, str(piece.get("Content-Type", ""))

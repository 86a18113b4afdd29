"""Collects what an attachment yields while it is read."""

from __future__ import annotations

import re

from crawler.attachments.reading import AttachmentReading, UnreadableError
from crawler.reading.link_kind import kind_of
from crawler.reading.reading import MAX_ANCHOR, MAX_RAW, FoundLink, FoundStray
from crawler.reading.resolving import is_stray
from records.evidence import TextPart
from records.model import Reason
from records.urls import is_miswritten, normalise

MAX_PARTS, MAX_CHARS = 200_000, 20_000_000
MAX_ENCLOSED, MAX_ENCLOSED_BYTES = 200, 100_000_000
MAX_LINKS = 2_000
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*[:：]|[Hh][Tt][Tt][Pp]|\\\\")


class Parts:
    """Collects text parts and links up to the limits; :meth:`add` raises :class:`UnreadableError` beyond them."""

    def __init__(self) -> None:
        self.found: list[TextPart] = []
        self.links: dict[str, FoundLink] = {}
        self.strays: dict[str, FoundStray] = {}
        self.enclosed: list[tuple[str, bytes | None]] = []
        """Files inside the document, by name; None where there was no room for the bytes."""
        self._enclosed_bytes = 0
        self._chars = 0
        self.unread: Reason | None = None
        """Why a part of the file was not read, None where all of it was."""

    def link(
        self, written: str, words: str, page: int | None = None, sheet: str | None = None, cell: str | None = None
    ) -> None:
        """Keep what can be clicked, each address once. A relative one leads nowhere out of a file that was downloaded,
        and a place within the file is none: both are left out.
        """
        written, words = written.strip(), " ".join(words.split())[:MAX_ANCHOR]
        if len(self.links) + len(self.strays) >= MAX_LINKS or not _ABSOLUTE.match(written):
            return
        web = written[:4].lower() == "http" and not is_miswritten(written)
        url = normalise(written, written) if web else None
        if url is not None:
            found = FoundLink(url, words, "document", "main", kind_of(url, "a"), written[:MAX_RAW], page, sheet, cell)
            self.links.setdefault(url, found)
        elif is_stray(written):
            self.strays.setdefault(written, FoundStray(written[:MAX_RAW], words, "document", "main", page, sheet, cell))

    def refer(self, inner: AttachmentReading, member: str) -> None:
        """Keep the links of a file inside an archive; its name goes before the name of the sheet."""
        room = MAX_LINKS - len(self.links) - len(self.strays)
        for link in inner.links[:room]:
            self.links.setdefault(link.url, link._replace(sheet=" › ".join(filter(None, (member, link.sheet)))))
        room = MAX_LINKS - len(self.links) - len(self.strays)
        for stray in inner.strays[:room]:
            self.strays.setdefault(stray.raw, stray._replace(sheet=" › ".join(filter(None, (member, stray.sheet)))))

    def enclose(self, name: str, body: bytes) -> None:
        """Keep a file that lies inside the document, to be read as one of its own."""
        self._enclosed_bytes += len(body)
        roomy = len(self.enclosed) < MAX_ENCLOSED and self._enclosed_bytes <= MAX_ENCLOSED_BYTES
        if roomy or len(self.enclosed) == MAX_ENCLOSED:  # of those beyond, one is enough to tell
            self.enclosed.append((name, body) if roomy else (f"{name} 及以后的文件", None))

    def references(self) -> tuple[tuple[FoundLink, ...], tuple[FoundStray, ...]]:
        """All links kept, and what there is nothing to ask for."""
        return tuple(self.links.values()), tuple(self.strays.values())

    def add(self, part: TextPart) -> None:
        """Keep a part that has any text."""
        if not part.text.strip():
            return
        self._chars += len(part.text)
        if len(self.found) >= MAX_PARTS or self._chars > MAX_CHARS:
            raise UnreadableError(Reason.TOO_LARGE, f"内容过多，只检查了前 {len(self.found)} 段（格）")
        self.found.append(part)

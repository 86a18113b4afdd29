"""Raw responses of the site, as they were received (after content decoding), in WARC 1.1 files (ISO 28500)."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from isal import isal_zlib
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from records.bundle.writer import storage_errors

ROTATE_BYTES = 500 * 1024 * 1024
GZIP_LEVEL = 2
_DECODED = {"content-encoding", "transfer-encoding", "content-length"}


class Stored(NamedTuple):
    """Where a response lies: file name in the bundle, offset of its gzip member, SHA-256 of the body."""

    file: str
    offset: int
    sha256: str


class WarcFiles:
    """The WARC files of one bundle; a new one for every process and every :data:`ROTATE_BYTES`.

    A file that a killed process left is never appended to: its last record may be cut off.
    """

    def __init__(self, folder: Path, rotate_bytes: int = ROTATE_BYTES) -> None:
        self._folder = folder
        self._rotate_bytes = rotate_bytes
        self._file: BinaryIO | None = None
        self._plain = io.BytesIO()
        self._writer = WARCWriter(self._plain, gzip=False)
        self._name = ""

    def store(self, url: str, at: str, status: int, headers: Iterable[tuple[str, str]], body: bytes) -> Stored:
        """Append one response. ``at`` is UTC ISO 8601.

        The stored headers are those received, without the ones that describe the transfer: the body is kept decoded.

        :raises StorageError: the disk is full or the folder cannot be written.
        """
        kept = [(name, value) for name, value in headers if name.lower() not in _DECODED]
        kept.append(("Content-Length", str(len(body))))
        answer = StatusAndHeaders(f"{status} {_phrase(status)}", kept, protocol="HTTP/1.1")
        return self._append(body, url, "response", http_headers=answer, warc_headers_dict={"WARC-Date": at[:19] + "Z"})

    def convert(self, url: str, at: str, body: bytes) -> Stored:
        """Append a page as a browser showed it (UTF-8 HTML), as a ``conversion`` of its response.

        :raises StorageError: as :meth:`store`.
        """
        return self._append(
            body,
            url,
            "conversion",
            warc_content_type="text/html; charset=utf-8",
            warc_headers_dict={"WARC-Date": at[:19] + "Z"},
        )

    def _append(self, body: bytes, url: str, kind: str, **described: Any) -> Stored:
        with storage_errors(self._folder):
            if self._file is None or self._file.tell() >= self._rotate_bytes:
                self._next_file()
            assert self._file is not None  # noqa: S101 - for the type checker
            offset = self._file.tell()
            record = self._writer.create_warc_record(url, kind, payload=io.BytesIO(body), length=len(body), **described)
            self._plain.seek(0)
            self._plain.truncate()
            self._writer.write_record(record)
            # one gzip member a record, as the format asks; zlib would spend six times the time to save 7 % of the disk
            self._file.write(isal_zlib.compress(self._plain.getbuffer(), GZIP_LEVEL, wbits=31))
            self._file.flush()
        return Stored(self._name, offset, hashlib.sha256(body).hexdigest())

    def close(self) -> None:
        """Write out and close the current file."""
        if self._file is not None:
            with storage_errors(self._folder):
                self._file.close()
            self._file = None

    def _next_file(self) -> None:
        self.close()
        number = 1
        while (self._folder / f"responses-{number:03}.warc.gz").exists():
            number += 1
        self._name = f"responses-{number:03}.warc.gz"
        handle = os.open(self._folder / self._name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        self._file = os.fdopen(handle, "wb")


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Status"

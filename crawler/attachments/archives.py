"""Archives: every file inside is read as if it had been published by itself; bombs and locked files are said."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace

from crawler.attachments.parts import Parts
from crawler.attachments.reading import AttachmentReading, UnreadableError
from records.model import Reason

MAX_FILES = 500
MAX_FILE_BYTES = 60_000_000
MAX_TOTAL_BYTES = 200_000_000
MAX_DEPTH = 3
_LISTED = 5
_UTF8 = 0x800
_SKIPPED = ("__MACOSX/", ".DS_Store", "Thumbs.db")

Read = Callable[[bytes, str], AttachmentReading]
Member = tuple[str, bytes | None, str]
"""A file inside: its name, its bytes (None: not to be had) and, if so, why."""


def read_archive(body: bytes, form: str, read: Read, parts: Parts) -> str:
    """Add the parts of every file inside (``member``); raises with the first reason where one could not be read.

    What could be read stays in ``parts`` all the same.
    """
    members = _zip_members(body) if form == "zip" else _other_members(body, form)
    unread: list[tuple[str, Reason, str]] = []
    partly: list[str] = []
    left = MAX_TOTAL_BYTES
    for number, (name, content, why) in enumerate(members):
        if number >= MAX_FILES:
            unread.append((f"第 {MAX_FILES} 个以后的文件", Reason.TOO_LARGE, "文件过多"))
            break
        if content is None:
            unread.append((name, Reason.TOO_LARGE if "过大" in why else Reason.PARSE_FAILED, why))
            continue
        left -= len(content)
        if left < 0:
            unread.append((f"{name} 及以后的文件", Reason.TOO_LARGE, "解压后过大"))
            break
        reading = read(content, name)
        for part in reading.parts:
            parts.add(replace(part, member="/".join(filter(None, (name, part.member)))))
        parts.refer(reading, name)
        if reading.reason is not Reason.OK:
            unread.append((name, reading.reason, reading.detail))
        elif reading.unread is not None:
            parts.unread = reading.unread
            partly.append(f"{name}（{reading.detail}）")
    if unread:
        listed = "；".join(f"{name}（{why}）" for name, _, why in unread[:_LISTED])
        more = f"等 {len(unread)} 个" if len(unread) > _LISTED else ""
        raise UnreadableError(unread[0][1], f"压缩包里未能检查：{listed}{more}", keep=True)
    return "；".join(partly[:_LISTED]) + (f"等 {len(partly)} 个文件" if len(partly) > _LISTED else "")


def _zip_members(body: bytes) -> Iterator[Member]:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for entry in archive.infolist():
                name = _zip_name(entry)
                if entry.is_dir() or name.startswith(_SKIPPED[0]) or name.endswith(_SKIPPED[1:]):
                    continue
                if entry.flag_bits & 1:
                    yield name, None, "已加密"
                elif entry.file_size > MAX_FILE_BYTES:
                    yield name, None, "文件过大"
                else:
                    yield _zip_member(archive, entry, name)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError) as error:
        raise UnreadableError(Reason.PARSE_FAILED, "压缩包已损坏，无法打开") from error


def _zip_member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> Member:
    try:
        with archive.open(entry) as stream:
            content = stream.read(MAX_FILE_BYTES + 1)  # the size a bomb states may be wrong
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError):
        return name, None, "已损坏"
    return (name, None, "文件过大") if len(content) > MAX_FILE_BYTES else (name, content, "")


def _zip_name(entry: zipfile.ZipInfo) -> str:
    """The name; programs on Chinese Windows write it in GB18030 without saying so."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename


def _other_members(body: bytes, form: str) -> Iterator[Member]:
    """RAR and 7z through the system's libarchive, where there is one."""
    try:
        import libarchive  # noqa: PLC0415 - fails where the system library is missing
    except (ImportError, OSError, TypeError, AttributeError) as error:
        label = form.upper()
        raise UnreadableError(
            Reason.UNSUPPORTED_TYPE, f"{label} 压缩包，本机没有 libarchive（apt install libarchive13），未检查其内容"
        ) from error
    try:
        with libarchive.memory_reader(body) as archive:
            for entry in archive:
                if not entry.isfile:
                    continue
                yield _other_member(entry)
    except libarchive.exception.ArchiveError as error:
        locked = "encrypt" in str(error).lower() or "passphrase" in str(error).lower()
        raise UnreadableError(
            Reason.PARSE_FAILED, "压缩包已加密，无法读取" if locked else "压缩包已损坏，无法打开"
        ) from error


def _other_member(entry: object) -> Member:
    name = str(getattr(entry, "pathname", ""))
    size, chunks = 0, []
    for block in entry.get_blocks():  # type: ignore[attr-defined]
        size += len(block)
        if size > MAX_FILE_BYTES:
            return name, None, "文件过大"
        chunks.append(block)
    return name, b"".join(chunks), ""

"""Archives: every file inside is read as if it had been published by itself; bombs and locked files are said."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from crawler.attachments.parts import Parts
from crawler.attachments.reading import AttachmentReading, UnreadableError
from records.model import Reason

MAX_FILES = 500
MAX_FILE_BYTES = 60_000_000
MAX_TOTAL_BYTES = 200_000_000
MAX_DEPTH = 3
_LISTED = 5
_TOO_LARGE, _TOO_MANY = "文件过大", "文件过多"
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
    unread, partly = _read_members(members, read, parts)
    if unread:
        raise UnreadableError(unread[0].reason, f"压缩包里未能检查：{_listed(unread)}", keep=True)
    return _noted(partly)


def read_enclosed(read: Read, parts: Parts) -> str:
    """The same for the files that lie in a document; returns a note on what of them was not read."""
    members = [(name, body, "" if body is not None else _TOO_MANY) for name, body in parts.enclosed]
    unread, partly = _read_members(iter(members), read, parts)
    if not unread:
        return _noted(partly)
    parts.unread = unread[0].reason
    return "；".join(filter(None, (_noted(partly), f"文件里嵌有未能检查的文件：{_listed(unread)}")))


@dataclass(frozen=True, slots=True)
class _Unread:
    """A file inside that could not be read, and why."""

    name: str
    reason: Reason
    why: str


def _read_members(members: Iterable[Member], read: Read, parts: Parts) -> tuple[list[_Unread], list[str]]:
    """What could not be read, and notes on what was read in part."""
    unread: list[_Unread] = []
    partly: list[str] = []
    left = MAX_TOTAL_BYTES
    for number, (name, content, why) in enumerate(members):
        if number >= MAX_FILES:
            unread.append(_Unread(f"第 {MAX_FILES} 个以后的文件", Reason.TOO_LARGE, _TOO_MANY))
            break
        if content is None:
            large = why in (_TOO_LARGE, _TOO_MANY)
            unread.append(_Unread(name, Reason.TOO_LARGE if large else Reason.PARSE_FAILED, why))
            continue
        left -= len(content)
        if left < 0:
            unread.append(_Unread(f"{name} 及以后的文件", Reason.TOO_LARGE, "解压后过大"))
            break
        reading = read(content, name)
        for part in reading.parts:
            parts.add(replace(part, member="/".join(filter(None, (name, part.member)))))
        parts.refer(reading, name)
        if reading.reason is not Reason.OK:
            unread.append(_Unread(name, reading.reason, reading.detail))
        elif reading.unread is not None:
            parts.unread = reading.unread
            partly.append(f"{name}（{reading.detail}）")
    return unread, partly


def _noted(partly: list[str]) -> str:
    return "；".join(partly[:_LISTED]) + (f"等 {len(partly)} 个文件" if len(partly) > _LISTED else "")


def _listed(unread: list[_Unread]) -> str:
    listed = "；".join(f"{each.name}（{each.why}）" for each in unread[:_LISTED])
    return listed + (f"等 {len(unread)} 个" if len(unread) > _LISTED else "")


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
                    yield name, None, _TOO_LARGE
                else:
                    yield _zip_member(archive, entry, name)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError) as error:
        raise UnreadableError(Reason.PARSE_FAILED, "压缩包已损坏，无法打开") from error


def _zip_member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> Member:
    try:
        with archive.open(entry) as stream:
            content = stream.read(MAX_FILE_BYTES + 1)  # the size a bomb states may be wrong
    except NotImplementedError:
        return name, None, "压缩方法不能识别"
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, RuntimeError, ValueError, EOFError):
        return name, None, "已损坏"
    return (name, None, _TOO_LARGE) if len(content) > MAX_FILE_BYTES else (name, content, "")


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
            return name, None, _TOO_LARGE
        chunks.append(block)
    return name, b"".join(chunks), ""

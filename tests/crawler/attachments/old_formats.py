"""Files of formats that no library here writes: a Word 97 document in a compound file, and a stored RAR."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def doc_of(
    body: str, comment: str = "", *, encrypted: bool = False, streams: Mapping[str, bytes] | None = None
) -> bytes:
    """A document of one Unicode piece: ``body``, then a comment; ``streams`` stand beside it in the file."""
    text = body + comment
    encoded = text.encode("utf-16-le")
    characters = len(encoded) // 2
    head = bytearray(2048)
    struct.pack_into("<H", head, 0, 0xA5EC)
    struct.pack_into("<H", head, 0x0A, 0x0200 | (0x0100 if encrypted else 0))
    struct.pack_into("<8I", head, 0x4C, len(body), 0, 0, 0, len(comment), 0, 0, 0)
    pieces = struct.pack("<2I", 0, characters) + struct.pack("<HIH", 0, len(head), 0)
    clx = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", head, 0x01A2, 0, len(clx))
    return compound_of({"WordDocument": bytes(head) + encoded, "1Table": clx, **(streams or {})})


def compound_of(streams: dict[str, bytes]) -> bytes:
    """A compound file ([MS-CFB]) of streams, none so short that it goes into the small ones; ``A/B`` in storage A."""
    storages = sorted({name.partition("/")[0] for name in streams if "/" in name})
    top = sorted([*(name for name in streams if "/" not in name), *storages], key=lambda name: (len(name), name))
    inside = {storage: sorted(name for name in streams if name.startswith(f"{storage}/")) for storage in storages}
    order = [*top, *(name for storage in top for name in inside.get(storage, ()))]
    number = {name: at for at, name in enumerate(order, 1)}
    directory = -(-(len(order) + 1) // 4)
    sectors: list[bytes] = [b""] * (1 + directory)  # FAT and directory, filled below
    fat = [_FAT, *range(2, 1 + directory), _END]
    entries = [_entry("Root Entry", 5, child=1, start=_END, size=0)]
    for name in order:
        siblings = inside[name.partition("/")[0]] if "/" in name else top
        after = siblings.index(name) + 1
        right = number[siblings[after]] if after < len(siblings) else _FREE
        if name in inside:
            entries.append(_entry(name, 1, child=number[inside[name][0]], right=right, start=0, size=0))
            continue
        content = streams[name].ljust(4096, b"\x00")
        count = -(-len(content) // _SECTOR)
        first = len(sectors)
        sectors += [content[at : at + _SECTOR].ljust(_SECTOR, b"\x00") for at in range(0, count * _SECTOR, _SECTOR)]
        fat += [*range(first + 1, first + count), _END]
        entries.append(_entry(name.rpartition("/")[2], 2, right=right, start=first, size=len(content)))
    assert len(fat) <= _SECTOR // 4
    sectors[0] = struct.pack(f"<{_SECTOR // 4}I", *fat, *[_FREE] * (_SECTOR // 4 - len(fat)))
    listed = b"".join(entries).ljust(directory * _SECTOR, b"\x00")
    sectors[1 : 1 + directory] = [listed[at : at + _SECTOR] for at in range(0, len(listed), _SECTOR)]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<109I", 0, *[_FREE] * 108)
    return head + b"".join(sectors)


def _entry(name: str, kind: int, *, child: int = _FREE, right: int = _FREE, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le") + b"\x00\x00"
    return (
        encoded.ljust(64, b"\x00")
        + struct.pack("<HBBIII", len(encoded), kind, 1, _FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def rar_of(name: str, content: bytes) -> bytes:
    """A RAR 4 archive of one stored file."""
    encoded = name.encode("ascii")
    main = _block(0x73, 0, bytes(6))
    fields = struct.pack(
        "<IIBIIBBHI", len(content), len(content), 2, zlib.crc32(content), 0, 20, 0x30, len(encoded), 0x20
    )
    return b"Rar!\x1a\x07\x00" + main + _block(0x74, 0x8000, fields + encoded) + content + _block(0x7B, 0x4000, b"")


def _block(kind: int, flags: int, fields: bytes) -> bytes:
    rest = struct.pack("<BHH", kind, flags, 7 + len(fields)) + fields
    return struct.pack("<H", zlib.crc32(rest) & 0xFFFF) + rest

"""Compound files ([MS-CFB]): what old Office formats and embedded objects are kept in."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from itertools import islice
from typing import Any

import xlrd.compdoc

_STORAGE = 1
_OBJECTS = ("Package", "CONTENTS", "\x01Ole10Native", "Workbook", "Book", "WordDocument", "PowerPoint Document")
"""Streams in which an object keeps its content; a workbook is whole in its own."""
MAX_OBJECTS = 200
FAULTS = (
    struct.error, IndexError, LookupError, ValueError, TypeError, AttributeError, OverflowError, RecursionError,
    AssertionError, xlrd.compdoc.CompDocError,
)  # fmt: skip


def objects(body: bytes) -> Iterator[tuple[str, bytes]]:
    """The streams of the objects that lie in a document, named as they are in the file."""
    try:
        compound = xlrd.compdoc.CompDoc(body, logfile=io.StringIO())
        entries, root = compound.dirlist, set(compound.dirlist[0].children)
        paths = list(islice(_paths(entries), MAX_OBJECTS))
        for path, number in paths:
            if number not in root and entries[number].name in _OBJECTS:
                content = compound.get_named_stream(path)
                if content:
                    yield path.replace("\x01", ""), content
    except FAULTS:
        return


def _paths(entries: list[Any]) -> Iterator[tuple[str, int]]:
    """Path and number of every stream of an object's storage."""
    waiting = [("", 0)]
    seen = {0}
    while waiting:
        path, number = waiting.pop()
        for child in entries[number].children:
            if child not in seen:
                seen.add(child)
                below = f"{path}{entries[child].name}"
                if entries[child].etype == _STORAGE:
                    waiting.append((f"{below}/", child))
                elif entries[child].name in _OBJECTS:
                    yield below, child


def root_streams(body: bytes) -> set[str]:
    """Names of the streams and storages at the root; empty for a file that is broken."""
    try:
        compound = xlrd.compdoc.CompDoc(body, logfile=io.StringIO())
        return {compound.dirlist[number].name for number in compound.dirlist[0].children}
    except FAULTS:
        return set()


def stream_of(body: bytes, name: str) -> bytes:
    """The bytes of a stream at the root; none where there is no such stream."""
    try:
        found: bytes | None = xlrd.compdoc.CompDoc(body, logfile=io.StringIO()).get_named_stream(name)
    except FAULTS:
        return b""
    return found or b""

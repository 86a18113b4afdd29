"""Reading in a process of its own: order, refusals, crashes and readers that never come to an end."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from datetime import date

import pytest

from crawler import reader_process
from crawler.reading_room import NotReadError, ReadingRoom

AS_OF = date(2026, 3, 1)


def page(number: int) -> tuple[str, bytes, str, str, date]:
    body = f"<html><title>第{number}号</title><body><p>公开</p>".encode()
    return "page", body, f"http://yunxi.example/{number}.html", "text/html", AS_OF


async def reader_of(room: ReadingRoom) -> int:
    """The process id of a reader that is at work."""
    await room.read(*page(0))
    assert room.pid is not None
    return room.pid


def test_everybody_gets_the_reading_asked_for() -> None:
    async def read() -> list[str]:
        room = ReadingRoom()
        readings = await asyncio.gather(*(room.read(*page(number)) for number in range(40)))
        await room.close()
        return [reading.title.value for reading in readings]

    assert asyncio.run(read()) == [f"第{number}号" for number in range(40)]


def test_attachments_are_read_too_and_what_the_reader_raises_is_said() -> None:
    async def read() -> tuple[str, str]:
        room = ReadingRoom()
        document = await room.read("attachment", "第一行".encode(), "说明.txt", "text/plain")
        with pytest.raises(NotReadError) as refused:
            await room.read("page", None, "http://yunxi.example/", "", AS_OF)
        await room.close()
        return document.parts[0].text, str(refused.value)

    text, refusal = asyncio.run(read())
    assert text == "第一行"
    assert "TypeError" in refusal


def test_a_reader_takes_only_so_much_memory_and_leaves_no_image_of_it() -> None:
    pytest.importorskip("resource", reason="Windows 没有这样的限制")
    room = reader_process.MEMORY_BYTES

    def takes(size: int) -> subprocess.CompletedProcess[str]:
        code = f"import resource; from crawler.reader_process import *; bound_memory(); bytearray({size})"
        code += "; print(resource.getrlimit(resource.RLIMIT_CORE)[0])"
        return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert takes(1_000_000).stdout == "0\n"
    assert "MemoryError" in takes(room + 1).stderr


def test_a_crash_costs_one_document_and_a_new_reader_goes_on() -> None:
    async def read() -> list[object]:
        room = ReadingRoom()
        first = await reader_of(room)
        os.kill(first, signal.SIGSTOP)  # so that all three are with the reader when it dies
        waiting = [asyncio.ensure_future(room.read(*page(number))) for number in (1, 2, 3)]
        await asyncio.sleep(0)
        os.kill(first, signal.SIGKILL)
        results = await asyncio.gather(*waiting, return_exceptions=True)
        assert await reader_of(room) != first
        await room.close()
        return results

    crashed, *others = asyncio.run(read())
    assert isinstance(crashed, NotReadError)
    assert [reading.title.value for reading in others] == ["第2号", "第3号"]  # type: ignore[attr-defined]


def test_a_reader_that_takes_too_long_is_ended() -> None:
    async def read() -> str:
        room = ReadingRoom(read_seconds=3)
        os.kill(await reader_of(room), signal.SIGSTOP)
        with pytest.raises(NotReadError) as late:
            await room.read(*page(1))
        assert (await room.read(*page(2))).title.value == "第2号"
        await room.close()
        return str(late.value)

    assert "时限" in asyncio.run(read())


def test_closing_leaves_no_process_behind() -> None:
    async def read() -> int:
        room = ReadingRoom()
        pid = await reader_of(room)
        await room.close()
        return pid

    with pytest.raises(ProcessLookupError):
        os.kill(asyncio.run(read()), 0)

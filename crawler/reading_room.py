"""Has pages and documents read in a process of its own: on the second core, and where a hostile one can do no harm.

Reading takes half of the gatherer's work, and it is where foreign bytes meet parsers. A document that crashes the
reader or keeps it busy for too long costs that document alone: a new reader goes on with those behind it.
"""

from __future__ import annotations

import asyncio
import pickle
from collections import deque
from dataclasses import dataclass
from typing import Any

from crawler.frames import framed
from crawler.reader_start import Reader, start_reader
from crawler.repeated_links import LinkReceiver

READ_SECONDS = 120.0
"""How long the reader may take for one document, its own start included."""
_BUFFER = 4 * 1024 * 1024


class NotReadError(Exception):
    """A document could not be read; says why in one phrase."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A document that is with the reader, kept until it is read: the next reader may have to be given it again."""

    task: tuple[str, tuple[Any, ...]]
    answer: asyncio.Future[Any]


class ReadingRoom:
    """One reader process; starts with the first document (or :meth:`open`) and again after a crash.

    ``reader`` is one that was started beforehand; a document may take it ``read_seconds``.

    How many documents are with it at once is bounded by who asks: every caller waits for its own answer.
    """

    def __init__(self, reader: Reader | None = None, read_seconds: float = READ_SECONDS) -> None:
        self._read_seconds = read_seconds
        self._queue: deque[_Waiting] = deque()
        self._ready = reader
        self._reader: Reader | None = None
        self._orders: asyncio.WriteTransport | None = None
        self._serving: asyncio.Task[None] | None = None
        self._alarm: asyncio.TimerHandle | None = None
        self._late = False

    @property
    def pid(self) -> int | None:
        """The reader's process id, None where there is none."""
        return self._reader.pid if self._reader else None

    def open(self) -> None:
        """Start the reader, so that it is ready when the first document comes."""
        if self._serving is None:
            self._serving = asyncio.ensure_future(self._serve())

    async def read(self, reader: str, *arguments: Any) -> Any:
        """What ``reader`` (a name of :data:`crawler.reader_process.READERS`) makes of its arguments.

        :raises NotReadError: the reader refused, crashed or took too long.
        """
        self.open()
        waiting = _Waiting((reader, arguments), asyncio.get_running_loop().create_future())
        self._queue.append(waiting)
        if self._orders is not None:
            self._send(waiting)
        return await waiting.answer

    async def close(self) -> None:
        """End the reader. Whoever still waits is cancelled."""
        for waiting in self._queue:
            waiting.answer.cancel()
        self._queue.clear()
        if self._serving is not None:
            self._serving.cancel()
            await asyncio.wait([self._serving])
            self._serving = None
        if self._ready is not None:  # nobody ever read anything
            _end(self._ready)
            self._ready = None

    def _send(self, waiting: _Waiting) -> None:
        assert self._orders is not None  # noqa: S101 - for the type checker
        self._orders.write(framed(waiting.task))
        if waiting is self._queue[0]:
            self._watch()

    async def _serve(self) -> None:
        """Keep a reader at work, and after a crash the next one for those who still wait."""
        while True:
            try:
                self._reader, self._ready = self._ready or start_reader(), None
                answers = await self._connect(self._reader)
                for waiting in self._queue:
                    self._send(waiting)
                await self._take_answers(answers)
            except OSError as error:  # no process to be had, or its pipe is gone
                self._fail(f"{type(error).__name__}: {error}")
            finally:
                self._dismiss()
            if not self._queue:
                self._serving = None  # the next document starts another
                return

    async def _connect(self, reader: Reader) -> asyncio.StreamReader:
        loop = asyncio.get_running_loop()
        answers = asyncio.StreamReader(limit=_BUFFER)
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(answers), reader.stdout)
        self._orders, _ = await loop.connect_write_pipe(asyncio.BaseProtocol, reader.stdin)
        return answers

    async def _take_answers(self, answers: asyncio.StreamReader) -> None:
        links = LinkReceiver()
        while True:
            try:
                size = await answers.readexactly(4)
                reading = pickle.loads(await answers.readexactly(int.from_bytes(size, "big")))  # noqa: S301 - ours
            except asyncio.IncompleteReadError:
                self._fail("读取超过时限" if self._late else "读取程序意外终止")
                return
            if isinstance(reading, str):
                links = LinkReceiver()
                self._fail(reading)
            elif type(reading) is tuple:  # a page, and its links apart
                page, packed = reading
                self._settle(page._replace(links=links.unpack(packed)), None)
            else:
                self._settle(reading, None)

    def _fail(self, phrase: str) -> None:
        self._settle(None, NotReadError(phrase))

    def _settle(self, reading: Any, error: NotReadError | None) -> None:
        """Give the first in the queue its answer."""
        if not self._queue:
            return
        answer = self._queue.popleft().answer
        if not answer.done():  # else nobody waits any more
            answer.set_exception(error) if error else answer.set_result(reading)
        self._watch()

    def _watch(self) -> None:
        """Begin the time of the first in the queue."""
        if self._alarm is not None:
            self._alarm.cancel()
        loop = asyncio.get_running_loop()
        self._alarm = loop.call_later(self._read_seconds, self._give_up) if self._queue else None

    def _give_up(self) -> None:
        if self._reader is not None:
            self._late = True
            self._reader.kill()

    def _dismiss(self) -> None:
        reader, self._reader, self._late = self._reader, None, False
        orders, self._orders = self._orders, None
        if self._alarm is not None:
            self._alarm.cancel()
        if orders is not None:
            orders.close()
        if reader is not None:
            _end(reader)


def _end(reader: Reader) -> None:
    reader.kill()
    reader.wait()

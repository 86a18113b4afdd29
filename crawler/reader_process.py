"""``python -m crawler.reader_process [READER …]``: reads pages and attachments beside the gatherer.

Tasks of :class:`crawler.reading_room.ReadingRoom` come in on stdin and readings go out on stdout, in the same order, as
frames (:mod:`crawler.frames`). A task is the name of a reader and its arguments; an answer is the reading (of a page:
without its links, and these apart), or the phrase that says why there is none. The readers named are loaded at once.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from collections.abc import Callable
from functools import cache
from pkgutil import resolve_name
from typing import Any, BinaryIO, cast

try:
    import resource
except ImportError:  # not on Windows
    resource = None  # type: ignore[assignment]

from crawler.frames import framed
from crawler.reading.reading import PageReading
from crawler.repeated_links import LinkSender

READERS = {
    "page": "crawler.reading.page:read_page",
    "references": "crawler.reading.references:read_references",
    "list_data": "crawler.reading.data_lists:read_list_data",
    "attachment": "crawler.attachments.attachment:read_attachment",
    "picture": "crawler.attachments.attachment:read_page_picture",
    "source": "crawler.reading.sources:read_source",
    "landing": "crawler.reading.landing:read_landing",
}
"""Where each reader is: who has one file read must not wait until all of them are loaded."""


_ROOM = 256 * 1024
"""How many bytes of tasks are taken in at once: most pages are smaller, and what waits comes with them."""


@cache
def _reader(name: str) -> Callable[..., Any]:
    return cast("Callable[..., Any]", resolve_name(READERS[name]))


MEMORY_BYTES = 4 * 1024**3
"""What a reader may take at most: text recognition takes one gigabyte, a few kilobytes of a hostile PDF twenty."""


def bound_memory() -> None:
    """Let this process take no more than :data:`MEMORY_BYTES`, and leave no image of its memory behind when it crashes:
    it would hold what was being read.
    """
    if resource is not None:
        for what, most in ((resource.RLIMIT_DATA, MEMORY_BYTES), (resource.RLIMIT_CORE, 0)):
            _, highest = resource.getrlimit(what)
            least = most if highest == resource.RLIM_INFINITY else min(most, highest)
            resource.setrlimit(what, (least, highest))


def serve(tasks: BinaryIO, answers: BinaryIO) -> None:
    """Answer until nobody asks any more."""
    links = LinkSender()
    while size := tasks.read(4):
        name, arguments = pickle.loads(tasks.read(int.from_bytes(size, "big")))  # noqa: S301 - from the gatherer
        try:
            reading = _reader(name)(*arguments)
            if isinstance(reading, PageReading):
                reading = (reading._replace(links=()), links.pack(reading.links))
            answer = framed(reading)
        except Exception as error:  # noqa: BLE001,RUF100 - whatever a hostile document provokes becomes a phrase
            links = LinkSender()
            answer = framed(f"{type(error).__name__}: {error}"[:300])
        answers.write(answer)
        answers.flush()


def main() -> None:
    """Serve the process that started us; it also ends us."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the gatherer's to answer
    bound_memory()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library may print must not get among the answers
    for name in sys.argv[1:]:
        _reader(name)
    gc.freeze()  # as in crawler.run: many short-lived objects and no cycles
    gc.set_threshold(20_000, 20, 50)
    with open(0, "rb", _ROOM, closefd=False) as tasks:
        serve(tasks, answers)


if __name__ == "__main__":
    main()

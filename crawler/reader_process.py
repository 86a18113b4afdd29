"""``python -m crawler.reader_process``: reads pages and attachments beside the gatherer.

Tasks of :class:`crawler.reading_room.ReadingRoom` come in on stdin and readings go out on stdout, in the same order, as
frames (:mod:`crawler.frames`). A task is the name of a reader and its arguments; an answer is the reading (of a page:
without its links, and these apart), or the phrase that says why there is none.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from crawler.frames import framed
from crawler.reading import read_page
from crawler.reading.data_lists import read_list_data
from crawler.reading.landing import read_landing
from crawler.reading.reading import PageReading
from crawler.reading.references import read_references
from crawler.reading.sources import read_source
from crawler.repeated_links import LinkSender


def _read_attachment(*arguments: Any) -> Any:
    from crawler.attachments import read_attachment  # noqa: PLC0415 - heavy, and many sites never need it

    return read_attachment(*arguments)


def _read_page_picture(*arguments: Any) -> Any:
    from crawler.attachments import read_page_picture  # noqa: PLC0415 - as above

    return read_page_picture(*arguments)


READERS: dict[str, Callable[..., Any]] = {
    "page": read_page,
    "references": read_references,
    "list_data": read_list_data,
    "attachment": _read_attachment,
    "picture": _read_page_picture,
    "source": read_source,
    "landing": read_landing,
}


def serve(tasks: BinaryIO, answers: BinaryIO) -> None:
    """Answer until nobody asks any more."""
    links = LinkSender()
    while size := tasks.read(4):
        name, arguments = pickle.loads(tasks.read(int.from_bytes(size, "big")))  # noqa: S301 - from the gatherer
        try:
            reading = READERS[name](*arguments)
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
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library may print must not get among the answers
    gc.freeze()  # as in crawler.run: many short-lived objects and no cycles
    gc.set_threshold(20_000, 20, 50)
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()

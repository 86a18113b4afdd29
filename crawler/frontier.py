"""What is known and what is still to be asked: the ``urls`` table of the bundle, with a compact index in memory.

In memory stand only numbers: a 64-bit hash of each address to its id, the ids waiting per host, one byte of outcome an
id. The addresses themselves are read back from the table in chunks when their turn comes.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from crawler.traps import Traps
from records.bundle.writer import BundleWriter
from records.model import Reason
from records.urls import host_of

CHUNK = 64
_OUTCOMES = tuple(Reason)
_CODES = {reason: code for code, reason in enumerate(_OUTCOMES, start=1)}


@dataclass(slots=True)
class Task:
    """An address whose turn has come. ``attempts`` counts the looks before this one."""

    id: int
    url: str
    host: str
    internal: bool
    kind: str
    depth: int
    attempts: int


class Queue:
    """What waits for one host: new addresses first, then second looks that are due."""

    __slots__ = ("again", "ids", "tasks")

    def __init__(self) -> None:
        self.ids: deque[int] = deque()
        self.tasks: deque[Task] = deque()
        self.again: deque[tuple[float, int]] = deque()

    def __len__(self) -> int:
        return len(self.ids) + len(self.tasks) + len(self.again)

    def ready(self, at_most: int) -> int:
        """How many could be asked at this moment, counted up to ``at_most``: second looks only once they are due."""
        now = time.time()
        due = sum(when <= now for when, _ in islice(self.again, at_most))
        return min(at_most, len(self.ids) + len(self.tasks) + due)


class Frontier:
    """Hands out tasks host by host and takes in links in bulk; only addresses not known yet become rows and tasks.

    ``is_internal`` says whether an address belongs to the site. Pages deeper than ``max_depth`` are recorded but not
    asked (``too_deep`` is then true).
    """

    def __init__(self, writer: BundleWriter, traps: Traps, is_internal: Callable[[str], bool], max_depth: int) -> None:
        self._writer = writer
        self._traps = traps
        self._is_internal = is_internal
        self._max_depth = max_depth
        self._ids: dict[int, int] = {}
        self._outcomes = bytearray(1)
        self.queues: dict[str, Queue] = {}
        self.too_deep = False
        self._unasked: set[int] = set()  # known without being asked; asked after all if handed in again to be asked
        self.woken: set[str] = set()  # hosts that received work since the gatherer last looked

    def __len__(self) -> int:
        return len(self._outcomes) - 1

    def take_up(self) -> None:
        """Rebuild the index from an unfinished bundle."""
        for known in self._writer.known_urls():
            self._outcomes.extend(bytes(known.id + 1 - len(self._outcomes)))
            self._ids[hash(known.url)] = known.id
            self._ids.setdefault(hash(self._traps.key(known.url)), known.id)
            if known.state == "queued":
                self._enqueue(known.host, known.id)
            elif known.state == "look_again":
                self._queue(known.host).again.append((known.due, known.id))
                self.woken.add(known.host)
            elif known.reason:
                self._outcomes[known.id] = _CODES[Reason(known.reason)]
            else:
                self._unasked.add(known.id)

    def hand(
        self,
        found: Iterable[tuple[str, str]],
        found_on: int | None,
        depth: int,
        *,
        internal: bool | None = None,
        asked: bool = True,
        trapped: bool = False,
    ) -> list[int]:
        """Take in ``(url, kind)`` pairs found on one page; the ids in the same order.

        ``kind`` is page, attachment or resource; addresses of other sites become ``external``. ``internal`` overrides
        where an address belongs to. With ``asked`` false the addresses become known, but nobody is to ask them (a
        redirect led there, or only some are to be rechecked); with ``trapped`` they are recorded as skipped.
        """
        ids = self._ids
        result = []
        fresh = []
        again = []
        for url, kind in found:
            mark = hash(url)
            known = ids.get(mark)
            if known is None:
                key = self._traps.key(url)
                known = ids.get(hash(key)) if key is not url else None
                if known is None:
                    known = len(self._outcomes)
                    self._outcomes.append(0)
                    own = self._is_internal(url) if internal is None else internal
                    skipped = trapped or (asked and own and self._is_skipped(url, kind, depth))
                    if skipped:
                        self._outcomes[known] = _CODES[Reason.SKIPPED_BUDGET]
                    elif asked:
                        self._enqueue(host_of(url), known)
                    else:
                        self._unasked.add(known)
                    state = "queued" if asked and not skipped else "done"
                    reason = Reason.SKIPPED_BUDGET if skipped else None
                    promised = kind if own else "external"
                    fresh.append((known, url, host_of(url), own, promised, state, reason, depth, found_on))
                    ids[hash(key)] = known
                ids[mark] = known
            elif kind == "data" and not self._outcomes[known]:
                self._read_as_data(known, host_of(url))
            if asked and known in self._unasked and not self._is_skipped(url, kind, depth):
                again.append((known, host_of(url)))
            result.append(known)
        if fresh:
            self._writer.add("urls", fresh)
        for id_, host in again:
            self._ask_after_all(id_, host)
        return result

    def known(self, url: str) -> int | None:
        """The id of an address, None where it was never met."""
        known = self._ids.get(hash(url))
        return known if known is not None else self._ids.get(hash(self._traps.key(url)))

    def outcome(self, id_: int) -> Reason | None:
        """How an address ended, None while it is still to be asked."""
        code = self._outcomes[id_]
        return _OUTCOMES[code - 1] if code else None

    def take(self, host: str) -> Task | None:
        """The next task of a host, None where nothing is due."""
        queue = self.queues[host]
        while True:
            while queue.tasks:
                task = queue.tasks.popleft()
                if not self._outcomes[task.id]:  # a redirect may have settled it meanwhile
                    return task
            if queue.ids:
                chunk = [queue.ids.popleft() for _ in range(min(CHUNK, len(queue.ids)))]
            else:
                now, chunk = time.time(), []
                while queue.again and queue.again[0][0] <= now and len(chunk) < CHUNK:
                    chunk.append(queue.again.popleft()[1])
                if not chunk:
                    return None
            chunk = [id_ for id_ in chunk if not self._outcomes[id_]]
            queue.tasks.extend(
                Task(id_, url, host, bool(internal), kind, depth, attempts)
                for id_, url, host, internal, kind, depth, attempts in self._writer.addresses(chunk)
            )

    def give_up(self, host: str) -> int:
        """Skip what was not asked yet of a host; how many addresses that were."""
        queue = self.queues[host]
        rest = [*queue.ids, *(task.id for task in queue.tasks if not task.attempts)]
        queue.ids.clear()
        queue.tasks = deque(task for task in queue.tasks if task.attempts)
        for id_ in rest:
            if not self._outcomes[id_]:
                self.done(id_, Reason.SKIPPED_BUDGET, 0)
        return len(rest)

    def next_due(self) -> float | None:
        """Epoch seconds at which the earliest second look is due, None where none waits."""
        return min((queue.again[0][0] for queue in self.queues.values() if queue.again), default=None)

    def due_hosts(self) -> list[str]:
        """Hosts with a second look that is due."""
        now = time.time()
        return [host for host, queue in self.queues.items() if queue.again and queue.again[0][0] <= now]

    def done(self, id_: int, reason: Reason, attempts: int, redirect_to: int | None = None) -> None:
        """Close an address."""
        self._outcomes[id_] = _CODES[reason]
        self._unasked.discard(id_)
        self._writer.add("states", [("done", reason, attempts, 0, redirect_to, id_)])

    def look_again(self, task: Task, reason: Reason, attempts: int, due: float) -> None:
        """Put a failing address aside for its second look at ``due`` (epoch seconds)."""
        self._writer.add("states", [("look_again", reason, attempts, due, None, task.id)])
        again = self._queue(task.host).again
        again.append((due, task.id))
        if len(again) > 1 and again[-2][0] > due:
            self._queue(task.host).again = deque(sorted(again))

    def _is_skipped(self, url: str, kind: str, depth: int) -> bool:
        if self._traps.caught(url):
            return True
        if kind == "page" and depth > self._max_depth:
            if self._traps.is_dated(url):  # a calendar goes on for ever: its far months are no part of the site missed
                self._traps.counts["calendar"] += 1
            else:
                self.too_deep = True
            return True
        return False

    def _ask_after_all(self, id_: int, host: str) -> None:
        if id_ in self._unasked:
            self._unasked.remove(id_)
            self._writer.add("states", [("queued", None, 0, 0, None, id_)])
            self._enqueue(host, id_)

    def _read_as_data(self, id_: int, host: str) -> None:
        """A page names it as its list's interface, whatever it was taken for where it was met first."""
        self._writer.add("kinds", [("data", id_)])
        queue = self.queues.get(host)
        for task in queue.tasks if queue else ():
            if task.id == id_ and task.internal:
                task.kind = "data"

    def _queue(self, host: str) -> Queue:
        queue = self.queues.get(host)
        if queue is None:
            queue = self.queues[host] = Queue()
        return queue

    def _enqueue(self, host: str, id_: int) -> None:
        self._queue(host).ids.append(id_)
        self.woken.add(host)

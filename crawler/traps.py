"""Addresses that would never end: calendars, session ids, ever deeper paths, endless paging. Data: ``traps.toml``."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import unquote

_DATE = re.compile(r"((?:1[0-9]|2[0-9])\d\d)(?:[-/.年]?(\d{1,2}))?(?:[-/.月]?(\d{1,2}))?日?\Z")
_TOKEN = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9_-]{16,}\Z|\d{13,}\Z")
_PATH_SESSION = re.compile(r";[^/?;=]*=[^/?;]*", re.IGNORECASE)


class Traps:
    """Knows which addresses are variants of one page, and which must not be asked; counts what it turned away."""

    def __init__(self, as_of: date) -> None:
        data = tomllib.loads((Path(__file__).parent / "traps.toml").read_text(encoding="utf-8"))
        self._max_length: int = data["max_length"]
        self._max_same: int = data["max_same_segment"]
        self._max_segments: int = data["max_segments"]
        self._sessions = frozenset(data["session_names"])
        self._maybe_sessions = frozenset(data["session_names_if_token"])
        self._dates = frozenset(data["date_names"])
        self._earliest: int = data["earliest_year"]
        self._latest = as_of + timedelta(days=data["days_ahead"])
        self._max_dates: int = data["max_dates"]
        self._max_barren: int = data["max_barren_pages"]
        self._date_values: Counter[int] = Counter()
        self._barren: Counter[int] = Counter()
        self._shown: dict[int, set[int]] = {}
        self.counts: Counter[str] = Counter()

    def key(self, url: str) -> str:
        """What makes the address one page: without session ids, query parameters in one order."""
        if ";" in url:
            url = _PATH_SESSION.sub(self._drop_session, url)
        head, mark, query = url.partition("?")
        if not mark:
            return url
        kept = sorted(part for part in query.split("&") if part and not self._is_session(part))
        return head + "?" + "&".join(kept) if kept else head

    def caught(self, url: str) -> str:
        """The name of the trap this new address walks into (``length``, ``depth``, ``calendar``), ``""`` if none."""
        name = self._name(url)
        if name:
            self.counts[name] += 1
        return name

    def is_dated(self, url: str) -> bool:
        """Whether the address asks for a day, month or year, as the pages of a calendar do."""
        query = url.partition("?")[2]
        return any(self._date_in(part) for part in query.split("&"))

    def barren(self, first: int, items: Iterable[int]) -> bool:
        """Note one page of the list ``first`` and the ids it lists; whether to stop paging through this list.

        A page is barren when it lists nothing, or exactly what an earlier page of the list showed: servers answer page
        9,999 with an empty or with the last page, and offer page 10,000.
        """
        shown = self._shown.setdefault(first, set())
        listed = tuple(items)
        print_ = hash(listed)
        if listed and print_ not in shown:
            shown.add(print_)
            self._barren[first] = 0
        else:
            self._barren[first] += 1
        return self._barren[first] >= self._max_barren

    def _name(self, url: str) -> str:
        if len(url) > self._max_length:
            return "length"
        path, _, query = url.partition("?")
        segments = path.split("/")[3:]
        if len(segments) > self._max_segments:
            return "depth"
        if len(segments) >= self._max_same:
            counted = Counter(segments)
            counted.pop("", None)
            if counted and max(counted.values()) >= self._max_same:
                return "depth"
        return "calendar" if query and self._walks_through_dates(path, query) else ""

    def _walks_through_dates(self, path: str, query: str) -> bool:
        dated = False
        for part in query.split("&"):
            match = self._date_in(part)
            if not match:
                continue
            dated = True
            year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
            if year < self._earliest or (year, month, day) > self._latest.timetuple()[:3]:
                return True
        if not dated:
            return False
        shape = hash((path, tuple(sorted(part.partition("=")[0] for part in query.split("&")))))
        self._date_values[shape] += 1
        return self._date_values[shape] > self._max_dates

    def _date_in(self, part: str) -> re.Match[str] | None:
        """The date that one parameter of a query carries, if it is one that carries dates."""
        name, _, value = part.partition("=")
        return _DATE.match(unquote(value)) if name.lower() in self._dates else None

    def _is_session(self, part: str) -> bool:
        name, _, value = part.partition("=")
        name = name.lower()
        return name in self._sessions or (name in self._maybe_sessions and _TOKEN.match(value) is not None)

    def _drop_session(self, match: re.Match[str]) -> str:
        return "" if self._is_session(match[0][1:]) else match[0]

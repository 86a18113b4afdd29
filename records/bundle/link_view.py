"""What a bundle tells about links beyond their attempts: landings, baselines, faults of TLS, hosts."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from records.bundle.known import KnownGood
from records.landing import Baseline, HostSeen, Landing, TlsFault
from records.model import Reason

_LANDING = "title, text, length, links, things, scripts, password"


@dataclass(frozen=True, slots=True)
class LinkSums:
    """Addresses of one gathering: ``good`` opened, ``faltered`` did so at the second look only, ``fresh`` are those of
    other sites that were asked and opened at once, ``failed`` those of other sites that did not open. ``moved`` are
    addresses of the site that were forwarded to a page of it, but for its home page, with that page's.
    """

    good: list[str]
    faltered: list[str]
    fresh: dict[str, KnownGood]
    failed: list[str]
    moved: dict[str, str]


class LinkView:
    """Reads the tables that bundles of earlier versions do not have: there it knows nothing."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        known = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        self._there = {"landings", "baselines", "tls_faults"} <= known

    def landings(self, url_id: int) -> dict[str, Landing]:
        """What the looks at an address showed, by the attempt's time."""
        rows = self._rows(f"SELECT at, {_LANDING} FROM landings WHERE url_id = ?", url_id)  # noqa: S608
        return {row[0]: _landing(row[1:]) for row in rows}

    def shown_ids(self) -> list[int]:
        """Ids of the addresses that opened and of which it is known what they showed."""
        query = (
            "SELECT DISTINCT l.url_id FROM landings l JOIN urls u ON u.id = l.url_id"
            " WHERE u.reason = 'ok' AND u.state = 'done' ORDER BY l.url_id"
        )
        return [row[0] for row in self._rows(query)]

    def baseline(self, host: str) -> Baseline | None:
        """How a host answers for an address that cannot exist; None where nobody asked."""
        query = f"SELECT host, url, at, status, reason, final_url, shown, {_LANDING} FROM baselines WHERE host = ?"  # noqa: S608
        for host_, url, at, status, reason, final_url, shown, *landing in self._rows(query, host):
            return Baseline(host_, url, at, status, Reason(reason), final_url, _landing(landing) if shown else None)
        return None

    def tls_faults(self) -> tuple[TlsFault, ...]:
        """Every fault of TLS that was met, host by host in the order of time."""
        return tuple(
            TlsFault(*row) for row in self._rows("SELECT host, at, fault, detail FROM tls_faults ORDER BY 1, 2")
        )

    def hosts(self) -> dict[str, HostSeen]:
        """How the addresses of each host fared."""
        query = "SELECT host, count(*), sum(reason = 'ok') FROM urls WHERE attempts > 0 GROUP BY host"
        return {host: HostSeen(asked, opened or 0) for host, asked, opened in self._db.execute(query)}

    def pages_titled(self, title: str) -> list[str]:
        """Addresses of the pages with this title."""
        return self._by_title.get(_bare(title), [])

    def other_spelling(self, url: str) -> str:
        """The one page that opened under another spelling of the address, or to which that was forwarded."""
        found = dict.fromkeys(page for other, page in self._by_spelling.get(_spelling(url), ()) if other != url)
        return next(iter(found)) if len(found) == 1 else ""

    def is_page(self, url: str) -> bool:
        """Whether a page was read under this address."""
        return (url, url) in self._by_spelling.get(_spelling(url), ())

    def opened(self) -> LinkSums:
        """What opened, of the site itself and of others, and what did so at the second look only.

        Of other sites' addresses those alone are ``fresh`` that opened at the first look in this gathering.
        """
        good = [url for (url,) in self._db.execute("SELECT url FROM urls WHERE reason = 'ok' AND attempts > 0")]
        faltered = self._db.execute(
            "SELECT url FROM urls u WHERE reason = 'ok' AND attempts > 1 AND EXISTS"
            " (SELECT 1 FROM attempts a WHERE a.url_id = u.id AND a.reason NOT IN ('ok', 'rate_limited'))"
        )
        fresh = self._db.execute(
            "SELECT u.url, a.at, a.method, a.status, a.final_url, a.content_type FROM urls u"
            " JOIN attempts a ON a.url_id = u.id WHERE u.internal = 0 AND u.reason = 'ok' AND u.attempts = 1"
            " AND a.status IS NOT NULL AND a.at >= (SELECT value FROM about WHERE key = 'started')"
        )
        failed = self._db.execute("SELECT url FROM urls WHERE internal = 0 AND attempts > 0 AND reason != 'ok'")
        return LinkSums(
            good,
            [url for (url,) in faltered],
            {url: KnownGood(*values) for url, *values in fresh},
            [url for (url,) in failed],
            self._moved,
        )

    @cached_property
    def _by_title(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for title, url in self._sound(
            "SELECT p.title, u.url FROM pages p JOIN urls u ON u.id = p.url_id WHERE p.title != ''"
        ):
            found.setdefault(_bare(title), []).append(url)
        return found

    @cached_property
    def _by_spelling(self) -> dict[str, list[tuple[str, str]]]:
        """Addresses with the pages they show: their own, or those they are forwarded to."""
        found: dict[str, list[tuple[str, str]]] = {}
        pages = self._sound("SELECT u.url, u.url FROM pages p JOIN urls u ON u.id = p.url_id WHERE TRUE")
        for url, page in (*pages, *self._moved.items()):
            found.setdefault(_spelling(url), []).append((url, page))
        return found

    @cached_property
    def _moved(self) -> dict[str, str]:
        query = (
            "SELECT u.url, t.url FROM urls u JOIN urls t ON t.id = u.redirect_to JOIN pages p ON p.url_id = t.id"
            " WHERE u.internal = 1 AND u.reason = 'ok' AND u.id != t.id AND p.kind != 'home'"
        )
        return dict(self._sound(query))

    def _sound(self, query: str) -> list[tuple[str, str]]:
        """The rows of a query on pages and their addresses ``u``, without those that looked like other pages than the
        ones meant: an error page is nothing to propose."""
        doubted = " AND p.url_id NOT IN (SELECT url_id FROM landings) AND u.id NOT IN (SELECT url_id FROM landings)"
        return self._db.execute(query + (doubted if self._there else "")).fetchall()

    def _rows(self, query: str, *values: object) -> list[Any]:
        return self._db.execute(query, values).fetchall() if self._there else []


def _landing(row: Any) -> Landing:
    return Landing(row[0], row[1], row[2], row[3], row[4], row[5], bool(row[6]))


def _bare(title: str) -> str:
    return "".join(title.split())


def _spelling(url: str) -> str:
    """An address without what servers often take for the same."""
    path, mark, query = url.partition("://")[2].lower().partition("?")
    path = path.rstrip("/").removeprefix("www.")
    if path.endswith(".html"):
        path = path[:-1]
    return path + mark + query

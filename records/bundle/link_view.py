"""What a bundle tells about links beyond their attempts: landings, baselines, faults of TLS, hosts."""

from __future__ import annotations

import sqlite3
from typing import Any

from records.landing import Baseline, HostSeen, Landing, TlsFault
from records.model import Reason

_LANDING = "title, text, length, links, things, scripts, password"


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

    def _rows(self, query: str, *values: object) -> list[Any]:
        return self._db.execute(query, values).fetchall() if self._there else []


def _landing(row: Any) -> Landing:
    return Landing(row[0], row[1], row[2], row[3], row[4], row[5], bool(row[6]))

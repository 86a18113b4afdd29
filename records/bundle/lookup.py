"""Looking up single addresses in a bundle: how asking them went, and what was read there."""

from __future__ import annotations

from collections.abc import Iterable

from records.bundle.reader import BundleReader
from records.evidence import Attachment, Page, Target
from records.model import Reason


class BundleLookup(BundleReader):
    """A bundle that can also be asked about one address. Addresses are normalised ones, as findings name them."""

    def looked_at(self, url: str) -> Target | None:
        """The address with every attempt on it; None where it is unknown or nobody has asked it."""
        row = self._db.execute("SELECT id FROM urls WHERE url = ?", (url,)).fetchone()
        target = self._target(row[0]) if row else None
        return target if target is not None and target.attempts else None

    def render_failed(self, url: str) -> bool:
        """Whether the page was to be shown in a browser and could not be, so that part of it may be missing."""
        query = "SELECT 1 FROM renderings r JOIN urls u ON u.id = r.url_id WHERE u.url = ? AND r.outcome != 'ok'"
        return self._db.execute(query, (url,)).fetchone() is not None

    def leads_to(self, url: str) -> str:
        """The address of the site where a redirect from ``url`` ended; ``url`` itself where there was none."""
        row = self._db.execute(
            "SELECT t.url FROM urls u JOIN urls t ON t.id = u.redirect_to WHERE u.url = ?", (url,)
        ).fetchone()
        return row[0] if row else url

    def read_at(self, url: str) -> Page | Attachment | None:
        """What was read at the address (or where it redirects to); None where nothing could be read."""
        row = self._db.execute("SELECT COALESCE(redirect_to, id), reason FROM urls WHERE url = ?", (url,)).fetchone()
        if row is None or row[1] != "ok":
            return None
        if self._db.execute("SELECT 1 FROM pages WHERE url_id = ?", (row[0],)).fetchone():
            return self.page(row[0])
        if self._db.execute("SELECT 1 FROM documents WHERE url_id = ? AND reason = 'ok'", (row[0],)).fetchone():
            return self.attachment(row[0])
        return None

    def gone_columns(self, urls: Iterable[str]) -> dict[str, bool]:
        """Of addresses that were columns once and were met again: whether they surely are none any more.

        Sure is what was not there at two looks, leads elsewhere, or is a page of another kind by now. Addresses that
        nobody met are not in the result.
        """
        found: dict[str, bool] = {}
        for url in urls:
            row = self._db.execute(
                "SELECT u.reason, u.attempts, u.redirect_to, p.kind FROM urls u LEFT JOIN pages p ON p.url_id = u.id"
                " WHERE u.url = ?",
                (url,),
            ).fetchone()
            if row is not None:
                reason, attempts, redirect_to, kind = row
                missing = reason == Reason.NOT_FOUND and attempts > 1
                found[url] = missing or (
                    reason == Reason.OK and (redirect_to is not None or kind not in (None, "list"))
                )
        return found

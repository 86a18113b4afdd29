"""``python -m benchmarks.dates [FOLDER]``: dates of publication on real pages, beside htmldate and trafilatura alone.

FOLDER holds ``real-pages`` (a county portal, ``pages.jsonl`` with the date a reader sees) and ``policies`` (documents
of the State Council, ``documents.jsonl`` with the date of the page's own table); either may be missing. Nothing of them
is copied. Each reader gets the same bytes; everybody is told the day on which the pages were saved as the latest.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from htmldate import find_date
from trafilatura.metadata import extract_metadata

from crawler.reading import read_page
from crawler.reading.dates import read_date
from crawler.reading.encoding import decode

SHARED = Path(__file__).resolve().parents[2] / "shared"
_PORTAL_SAVED = date(2018, 7, 28)
_POLICIES_SAVED = date(2019, 3, 1)
_DATED = frozenset(("article", "policy", "interpretation", "annual_report", "gov_work_report"))
_EPOCH_ZERO = date(1970, 1, 1)


@dataclass(frozen=True)
class Case:
    """A page and the date a reader sees on it (None: none, or one that cannot be, such as a clock's zero)."""

    body: bytes
    url: str
    saved: date
    wanted: date | None


@dataclass(frozen=True)
class Score:
    """How one reader did: right dates, wrong ones, none where there is one, an honest none; milliseconds a page."""

    name: str
    right: int
    wrong: int
    missed: int
    honest: int
    milliseconds: float

    @property
    def total(self) -> int:
        return self.right + self.wrong + self.missed + self.honest


Reader = Callable[[Case], date | None]


def ours(case: Case) -> date | None:
    """The whole reading of a page, of which the date is a part; guesses are no answer."""
    published = read_page(case.body, case.url, "text/html; charset=utf-8", case.saved).published
    return published.value if published and published.sure else None


def htmldate_alone(case: Case) -> date | None:
    """htmldate as its manual calls it for the day of publication."""
    html, _ = decode(case.body, "")
    return _day(find_date(html, url=case.url or None, original_date=True, max_date=case.saved.isoformat()))


def htmldate_without_address(case: Case) -> date | None:
    """htmldate without the page's address, in which it trusts most."""
    html, _ = decode(case.body, "")
    return _day(find_date(html, original_date=True, max_date=case.saved.isoformat()))


def trafilatura_alone(case: Case) -> date | None:
    """The date among trafilatura's metadata."""
    html, _ = decode(case.body, "")
    parameters = {"original_date": True, "extensive_search": True, "max_date": case.saved.isoformat()}
    found = extract_metadata(html, default_url=case.url or None, date_config=parameters)
    return _day(found.date if found else None)


READERS: Sequence[tuple[str, Reader]] = (
    ("wangcha", ours),
    ("htmldate", htmldate_alone),
    ("htmldate, no address", htmldate_without_address),
    ("trafilatura", trafilatura_alone),
)


def portal_cases(folder: Path) -> Iterator[Case]:
    """The articles of the county portal."""
    for row in _rows(folder / "pages.jsonl"):
        if row["kind"] in _DATED:
            day = date.fromisoformat(row["published"][:10]) if row["published"] else None
            wanted = None if day == _EPOCH_ZERO else day
            yield Case((folder / row["file"]).read_bytes(), row["url"] or "", _PORTAL_SAVED, wanted)


def policy_cases(folder: Path) -> Iterator[Case]:
    """The documents of the State Council: 成文日期 stands beside 发布日期."""
    for row in _rows(folder / "documents.jsonl"):
        year, month, day = map(int, re.findall(r"\d+", row["published"]))
        yield Case((folder / row["file"]).read_bytes(), row["url"], _POLICIES_SAVED, date(year, month, day))


def score(name: str, reader: Reader, cases: Sequence[Case]) -> Score:
    """Let one reader read all pages."""
    counts = dict.fromkeys(("right", "wrong", "missed", "honest"), 0)
    started = time.process_time()
    for case in cases:
        found = reader(case)
        if found is None:
            counts["honest" if case.wanted is None else "missed"] += 1
        else:
            counts["right" if found == case.wanted else "wrong"] += 1
    return Score(name, **counts, milliseconds=1000 * (time.process_time() - started) / max(len(cases), 1))


def compare(title: str, cases: Sequence[Case]) -> list[Score]:
    """Let everybody read the same pages and print how they did."""
    print(f"\n{title}: {len(cases)} pages, {sum(case.wanted is not None for case in cases)} with a date")
    print(f"{'':22}{'right':>8}{'wrong':>8}{'missed':>8}{'honest none':>13}{'right or honest':>17}{'ms a page':>11}")
    scores = [score(name, reader, cases) for name, reader in READERS]
    for one in scores:
        share = (one.right + one.honest) / max(one.total, 1)
        print(
            f"{one.name:22}{one.right:8}{one.wrong:8}{one.missed:8}{one.honest:13}{share:17.1%}{one.milliseconds:11.1f}"
        )
    return scores


def main() -> None:
    """Compare on whatever pages there are."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dates")
    parser.add_argument("folder", nargs="?", type=Path, default=SHARED)
    folder = parser.parse_args().folder
    for name, table, title, read in (
        ("real-pages", "pages.jsonl", "county portal", portal_cases),
        ("policies", "documents.jsonl", "State Council documents", policy_cases),
    ):
        if (folder / name / table).is_file():
            compare(title, list(read(folder / name)))
        else:
            print(f"{title}: skipped, there is no {name}/{table} in {folder} (real pages are not handed out with this)")


def _rows(path: Path) -> Iterator[dict[str, str]]:
    return (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())


def _day(text: str | None) -> date | None:
    return read_date(text) if text else None


if __name__ == "__main__":
    main()

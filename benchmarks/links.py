"""``python -m benchmarks.links``: LinkChecker, linkinator and ours on the hostile site: who misses, who invents what.

The site is that of the tests (``tests/support/hostile``), whose every endpoint has its truth: ``good``, ``bad``, or
``unknown`` where no program can tell (a firewall refuses it, a server is slow): calling that broken is an invention.
What may be called either way (other 4xx, HTTP/0.9) is not counted.
A peer that comes to no result is tried again without the toughest endpoints, and that is said.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urljoin

import dictionaries
from records.bundle.reader import BundleReader
from records.bundle.spec import GatherSpec
from records.model import Certainty
from rules.context import Context
from rules.registry import all_rules
from tests.support.hostile import ENDPOINTS, HostileSite

TIMEOUT = 3  # seconds that everybody waits for an answer
PATIENCE = 120  # seconds after which a contestant has not come to an end
TOUGH = ("/endless", "/bomb", "/bad-chunk", "/truncated", "/drip")  # left out for who breaks off over them
SHOWN = 100


@dataclass(frozen=True)
class Report:
    """What a contestant called broken, and what it listed for a person to look at. ``note`` is told beside."""

    name: str
    seconds: float
    broken: frozenset[str]
    review: frozenset[str] = frozenset()
    note: str = ""


Contestant = Callable[[HostileSite, Path], Report | None]


def ours(site: HostileSite, place: Path) -> Report:
    """Gathered and judged by the rules on links."""
    bundle, order = place / "bundle", place / "order.json"
    GatherSpec(
        site="hostile",
        start_url=site.origin + "/",
        bundle=str(bundle),
        as_of="2026-03-01",
        rate=200.0,
        others_rate=200.0,
        second_look_seconds=0.2,
    ).write(order)
    started = time.monotonic()
    command = [sys.executable, "-m", "scrapy", "crawl", "portal", "-a", f"spec={order}"]
    _ask([*command, "-s", f"DOWNLOAD_TIMEOUT={TIMEOUT}", "-s", "DOWNLOAD_MAXSIZE=2000000"], site.trust(place))
    reader = BundleReader(bundle)
    found: dict[Certainty, set[str]] = {certainty: set() for certainty in Certainty}
    context = Context(date(2026, 3, 1), "hostile", "示例区人民政府", dictionaries.load(), b"", lambda start, end: 0)
    for rule in (rule for rule in all_rules() if rule.meta.family == "link"):
        for problem in rule.check(reader, rule.meta.options, context):
            found[problem.certainty].update(problem.evidence.get("links") or [problem.target or problem.url])
    reader.close()
    spent = time.monotonic() - started
    return Report("wangcha", spent, _spelt(found[Certainty.CONFIRMED]), _spelt(found[Certainty.REVIEW]))


def linkchecker(site: HostileSite, place: Path) -> Report | None:
    """LinkChecker with external links checked and its throttle lifted; warnings do not count."""
    program = shutil.which("linkchecker")
    if program is None:
        return None
    settings = place / "linkcheckerrc"
    ca = site.trust(place)["SSL_CERT_FILE"]
    settings.write_text(
        f"[checking]\nmaxrequestspersecond=100000\nthreads=16\ntimeout={TIMEOUT}\nsslverify={ca}\n"
        "[filtering]\ncheckextern=1\n[output]\nstatus=0\n"
    )
    command = [program, "--config", str(settings), "--no-warnings", "--verbose", "-o", "csv", site.origin + "/"]
    started = time.monotonic()
    output = _ask(command, {"REQUESTS_CA_BUNDLE": ca})
    if output is None:
        return Report("LinkChecker", time.monotonic() - started, frozenset(), note="no result")
    lines = [line for line in output.splitlines() if line and not line.startswith("#")]
    rows = list(csv.DictReader(io.StringIO("\n".join(lines)), delimiter=";"))
    broken = {urljoin(row["parentname"] or site.origin, row["urlname"]) for row in rows if row["valid"] == "False"}
    return Report("LinkChecker", time.monotonic() - started, _spelt(broken))


def linkinator(site: HostileSite, place: Path) -> Report | None:
    """linkinator, recursive, as its help has it."""
    program = shutil.which("linkinator")
    if program is None:
        return None
    command = [program, site.origin + "/", "--recurse", "--format", "json"]  # with a time-out it breaks off on any
    started = time.monotonic()
    output = _ask(command, {"NODE_EXTRA_CA_CERTS": site.trust(place)["SSL_CERT_FILE"]})
    if not output:
        return Report("linkinator", time.monotonic() - started, frozenset(), note="no result")
    links = json.loads(output[output.index("{") :])["links"]
    return Report(
        "linkinator", time.monotonic() - started, _spelt({one["url"] for one in links if one["state"] == "BROKEN"})
    )


def compare(report: Report, site: HostileSite, without: Collection[str]) -> tuple[list[str], list[str]]:
    """What the report misses of the bad endpoints, and what it calls broken that is not, or that nobody can tell."""
    missed, invented = [], []
    for endpoint in ENDPOINTS:
        if endpoint.path in without:
            continue
        url, name = _spelling(site.url(endpoint)), f"{endpoint.host}{unquote(endpoint.path)[:40]}"
        if endpoint.truth == "bad" and url not in report.broken | report.review:
            missed.append(name)
        elif endpoint.truth in ("good", "unknown") and url in report.broken:
            invented.append(f"{name} ({endpoint.truth})")
    return missed, invented


def main() -> None:
    """Run everybody and print who misses what and who invents what."""
    bad = sum(endpoint.truth == "bad" for endpoint in ENDPOINTS)
    unknown = sum(endpoint.truth == "unknown" for endpoint in ENDPOINTS)
    print(f"{len(ENDPOINTS)} endpoints: {bad} bad, {unknown} that no program can tell")
    for contestant in (ours, linkchecker, linkinator):
        for without in ((), TOUGH):
            with tempfile.TemporaryDirectory() as folder, HostileSite(Path(folder), without) as site:
                report = contestant(site, Path(folder))
                if report is None:
                    print(f"\n{contestant.__name__}: not installed")
                    break
                if report.note:
                    left_out = f" without {', '.join(without)}" if without else ""
                    print(f"\n{report.name}: came to no result (broke off, or not within {PATIENCE} s){left_out}")
                    continue
                _tell(report, *compare(report, site, without), without)
                break


def _tell(report: Report, missed: list[str], invented: list[str], without: Collection[str]) -> None:
    counts = f"{len(report.broken)} called broken" + (f", {len(report.review)} for review" if report.review else "")
    left_out = f" (without {', '.join(without)})" if without else ""
    print(f"\n{report.name}{left_out}: {report.seconds:.1f} s, {counts}")
    print(f"  misses {len(missed)}: {', '.join(missed[:SHOWN]) or 'none'}")
    print(f"  invents {len(invented)}: {', '.join(invented[:SHOWN]) or 'none'}")


def _ask(command: list[str], environment: Mapping[str, str]) -> str | None:
    """The output of a command; None where it did not end in time."""
    with tempfile.TemporaryFile("w+") as output:
        try:
            subprocess.run(
                command,
                stdout=output,
                stderr=subprocess.DEVNULL,
                env=os.environ | dict(environment),
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return None
        output.seek(0)
        return output.read()


def _spelt(urls: Collection[str]) -> frozenset[str]:
    return frozenset(map(_spelling, urls))


def _spelling(url: str) -> str:
    """One spelling for what different programs write in different ways."""
    return unquote(url.partition("#")[0]).replace("\\", "/").replace("\n", "")


if __name__ == "__main__":
    main()

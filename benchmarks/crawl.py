"""Gathering against peers on one generated portal: minimal Scrapy, and LinkChecker and linkinator where installed."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.measuring import Measured, run, served
from benchmarks.portal import GeneratedPortal
from records.bundle.spec import GatherSpec

UNLIMITED = 1e6
SECOND_LOOK_SECONDS = 0.05
"""The least wait before a second look, of which the peers have none: waiting is politeness, not work."""


@dataclass(frozen=True)
class Contest:
    """How one contestant did: what it measured, how many addresses it asked, which paths it found broken."""

    name: str
    measured: Measured
    asked: int
    broken: frozenset[str]


def minimal_scrapy(origin: str) -> Contest:
    """The yardstick."""
    measured = run([sys.executable, "-m", "benchmarks.minimal_scrapy", origin + "/"])
    result = json.loads(measured.output)
    return Contest("minimal Scrapy", measured, result["asked"], _paths(result["broken"]))


def linkchecker(origin: str, program: str, place: Path) -> Contest:
    """LinkChecker with its throttle lifted."""
    settings = place / "linkcheckerrc"
    settings.write_text("[checking]\nmaxrequestspersecond=100000\nthreads=16\n[output]\nstatus=0\n")
    measured = run([program, "--config", str(settings), "--no-warnings", "--verbose", "-o", "csv", origin + "/"])
    lines = [line for line in measured.output.splitlines() if line and not line.startswith("#")]
    rows = list(csv.DictReader(io.StringIO("\n".join(lines)), delimiter=";"))
    asked = {row["url"] for row in rows}
    return Contest("LinkChecker", measured, len(asked), _paths(row["url"] for row in rows if row["valid"] == "False"))


def linkinator(origin: str, program: str) -> Contest:
    """linkinator with as many requests at once as the minimal spider."""
    measured = run([program, origin + "/", "--recurse", "--concurrency", "32", "--format", "json"])
    links = json.loads(measured.output)["links"]
    broken = {link["url"] for link in links if link["state"] == "BROKEN"}
    return Contest("linkinator", measured, len({link["url"] for link in links}), _paths(broken))


def gather(
    origin: str, bundle: Path, second_look_seconds: float = SECOND_LOOK_SECONDS, *, links_only: bool = False
) -> Contest:
    """Our gatherer with everything it does (readings, raw responses, second looks), or on links alone."""
    spec = GatherSpec(
        site="benchmark",
        start_url=origin + "/",
        bundle=str(bundle),
        as_of="2026-03-01",
        rate=UNLIMITED,
        max_pages=10_000_000,
        max_depth=100_000,
        second_look_seconds=second_look_seconds,
        links_only=links_only,
    )
    order = bundle.with_suffix(".json")
    spec.write(order)
    measured = run([sys.executable, "-m", "crawler.run", str(order)])
    database = sqlite3.connect(bundle / "bundle.sqlite")
    asked = database.execute("SELECT count(*) FROM urls WHERE attempts > 0").fetchone()[0]
    broken = database.execute("SELECT url FROM urls WHERE reason != 'ok'").fetchall()
    database.close()
    return Contest(
        "wangcha links" if links_only else "wangcha gather", measured, asked, _paths(url for (url,) in broken)
    )


OFFICE = """
[office]
name = "基准"
second_look_seconds = {second_look}
max_pages = 1000000
max_depth = 1000
[[site]]
id = "benchmark"
name = "基准门户"
url = "{origin}/"
"""


def _office(origin: str, folder: Path, second_look_seconds: float) -> Path:
    folder.mkdir()
    toml = OFFICE.format(origin=origin, second_look=second_look_seconds)
    (folder / "office.toml").write_text(toml, encoding="utf-8")
    return folder


def gather_and_judge(origin: str, place: Path, second_look_seconds: float = SECOND_LOOK_SECONDS) -> Contest:
    """Gathering and every rule beside it; no ledger, no reports."""
    office = _office(origin, place / "judging-office", second_look_seconds)
    arguments = [str(office), str(place / "judging-out"), str(UNLIMITED)]
    measured = run([sys.executable, "-m", "benchmarks.gather_and_judge", *arguments])
    result = json.loads(measured.output)
    return Contest("gather + judge", measured, result["targets"], _paths(result["broken"]))


def inspect(origin: str, place: Path, second_look_seconds: float = SECOND_LOOK_SECONDS) -> Contest:
    """The whole inspection: gathering, every rule, ledger and reports, by the command line."""
    office, out = _office(origin, place / "office", second_look_seconds), place / "out"
    program = "from inspection.cli import main; main()"
    where = ["--office", str(office), "--out", str(out)]
    how = ["--as-of", "2026-03-01", "--rate", str(UNLIMITED)]
    measured = run([sys.executable, "-c", program, "inspect", *where, *how])
    report = json.loads((out / "findings.json").read_text(encoding="utf-8"))
    broken = [finding["locus"]["target"] for finding in report["findings"] if finding["rule"] == "link-broken"]
    down = (finding for finding in report["findings"] if finding["rule"] == "host-unreachable")
    broken += [url for finding in down for url in finding["evidence"]["links"]]
    return Contest("wangcha inspect", measured, report["inspection"]["counts"]["targets"], _paths(broken))


def contest(pages: int, peers: bool = True) -> list[Contest]:
    """Let everybody crawl the same portal in the same run and print how they did.

    Links alone are gathered before and after each peer, who is compared with the mean of the two: machines are now
    faster, now slower, and a peer takes a minute.
    """
    truth = frozenset(GeneratedPortal(pages).broken())
    results: list[Contest] = []
    alone: list[Contest] = []
    with tempfile.TemporaryDirectory() as folder, served(pages) as origin:
        place = Path(folder)

        def links_alone() -> None:
            alone.append(gather(origin, place / f"links-{len(alone)}", links_only=True))

        if peers:
            links_alone()
            results.append(minimal_scrapy(origin))
            links_alone()
            if program := shutil.which("linkinator"):
                results.append(linkinator(origin, program))
                links_alone()
            if program := shutil.which("linkchecker"):
                results.append(linkchecker(origin, program, place))
                links_alone()
        compared = [
            (peer, (before.measured.wall + after.measured.wall) / 2)
            for peer, (before, after) in zip(results, pairwise(alone), strict=True)
        ]
        if alone:
            results.append(_middle(alone, truth))
        results.append(gather(origin, place / "bundle"))
        results.append(gather_and_judge(origin, place))
        results.append(inspect(origin, place))
    print(f"\n{pages} pages, {len(truth)} broken targets")
    print(f"{'':16}{'wall s':>8}{'CPU s':>8}{'URLs':>9}{'URLs/s':>9}{'peak MB':>9}{'wall':>8}{'CPU':>8}  broken set")
    for one in results:
        spent = one.measured
        wall, cpu = results[0].measured.wall / spent.wall, results[0].measured.cpu / spent.cpu
        verdict = "equals the truth" if one.broken == truth else f"{len(one.broken)} found: DIFFERS"
        print(
            f"{one.name:16}{spent.wall:8.1f}{spent.cpu:8.1f}{one.asked:9}{one.asked / spent.wall:9.0f}"
            f"{spent.peak_mb:9.0f}{wall:7.2f}x{cpu:7.2f}x  {verdict}"
        )
    print()
    for peer, wall in compared:
        _print_aim("links alone", peer.measured.wall / wall, peer.name, AIMS[peer.name])
    if peers:
        whole = results[0].measured.wall / results[-1].measured.wall
        _print_aim("whole inspection", whole, results[0].name, AIM_OF_ALL)
    return results


AIMS = {"minimal Scrapy": 9, "linkinator": 4, "LinkChecker": 20}
"""How many times as fast as each peer we want to be on links alone."""
AIM_OF_ALL = 6
"""How many times as fast as the first of them with the whole inspection."""


def _middle(runs: list[Contest], truth: frozenset[str]) -> Contest:
    """The run of middle length; one whose broken set differs from the truth comes before all others."""
    wrong = [run for run in runs if run.broken != truth]
    return wrong[0] if wrong else sorted(runs, key=lambda run: run.measured.wall)[len(runs) // 2]


def _print_aim(what: str, reached: float, peer: str, aim: int) -> None:
    print(f"{what:17} {reached:5.1f} times {peer} (aim {aim}): {'met' if reached >= aim else 'NOT MET'}")


def _paths(urls: Iterable[str]) -> frozenset[str]:
    return frozenset(urlsplit(url).path for url in urls)

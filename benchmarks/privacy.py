"""``python -m benchmarks.privacy [--presidio PYTHON] [--pages DIR]``: personal data, how well and how fast.

The labelled texts of ``tests/rules/personal_data.csv`` are judged by our rules and, where an interpreter with
``presidio-analyzer`` is given, by Presidio's recognisers: nothing here or there learns from them. The speed is that of
all rules on personal data over the text of pages (``DIR``: saved ones; else generated ones), beside a bare daachorse
automaton of 100,000 words over the same text.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import daachorse

import dictionaries
from benchmarks.portal import GeneratedPortal
from crawler.reading import read_page
from records.evidence import Page, SourcedText
from rules.context import Context
from rules.registry import all_rules

TABLE = Path(__file__).parents[1] / "tests" / "rules" / "personal_data.csv"
AS_OF = date(2026, 11, 20)
WORDS = 100_000
RULES = [rule for rule in all_rules() if rule.meta.family == "privacy"]
CTX = Context(AS_OF, "x", "x", dictionaries.load(), b"benchmark", lambda start, end: 0)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.privacy")
    parser.add_argument("--presidio", metavar="PYTHON", help="an interpreter that has presidio-analyzer")
    parser.add_argument("--pages", type=Path, metavar="DIR", help="a folder of saved pages")
    chosen = parser.parse_args()
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    texts = [row["text"].replace("\\n", "\n").replace("\\t", "\t") for row in rows]
    ours = [judged(_page(row["title"], text)) for row, text in zip(rows, texts, strict=True)]
    _told("wangcha", rows, [bool(found) for found in ours])
    if chosen.presidio:
        answer = subprocess.run(
            [chosen.presidio, str(Path(__file__).with_name("presidio_peer.py"))],
            input=json.dumps(texts),
            capture_output=True,
            text=True,
            check=True,
        )
        peer = json.loads(answer.stdout)
        _told("Presidio", rows, [bool(kinds) for kinds in peer["found"]])
        print(f"  kinds Presidio named: {Counter(kind for kinds in peer['found'] for kind in kinds).most_common(8)}")
    else:
        print("Presidio was not asked: --presidio PYTHON names an interpreter that has presidio-analyzer.")
    _speed(list(_saved(chosen.pages) if chosen.pages else _generated()))


def judged(page: Page) -> set[str]:
    """Ids of the rules on personal data that find anything in a page."""
    return {rule.meta.id for rule in RULES if list(rule.check(page, rule.meta.options, CTX))}


def _told(name: str, rows: list[dict[str, str]], found: list[bool]) -> None:
    """Precision and recall over all texts, and what was found of each rule's."""
    leaks = [bool(row["rule"]) for row in rows]
    right = sum(hit and leak for hit, leak in zip(found, leaks, strict=True))
    print(
        f"{name}: {right} of {sum(leaks)} leaks found (recall {right / sum(leaks):.2f}), "
        f"{sum(found) - right} of {len(leaks) - sum(leaks)} harmless texts accused "
        f"(precision {right / max(1, sum(found)):.2f})"
    )
    for rule in sorted({row["rule"] for row in rows} - {""}):
        of_rule = [hit for hit, row in zip(found, rows, strict=True) if row["rule"] == rule]
        print(f"  {rule:26} {sum(of_rule):3} of {len(of_rule)}")


def _speed(pages: list[Page]) -> None:
    megabytes = sum(len(page.text.encode()) for page in pages) / 1e6
    rng = random.Random(1)
    words = sorted({"".join(chr(rng.randint(0x4E00, 0x9FA5)) for _ in range(rng.randint(2, 5))) for _ in range(WORDS)})
    automaton = daachorse.CharwiseDoubleArrayAhoCorasick(words, daachorse.MATCH_KIND_LEFTMOST_LONGEST)
    bare = _best(lambda: [automaton.find(page.text) for page in pages])
    rules = _best(lambda: [judged(page) for page in pages])
    print(f"{len(pages)} pages, {megabytes:.1f} MB of text")
    print(f"  bare daachorse, {len(words):,} words  {megabytes / bare:6.1f} MB/s")
    print(f"  all rules on personal data      {megabytes / rules:6.1f} MB/s")
    print(f"  one after the other             {megabytes / (bare + rules):6.1f} MB/s")


def _best(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(3):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return min(taken)


def _saved(folder: Path) -> Iterable[Page]:
    for path in sorted(folder.rglob("*.htm*")):
        reading = read_page(path.read_bytes(), f"http://www.yunxi.example/{path.name}", "text/html", AS_OF)
        yield _page(reading.title.value if reading.title else "", reading.text)


def _generated() -> Iterable[Page]:
    portal = GeneratedPortal(500)
    for number in range(500):
        path = portal.path(number)
        answer = portal.body(path)
        if answer is not None:
            reading = read_page(answer[1], f"http://www.yunxi.example{path}", "text/html", AS_OF)
            yield _page(reading.title.value if reading.title else "", reading.text)


def _page(title: str, text: str) -> Page:
    headline = SourcedText(title, "h1")
    return Page("http://www.yunxi.example/a.html", "article", headline, None, None, (), None, None, None, text, "body")


if __name__ == "__main__":
    main()

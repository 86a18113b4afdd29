"""``python -m benchmarks.privacy [--presidio PYTHON]``: personal data, how well it is found (how fast: ``words``).

The labelled texts of ``tests/rules/personal_data.csv`` are judged by our rules and, where an interpreter with
``presidio-analyzer`` is given, by Presidio's recognisers: nothing here or there learns from them.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
from collections import Counter
from datetime import date
from pathlib import Path

import dictionaries
from records.evidence import Page, SourcedText
from rules.context import Context
from rules.registry import all_rules

TABLE = Path(__file__).parents[1] / "tests" / "rules" / "personal_data.csv"
AS_OF = date(2026, 11, 20)
RULES = [rule for rule in all_rules() if rule.meta.family == "privacy"]
CTX = Context(AS_OF, "x", "x", dictionaries.load(), b"benchmark", lambda start, end: 0)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.privacy")
    parser.add_argument("--presidio", metavar="PYTHON", help="an interpreter that has presidio-analyzer")
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


def _page(title: str, text: str) -> Page:
    headline = SourcedText(title, "h1")
    return Page("http://www.yunxi.example/a.html", "article", headline, None, None, (), None, None, None, text, "body")


if __name__ == "__main__":
    main()

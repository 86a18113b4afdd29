"""``python -m benchmarks.clean DIR``: what is found in texts in which nearly all is right.

DIR holds texts in UTF-8 (``.md``, ``.txt``), such as a collection of laws; they are checked as ``rules.check_text``
checks one text. Printed are the findings by rule and message, each with one place: to be judged by eye.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

import rules

AROUND = 40


def main() -> None:
    """Check all files of a folder and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.clean")
    parser.add_argument("folder", type=Path)
    files = sorted(path for path in parser.parse_args().folder.rglob("*") if path.suffix in (".md", ".txt"))
    found: Counter[tuple[str, str, str]] = Counter()
    places: dict[tuple[str, str, str], str] = {}
    characters, begun = 0, time.process_time()
    for path in files:
        text = path.read_text("utf-8", "replace")
        characters += len(text)
        for finding in rules.check_text(text):
            what = (finding.rule, finding.certainty.value, finding.message)
            found[what] += 1
            places.setdefault(what, (finding.locus.text or "")[:AROUND])
    seconds = time.process_time() - begun
    print(f"{len(files)} files, {characters} characters, {found.total()} findings, {seconds:.0f} s CPU")
    for (rule, certainty, message), times in sorted(found.items()):
        print(f"  {rule} {certainty} ({times}): {message} {places[rule, certainty, message]}")


if __name__ == "__main__":
    main()

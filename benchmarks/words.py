"""``python -m benchmarks.words [PAGES]``: words in page text, against bare daachorse, by the number of entries.

Entries are made up in two ways: words of frequent characters that text does not hold (as names and code words are), and
dictionary words with one character changed (as misspellings are), which text nearly holds everywhere. Bare daachorse
searches the same text for the same entries and does nothing else. CPU seconds, best of several runs.
"""

from __future__ import annotations

import argparse
import gc
import random
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import daachorse
import jieba

import dictionaries
from dictionaries import Word
from inspection.words import ordinary_text
from records.evidence import Page
from records.model import Severity
from rules.word.matching import Matcher

COUNTS = (1_000, 10_000, 100_000, 300_000)
RUNS = 5
PAGE_SENTENCES = 20
SEED = 20261125


@dataclass(frozen=True)
class Line:
    """One line of the table: millions of bytes of UTF-8 a second, seconds to build, megabytes of the automaton."""

    bare: float
    ours: float
    build: float
    memory: float


def main() -> None:
    """Print a table a kind of entries."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.words")
    parser.add_argument("pages", nargs="?", type=int, default=1000)
    pages = _pages(parser.parse_args().pages)
    size = sum(len(page.text.encode()) for page in pages)
    print(f"{len(pages)} pages, {size / 1e6:.1f} MB of text")
    for kind, make in (("unlike the text", _strange), ("like the text", _misspelt)):
        print(f"\nentries {kind}")
        print(f"{'entries':>8} {'bare MB/s':>10} {'ours MB/s':>10} {'ratio':>6} {'build s':>8} {'MB':>6}")
        first = 0.0
        for count in COUNTS:
            line = _measure(pages, size, make(count))
            first = first or line.ours
            print(
                f"{count:>8} {line.bare:>10.0f} {line.ours:>10.0f} {line.ours / line.bare:>6.0%}"
                f" {line.build:>8.1f} {line.memory:>6.0f}   cost {first / line.ours:.2f} of 1,000 entries"
            )


def _measure(pages: Sequence[Page], size: int, entries: Sequence[str]) -> Line:
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    words = tuple(Word(entry, "misspelled", Severity.MINOR, "") for entry in entries)
    started = time.process_time()
    matcher = Matcher(replace(dictionaries.load(), words=words))
    built = time.process_time() - started
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    ours = _best(pages, lambda page: matcher.hits(page, "misspelled"))
    automaton = daachorse.CharwiseDoubleArrayAhoCorasick(list(entries))
    bare = _best(pages, lambda page: automaton.find_overlapping(page.text))
    return Line(size / bare / 1e6, size / ours / 1e6, built, memory)


def _best(pages: Sequence[Page], search: Callable[[Page], object]) -> float:
    """Seconds for all pages, each met for the first time: Python keeps the UTF-8 form of a text it has once made."""
    seconds = []
    for _ in range(RUNS):
        fresh = [replace(page, text=page.text[:1] + page.text[1:]) for page in pages]
        started = time.process_time()
        for page in fresh:
            search(page)
        seconds.append(time.process_time() - started)
    return min(seconds)


def _pages(count: int) -> list[Page]:
    chance = random.Random(SEED)
    sentences = ordinary_text().splitlines()
    return [
        Page(f"http://x.example/{number}", "article", None, None, None, (), None, None, None, text, "benchmark")
        for number in range(count)
        for text in ["\n".join(chance.choices(sentences, k=PAGE_SENTENCES))]
    ]


def _strange(count: int) -> list[str]:
    """Words of two to eight characters, each drawn by itself."""
    chance = random.Random(SEED)
    common = [chr(code) for code in range(0x4E00, 0x9FA6)]
    made: set[str] = set()
    while len(made) < count:
        made.add("".join(chance.choices(common, k=chance.randint(2, 8))))
    return sorted(made)


def _misspelt(count: int) -> list[str]:
    """Dictionary words with one character changed to a frequent one, at least three long and not in the text."""
    chance = random.Random(SEED)
    jieba.setLogLevel(60)
    jieba.initialize()
    known = [word for word, times in jieba.dt.FREQ.items() if times and 3 <= len(word) <= 8]
    text = ordinary_text()
    common = [character for character in text if "\u4e00" <= character <= "\u9fff"]
    made: set[str] = set()
    while len(made) < count:
        word = chance.choice(known)
        place = chance.randrange(len(word))
        changed = word[:place] + chance.choice(common) + word[place + 1 :]
        if changed not in text:
            made.add(changed)
    return sorted(made)


if __name__ == "__main__":
    main()

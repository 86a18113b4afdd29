"""``python -m benchmarks.spelling [FILE]``: precision and recall of ``word-unlikely`` and of the misspelling list.

FILE holds sentences of official style, as written TAB corrected. Its even lines were used for tuning; what is printed
first is measured on the odd ones. A character counts as found when a hit covers it. False alarms are counted on the
corrected sentences, and on the pages of ``../shared/real-pages`` (shown, to be judged by eye); see also
``benchmarks.clean``.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import dictionaries
from crawler.reading.page import read_page
from rules.word.matching import matcher
from rules.word.spelling import Suspicion, near_misses, unlisted
from rules.word.word_unlikely import META

SHARED = Path(__file__).parents[2] / "shared"
Spans = Callable[[str], list[tuple[int, int]]]


def main() -> None:
    """Print both measures for both methods, then what is found on real pages."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.spelling")
    parser.add_argument("file", nargs="?", type=Path, default=SHARED / "spelling" / "official-writing.tsv")
    lines = parser.parse_args().file.read_text(encoding="utf-8").splitlines()
    loaded = dictionaries.load()
    words, near = matcher(loaded), near_misses(loaded)

    def listed(text: str) -> list[tuple[int, int]]:
        return [(hit.start, hit.end) for hit in words.hits_in(text, "misspelled")]

    def suspicions(text: str) -> Iterator[Suspicion]:
        gains = (META.options[name] for name in ("beside_one", "beside_two", "alone"))
        return unlisted(near.suspicions(text, *gains), text, words)

    def unlikely(text: str) -> list[tuple[int, int]]:
        return [(found.start, found.end) for found in suspicions(text)]

    for name, part in (("odd lines (held out)", lines[0::2]), ("even lines (tuning)", lines[1::2])):
        pairs = [tuple(line.split("\t")) for line in part]
        print(f"{name}: {len(pairs)} sentences")
        for method, find in (("misspelling list", listed), ("word-unlikely", unlikely)):
            print(f"  {method:<18}{_measure(((one[0], one[1]) for one in pairs), find)}")
    if (portal := SHARED / "real-pages" / "portal").is_dir():
        pages = (read_page(path.read_bytes(), "http://x.example/", "text/html").text for path in portal.rglob("*.html"))
        _alarms(pages, suspicions)


def _measure(pairs: Iterable[tuple[str, str]], find: Spans) -> str:
    hits = right = wrong_characters = found_characters = alarms = 0
    for written, corrected in pairs:
        alarms += len(find(corrected))
        if len(written) != len(corrected):
            continue
        wrong = {at for at, (one, other) in enumerate(zip(written, corrected, strict=True)) if one != other}
        spans = find(written)
        hits += len(spans)
        right += sum(any(start <= at < end for at in wrong) for start, end in spans)
        wrong_characters += len(wrong)
        found_characters += sum(any(start <= at < end for start, end in spans) for at in wrong)
    precision = f"{right / hits:.1%}" if hits else "–"
    return (
        f"hits {hits}, precision {precision}, recall {found_characters / wrong_characters:.1%}"
        f" of {wrong_characters} wrong characters, alarms on corrected sentences {alarms}"
    )


def _alarms(texts: Iterable[str], suspicions: Callable[[str], Iterator[Suspicion]]) -> None:
    characters = 0
    seen: Counter[tuple[str, str]] = Counter()
    size = seconds = 0.0
    for text in texts:
        characters += len(text)
        size += len(text.encode())
        begun = time.process_time()
        seen.update((text[found.start : found.end], found.likely) for found in suspicions(text))
        seconds += time.process_time() - begun
    print(f"real pages: {characters} characters, {seen.total()} hits, {size / seconds / 1e6:.1f} MB/s")
    for (written, likely), times in seen.most_common():
        print(f"  {written} → {likely} ({times})")


if __name__ == "__main__":
    main()

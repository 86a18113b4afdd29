"""``python -m benchmarks.words [--pages DIR]``: all rules on words and personal data, beside bare daachorse.

Entries are made up in two ways: words of characters drawn one by one (as names and code words are), and dictionary
words with one character changed (as misspellings are), which text nearly holds everywhere; what does stand in the text
is left out. The built-in words are searched for as well. Ours is what the judge does with a page: the scanner, and
every rule that it wakes, to the finished problems. Bare daachorse searches the same text for the same entries,
overlapping as ours does, and does nothing else. Everybody takes turns in one process, each page is met for the first
time; CPU seconds, best of several rounds.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import daachorse

import dictionaries
from benchmarks.measuring import target
from benchmarks.portal import GeneratedPortal
from crawler.reading import read_page
from dictionaries import Dictionaries, Word
from inspection.words import ordinary_text
from records.evidence import Page
from records.model import Scope, Severity
from rules.context import Context
from rules.registry import all_rules
from rules.scanning import Scanner, scanner
from rules.word.normalising import squeeze
from rules.word.segmenting import segmenter

COUNTS = (1_000, 10_000, 100_000, 300_000)
AIM_COUNT, AIM_SHARE, AIM_COST = 100_000, 0.60, 1.3
ROUNDS = 7
PAGES = 500
SEED = 20261125
AS_OF = date(2026, 11, 20)
SAVED = Path(__file__).parents[2] / "shared" / "real-pages" / "portal"
RULES = [
    rule
    for rule in all_rules()
    if rule.meta.family in ("word", "privacy")
    and rule.meta.scope is Scope.DOCUMENT
    and rule.meta.id != "word-unlikely"  # it looks for what no entry names; measured by benchmarks.spelling
]


@dataclass(frozen=True)
class Text:
    """Pages of one kind; ``size`` in bytes of UTF-8."""

    name: str
    pages: Sequence[Page]

    @property
    def size(self) -> int:
        return sum(len(page.text.encode()) for page in self.pages)


@dataclass(frozen=True)
class Line:
    """One number of entries over one kind of text: seconds of both."""

    count: int
    bare: float
    ours: float


def main() -> None:
    """Print a table a kind of entries and text, and whether the aims are met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.words")
    parser.add_argument("--pages", type=Path, metavar="DIR", default=SAVED, help="a folder of saved pages")
    parser.add_argument("--memory", type=int, metavar="ENTRIES", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.memory:
        print(json.dumps(_built(_strange(chosen.memory))))
        return
    texts = [Text("generated portal", _generated())]
    if chosen.pages.is_dir():
        texts.append(Text("real portal", list(_saved(chosen.pages))))
        texts.append(_quiet(texts[-1]))
    else:
        print(f"no real pages: {chosen.pages} is absent, --pages DIR names a folder of saved ones")
    for name, make in (("unlike the text", _strange), ("like the text", _misspelt)):
        entries = _not_in(texts, make(COUNTS[-1] * 11 // 10))
        _compared(f"entries {name}", texts, [entries[:count] for count in COUNTS])
    print(f"\n{'entries':>8} {'build s':>8} {'MB':>6}")
    for count in COUNTS:
        seconds, megabytes = _in_child(count)
        print(f"{count:>8} {seconds:>8.1f} {megabytes:>6.0f}")


def _compared(title: str, texts: Sequence[Text], entries: Sequence[Sequence[str]]) -> None:
    loaded = [_with_entries(each) for each in entries]
    automata = [daachorse.CharwiseDoubleArrayAhoCorasick(list(each)) for each in entries]
    for text in texts:
        bare = [(lambda page, automaton=automaton: automaton.find_overlapping(page.text)) for automaton in automata]
        ours = [_judging(each) for each in loaded]
        seconds = _best(text.pages, [*bare, *ours])
        print(f"\n{title}; {text.name}: {len(text.pages)} pages, {text.size / 1e6:.1f} MB")
        print(f"{'entries':>8}{'bare MB/s':>11}{'ours MB/s':>11}{'share':>7}{'cost':>7}{'bare cost':>11}")
        lines = [Line(len(entries[at]), seconds[at], seconds[at + len(automata)]) for at in range(len(entries))]
        for line in lines:
            print(
                f"{line.count:>8}{text.size / line.bare / 1e6:>11.0f}{text.size / line.ours / 1e6:>11.0f}"
                f"{line.bare / line.ours:>7.0%}{line.ours / lines[0].ours:>7.2f}{line.bare / lines[0].bare:>11.2f}"
            )
        share = next(line.bare / line.ours for line in lines if line.count == AIM_COUNT)
        cost = lines[-1].ours / lines[0].ours
        target(f"{AIM_COUNT} entries and personal data, of bare daachorse", share, AIM_SHARE, at_least=True)
        target(f"cost of {COUNTS[-1]} entries, {COUNTS[0]} = 1", cost, AIM_COST, at_least=False)


def _judging(known: Dictionaries) -> Callable[[Page], None]:
    """What judging does with a page, as far as words and personal data go."""
    ctx = Context(AS_OF, "x", "x", known, b"benchmark", lambda start, end: 0)
    found = scanner(known)

    def judge(page: Page) -> None:
        asleep = found.asleep(page)
        for rule in RULES:
            if rule.meta.id not in asleep:
                for _ in rule.check(page, rule.meta.options, ctx):
                    pass

    return judge


def _quiet(text: Text) -> Text:
    """The pages in which no rule of the built-in dictionaries has anything to look at."""
    sleepers = {rule.meta.id for rule in RULES if rule.meta.signs}
    found = scanner(dictionaries.load())
    return Text(f"{text.name}, pages without a sign", [page for page in text.pages if found.asleep(page) >= sleepers])


def _best(pages: Sequence[Page], searches: Sequence[Callable[[Page], object]]) -> list[float]:
    """Seconds for all pages, each met for the first time: Python keeps the UTF-8 form of a text it has once made."""
    best = [float("inf")] * len(searches)
    for _ in range(ROUNDS):
        for at, search in enumerate(searches):
            fresh = [replace(page, text=page.text[:1] + page.text[1:]) for page in pages]
            started = time.process_time()
            for page in fresh:
                search(page)
            best[at] = min(best[at], time.process_time() - started)
    return best


# -- entries and their memory -----------------------------------------------------------------------------------------


def _with_entries(entries: Iterable[str]) -> Dictionaries:
    """The built-in dictionaries with further words."""
    built_in = dictionaries.load()
    return replace(
        built_in, words=(*built_in.words, *(Word(each, "misspelled", Severity.MINOR, "") for each in entries))
    )


def _in_child(count: int) -> tuple[float, float]:
    command = [sys.executable, "-m", "benchmarks.words", "--memory", str(count)]
    seconds, megabytes = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return seconds, megabytes


def _built(entries: Sequence[str]) -> tuple[float, float]:
    """Seconds and megabytes that entries and their scanner take, more than the built-in ones."""
    Scanner(dictionaries.load())
    before = _resident()
    started = time.process_time()
    kept = Scanner(_with_entries(entries))
    seconds = time.process_time() - started
    assert list(kept.words_in(entries[0]))
    return seconds, _resident() - before


def _resident() -> float:
    """Megabytes of memory in use now."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 1e6


def _not_in(texts: Iterable[Text], entries: Sequence[str]) -> list[str]:
    """The entries that stand in none of the texts: a hit is a finding and its cost another matter."""
    automaton = daachorse.CharwiseDoubleArrayAhoCorasick(list(entries))
    hit = {
        index
        for text in texts
        for page in text.pages
        for _, _, index in automaton.find_overlapping(squeeze(page.text).replace("\n", ""))
    }
    return [entry for index, entry in enumerate(entries) if index not in hit]


def _strange(count: int) -> list[str]:
    """Words of two to eight characters, each drawn by itself."""
    chance = random.Random(SEED)
    common = [chr(code) for code in range(0x4E00, 0x9FA6)]
    made: dict[str, None] = {}
    while len(made) < count:
        made["".join(chance.choices(common, k=chance.randint(2, 8)))] = None
    return list(made)


def _misspelt(count: int) -> list[str]:
    """Dictionary words with one character changed to a frequent one, at least three long."""
    chance = random.Random(SEED)
    known = [word for word, times in segmenter().frequencies.items() if times and 3 <= len(word) <= 8]
    common = [character for character in ordinary_text() if "\u4e00" <= character <= "\u9fff"]
    made: dict[str, None] = {}
    while len(made) < count:
        word = chance.choice(known)
        place = chance.randrange(len(word))
        made[word[:place] + chance.choice(common) + word[place + 1 :]] = None
    return list(made)


# -- text -------------------------------------------------------------------------------------------------------------


def _generated() -> list[Page]:
    portal = GeneratedPortal(PAGES)
    bodies = ((portal.path(number), portal.body(portal.path(number))) for number in range(PAGES))
    return [_read(body[1], path) for path, body in bodies if body is not None]


def _saved(folder: Path) -> Iterable[Page]:
    return (_read(path.read_bytes(), f"/{path.name}") for path in sorted(folder.rglob("*.htm*")))


def _read(body: bytes, path: str) -> Page:
    """The page as rules see it, its date included: it decides which words are out of date."""
    url = f"http://www.yunxi.example{path}"
    reading = read_page(body, url, "text/html", AS_OF)
    headline, published = reading.title, reading.published
    return Page(url, "article", headline, published, None, (), None, None, None, reading.text, "body")


if __name__ == "__main__":
    main()

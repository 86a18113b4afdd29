"""The path of a page within its site (面包屑), and the name of its column."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.reading.resolving import Resolver
from crawler.reading.sketch import MAX_CLIMB, Sketch, names_one_of
from crawler.reading.vocabulary import label, words

MAX_STEPS = 12
MAX_NAME = 40
_SEPARATORS = re.compile(r"\s*(?:[>›»＞→⇒/\\|｜]|>>|--?>|::?|：|·|—)+\s*")
_WORD = re.compile(r"\w")
_NONE: tuple[tuple[str, str | None], ...] = ()


def find_breadcrumb(sketch: Sketch, resolve: Resolver) -> tuple[tuple[str, str | None], ...]:
    """Names and addresses from the home page down; the article's own title and words such as 正文 are left out."""
    for match in re.finditer(label("breadcrumb") + r"\s*[:：]?", sketch.text):
        block = _block(sketch, match.start())
        if block >= 0 and (steps := _steps(sketch, block, match.end(), resolve)):
            return steps
    for index, attributes in enumerate(sketch.attrs):
        if attributes and _names_path(attributes.get("class") or "", attributes.get("id") or ""):
            steps = _steps(sketch, index, sketch.starts[index], resolve)
            if len(steps) > 1 or (steps and steps[0][0] in words("labels", "home")):
                return steps
    return _NONE


@lru_cache(maxsize=8192)
def _names_path(classes: str, identity: str) -> bool:
    return names_one_of(f"{classes} {identity}", words("regions", "breadcrumb"), frozenset())


def _block(sketch: Sketch, offset: int) -> int:
    """The smallest element around the label that holds a link, -1 when that is half the page."""
    index = sketch.holder(offset)
    for _ in range(MAX_CLIMB):
        if index < 0:
            break
        if any(sketch.starts[anchor] >= offset for anchor in sketch.anchors_within(index)):
            return index
        if sketch.stops[index] - offset > 200:
            break
        index = sketch.parents[index]
    return -1


def _steps(sketch: Sketch, block: int, start: int, resolve: Resolver) -> tuple[tuple[str, str | None], ...]:
    stop = sketch.stops[block]
    anchors = [anchor for anchor in sketch.anchors_within(block) if sketch.starts[anchor] >= start]
    if stop - start > 200:
        # A label in a larger block: the path is what stands on its line.
        end_of_line = sketch.text.find("\n", anchors[0] and sketch.stops[anchors[0]] if anchors else start)
        stop = end_of_line if 0 <= end_of_line < stop else stop
        if stop - start > 300:
            return _NONE
    steps: list[tuple[str, str | None]] = []
    position = start
    for anchor in anchors[:MAX_STEPS]:
        if sketch.starts[anchor] >= stop:
            break
        steps += [(name, None) for name in _names(sketch.text[position : sketch.starts[anchor]])]
        name = " ".join(sketch.words(anchor).split()).strip("> ")
        if 0 < len(name) <= MAX_NAME:
            steps.append((name, resolve(sketch.attribute(anchor, "href"))))
        position = sketch.stops[anchor]
    if steps:
        steps += [(name, None) for name in _names(sketch.text[position:stop])]
    return tuple(step for step in steps if step[0] not in words("labels", "breadcrumb_tail"))


def _names(text: str) -> list[str]:
    names = [" ".join(part.split()) for part in _SEPARATORS.split(text)]
    return [name for name in names if len(name) <= MAX_NAME and _WORD.search(name)]

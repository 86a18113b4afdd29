"""What a page says about itself: title, source, document number, index number, column."""

from __future__ import annotations

import re
from functools import cache

from crawler.reading.main_text import known_containers
from crawler.reading.resolving import path_of
from crawler.reading.sketch import Sketch
from crawler.reading.vocabulary import beginning, label, ordered, words
from records.evidence import SourcedText

MAX_TITLE = 200
_HEADINGS = frozenset(("h1", "h2"))
_SPLIT = re.compile(r"\s*[_|｜]+\s*|\s*[-–—]+\s*")
_SPACE = re.compile(r"\s+")
_NEXT_LABEL = re.compile(
    r"\s+(?:[\u4e00-\u9fff]{2,8}|[\u4e00-\u9fff](?:\s+[\u4e00-\u9fff]){1,3})\s*[:：]"
    r"|[\[【]?\s*(?:字体|字号|打印|浏览次数|点击数)"
)
DOC_NO = re.compile(
    r"[\u4e00-\u9fff（）()]{1,20}(?:[A-Z]{1,4})?\s?[〔\[［【(（﹝]\s?(?:19|20)\d\d\s?[〕\]］】)）﹞]\s?(?:第?\s?\d{1,5}(?:[-—]\d{1,3})?\s?号|\d{1,5}(?!\d))"
    r"|[\u4e00-\u9fff]{0,20}令\s?[(（]?第?\s?[\d〇一二三四五六七八九十百]{1,6}\s?号[)）]?"
    r"|[\u4e00-\u9fff]{0,20}公告\s?(?:19|20)\d\d\s?年\s?第\s?\d{1,4}\s?号"
)
_INDEX_NO = re.compile(r"[A-Za-z0-9][\w\-/.()（）〔〕\[\]:]{3,60}")


def meta_of(sketch: Sketch) -> dict[str, str]:
    """The page's meta tags, names in lower case; of tags of one name the first that says something."""
    found: dict[str, str] = {}
    for index in sketch.metas:
        attributes = sketch.attrs[index]
        name = (attributes.get("name") or attributes.get("property") or "").strip().lower()[:100]
        value = (attributes.get("content") or "").strip()[:1000]
        if name and (name not in found or (value and not found[name])):
            found[name] = value
        if len(found) >= 100:
            break
    return found


def from_meta(meta: dict[str, str], key: str) -> SourcedText | None:
    """The first non-empty meta tag of a list of the data file, with its standard name as source."""
    for name in ordered("meta", key):
        if value := _SPACE.sub(" ", meta.get(name, "")).strip():
            return SourcedText(value, f"meta:{_STANDARD.get(name, name)}")
    return None


_STANDARD = {
    "articletitle": "ArticleTitle",
    "pubdate": "PubDate",
    "contentsource": "ContentSource",
    "columnname": "ColumnName",
}


def standard_name(name: str) -> str:
    """A meta tag's name as the portal standard spells it."""
    return _STANDARD.get(name, name)


@cache
def _label_pattern(key: str) -> re.Pattern[str]:
    return re.compile(label(key) + r"\s*(?:[:：]\s*(?:\t\s*)?|[】\]]\s*|\t\s*)")


def labelled(zone: str, key: str, longest: int = 100) -> str:
    """The value behind one of the labels in a stretch of text (``""``: none, or the value is empty)."""
    # a label begins a line, a cell or a bracket, or follows a blank; its value follows a colon or fills the next cell
    for match in beginning(_label_pattern(key), zone, "[【(（|"):
        rest = zone[match.end() : match.end() + longest + 40]
        gap = zone[match.start() : match.end()]
        if "\n" in gap and "\t" not in gap and not gap.rstrip().endswith((":", "：")):
            continue
        line = rest.split("\n", 1)[0].split("\t", 1)[0]
        if cut := _NEXT_LABEL.search(" " + line):
            line = line[: max(cut.start() - 1, 0)]
        value = _SPACE.sub(" ", line).strip(" |;；,，、")
        if value and not value.endswith((":", "：")) and len(value) <= longest:
            return value
    return ""


def doc_no_of(zone: str, opening: list[str]) -> SourcedText | None:
    """文号: from a labelled place, else a line near the title that is nothing but one."""
    value = labelled(zone, "doc_no", 60)
    if value and any(char.isdigit() for char in value):
        return SourcedText(value, "info-table")
    for line in opening[:8]:
        bare = line.strip("()（）[]【】 ")
        if len(line) <= 40 and (DOC_NO.fullmatch(line) or DOC_NO.fullmatch(bare)):
            return SourcedText(line if DOC_NO.fullmatch(line) else bare, "visible")
    return None


def index_no_of(zone: str) -> SourcedText | None:
    """索引号 behind its label."""
    match = _INDEX_NO.match(labelled(zone, "index_no", 80))
    if match and any(char.isdigit() for char in match[0]):
        return SourcedText(match[0], "info-table")
    return None


def source_of(meta: dict[str, str], zone: str) -> SourcedText | None:
    """来源: the visible label first, else the meta tag."""
    value = labelled(zone, "source", 60)
    return SourcedText(value, "visible") if value else from_meta(meta, "source")


def clean_head_title(text: str, known: tuple[str, ...]) -> str:
    """``<title>`` without site and column names behind (or a site's name before) the page's own title."""
    pieces = _SPLIT.split(text)
    seams = _SPLIT.findall(text)
    while len(pieces) > 1 and _is_site_name(pieces[-1], known):
        pieces.pop()
        seams.pop()
    while len(pieces) > 1 and _is_site_name(pieces[0], ()) and len(pieces[0]) < 20:
        pieces.pop(0)
        seams.pop(0)
    joined = pieces[0] + "".join(seam + piece for seam, piece in zip(seams, pieces[1:], strict=True))
    return joined.strip()[:MAX_TITLE]


def _is_site_name(piece: str, known: tuple[str, ...]) -> bool:
    bare = piece.strip()
    return (
        not bare or bare in known or bare in words("labels", "home") or bare.endswith(ordered("title", "site_endings"))
    )


def heading_candidates(sketch: Sketch) -> list[int]:
    """Headings and title containers outside navigation, in document order."""
    found = set(known_containers(sketch, "title"))
    found.update(i for i, tag in enumerate(sketch.tags) if tag in _HEADINGS and not sketch.nav[i])
    return sorted(found)


def _flat(text: str) -> str:
    return "".join(text.split())


def title_element(sketch: Sketch, head_title: str) -> int:
    """The element that shows the page's title: what ``<title>`` says, else the only ``h1`` (-1: none)."""
    candidates = [i for i in heading_candidates(sketch) if 2 <= len(sketch.words(i)) <= MAX_TITLE]
    head = _flat(head_title)
    for index in candidates:
        shown = _flat(sketch.words(index))
        if len(shown) >= 4 and shown in head:
            return _innermost(sketch, index)
    for index in candidates:
        lines = sketch.lines(index)
        if len(lines) > 1 and len(first := _flat(lines[0])) >= 6 and head.startswith(first):
            return _innermost(sketch, index)
    tops = [index for index in candidates if sketch.tags[index] == "h1"]
    return tops[0] if len(tops) == 1 and not sketch.link_length(tops[0]) else -1


def _innermost(sketch: Sketch, index: int) -> int:
    """The smallest element that still shows all the words of this one."""
    inner = index + 1
    while inner < sketch.ends[index] and _flat(sketch.words(inner)) == _flat(sketch.words(index)):
        inner += 1
    return inner - 1


def article_title(
    sketch: Sketch, meta: dict[str, str], element: int, zone: str, known: tuple[str, ...]
) -> SourcedText | None:
    """An article's title: the standard's meta tag, the heading, the information table, ``<title>``."""
    if named := from_meta(meta, "title"):
        return named
    if element >= 0:
        tag = sketch.tags[element]
        text = " ".join(sketch.lines(element))
        return SourcedText(_SPACE.sub(" ", text), tag if tag in _HEADINGS else "heading")
    if value := labelled(zone, "title", MAX_TITLE):
        return SourcedText(value, "info-table")
    cleaned = clean_head_title(sketch.head_title, known)
    return SourcedText(cleaned, "title") if cleaned else None


def list_title(
    sketch: Sketch, meta: dict[str, str], breadcrumb: tuple[tuple[str, str | None], ...]
) -> SourcedText | None:
    """A list's title: its ``<title>`` without the site's name, the standard's column name, the end of the path."""
    known = tuple(name for name, _ in breadcrumb[:-1])
    cleaned = clean_head_title(sketch.head_title, known)
    if cleaned and not (breadcrumb and _is_site_name(cleaned, ()) and cleaned != breadcrumb[-1][0]):
        return SourcedText(cleaned, "title")
    if named := from_meta(meta, "column"):
        return named
    if breadcrumb:
        return SourcedText(breadcrumb[-1][0], "breadcrumb")
    return SourcedText(cleaned, "title") if cleaned else None


def column_of(
    meta: dict[str, str], breadcrumb: tuple[tuple[str, str | None], ...], title: SourcedText | None, url: str
) -> SourcedText | None:
    """The page's column: the standard's meta tag, else the last step of the path that is not the page itself."""
    if named := from_meta(meta, "column"):
        return named
    own_path = path_of(url)
    for name, target in reversed(breadcrumb):
        if (
            title
            and _flat(name) == _flat(title.value)
            and len(breadcrumb) > 1
            and target
            and path_of(target) == own_path
        ):
            return SourcedText(name, "breadcrumb")
        if title and _flat(name) == _flat(title.value) and target is None:
            continue
        if name not in words("labels", "home"):
            return SourcedText(name, "breadcrumb")
    return None

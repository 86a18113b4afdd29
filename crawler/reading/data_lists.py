"""Lists whose entries are data: arrays in scripts, XML islands, and what list interfaces answer."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any

from crawler.reading.dates import plausible, read_date
from crawler.reading.encoding import decode
from crawler.reading.layout import lay_out
from crawler.reading.listing import MAX_ITEMS, as_items, find_entries
from crawler.reading.reading import FoundItem, PageReading
from crawler.reading.resolving import Resolver
from crawler.reading.script_values import arrays_of_objects, loose_json
from crawler.reading.sketch import Sketch
from crawler.reading.vocabulary import words
from records.clock import CHINA
from records.evidence import SourcedDate

MAX_DATA = 4_000_000
MAX_RECORD = 20_000
_LEAST_ENTRIES = 2
_DEPTH = 6
_RECORD = re.compile(r"<(record|item|row|info|doc|article|entry)\b[^<>]{0,300}>", re.IGNORECASE)
_FIELD = re.compile(
    r"<([\w:]{1,40})(?:\s[^<>]{0,200})?>\s*(?:<!\[CDATA\[(.{0,2000}?)\]\]>|([^<]{0,2000}))\s*</\1>", re.DOTALL
)
_PADDED = re.compile(r"^\s*(?:/\*.{0,200}?\*/\s*)?[\w$.]{1,80}\s*\(\s*(?=[\[{])", re.DOTALL)
_PAGE_PARAMETER = re.compile(
    r"([?&](?:p|page|page_?no|page_?num|page_?index|cur\w{0,6}page|pn)=)(\d{1,4})(?=&|$)", re.IGNORECASE
)
_TAGS = re.compile(r"<[^<>]{1,200}>")


def data_entries(sketch: Sketch, resolve: Resolver, as_of: date | None) -> tuple[FoundItem, ...]:
    """Entries of a list that stands in the page's scripts, the longest one (``()``: none)."""
    found: tuple[FoundItem, ...] = ()
    for script in sketch.inlined:
        for items in _in_script(script, resolve, as_of):
            found = max(found, items, key=len)
    return found


def _in_script(script: str, resolve: Resolver, as_of: date | None) -> Iterator[tuple[FoundItem, ...]]:
    if "<" in script and _RECORD.search(script):
        yield _of_xml(script, resolve, as_of)
    if "{" in script:
        for values in arrays_of_objects(script):
            yield _of_objects(values, resolve, as_of)


def read_list_data(body: bytes, url: str, content_type: str = "", as_of: date | None = None) -> PageReading:
    """Read the answer of a list interface (JSON, JSONP, XML or a piece of HTML) as a page of the list. Never raises.

    ``paging`` are the addresses of its further pages, where the answer says how many there are.
    """
    text, encoding = decode(body[:MAX_DATA], content_type)
    resolve = Resolver(url, encoding)
    start = text.lstrip("\ufeff \t\r\n")
    items: tuple[FoundItem, ...] = ()
    paging: tuple[str, ...] = ()
    if start[:1] in "{[" or _PADDED.match(start):
        value = loose_json(_PADDED.sub("", start).rstrip().rstrip(";").rstrip(")") if _PADDED.match(start) else start)
        items = max((_of_objects(each, resolve, as_of) for each in _lists_in(value)), key=len, default=())
        paging = _further(url, value)
    elif _RECORD.search(start):
        items = _of_xml(start, resolve, as_of)
    else:
        items = _of_markup(text, resolve, as_of)
    shown = "\n".join(item.title for item in items)
    return PageReading(
        "list", encoding, None, None, None, (), None, None, None, shown, "list-data", items=items, paging=paging
    )


def _lists_in(value: Any, depth: int = 0) -> Iterator[list[dict[str, Any]]]:
    """Every list of objects in what an interface answered, however deep it stands."""
    if isinstance(value, list):
        objects = [each for each in value if isinstance(each, dict)]
        if objects:
            yield objects
    inner: Iterable[Any] = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if depth < _DEPTH:
        for each in list(inner)[:MAX_ITEMS]:
            if isinstance(each, dict | list):
                yield from _lists_in(each, depth + 1)


def _further(url: str, value: Any) -> tuple[str, ...]:
    match = _PAGE_PARAMETER.search(url)
    total = _total_pages(value)
    if match is None or int(match[2]) != 1 or not 1 < total <= MAX_ITEMS:
        return ()
    return tuple(f"{url[: match.start(2)]}{number}{url[match.end(2) :]}" for number in range(2, total + 1))


def _total_pages(value: Any, depth: int = 0) -> int:
    if not isinstance(value, dict):
        return 0
    fields = plain_fields(value)
    for name in ("totalpage", "totalpages", "pagecount", "pages", "pagetotal", "countpage"):
        if isinstance(fields.get(name), int):
            return int(fields[name])
    return max((_total_pages(each, depth + 1) for each in value.values()), default=0) if depth < 3 else 0


def plain_fields(value: Mapping[str, Any]) -> dict[str, Any]:
    return {str(name).lower().replace("_", "").replace("-", ""): field for name, field in value.items()}


def _of_objects(values: list[dict[str, Any]], resolve: Resolver, as_of: date | None) -> tuple[FoundItem, ...]:
    found: dict[str, FoundItem] = {}
    for value in values[:MAX_ITEMS]:
        fields = plain_fields(value)
        title, address = plain_text(_text(fields, "title")), _text(fields, "url")
        url = resolve(address) if address else None
        if url is None or len(title) < 2:
            continue
        found.setdefault(url, FoundItem(title[:300], url, _day(fields, as_of)))
    # two entries without a date are any two objects with a name and an address
    enough = len(found) >= _LEAST_ENTRIES and any(item.date for item in found.values())
    return tuple(found.values()) if enough or (len(found) >= 5 and _all_long(found.values())) else ()


def _all_long(items: Iterable[FoundItem]) -> bool:
    return all(len(item.title) >= 8 for item in items)


def _text(fields: Mapping[str, Any], key: str) -> str:
    names = words("data", key)
    for name, field in fields.items():
        if name in names and isinstance(field, str) and field.strip():
            return field.strip()
    return ""


def plain_text(markup: str) -> str:
    return " ".join(html.unescape(_TAGS.sub("", markup)).split())


def _day(fields: Mapping[str, Any], as_of: date | None) -> SourcedDate | None:
    names = words("data", "date")
    for name, field in fields.items():
        if name not in names:
            continue
        day = _from_clock(field, as_of) if isinstance(field, int) else read_date(str(field), as_of) if field else None
        if day:
            return SourcedDate(day, "list-data")
    return None


def _from_clock(stamp: int, as_of: date | None) -> date | None:
    """Seconds or milliseconds since 1970, as interfaces write times."""
    seconds = stamp / 1000 if stamp > 10**11 else stamp
    if not 631_152_000 <= seconds <= 4_102_444_800:  # from 1990 to 2100
        return None
    local = datetime.fromtimestamp(seconds, CHINA)
    return plausible(local.year, local.month, local.day, as_of)


def _of_xml(text: str, resolve: Resolver, as_of: date | None) -> tuple[FoundItem, ...]:
    records = list(islice(_records(text), MAX_ITEMS))
    rows = [
        {name.rpartition(":")[2]: html.unescape(data or plain) for name, data, plain in _FIELD.findall(record)}
        for record in records
    ]
    if items := _of_objects([row for row in rows if row], resolve, as_of):
        return items
    return _of_markup("\n".join(map(_undressed, records)), resolve, as_of)


def _records(text: str) -> Iterator[str]:
    """What stands between the tags of each record, as far as they are closed within reach."""
    position, failed = 0, 0
    while (opened := _RECORD.search(text, position)) and failed < MAX_ITEMS:
        closed = text.find(f"</{opened[1]}>", opened.end(), opened.end() + MAX_RECORD)
        position = opened.end() if closed < 0 else closed
        if closed < 0:
            failed += 1
        else:
            yield text[opened.end() : closed]


def _undressed(record: str) -> str:
    """Markup out of its CDATA."""
    return record.replace("<![CDATA[", "").replace("]]>", "")


def _of_markup(markup: str, resolve: Resolver, as_of: date | None) -> tuple[FoundItem, ...]:
    sketch = Sketch(markup)
    return as_items(sketch, find_entries(sketch, lay_out(sketch).head, as_of), resolve)

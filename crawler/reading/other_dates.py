"""Dates on a page that are not its day of publication, with the label that says what they are.

They explain dates elsewhere (a list may show the day of writing or of the last change), and they hold what is shown as
the day of publication but lies in the future, which is believed nowhere else.
"""

from __future__ import annotations

import re
from datetime import date

from crawler.reading.dates import read_date
from crawler.reading.fields import standard_name
from crawler.reading.layout import Layout
from crawler.reading.publication import labels_within, unlabelled, value_behind, zones_of
from crawler.reading.vocabulary import ordered
from records.evidence import SourcedDate

MAX_DATES = 20
_NAME = re.compile(r"[\s:：\[\]【】\u3000]+")


def find_other_dates(layout: Layout, published: SourcedDate | None, as_of: date | None) -> tuple[SourcedDate, ...]:
    """At most :data:`MAX_DATES`; the source of each is its label on the page (``成文日期``) or ``meta:PubDate``."""
    sketch, zones = layout.sketch, zones_of(layout)
    found: dict[SourcedDate, None] = {}
    for key in ("other_dates", "updated"):
        for labelled in labels_within(sketch, zones, key):
            if day := read_date(value_behind(labelled.rest)):
                found[SourcedDate(day, _NAME.sub("", labelled.label))] = None
    if as_of is None:
        return tuple(found)[:MAX_DATES]
    for labelled in labels_within(sketch, zones, "published"):
        if (day := read_date(value_behind(labelled.rest))) and not _believed(day, as_of):
            found[SourcedDate(day, _NAME.sub("", labelled.label))] = None
    for name in ordered("meta", "published"):
        if (day := read_date(layout.meta.get(name, ""))) and not _believed(day, as_of):
            found[SourcedDate(day, f"meta:{standard_name(name)}")] = None
    if published is None:
        for day, telling in unlabelled(layout, None):
            if telling and not _believed(day, as_of):
                found[SourcedDate(day, "visible")] = None
    return tuple(found)[:MAX_DATES]


def _believed(day: date, as_of: date) -> bool:
    return read_date(day.isoformat(), as_of) is not None

"""Dates on a page that are not its day of publication: such that say what else they are, and such still to come.

The first explain dates elsewhere (a list may show the day of writing or of the last change). The others are shown as
the day of publication but lie in the future, so nothing else believes them.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from crawler.reading.dates import read_date
from crawler.reading.fields import standard_name
from crawler.reading.layout import Layout
from crawler.reading.publication import labels_within, unlabelled, value_behind
from crawler.reading.vocabulary import ordered
from records.evidence import SourcedDate

MAX_DATES = 20
_NAME = re.compile(r"[\s:：\[\]【】\u3000]+")


def find_other_dates(layout: Layout) -> tuple[SourcedDate, ...]:
    """At most :data:`MAX_DATES`; the source of each is its label as the page has it (``成文日期``, ``更新时间``)."""
    sketch, zones = layout.sketch, layout.zones
    found: dict[SourcedDate, None] = {}
    for key in ("other_dates", "updated"):
        for labelled in labels_within(sketch, zones, key):
            if day := read_date(value_behind(labelled.rest)):
                found[SourcedDate(day, _NAME.sub("", labelled.label))] = None
    return tuple(found)[:MAX_DATES]


def find_to_come(layout: Layout, published: SourcedDate | None, as_of: date) -> tuple[SourcedDate, ...]:
    """Days of publication later than the day after ``as_of``; source: the label, ``meta:PubDate`` or ``visible``.

    Labels inside the text are left out: there a table may say when figures are going to be published.
    """
    sketch, content = layout.sketch, layout.content
    inside = range(sketch.starts[content], sketch.stops[content]) if content >= 0 else range(0)
    found: dict[SourcedDate, None] = {}
    for labelled in labels_within(sketch, layout.zones, "published"):
        if labelled.offset not in inside and (day := read_date(value_behind(labelled.rest))):
            found[SourcedDate(day, _NAME.sub("", labelled.label))] = None
    for name in ordered("meta", "published"):
        if day := read_date(layout.meta.get(name, "")):
            found[SourcedDate(day, f"meta:{standard_name(name)}")] = None
    if published is None:
        found.update({SourcedDate(day, "visible"): None for day, telling in unlabelled(layout, None) if telling})
    latest = as_of + timedelta(days=1)
    return tuple(dated for dated in found if dated.value > latest)[:MAX_DATES]

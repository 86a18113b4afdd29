"""Evidence from the compact TOML of the cases, and numbers that are valid but nobody's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import dictionaries
from records.evidence import (
    AccountEvidence,
    Attachment,
    Attempt,
    Column,
    GatherResult,
    LinkUse,
    ListItem,
    LostFragment,
    Page,
    PageLink,
    Post,
    SourcedDate,
    SourcedText,
    Stray,
    Target,
    TextPart,
)
from records.model import Reason
from rules.context import Context

SITE = "http://www.yunxi.example/"
TODAY = date(2026, 11, 20)
DICTIONARIES = dictionaries.load()


def context(today: date = TODAY, site_name: str = "云溪区人民政府") -> Context:
    return Context(today, "yunxi", site_name, DICTIONARIES, b"test key", _workdays_between)


def resident_id(first17: str) -> str:
    """Add the check digit to 17 invented digits."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first17 + "10X98765432"[sum(int(d) * w for d, w in zip(first17, weights, strict=True)) % 11]


def bank_card(front: str) -> str:
    """Add the Luhn digit to an invented front part."""
    for last in "0123456789":
        digits = [int(digit) for digit in reversed(front + last)]
        doubled = (sum(divmod(digit * 2, 10)) for digit in digits[1::2])
        if (sum(digits[::2]) + sum(doubled)) % 10 == 0:
            return front + last
    raise AssertionError(front)


def numbers(text: str) -> str:
    """Fill ``<ID:17 digits>`` and ``<CARD:digits>`` with their check digits."""
    text = re.sub(r"<ID:(\d{17})>", lambda match: resident_id(match[1]), text)
    return re.sub(r"<CARD:(\d+)>", lambda match: bank_card(match[1]), text)


def page(values: Mapping[str, Any]) -> Page:
    return Page(
        url=values.get("url", SITE + "a.html"),
        kind=values.get("kind", "article"),
        headline=_text(values.get("title")),
        published=_date(values),
        column_name=_text(values.get("column_name")),
        breadcrumb=tuple(values.get("breadcrumb", ())),
        source=_text(values.get("source")),
        doc_no=_text(values.get("doc_no")),
        index_no=_text(values.get("index_no")),
        text=numbers(values.get("text", "")),
        text_source="test",
        links=tuple(
            PageLink(link["url"], link.get("anchor", ""), link.get("region", "main"))
            for link in values.get("links", ())
        ),
        column=values.get("column"),
        items=tuple(ListItem(item["title"], SITE + "i.html", _date(item)) for item in values.get("items", ())),
    )


def document(values: Mapping[str, Any]) -> Page | Attachment:
    """A page, or an attachment where a file ``name`` is given."""
    if "name" not in values:
        return page(values)
    parts = [
        TextPart(numbers(part["text"]), part.get("role", "body"), part.get("page"), part.get("sheet"), part.get("cell"))
        for part in values.get("parts", ())
    ]
    rows = values.get("rows", ())
    parts += [
        TextPart(numbers(text), "cell", sheet=values.get("sheet", "Sheet1"), cell=f"{chr(65 + x)}{y}")
        for y, row in enumerate(rows, 1)
        for x, text in enumerate(row)
    ]
    url = SITE + values["name"]
    return Attachment(url, SITE + "a.html", values["name"], "xlsx", Reason.OK, tuple(parts), published=_date(values))


def column(values: Mapping[str, Any]) -> Column:
    items = tuple(
        ListItem(item["title"], item.get("url", SITE + "i.html"), _date(item)) for item in values.get("items", ())
    )
    dates = [item.date for item in items if item.date]
    newest = max(dates, key=lambda dated: dated.value, default=None)
    kind = values.get("kind", "")
    known = DICTIONARIES.column_kinds.get(kind)
    return Column(
        url=values.get("url", SITE + "c/"),
        name=values.get("name", kind or "栏目"),
        breadcrumb=(),
        kind=kind,
        limit_days=values.get("limit_days", known.limit_days if known else None),
        machine_certain=values.get("machine_certain", known.machine_certain if known else False),
        clause=known.clause if known else "",
        items=items,
        newest=newest,
        undated=len(items) - len(dates),
        complete=values.get("complete", True),
        blank_marker=values.get("blank_marker", ""),
        level=1,
    )


def target(values: Mapping[str, Any]) -> Target:
    """``attempts``: lists of [hour, method, reason, status or 0]; ``uses``: of [page, page kind, anchor, region]."""
    url = values.get("url", SITE + "gone.html")
    uses = link_uses(values)
    attempts = tuple(
        Attempt(f"2026-11-20T0{hour}:00:00+00:00", method, status or None, Reason(reason), url, 20)
        for hour, method, reason, status in values.get("attempts", ())
    )
    reason = attempts[-1].reason if attempts else Reason.SKIPPED_BUDGET
    internal = values.get("internal", True)
    return Target(url, values.get("kind", "page"), internal, reason, attempts, uses, values.get("use_count", len(uses)))


def link_uses(values: Mapping[str, Any]) -> tuple[LinkUse, ...]:
    """``uses``: lists of [page, page kind, anchor, region], of tag ``tag``; in the file ``file`` with its place."""
    file = values.get("file", "")
    place = (values.get("page"), values.get("sheet"), values.get("cell"))
    return tuple(
        LinkUse(
            SITE + where,
            "某页",
            kind,
            anchor,
            values.get("tag", "a"),
            region,
            "",
            SITE + file if file else "",
            file,
            *place,
        )
        for where, kind, anchor, region in values.get("uses", [["a.html", "article", "申请表", "main"]])
    )


@dataclass(frozen=True)
class Site:
    """A hand-made :class:`records.evidence.SiteEvidence`."""

    site: str
    start_url: str
    gather: GatherResult
    home: Page | None
    columns: tuple[Column, ...]
    dns_proven: bool
    all_pages: tuple[Page, ...]
    failed: tuple[Target, ...]
    starts: tuple[Target, ...]
    column_urls: tuple[str, ...]
    stray: tuple[Stray, ...]
    inner: tuple[Target, ...]
    lost: tuple[LostFragment, ...]

    def pages(self) -> Iterator[Page]:
        return iter(self.all_pages)

    def attachments(self) -> Iterator[Attachment]:
        return iter(())

    def failed_targets(self) -> Iterator[Target]:
        return iter(self.failed)

    def inner_targets(self) -> Iterator[Target]:
        return iter(self.inner)

    def strays(self) -> Iterator[Stray]:
        return iter(self.stray)

    def lost_fragments(self) -> Iterator[LostFragment]:
        return iter(self.lost)

    def home_targets(self) -> Iterator[Target]:
        return iter(self.starts)

    def target_count(self) -> int:
        return 200

    def pages_linking_to(self, url: str) -> Iterable[str]:
        return [page.url for page in self.all_pages if any(link.url == url for link in page.links)]


def site(values: Mapping[str, Any]) -> Site:
    home_reason = Reason(values.get("home_reason", "ok"))
    home = page({"url": SITE, "kind": "home", "title": "云溪区人民政府", **values.get("home", {})})
    times = ("2026-11-20T01:00:00+00:00", "2026-11-20T02:00:00+00:00")
    return Site(
        site="yunxi",
        start_url=values.get("start_url", SITE),
        gather=GatherResult("yunxi", SITE, *times, values.get("complete", True), (), False, home_reason, {}),
        home=home if home_reason is Reason.OK else None,
        columns=tuple(column(each) for each in values.get("columns", ())),
        dns_proven=values.get("dns_proven", True),
        column_urls=tuple(SITE + path for path in values.get("column_urls", ())),
        all_pages=(home, *(page(each) for each in values.get("pages", ()))),
        failed=tuple(target(each) for each in values.get("failed", ())),
        stray=tuple(
            Stray(each["raw"], link_uses(each), each.get("use_count", len(link_uses(each))))
            for each in values.get("strays", ())
        ),
        inner=tuple(target({"internal": False, "kind": "external", **each}) for each in values.get("inner", ())),
        lost=tuple(
            LostFragment(SITE + each["url"], each["fragment"], link_uses(each), len(link_uses(each)))
            for each in values.get("lost", ())
        ),
        starts=tuple(target({"url": SITE, "uses": [], **each}) for each in values.get("starts", ())),
    )


def account(values: Mapping[str, Any]) -> AccountEvidence:
    """``posts``: tables with title and date; ``attempts`` as of targets."""
    source = "https://feeds.yunxi.example/wx.xml"
    tried = target({"url": source, "uses": [], "attempts": values.get("attempts", [])})
    return AccountEvidence(
        site="wx",
        name="云溪发布",
        platform="微信公众号",
        url=values.get("home", source),
        source=source,
        limit_days=values.get("limit_days"),
        posts=tuple(
            Post(f"{source}#{number}", each.get("title", ""), _date(each), numbers(each.get("text", "")))
            for number, each in enumerate(values.get("posts", ()))
        ),
        reason=Reason(values.get("reason", "ok")),
        attempts=tried.attempts,
        problem=values.get("problem", ""),
        complete=values.get("complete", True),
        reaches=values.get("reaches", TODAY),
        reaches_stated=values.get("reaches_stated", True),
        collected=values.get("collected", False),
    )


def _text(value: str | None) -> SourcedText | None:
    return SourcedText(value, "h1") if value else None


def _date(values: Mapping[str, Any]) -> SourcedDate | None:
    value = values.get("date")
    return SourcedDate(value, values.get("date_source", "visible")) if value else None


def _workdays_between(start: date, end: date) -> int:
    days = (start + timedelta(days=offset) for offset in range(1, (end - start).days + 1))
    return sum(1 for day in days if day.weekday() < 5)

"""Evidence from the compact TOML of the cases, and numbers that are valid but nobody's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import dictionaries
from records.evidence import (
    AccountEvidence,
    Attachment,
    Attempt,
    Column,
    GatherResult,
    HeadTags,
    LinkUse,
    ListItem,
    LostFragment,
    OutgoingLink,
    Page,
    PageLink,
    Post,
    SourcedDate,
    SourcedText,
    Stray,
    Target,
    TextPart,
    Unseen,
)
from records.landing import Baseline, HostSeen, Landing, TlsFault
from records.model import Reason, fingerprint
from records.past import LinkHistory, ProbeSeen, SitePast
from records.urls import host_of
from rules.context import Context

SITE = "http://www.yunxi.example/"
TODAY = date(2026, 11, 20)
DICTIONARIES = dictionaries.load(Path(__file__).parents[2] / "examples" / "office")


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
        items=tuple(map(_item, values.get("items", ()))),
        other_dates=tuple(map(_labelled, values.get("other_dates", ()))),
        to_come=tuple(map(_labelled, values.get("to_come", ()))),
        meta=values.get("meta", {}),
        unseen=(
            *((Unseen("title", values["head_title"]),) if "head_title" in values else ()),
            *(Unseen("source", number) for number in values.get("source_numbers", ())),
        ),
    )


def document(values: Mapping[str, Any]) -> Page | Attachment:
    """A page, or an attachment where a file ``name`` is given (a picture in a page with ``shown_in``)."""
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
    return Attachment(
        *(url, SITE + "a.html", values["name"], "xlsx", Reason.OK, tuple(parts)),
        published=_date(values),
        shown_in=values.get("shown_in"),
    )


def column(values: Mapping[str, Any]) -> Column:
    items = tuple(_item(item) for item in values.get("items", ()) for _ in range(item.get("times", 1)))
    dates = [item.date for item in items if item.date]
    newest = max(dates, key=lambda dated: dated.value, default=None)
    kind = values.get("kind", "")
    known = DICTIONARIES.column_kinds.get(kind)
    return Column(
        url=values.get("url", SITE + "c/"),
        name=values.get("name", kind or "栏目"),
        breadcrumb=tuple(values.get("breadcrumb", ())),
        kind=kind,
        limit_days=values.get("limit_days", known.limit_days if known else None),
        machine_certain=values.get("machine_certain", known.machine_certain if known else False),
        clause=known.clause if known else "",
        items=items,
        newest=newest,
        undated=len(items) - len(dates),
        complete=values.get("complete", True),
        blank_marker=values.get("blank_marker", ""),
        level=values.get("level", 1),
        placed=values.get("placed", True),
        kind_source=values.get("kind_source", "名称"),
        scripted=values.get("scripted", False),
        unlinked=values.get("unlinked", 0),
    )


def landing(values: Mapping[str, Any]) -> Landing:
    """``title`` and ``text``; ``links``, ``things``, ``scripts`` and ``password`` where there are any."""
    text = values.get("text", "")
    return Landing(
        title=values.get("title", ""),
        text=text,
        length=values.get("length", len("".join(text.split()))),
        links=values.get("links", 5),
        things=values.get("things", 0),
        scripts=values.get("scripts", 0),
        password=values.get("password", False),
    )


def target(values: Mapping[str, Any]) -> Target:
    """``attempts``: lists of [hour, method, reason, status or 0]; ``uses``: of [page, page kind, anchor, region].

    ``shown`` is the landing of every attempt, ``final`` where they ended.
    """
    url = values.get("url", SITE + "gone.html")
    shown = landing(values["shown"]) if "shown" in values else None
    uses = link_uses(values)
    attempts = tuple(
        Attempt(
            f"2026-11-20T0{hour}:00:00+00:00",
            method,
            status or None,
            Reason(reason),
            values.get("final", url),
            20,
            landing=shown,
        )
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


def baseline(values: Mapping[str, Any]) -> Baseline:
    """``status`` and, where it opens, ``shown``; ``final`` where it ends."""
    made_up = f"http://{values['host']}/wangcha-0/0.html"
    status = values.get("status", 200)
    reason = Reason.OK if status == 200 else Reason.NOT_FOUND
    shown = landing(values["shown"]) if "shown" in values else None
    at = "2026-11-20T01:00:00+00:00"
    return Baseline(values["host"], made_up, at, status, reason, values.get("final", made_up), shown)


def past(values: Mapping[str, Any]) -> SitePast:
    """``history``: address to its facts. ``probes``: how many a day, for how many days, and how many of each day failed
    (``failed``, for the ``reason``); ``witnessed`` says whether other sites opened meanwhile. ``standing``: lists of
    [rule, target] that the ledger has.
    """
    known = {url: LinkHistory(**facts) for url, facts in values.get("history", {}).items()}
    probes = []
    told = values.get("probes", {})
    for day in range(told.get("days", 0)):
        for number in range(told["a_day"]):
            failed = number < told.get("failed", 0)
            reason = Reason(told.get("reason", "timeout")) if failed else Reason.OK
            at = f"{TODAY - timedelta(days=day)}T{number // 2:02}:{number % 2 * 30:02}:00.000+00:00"
            status = told.get("status") if failed else 200
            probes.append(
                ProbeSeen(at, not failed, 15.0 if failed else 0.4, reason, status, told.get("witnessed", True))
            )
    standing = frozenset(fingerprint(rule, "yunxi", target, "") for rule, target in values.get("standing", ()))
    return SitePast(
        lambda url: known.get(url, LinkHistory()), tuple(sorted(probes, key=lambda probe: probe.at)), standing
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
    shown: tuple[Target, ...] = ()
    baselines: tuple[Baseline, ...] = ()
    tls: tuple[TlsFault, ...] = ()
    past: SitePast = field(default_factory=SitePast)
    titled: Mapping[str, list[str]] = field(default_factory=dict)
    spellings: Mapping[str, str] = field(default_factory=dict)
    sitemaps: Mapping[str, str] = field(default_factory=dict)
    out: tuple[OutgoingLink, ...] = ()
    search_engine_home: HeadTags | None = None
    stray: tuple[Stray, ...] = ()
    inner: tuple[Target, ...] = ()
    lost: tuple[LostFragment, ...] = ()

    def pages_titled(self, title: str) -> list[str]:
        return self.titled.get(title, [])

    def other_spelling(self, url: str) -> str:
        return self.spellings.get(url, "")

    def sitemap_naming(self, url: str) -> str:
        return self.sitemaps.get(url, "")

    def is_page(self, url: str) -> bool:
        return any(page.url == url for page in self.all_pages)

    def shown_targets(self) -> Iterator[Target]:
        return iter(self.shown)

    def baseline(self, host: str) -> Baseline | None:
        return next((each for each in self.baselines if each.host == host), None)

    def tls_faults(self) -> tuple[TlsFault, ...]:
        return self.tls

    def hosts(self) -> Mapping[str, HostSeen]:
        asked = Counter(host_of(each.url) for each in (*self.failed, *self.shown))
        opened = Counter(host_of(each.url) for each in self.shown)
        return {host: HostSeen(count, opened[host]) for host, count in asked.items()}

    def outgoing_links(self) -> Iterator[OutgoingLink]:
        return iter(self.out)

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
        gather=GatherResult(
            "yunxi", SITE, *times, values.get("complete", True), tuple(values.get("limits", ())), False, home_reason, {}
        ),
        home=home if home_reason is Reason.OK else None,
        columns=tuple(column(each) for each in values.get("columns", ()) for _ in range(each.get("times", 1))),
        dns_proven=values.get("dns_proven", True),
        column_urls=tuple(SITE + path for path in values.get("column_urls", ())),
        all_pages=(home, *(page(each) for each in values.get("pages", ()))),
        failed=tuple(target(each) for each in values.get("failed", ())),
        shown=tuple(target(each) for each in values.get("shown", ())),
        baselines=tuple(baseline(each) for each in values.get("baselines", ())),
        tls=tuple(
            TlsFault(each["host"], f"2026-11-20T0{each['hour']}:00:00+00:00", each["fault"], "")
            for each in values.get("tls", ())
        ),
        past=past(values),
        titled={title: [SITE + path for path in paths] for title, paths in values.get("titled", {}).items()},
        spellings={SITE + one: SITE + other for one, other in values.get("spellings", {}).items()},
        sitemaps={SITE + path: SITE + file for file, paths in values.get("sitemaps", {}).items() for path in paths},
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
        out=tuple(
            OutgoingLink(each["url"], each["text"], SITE, each.get("pages", 1), each.get("how", ""))
            for each in values.get("out", ())
        ),
        search_engine_home=HeadTags(**values["search_engine"]) if "search_engine" in values else None,
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
        built=values.get("built"),
        collected=values.get("collected", False),
    )


def _item(values: Mapping[str, Any]) -> ListItem:
    """``article``: the date that the article shows; ``kind`` what was read behind it (an article where it has one)."""
    article = values.get("article")
    to_come = values.get("to_come")
    return ListItem(
        values["title"],
        values.get("url", SITE + "i.html"),
        _date(values),
        SourcedDate(article, values.get("article_source", "visible")) if article else None,
        values.get("kind", "article" if article else ""),
        SourcedDate(to_come, "list") if to_come else None,
        Reason(values["reason"]) if "reason" in values else None,
        values.get("missing", False),
        values.get("source", ""),
    )


def _labelled(values: Mapping[str, Any]) -> SourcedDate:
    return SourcedDate(values["date"], values["label"])


def _text(value: str | None) -> SourcedText | None:
    return SourcedText(value, "h1") if value else None


def _date(values: Mapping[str, Any]) -> SourcedDate | None:
    value = values.get("date")
    return SourcedDate(value, values.get("date_source", "visible")) if value else None


def _workdays_between(start: date, end: date) -> int:
    days = (start + timedelta(days=offset) for offset in range(1, (end - start).days + 1))
    return sum(1 for day in days if day.weekday() < 5)

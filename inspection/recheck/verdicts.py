"""Whether a fault is mended, still there, or cannot be told, from the small bundle of a recheck.

Mended is said only where the very thing the finding names was looked at successfully and the rule passed on it (or the
thing is gone, where that mends the fault); not seeing a fault is not enough. Still there is said only where the rule
convicts as surely as it did before.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from crawler.source_types import is_source
from inspection.judging import Judgement, applies
from inspection.recheck.addresses import (
    files_with,
    is_file,
    is_written,
    links_below,
    pages_with,
    places_of,
    target_of,
)
from records.bundle.columns import newest_first
from records.bundle.lookup import BundleLookup
from records.evidence import Attachment, Column, Page, Target
from records.ledger.rechecks import Recheck
from records.model import Certainty, Finding, Reason, Scope, Verdict
from reports.shared.labels import label
from rules.attempts import attempt_facts
from rules.registry import Rule

_NOT_ON_FIRST_PAGE = "问题所指的条目不在栏目的第一页上"
_NOT_ALL_LISTED = "问题涉及的文章没有全部列出，请完整巡检后再看"
_SAME_FAULT = ("word", "mark")
"""Facts in a finding's evidence that tell two faults of one rule on one document apart."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The conclusion on one finding, why (one sentence), and what was seen."""

    result: Recheck
    note: str
    evidence: Mapping[str, Any]


class Verdicts:
    """Concludes on the findings of one site. ``known`` are the ids of all its findings in the ledger."""

    def __init__(
        self,
        bundle: BundleLookup,
        judgement: Judgement,
        *,
        rules: Mapping[str, Rule],
        options: Mapping[str, Mapping[str, Any]],
        today: date,
        known: Collection[str],
    ) -> None:
        self._bundle = bundle
        self._judged = {finding.id: finding for finding in judgement.findings}
        self._failed = {outcome.rule for outcome in judgement.outcomes if outcome.verdict is Verdict.ERROR}
        self._passed = {outcome.rule for outcome in judgement.outcomes if outcome.verdict is Verdict.PASS}
        self._rules = rules
        self._options = options
        self._today = today
        self._known = known
        self._home_open = judgement.gather.home_reason is Reason.OK

    def on(self, finding: Finding) -> Seen:
        """The conclusion on one finding."""
        rule = self._rules.get(finding.rule)
        if rule is None:
            return self._seen(Recheck.UNSURE, "本单位已停用这条规则，或规则已不存在", finding)
        if finding.rule in self._failed:
            return self._seen(Recheck.UNSURE, "规则运行出错，没有得出结论", finding)
        if rule.meta.scope is Scope.COLUMN:
            return self._column(finding, rule)
        if rule.meta.scope is Scope.ACCOUNT:
            return self._account(finding)
        by_name = {
            "link": self._link,
            "tamper": self._tampered,
            "policy": self._policy,
            "date-disagreeing": self._dates,
            "article-duplicated": self._copies,
            "home-stale": self._home,
            "site-unreachable": self._site,
        }
        conclude = self._document if rule.meta.scope in (Scope.DOCUMENT, Scope.PAGE) else None
        conclude = conclude or by_name.get(finding.family) or by_name.get(finding.rule)
        if conclude is None:
            return self._seen(Recheck.UNSURE, "这类问题要完整巡检才能判断，请运行 wangcha inspect", finding)
        return conclude(finding)

    # -- one kind of finding each; a post that has left its feed is not looked at, hence unsure --------------------

    def _document(self, finding: Finding) -> Seen:
        address = target_of(finding)
        if not address:
            return self._seen(Recheck.UNSURE, "台账没有记下这个附件的地址，请先完整巡检一次", finding)
        if finding.id in self._judged:
            orphan = is_file(finding) and not self._linking(address)
            what = "显示这张图片，但图片" if finding.locus.picture else "链接这个附件，但附件"
            return self._still(finding, f"页面已不再{what}地址仍能打开" if orphan else "")
        told = self._moved_or_gone(finding, address, "内容已撤下")
        if told is not None:
            return told
        # an entry's fault is looked for in its article and in its list
        for place in (address,) if is_file(finding) else (address, finding.url):
            read = self._bundle.read_at(place)
            if read is None or not any(part.role != "title" and part.text.strip() for part in read.parts):
                return self._not_looked(finding, place)
            if doubt := self._file_doubt(finding, read):
                return self._seen(Recheck.UNSURE, doubt, finding)
        return self._seen(Recheck.MENDED, "重新读取全文，没有再发现这个问题", finding)

    def _file_doubt(self, finding: Finding, read: Page | Attachment) -> str:
        if isinstance(read, Attachment) and read.unread is not None and _recognised(finding):
            return f"文件没有全部读到：{read.detail}"
        if is_file(finding) and not self._replacements_read(finding):
            return "页面上有附件或图片没有读到，不能确定换上的没有同样问题"
        return ""

    def _account(self, finding: Finding) -> Seen:
        if finding.id in self._judged:
            return self._still(finding)
        if finding.rule in self._passed:
            return self._seen(Recheck.MENDED, "重新读取账号内容，没有再发现这个问题", finding)
        return self._seen(Recheck.UNSURE, "这次没有读到账号内容，不能判断", finding)

    def _written(self, finding: Finding) -> Seen:
        if finding.id in self._judged:
            return self._still(finding)
        unread = next((url for url in pages_with(finding) if not self._read_or_gone(url)), None)
        if unread is not None:
            return self._not_looked(finding, unread)
        if not self._files_read(finding):
            return self._seen(Recheck.UNSURE, "页面上有附件或文件没有读到，不能判断", finding)
        return self._seen(Recheck.MENDED, "重新读取所列页面，没有再发现这个写法", finding)

    def _files_read(self, finding: Finding) -> bool:
        """Whether the files in which a link stood were read again or are gone, and what replaced them was read."""
        for url in files_with(finding):
            target = self._bundle.looked_at(url)
            opened = target is not None and target.reason is Reason.OK and is_source(url)
            if not (opened or self._gone(url) or self._bundle.read_at(url) is not None):
                return False
        return not finding.locus.attachment or self._replacements_read(finding)

    def _link(self, finding: Finding) -> Seen:
        if is_written(finding):
            return self._written(finding)
        address, below = target_of(finding), links_below(finding)
        pages = [url for url in pages_with(finding) if url != address]
        read = all(self._read_or_gone(url) for url in pages) and self._files_read(finding)
        linking = frozenset().union(*map(self._linking, below or (address,)))
        if pages and read and not any(self._bundle.leads_to(url) in linking for url in pages):
            return self._seen(Recheck.MENDED, f"所列 {len(pages)} 个页面都已不再链接这个地址", finding)
        if finding.id in self._judged:
            return self._still(finding)
        for url in below or (address,):
            target = self._bundle.looked_at(url)
            if target is not None and target.reason is Reason.OK:
                note = "该主机已有地址能正常打开" if below else "链接的地址已能正常打开"
                return self._seen(Recheck.MENDED, note, finding, target=target)
        return self._not_looked(finding, below[0] if below else address)

    def _tampered(self, finding: Finding) -> Seen:
        if finding.id in self._judged:
            return self._still(finding)
        if finding.rule == "home-cloaked" and self._bundle.search_engine_home is None:
            return self._seen(Recheck.UNSURE, "没有看到搜索引擎看到的首页", finding)
        pages = pages_with(finding)
        for url in pages:
            if not self._read_or_gone(url):
                return self._not_looked(finding, url)
        return self._seen(Recheck.MENDED, f"重新读取所列 {len(pages)} 个页面，没有再发现这个问题", finding)

    def _column(self, finding: Finding, rule: Rule) -> Seen:
        column = self._column_at(finding.url)
        if finding.id in self._judged:
            if (
                column is not None
                and "dates" in rule.meta.needs
                and not newest_first([item.date.value for item in column.items if item.date])
            ):
                return self._seen(Recheck.UNSURE, "列表不是新的在前，只看第一页不能判断", finding)
            return self._still(finding)
        told = self._moved_or_gone(finding, finding.url, "栏目已撤下")
        if told is not None:
            return told
        if column is None:
            return self._not_looked(finding, finding.url)
        doubt = self._column_doubt(column, rule) or self._entries_missing(finding, column)
        if doubt:
            return self._seen(Recheck.UNSURE, doubt, finding)
        newest = f"，最新一条是 {column.newest.value.isoformat()}" if column.newest else ""
        return self._seen(Recheck.MENDED, f"栏目有 {len(column.items)} 条内容{newest}", finding)

    def _column_at(self, url: str) -> Column | None:
        address = self._bundle.leads_to(url)
        return next((column for column in self._bundle.columns if column.url == address), None)

    def _column_doubt(self, column: Column, rule: Rule) -> str:
        if not applies(rule, column):
            return "按现在的登记册和栏目类型，这个栏目不再适用这条规则"
        if not column.items:
            return "栏目页上没有读到条目"
        if not column.complete:
            return "栏目里有文章没有读到"
        if "dates" in rule.meta.needs and (column.newest is None or column.newest.value > self._today):
            return "栏目里没有读到可信的日期"
        return ""

    def _entries_missing(self, finding: Finding, column: Column) -> str:
        """A doubt where the finding names entries that are not seen: only the first page of the list was fetched."""
        return "" if {*places_of(finding)} <= {item.url for item in column.items} else _NOT_ON_FIRST_PAGE

    def _dates(self, finding: Finding) -> Seen:
        if finding.id in self._judged:
            return self._still(finding)
        column, places = self._column_at(finding.url), places_of(finding)
        if column is None:
            return self._not_looked(finding, finding.url)
        items = {item.url: item for item in column.items}
        left = [url for url in places if not self._gone(url)]
        if not places or finding.evidence.get("count") != len(places) or not set(left) <= set(items):
            return self._seen(Recheck.UNSURE, _NOT_ON_FIRST_PAGE if places else _NOT_ALL_LISTED, finding)
        apart = 0
        for listed, article in ((items[url].date, items[url].article) for url in left):
            if listed is None or article is None:
                return self._seen(Recheck.UNSURE, "有文章或它的日期没有读到", finding)
            apart += abs((listed.value - article.value).days) > int(self._options[finding.rule]["days"])
        if apart > 2:  # only the named articles were read: the rule may take them for most of the list
            return self._seen(Recheck.UNSURE, f"仍有 {apart} 条两处日期不同，要完整巡检才能判断", finding)
        return self._seen(Recheck.MENDED, f"重新读取栏目和 {len(places)} 篇文章，日期已经一致或有了说明", finding)

    def _copies(self, finding: Finding) -> Seen:
        places = places_of(finding)
        for url in places:
            if not self._read_or_gone(url):
                return self._not_looked(finding, url)
        if finding.id in self._judged:
            return self._still(finding)
        for first, copy in zip(places[::2], places[1::2], strict=True):
            if self._gone(first) or self._gone(copy) or self._bundle.leads_to(first) == self._bundle.leads_to(copy):
                continue
            texts = [read.text for url in (first, copy) if isinstance(read := self._bundle.read_at(url), Page)]
            if len(texts) < 2 or texts[0] == texts[1]:
                return self._seen(Recheck.UNSURE, "两处正文仍然相同，但这次看到的不足以认定重复发布", finding)
        if not places or finding.evidence.get("count", 1) != len(places) // 2:
            return self._seen(Recheck.UNSURE, _NOT_ALL_LISTED, finding)
        return self._seen(Recheck.MENDED, "重新读取各处，重复的一份已经撤下、改为引用或内容已不同", finding)

    def _policy(self, finding: Finding) -> Seen:
        facts = finding.evidence
        named = {url for url in (target_of(finding), facts.get("document"), facts.get("interpretation")) if url}
        now = self._judged.get(finding.id)
        if now is not None:
            if facts.get("interpretations_seen") and not now.evidence.get("interpretations_seen"):
                return self._seen(Recheck.UNSURE, "没有读到政策解读栏目，不能确定仍没有解读", finding)
            return self._still(finding)
        for url in sorted(map(str, named)):
            page = self._bundle.read_at(url)
            if not isinstance(page, Page):
                return self._not_looked(finding, url)
            if url == target_of(finding) and self._too_old(finding, page):
                return self._seen(Recheck.UNSURE, "文件公开已久，超出这条规则检查的期限", finding)
        return self._seen(Recheck.MENDED, "文件页与解读已经关联" if len(named) > 1 else "已经找到解读", finding)

    def _too_old(self, finding: Finding, page: Page) -> bool:
        days = self._options[finding.rule].get("since_days")
        if days is None:
            return False
        return page.published is None or page.published.value < self._today - timedelta(days=int(days))

    def _home(self, finding: Finding) -> Seen:
        home = self._bundle.home
        if home is None:
            return self._not_looked(finding, self._bundle.start_url)
        if finding.id in self._judged:
            return self._still(finding)
        days = [item.date.value for item in home.items if item.date]
        days += [column.newest.value for column in self._bundle.columns if column.newest]
        days += [page.published.value for page in self._bundle.pages() if page.published]
        newest = max((day for day in days if day <= self._today), default=None)
        if newest is None:
            return self._seen(Recheck.UNSURE, "首页及其链接到的内容里没有读到日期", finding)
        return self._seen(Recheck.MENDED, f"首页已经更新，最新一条是 {newest.isoformat()}", finding)

    def _site(self, finding: Finding) -> Seen:
        if self._home_open:
            return self._seen(Recheck.MENDED, "首页已能正常打开", finding)
        return self._still(finding) if finding.id in self._judged else self._not_looked(finding, finding.url)

    # -- what all of them ask -------------------------------------------------------------------------------------

    def _still(self, finding: Finding, note: str = "") -> Seen:
        now = self._judged[finding.id]
        if now.certainty is Certainty.REVIEW and finding.certainty is Certainty.CONFIRMED:
            return self._seen(Recheck.UNSURE, f"这次看到的不足以认定：{now.message}", finding, now)
        return self._seen(Recheck.STILL, note or "重新访问后，问题仍然存在", finding, now)

    def _not_looked(self, finding: Finding, address: str) -> Seen:
        target = self._bundle.looked_at(address)
        if target is None:
            why = "没有来得及访问"
        elif target.reason is Reason.OK:
            why = "地址打得开，但没有读到可供判断的内容"
        else:
            why = f"没有看到内容：{label('reason', target.reason)}"
        return self._seen(Recheck.UNSURE, why, finding, target=target)

    def _moved_or_gone(self, finding: Finding, address: str, taken_down: str) -> Seen | None:
        """What can be told where the fault is not seen at its address: it moved, or what was there was taken down."""
        moved = self._same_fault_elsewhere(finding, address)
        if moved is not None:
            return self._seen(Recheck.STILL, f"换了地址，问题还在：{moved.message}", finding, moved)
        if self._gone(address):
            return self._seen(Recheck.MENDED, f"{taken_down}，两次访问地址都已不存在", finding)
        return None

    def _gone(self, address: str) -> bool:
        """Whether the address was not there at two different times, while the site itself was open."""
        target = self._bundle.looked_at(address)
        if target is None or not self._home_open:
            return False
        times = {attempt.at for attempt in target.attempts if attempt.reason is Reason.NOT_FOUND}
        return target.reason is Reason.NOT_FOUND and len(times) >= 2

    def _shows_something(self, address: str) -> bool:
        """Whether a page with text or links was read: an empty shell (a firewall's challenge) proves nothing."""
        if self._bundle.render_failed(address):
            return False
        page = self._bundle.read_at(address)
        return isinstance(page, Page) and bool(page.text.strip() or page.links or page.items)

    def _read_or_gone(self, address: str) -> bool:
        return self._shows_something(address) or self._gone(address)

    def _linking(self, address: str) -> frozenset[str]:
        return frozenset(self._bundle.pages_linking_to(address))

    def _same_fault_elsewhere(self, finding: Finding, address: str) -> Finding | None:
        """The same fault where the address leads to by now, or in an attachment put in the place of the old one."""
        led_to = self._bundle.leads_to(address)
        for other in self._judged.values():
            if other.rule != finding.rule or any(
                other.evidence.get(fact) != finding.evidence.get(fact) for fact in _SAME_FAULT
            ):
                continue
            replaced = is_file(finding) and is_file(other) and other.url == finding.url
            led_by_page = self._bundle.first_page_linking_to(target_of(other)) == address
            if led_to != address and target_of(other) == led_to:
                return other
            if (replaced or led_by_page) and other.id not in self._known:
                return other
        return None

    def _replacements_read(self, finding: Finding) -> bool:
        """Whether every attachment of the finding's page that can be had was read, and every picture that was to be."""
        unread = {attachment.url for attachment in self._bundle.unread_attachments()}
        return not any(finding.url in self._linking(url) for url in unread)

    def _seen(
        self, result: Recheck, note: str, finding: Finding, now: Finding | None = None, target: Target | None = None
    ) -> Seen:
        """``now`` is the fault as the rule saw it this time; else the attempts on what is wrong are the evidence."""
        if now is not None:
            return Seen(result, note, {**now.evidence, "message": now.message, "locus": now.locus.as_dict()})
        looked = target or self._bundle.looked_at(target_of(finding) or finding.url)
        facts = [attempt_facts(attempt) for attempt in looked.attempts] if looked else []
        return Seen(result, note, {"attempts": facts, "bundle": self._bundle.bundle_id})


def _recognised(finding: Finding) -> bool:
    """Whether what is wrong was read in a picture or scan."""
    places = finding.evidence.get("places")
    listed = places if isinstance(places, list) else []
    return bool(finding.evidence.get("recognised")) or any(
        isinstance(place, Mapping) and place.get("role") == "scan" for place in listed
    )

"""Where a reference stands in the site and how that is told: what the rules on links have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dictionaries.link_weights import PLACES
from records.evidence import LinkUse, Target
from records.masking import mask_text
from records.model import Certainty, Locus, Severity
from rules.attempts import attempt_facts
from rules.context import Context

KINDS = {"page": "内链", "attachment": "附件", "resource": "图片等资源", "external": "外链"}
"""What is linked to, as told; the last kind is also told of pages of other sites."""
PAGES_LISTED = 20
"""How many of the pages a finding lists: as many as a recheck looks at again."""

PLACE_TITLES = {"home": "首页", "list": "栏目页", "article": "内容页", "attachment": "附件里", "other": "其他页面"}
"""The places of :data:`dictionaries.link_weights.PLACES` as told; the posts of an account weigh as articles do."""
UNLINKED = "登记地址"
"""The place of what no page links to: a registered column, which weighs as columns do."""


def kind_of(target: Target) -> str:
    """What is linked to."""
    return KINDS.get(target.kind, "链接") if target.internal or target.kind != "page" else KINDS["external"]


def uses_in_order(uses: Iterable[LinkUse]) -> list[LinkUse]:
    """The weightiest first: home page, column, article, attachment, other; the page's own before its template's."""
    return sorted(uses, key=lambda use: (PLACES.index(place_of(use)), use.region == "nav", use.page_url))


def place_of(use: LinkUse) -> str:
    """Where it stands: one of :data:`dictionaries.link_weights.PLACES`."""
    if use.file and use.tag == "document":
        return "attachment"
    if use.page_kind == "post":
        return "article"
    return use.page_kind if use.page_kind in PLACES else "other"


def anchor_of(uses: Sequence[LinkUse]) -> str:
    """The words of the first link, masked."""
    return mask_text(uses[0].anchor.strip())[:60] if uses else ""


def locus_of(uses: Sequence[LinkUse], target: str) -> Locus:
    """Where the first link stands; without one, the address alone."""
    return uses[0].locus(target) if uses else Locus(target=target)


def severity_at(uses: Iterable[LinkUse], ctx: Context, *, internal: bool) -> Severity:
    """What it weighs by ``link-weights.toml``: that of the weightiest place (check-2019-links)."""
    weights = ctx.dictionaries.link_weights
    places = {place_of(use) for use in uses} or {"list"}
    return min((weights.at(place, internal=internal) for place in places), key=list(Severity).index)


def as_met(certainty: Certainty, uses: Sequence[LinkUse]) -> Certainty:
    """For review only, where it is referred to and no visitor surely meets any of the references."""
    return Certainty.REVIEW if uses and not any(use.certain for use in uses) else certainty


def site_wide(uses: Sequence[LinkUse], count: int) -> bool:
    """Whether it stands in the menu or footer of several pages, so that one template mends them all."""
    return count > 1 and bool(uses) and all(use.region == "nav" for use in uses)


def place(uses: Sequence[LinkUse], count: int, what: str = "链接") -> str:
    """Where to look, in words: ``首页上的链接“办事指南”``, ``《通知》的附件“申请表.docx”（第 2 页）里的链接“下载”``.

    ``uses`` are in order of weight, ``count`` is the number of pages and files, ``what`` the name of the thing.
    """
    if not uses:
        return "没有页面链接到的登记地址"
    first, anchor = uses[0], anchor_of(uses)
    named = f"{what}“{anchor}”" if anchor else what
    if site_wide(uses, count):
        return f"全站导航/页脚（{count} 个页面）的{named}"
    title = mask_text(first.page_title)[:40]
    where = "首页" if first.page_kind == "home" else f"《{title}》" if title else "页面"
    if not first.file:
        more = f"等 {count} 个页面" if count > 1 else ""
        return f"{where}{more}上的{named}"
    kind = "附件" if first.tag == "document" else "所用文件"
    spot = f"第 {first.page} 页" if first.page else f"{first.sheet or ''} {first.cell or ''}".strip()
    more = f"等 {count} 处" if count > 1 else ""
    return f"{where}的{kind}“{mask_text(first.file_name)}”" + (f"（{spot}）" if spot else "") + f"{more}里的{named}"


def page_facts(uses: Sequence[LinkUse], count: int, pages_listed: int = PAGES_LISTED) -> dict[str, Any]:
    """The weightiest place, the pages, and the files on them in which it stands, as JSON-ready evidence.

    ``uses`` are in order of weight. Indicator sets count by ``place``.
    """
    files = dict.fromkeys(use.file for use in uses if use.file)
    return {
        "place": PLACE_TITLES[place_of(uses[0])] if uses else UNLINKED,
        "pages": list(dict.fromkeys(use.page_url for use in uses))[:pages_listed],
        "page_count": count,
        **({"files": list(files)[:pages_listed]} if files else {}),
    }


def use_facts(target: Target, uses: Sequence[LinkUse], pages_listed: int) -> dict[str, Any]:
    """The facts of evidence that findings on links share: what, where, how often, every attempt."""
    return {
        "kind": kind_of(target),
        "scope": "站内" if target.internal else "站外",
        "site_wide": site_wide(uses, target.use_count),
        "anchor": anchor_of(uses),
        "raw": uses[0].raw if uses else "",
        "attempts": [attempt_facts(attempt) for attempt in target.attempts],
        **page_facts(uses, target.use_count, pages_listed),
    }

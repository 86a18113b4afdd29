"""Where a link stands in the site and how that is told: what the rules on links have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from records.evidence import LinkUse, Target
from records.masking import mask_text
from records.model import Severity
from rules.attempts import attempt_facts

KINDS = {"page": "内链", "attachment": "附件", "resource": "图片等资源", "external": "外链"}
"""What is linked to, as told; the last kind is also told of pages of other sites."""

_PAGE_RANK = {"home": 0, "list": 1, "article": 2}
_PLACES = {"home": "首页", "list": "栏目页", "article": "内容页", "post": "推文"}


def kind_of(target: Target) -> str:
    """What is linked to."""
    return KINDS.get(target.kind, "链接") if target.internal or target.kind != "page" else KINDS["external"]


def uses_in_order(target: Target) -> list[LinkUse]:
    """The places that link to it, the weightiest first: home page, column, article, other."""
    return sorted(target.uses, key=lambda use: (_PAGE_RANK.get(use.page_kind, 3), use.region == "nav", use.page_url))


def anchor_of(uses: Sequence[LinkUse]) -> str:
    """The words of the first link, masked."""
    return mask_text(uses[0].anchor.strip())[:60] if uses else ""


def severity_at(uses: Sequence[LinkUse]) -> Severity:
    """The indicators weigh what stands on the home page ten times as heavy as the rest (check-2019-links)."""
    return Severity.SERIOUS if any(use.page_kind == "home" for use in uses) else Severity.MINOR


def site_wide(target: Target, uses: Sequence[LinkUse]) -> bool:
    """Whether it stands in the menu or footer of several pages, so that one template mends them all."""
    return target.use_count > 1 and bool(uses) and all(use.region == "nav" for use in uses)


def place(target: Target, uses: Sequence[LinkUse]) -> str:
    """Where to look for the link, in words."""
    if not uses:
        return "没有页面链接到的登记地址"
    if site_wide(target, uses):
        return f"全站导航/页脚（{target.use_count} 个页面）的链接"
    title = mask_text(uses[0].page_title)[:40]
    where = "首页" if uses[0].page_kind == "home" else f"《{title}》" if title else "页面"
    more = f"等 {target.use_count} 个页面" if target.use_count > 1 else ""
    return f"{where}{more}上的链接"


def use_facts(target: Target, uses: Sequence[LinkUse], pages_listed: int) -> dict[str, Any]:
    """The facts of evidence that findings on links share: what, where, how often, every attempt."""
    return {
        "kind": kind_of(target),
        "scope": "站内" if target.internal else "站外",
        "place": _PLACES.get(uses[0].page_kind, "其他页面") if uses else "登记地址",
        "site_wide": site_wide(target, uses),
        "anchor": anchor_of(uses),
        "raw": uses[0].raw if uses else "",
        "attempts": [attempt_facts(attempt) for attempt in target.attempts],
        "pages": list(dict.fromkeys(use.page_url for use in uses))[:pages_listed],
        "page_count": target.use_count,
    }

"""Where a reference stands, in words and as evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from records.evidence import LinkUse
from records.masking import mask_text
from records.model import Severity

_PAGE_RANK = {"home": 0, "list": 1, "article": 2}
_ON_PAGES = 20
"""How many of the pages a finding lists: as many as a recheck looks at again."""


def foremost(uses: Iterable[LinkUse]) -> list[LinkUse]:
    """The uses in the order in which they weigh: home page, lists, articles; the page's own before its template's."""
    return sorted(uses, key=lambda use: (_PAGE_RANK.get(use.page_kind, 3), use.region == "nav", use.page_url))


def place(uses: Sequence[LinkUse], count: int) -> str:
    """E.g. ``首页“办事指南”`` or ``《通知》的附件“申请表.docx”（第 2 页）“下载”``; ``uses`` in order of weight."""
    first = uses[0]
    anchor = mask_text(first.anchor.strip())[:60]
    named = f"“{anchor}”" if anchor else ""
    if count > 1 and all(use.region == "nav" for use in uses):
        return f"全站导航/页脚（{count} 个页面）的{named or '链接'}"
    title = f"《{mask_text(first.page_title)[:40]}》" if first.page_title else "页面"
    where = "首页" if first.page_kind == "home" else title
    if first.file:
        kind = "附件" if first.tag == "document" else "所用文件"
        spot = f"第 {first.page} 页" if first.page else f"{first.sheet or ''} {first.cell or ''}".strip()
        where += f"的{kind}“{mask_text(first.file_name)}”" + (f"（{spot}）" if spot else "")
    more = f"等 {count} 处" if count > 1 else ""
    return f"{where}{more}{named}"


def facts(uses: Sequence[LinkUse], count: int) -> dict[str, Any]:
    """The pages, and the files on them, as JSON-ready evidence."""
    files = dict.fromkeys(use.file for use in uses if use.file)
    return {
        "pages": list(dict.fromkeys(use.page_url for use in uses))[:_ON_PAGES],
        "page_count": count,
        **({"files": list(files)[:_ON_PAGES]} if files else {}),
    }


def severity(uses: Iterable[LinkUse]) -> Severity:
    """Serious on the home page, as the check indicators weigh it."""
    return Severity.SERIOUS if any(use.page_kind == "home" for use in uses) else Severity.MINOR

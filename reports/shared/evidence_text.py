"""A finding's place and evidence as lines that an official can read.

Known keys of ``Finding.evidence`` get a Chinese label from ``labels.toml``; keys that are Chinese already are printed
as they are; all other keys (ids in the bundle, hashes) stay in ``findings.json``. ``attempts`` is the list of looks at
an address, each an object with ``at`` (UTC), ``method``, ``status`` and ``reason``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from records.model import Finding
from reports.model import PageInfo
from reports.shared.dates import beijing_time
from reports.shared.labels import known, label
from reports.shared.safe_text import clean, clip, printable_url

MAX_QUOTE = 300
MAX_VALUE = 200
MAX_LISTED = 10

_HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Line:
    """A labelled line. ``is_url`` says that the value is an address (and must stay copyable)."""

    label: str
    value: str
    is_url: bool = False


def place_lines(finding: Finding, page: PageInfo) -> list[Line]:
    """Where the problem stands: column, page, address, attachment place, sentence, target."""
    locus = finding.locus
    spot = "、".join(
        part
        for part in (
            f"第{locus.page}页" if locus.page is not None else "",
            f"工作表“{clip(locus.sheet, 60)}”" if locus.sheet else "",
            f"{clip(locus.cell, 20)}单元格" if locus.cell else "",
        )
        if part
    )
    target = locus.target if locus.target and locus.target != finding.url else ""
    lines = [
        Line("栏目", clip(page.column, MAX_VALUE)),
        Line("页面", clip(page.title, MAX_VALUE)),
        Line("网址", printable_url(finding.url), is_url=True),
        Line("附件", clip(locus.attachment or "", MAX_VALUE)),
        Line("位置", spot),
        Line("原文", f"“{clip(locus.text, MAX_QUOTE)}”" if locus.text else ""),
        Line("指向", printable_url(target), is_url=True),
    ]
    return [line for line in lines if line.value]


def evidence_lines(evidence: Mapping[str, Any]) -> list[Line]:
    """What was seen: the looks first, then the other facts in the rule's order."""
    lines = _attempt_lines(evidence.get("attempts"))
    for key, value in evidence.items():
        if key == "attempts" or not (known("evidence", key) or _HAN.search(key)):
            continue
        if words := _words(key, value):
            is_url = words.startswith(("http://", "https://"))
            shown = printable_url(words) if is_url else clip(words, MAX_VALUE)
            lines.append(Line(clip(label("evidence", key), 30), shown, is_url))
    return lines


def _attempt_lines(attempts: object) -> list[Line]:
    if not isinstance(attempts, Sequence) or isinstance(attempts, str):
        return []
    looks = [look for look in attempts if isinstance(look, Mapping)]
    return [Line(f"第{number}次访问", _look_words(look)) for number, look in enumerate(looks[:MAX_LISTED], start=1)]


def _look_words(look: Mapping[str, Any]) -> str:
    status = f"返回 HTTP {look['status']}" if look.get("status") else "没有返回"
    reason = label("reason", str(look.get("reason", "")))
    return clip(f"{beijing_time(str(look.get('at', '')))} {status}{f'（{reason}）' if reason else ''}", MAX_VALUE)


def _words(key: str, value: object) -> str:
    """One value as text; empty for what is not fit to print."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is None:
        return ""
    if isinstance(value, Mapping):  # a value with its source
        if "value" not in value:
            return ""
        source = f"（取自{_source(value['source'])}）" if value.get("source") else ""
        return f"{value['value']}{source}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        parts = [words for item in value[:MAX_LISTED] if (words := _words(key, item))]
        more = f"等{len(value)}项" if len(value) > MAX_LISTED else ""
        return "、".join(parts) + more
    if key.endswith("source"):
        return _source(value)
    return beijing_time(clean(value))


def _source(value: object) -> str:
    """Where a date was read from, in words."""
    text = clean(value)
    return label("source", text.lower()) if known("source", text.lower()) else text

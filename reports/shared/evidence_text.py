"""A finding's place and evidence as lines that an official can read.

Known keys of ``Finding.evidence`` get a Chinese label from ``labels.toml``; keys that are Chinese already are printed
as they are; all other keys (ids in the bundle, hashes) stay in ``findings.json``. ``attempts`` is the list of looks at
an address, each an object with ``at`` (UTC), ``method``, ``status`` and ``reason``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from records.masking import mask_text
from records.model import Finding
from reports.model import PageInfo
from reports.shared.dates import beijing_time
from reports.shared.labels import known, label
from reports.shared.safe_text import clean, clip, printable_url

MAX_QUOTE = 300
MAX_VALUE = 200
MAX_LISTED = 10
MAX_URLS = 3

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
    target = locus.target if locus.target and locus.target != finding.url else ""
    lines = [
        Line("栏目", clip(mask_text(page.column), MAX_VALUE)),
        Line("页面", clip(mask_text(page.title), MAX_VALUE)),  # a title comes straight from the page
        Line("网址", printable_url(finding.url), is_url=True),
        Line("附件", clip(locus.attachment or "", MAX_VALUE)),
        Line("图片", clip(locus.picture or "", MAX_VALUE)),
        Line("位置", _spot(locus.page, locus.sheet, locus.cell)),
        Line("原文", f"“{clip(locus.text, MAX_QUOTE)}”" if locus.text else ""),
        Line("指向", printable_url(target), is_url=True),
    ]
    return [line for line in lines if line.value]


def _spot(page: object, sheet: object, cell: object) -> str:
    parts = (
        f"第{page}页" if page is not None else "",
        f"工作表“{clip(sheet, 60)}”" if sheet else "",
        f"{clip(cell, 20)}单元格" if cell else "",
    )
    return "、".join(part for part in parts if part)


def evidence_lines(evidence: Mapping[str, Any]) -> list[Line]:
    """What was seen: the looks first, then the other facts in the rule's order."""
    lines = _attempt_lines(evidence.get("attempts"))
    for key, value in evidence.items():
        if key == "attempts" or not (known("evidence", key) or _HAN.search(key)):
            continue
        title = clip(label("evidence", key), 30)
        urls = _urls(value)
        if len(urls) > 1 or (isinstance(value, str) and urls):  # a list of one repeats the finding's own page
            lines += [Line(title, printable_url(url), is_url=True) for url in urls[:MAX_URLS]]
            lines += [Line(title, f"等{len(urls)}个地址")] if len(urls) > MAX_URLS else []
        elif not urls and (words := _words(key, value)):
            lines.append(Line(title, clip(words, MAX_VALUE)))
    return lines


def facts_text(lines: Iterable[Line], limit: int) -> str:
    """Lines as the text of a narrow cell: short facts one after the other, every address on a line of its own.

    The facts are cut to ``limit`` characters; ``findings.json`` has them whole.
    """
    listed = list(lines)
    facts = clip("；".join(f"{line.label}：{line.value}" for line in listed if not line.is_url), limit)
    return "\n".join([*([facts] if facts else []), *(f"{line.label}：{line.value}" for line in listed if line.is_url)])


def _urls(value: object) -> list[str]:
    """The addresses, where the value is one or a list of nothing else."""
    listed = [value] if isinstance(value, str) else value if isinstance(value, list | tuple) else []
    urls = [url for url in listed if isinstance(url, str) and url.startswith(("http://", "https://"))]
    return urls if len(urls) == len(listed) else []


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
    if value is None or isinstance(value, bool):
        return {None: "", True: "是", False: "否"}[value]
    if isinstance(value, Mapping):
        return _sourced(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        parts = [words for item in value[:MAX_LISTED] if (words := _words(key, item))]
        return "、".join(parts) + (f"等{len(value)}项" if len(value) > MAX_LISTED else "")
    return _source(value) if key.endswith("source") else beijing_time(clean(value))


def _sourced(value: Mapping[str, Any]) -> str:
    """A value with where it was read from, or a masked value or sentence with its place; empty for other objects."""
    if told := value.get("masked") or value.get("text"):
        spot = _spot(value.get("page"), value.get("sheet"), value.get("cell"))
        return f"{told}（{spot}）" if spot else str(told)
    if "value" not in value:
        return ""
    return f"{value['value']}（取自{_source(value['source'])}）" if value.get("source") else str(value["value"])


def _source(value: object) -> str:
    """Where a date was read from, in words."""
    text = clean(value)
    return label("source", text.lower()) if known("source", text.lower()) else text

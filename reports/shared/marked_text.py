"""A checked document as one HTML page: its text with what was found marked, personal data masked."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from records.evidence import TextPart
from records.masking import mask_text
from records.model import Certainty, Finding
from reports.shared.labels import label
from reports.shared.safe_text import clean

Mark = tuple[int, int, Finding, str | None]
"""Start, end, what was found there, and the masked value that is shown instead (None: the text itself)."""

_STYLE = """
body { font-family: "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; line-height: 1.8; max-width: 60em;
  margin: 2em auto; padding: 0 1em; color: #222; }
h1 { font-size: 1.3em; } .place { color: #777; font-size: .85em; margin-right: .8em; }
mark { background: #ffd9d6; border-bottom: 2px solid #c62828; } mark.review { background: #fff3c4;
  border-color: #b78103; }
table { border-collapse: collapse; width: 100%; } td, th { border: 1px solid #ddd; padding: .3em .6em;
  text-align: left; vertical-align: top; }
th, td:nth-child(-n+3) { white-space: nowrap; } .legend { margin-top: 1.5em; color: #777; font-size: .85em; }
.text p { margin: .2em 0; white-space: pre-wrap; overflow-wrap: anywhere; }
"""
_LEGEND = '<p class="legend">以下是全文：<mark>红色</mark>是已确认的，<mark class="review">黄色</mark>是待核实的。</p>'


def marked_html(
    name: str, parts: Sequence[TextPart], findings: Sequence[Finding], marks: Sequence[Sequence[Mark]]
) -> str:
    """One page that loads nothing from outside; ``marks`` holds those of every part, in any order."""
    rows = "".join(
        f"<tr><td>{number}</td><td>{escape(label('certainty', each.certainty))}</td>"
        f"<td>{escape(label('severity', each.severity))}</td><td>{escape(each.title)}</td>"
        f"<td>{escape(clean(each.message))}<br>{escape(clean(each.suggestion))}</td></tr>"
        for number, each in enumerate(findings, 1)
    )
    heading = "".join(f"<th>{title}</th>" for title in ("序号", "确定性", "严重程度", "问题", "说明和建议"))
    told = f"<table><tr>{heading}</tr>{rows}</table>" if findings else "<p>没有发现问题。</p>"
    text = "".join(_part(part, marks[number]) for number, part in enumerate(parts))
    title = escape(clean(mask_text(name)))
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>检查：{title}</title>'
        f"<style>{_STYLE}</style></head><body><h1>发布前检查：{title}</h1>{told}"
        f"{_LEGEND if findings else ''}"
        f'<div class="text">{text}</div></body></html>\n'
    )


def _part(part: TextPart, marks: Sequence[Mark]) -> str:
    place = " ".join(
        str(each)
        for each in (part.member, part.sheet, part.cell, f"第 {part.page} 页" if part.page else None, part.hidden)
        if each
    )
    pieces, at = [], 0
    for start, end, finding, shown in sorted(marks, key=lambda mark: (mark[0], -mark[1])):
        if start < at:
            continue
        sure = "" if finding.certainty is Certainty.CONFIRMED else ' class="review"'
        told = part.text[start:end] if shown is None else shown
        pieces += [_text(part.text[at:start]), f'<mark{sure} title="{escape(finding.title)}">{_text(told)}</mark>']
        at = end
    pieces.append(_text(part.text[at:]))
    where = f'<span class="place">{escape(clean(place))}</span>' if place else ""
    return f"<p>{where}{''.join(pieces)}</p>"


def _text(text: str) -> str:
    return "\n".join(escape(clean(line)) for line in mask_text(text).split("\n"))

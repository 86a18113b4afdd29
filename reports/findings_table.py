"""Lists of findings for ``wangcha findings``: a table on the screen, CSV for spreadsheets, SARIF for other programs."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from io import StringIO
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from records.model import Baseline, Certainty, Finding, Severity
from reports.model import UNREGISTERED
from reports.shared.dates import deadline_words
from reports.shared.labels import family_title, label
from reports.shared.order import in_order
from reports.shared.safe_text import cell_text, clean, clip, is_formula_like, printable_url, safe_href

CSV_COLUMNS = (
    "问题编号",
    "站点",
    "责任单位",
    "网址",
    "问题类型",
    "规则",
    "问题描述",
    "严重程度",
    "确定性",
    "发现时间",
    "最近一次发现",
    "期限",
    "状态",
)

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.CRITICAL: "error", Severity.SERIOUS: "error", Severity.MINOR: "warning", Severity.INFO: "note"}
_COLOURS = {Severity.CRITICAL: "bold red", Severity.SERIOUS: "red", Severity.MINOR: "yellow", Severity.INFO: "cyan"}


def to_table(findings: Iterable[Finding], departments: Mapping[str, str], spoken: Callable[[str], str] = str) -> Table:
    """A plain table for :class:`rich.console.Console`. ``departments`` are names by id.

    ``spoken`` puts the program's own words into the reader's language; what was found stays as the ledger has it.
    """
    table = Table(box=box.SIMPLE, show_edge=False)
    for title in ("问题编号", "严重程度", "问题", "责任单位", "期限", "状态"):
        table.add_column(spoken(title), overflow="fold", no_wrap=title == "问题编号")
    for finding in in_order(findings):
        doubt = "（待核实）" if finding.certainty is Certainty.REVIEW else ""
        severity = Text(spoken(f"{label('severity', finding.severity)}{doubt}"), style=_COLOURS[finding.severity])
        told = Text(f"{clip(finding.message, 120)}\n{printable_url(finding.url)}")
        table.add_row(
            Text(finding.id),
            severity,
            told,
            Text(_department(finding, departments) or spoken(UNREGISTERED)),
            Text(spoken(deadline_words(finding))),
            Text(spoken(label("state", finding.state))),
        )
    return table


def to_csv(findings: Iterable[Finding], departments: Mapping[str, str]) -> str:
    """CSV text with a byte order mark (Excel then reads it as UTF-8); nothing in it is taken for a formula."""
    written = StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(CSV_COLUMNS)
    for finding in in_order(findings):
        writer.writerow(_inert(value) for value in _csv_row(finding, departments))
    return "\ufeff" + written.getvalue()


def to_sarif(findings: Iterable[Finding], version: str) -> dict[str, Any]:
    """A SARIF 2.1.0 log (OASIS) as a JSON-ready object. ``version`` is the program's.

    A matter to verify has kind ``review`` and, as section 3.27.10 asks, level ``none``. Dismissed findings carry a
    suppression.
    """
    ordered = in_order(findings)
    rules = {finding.rule: finding for finding in ordered}
    places = {rule: place for place, rule in enumerate(sorted(rules))}
    driver = {
        "name": "wangcha",
        "version": version,
        "rules": [_sarif_rule(rules[rule]) for rule in sorted(rules)],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(finding, places[finding.rule]) for finding in ordered],
    }
    return {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}


def _department(finding: Finding, departments: Mapping[str, str]) -> str:
    return clean(departments.get(finding.department, finding.department))


def _csv_row(finding: Finding, departments: Mapping[str, str]) -> tuple[str, ...]:
    return (
        finding.id,
        finding.site,
        _department(finding, departments) or UNREGISTERED,
        printable_url(finding.url),
        f"{family_title(finding.family)}/{finding.title}",
        finding.rule,
        finding.message,
        label("severity", finding.severity),
        label("certainty", finding.certainty),
        finding.first_seen.isoformat(),
        finding.last_seen.isoformat(),
        deadline_words(finding),
        label("state", finding.state),
    )


def _inert(value: str) -> str:
    """An apostrophe before what a spreadsheet might take for a formula (CSV has no other way to say "text")."""
    text = cell_text(value)
    return f"'{text}" if is_formula_like(text.lstrip()) or is_formula_like(text) else text


def _sarif_rule(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.rule,
        "name": finding.rule.title().replace("-", ""),
        "shortDescription": {"text": clean(finding.title) or finding.rule},
        "help": {"text": clean(finding.measure) or clean(finding.title) or finding.rule},
        "properties": {"family": finding.family, "basis": list(finding.basis)},
    }


def _sarif_result(finding: Finding, rule_index: int) -> dict[str, Any]:
    confirmed = finding.certainty is Certainty.CONFIRMED
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "kind": "fail" if confirmed else "review",
        "level": _LEVELS[finding.severity] if confirmed else "none",
        "message": {"text": clean(finding.message)},
        "partialFingerprints": {"wangcha/v1": finding.id},
        "baselineState": Baseline(finding.baseline).value,
        "properties": {
            "site": finding.site,
            "department": finding.department,
            "severity": finding.severity.value,
            "state": finding.state,
            "firstSeen": finding.first_seen.isoformat(),
            "lastSeen": finding.last_seen.isoformat(),
            "deadline": finding.deadline.isoformat() if finding.deadline else None,
            "url": finding.url,
            "locus": finding.locus.as_dict(),
        },
    }
    if uri := safe_href(finding.url):
        physical: dict[str, Any] = {"artifactLocation": {"uri": uri}}
        if finding.locus.text and finding.locus.offset is not None:
            physical["region"] = {
                "charOffset": max(finding.locus.offset, 0),
                "snippet": {"text": clean(finding.locus.text)},
            }
        result["locations"] = [{"physicalLocation": physical}]
    if finding.state == "dismissed":
        result["suppressions"] = [{"kind": "external", "status": "accepted"}]
    return result

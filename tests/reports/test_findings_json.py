"""``findings.json`` and the exports."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from io import StringIO
from typing import Any

from rich.console import Console
from sample_data import DEPARTMENTS, EDUCATION, FINDINGS, broken_link, sample

from records.model import Certainty, Severity
from reports.findings_json import render
from reports.findings_table import to_csv, to_sarif, to_table
from reports.model import ReportData

NAMES = {department.id: department.name for department in DEPARTMENTS}


def written(data: ReportData) -> bytes:
    ((name, content),) = render(data, None)
    assert name == "findings.json"
    return content


def read(data: ReportData) -> dict[str, Any]:
    return json.loads(written(data))


def test_shape() -> None:
    told = read(sample())
    assert list(told) == ["inspection", "sites", "findings", "unverified", "outcomes", "scores"]
    assert told["scores"] == []
    assert {"id", "started", "finished", "as_of", "complete", "limits", "counts"} <= set(told["inspection"])
    assert told["inspection"]["limits"] == {"yunxi": ["max_pages"]}
    fields = {
        *("id", "rule", "family", "severity", "certainty", "site", "department", "url", "locus", "message", "evidence"),
        *("suggestion", "basis", "first_seen", "last_seen", "baseline", "deadline", "state"),
    }
    assert all(fields <= set(one) for one in told["findings"])
    leak = next(one for one in told["findings"] if one["family"] == "privacy")
    assert leak["locus"] == {"attachment": "2026年拟录用人员公示名单.xlsx", "sheet": "公示名单", "cell": "C3"}
    assert leak["deadline"] == "2026-12-29"
    assert all({"url", "reason", "found_on", "site", "detail"} <= set(one) for one in told["unverified"])
    assert {one["verdict"] for one in told["outcomes"]} <= {"pass", "fail", "review", "not_applicable", "error"}


def test_order_does_not_depend_on_the_order_given() -> None:
    data = sample()
    turned = replace(
        data,
        findings=tuple(reversed(data.findings)),
        unverified=tuple(reversed(data.unverified)),
        outcomes=tuple(reversed(data.outcomes)),
    )
    assert written(data) == written(turned)


def test_nothing_found_and_broken_text() -> None:
    assert read(sample(findings=()))["findings"] == []
    told = read(sample(findings=(replace(broken_link(1), message="半\ud83d\x00个</script>"),)))
    assert told["findings"][0]["message"] == "半\ud83d\x00个</script>"


def test_csv_opens_in_excel_and_runs_nothing() -> None:
    hostile = [replace(broken_link(n), message=text) for n, text in enumerate(("=1+1", "@A1", ' "=1', "a,b\nc"), 1)]
    text = to_csv(hostile, NAMES)
    assert text.startswith("\ufeff问题编号,")
    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline="")))
    assert [row["问题描述"] for row in rows] == ["'=1+1", "'@A1", ' "=1', "a,b\nc"]
    assert {row["责任单位"] for row in rows} == {"云溪区教育局"}


def test_sarif_keeps_to_the_standard() -> None:
    log = to_sarif([*FINDINGS, replace(broken_link(90), state="dismissed", url="javascript:x")], "0.1.0")
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted(set(rules))
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert (result["kind"], result["level"]) in {
            *(("fail", level) for level in ("error", "warning", "note")),
            ("review", "none"),
        }
        assert result["baselineState"] in {"new", "unchanged", "updated", "absent"}
    (dismissed,) = (result for result in run["results"] if "suppressions" in result)
    assert "locations" not in dismissed
    levels = {result["partialFingerprints"]["wangcha/v1"]: result["level"] for result in run["results"]}
    for one in FINDINGS:
        if one.certainty is Certainty.CONFIRMED and one.severity is Severity.CRITICAL:
            assert levels[one.id] == "error"
    json.dumps(log)


def test_table_shows_markup_as_text() -> None:
    console = Console(file=StringIO(), width=200, force_terminal=False)
    console.print(to_table([replace(broken_link(1), message="[red]标签[/red]", department="")], {}))
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert "[red]标签[/red]" in shown
    assert "未登记" in shown
    assert broken_link(1).id in shown
    assert EDUCATION not in shown

"""The recheck report: before and now side by side, counts, hostile text, an office's own template."""

import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from reading_back import docx_lines
from sample_data import EDUCATION, HEALTH, broken_link, sample

from records.errors import BadInputError
from reports.recheck import recheck_report
from reports.recheck.content import build_report
from reports.recheck.model import RecheckData, Rechecked
from reports.templates import make_recheck_template

NOW = {"attempts": [{"at": "2026-12-28T01:00:00.000+00:00", "method": "GET", "status": 200, "reason": "ok"}]}


def data(*results: Rechecked) -> RecheckData:
    return RecheckData(sample(), "全部尚未办结的问题", "2026-12-28T01:00:05.000+00:00", results)


def rechecked(number: int, result: str, state: str, department: str = EDUCATION, **changes: object) -> Rechecked:
    finding = replace(broken_link(number, department), **changes)
    return Rechecked(finding, result, "链接的地址已能正常打开", NOW, state, round=2)


RESULTS = (
    rechecked(1, "mended", "resolved"),
    rechecked(2, "still", "notified"),
    rechecked(3, "unsure", "notified", HEALTH),
    rechecked(4, "mended", "resolved", HEALTH),
)


def test_every_finding_stands_in_the_section_of_its_result() -> None:
    report = build_report(data(*RESULTS))
    assert [(section.title, section.count) for section in report.sections] == [
        ("二、仍未整改到位的问题", 1),
        ("三、未能核实的问题", 1),
        ("四、已经整改到位的问题", 2),
    ]
    assert {row.id for section in report.sections for row in section.rows} == {each.finding.id for each in RESULTS}


def test_rates_leave_out_what_could_not_be_told() -> None:
    report = build_report(data(*RESULTS))
    assert [(row.title, row.total, row.mended, row.rate) for row in report.tallies] == [
        ("云溪区教育局", 2, 1, "50%"),
        ("云溪区卫生健康局", 2, 1, "100%"),
    ]
    assert (report.total.total, report.total.unsure, report.total.rate) == (4, 1, "67%")
    assert build_report(data(RESULTS[2])).total.rate == "—"


def test_what_was_seen_before_and_now_is_told_with_its_time() -> None:
    told = "\n".join(docx_lines(recheck_report(data(RESULTS[0]), None)))
    assert "2026-12-28 09:00:00 返回 HTTP 200" in told
    assert "HTTP 404" in told
    assert "复查通过（第2次复查）" in told
    assert "2026年12月28日" in told


def test_hostile_text_stays_text() -> None:
    nasty = '<a href="x">&{{ 7*7 }}\x00'
    told = "\n".join(docx_lines(recheck_report(data(rechecked(1, "still", "open", message=nasty)), None)))
    assert '<a href="x">&{{ 7*7 }}' in told


def test_template_file_is_what_the_script_builds() -> None:
    built = zipfile.ZipFile(BytesIO(make_recheck_template.build()))
    kept = zipfile.ZipFile(make_recheck_template.TEMPLATE)
    assert built.namelist() == kept.namelist()
    assert [name for name in kept.namelist() if built.read(name) != kept.read(name)] == []


def test_a_wrong_office_template_is_named(tmp_path: Path) -> None:
    (tmp_path / "recheck.docx").write_bytes(b"not a document")
    with pytest.raises(BadInputError, match=r"模板.*recheck\.docx.*有误"):
        recheck_report(data(*RESULTS), tmp_path)

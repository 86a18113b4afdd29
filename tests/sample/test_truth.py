"""The inspection of the sample against the truth: exactly the planted problems, none of the look-alikes."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from sample import people
from sample.truth import compare_findings, compare_unverified, load_truth


@pytest.fixture(scope="session")
def out(tmp_path_factory):
    pytest.importorskip("inspection.cli", reason="the command line is not there yet")
    from sample.inspect import command

    folder = tmp_path_factory.mktemp("inspection")
    result = CliRunner().invoke(command, ["--out", str(folder)])
    assert result.exit_code == 0, result.output
    return folder, result.output


@pytest.fixture(scope="session")
def inspection(out):
    return json.loads((out[0] / "findings.json").read_text(encoding="utf-8"))


def test_the_findings_are_exactly_the_planted_problems(inspection):
    differences = compare_findings(load_truth(), inspection["findings"])
    assert not differences, differences


def test_what_could_not_be_checked_is_owned_up_to(inspection):
    differences = compare_unverified(load_truth(), inspection["unverified"])
    assert not differences, differences


def test_it_ends_with_the_notices_of_every_department(out):
    folder, output = out
    notices = sorted((folder / "notices").glob("*.docx"))
    assert len(notices) == 4
    assert output.splitlines()[-4:] == [f"整改通知：{notice}" for notice in notices]


@pytest.mark.parametrize(
    "written",
    [
        "ledger.xlsx",
        "scorecard.html",
        "scorecard.xlsx",
        "bulletin.docx",
        "notices-issued/*/整改通知书-云溪区卫生健康局.docx",
        "replies/整改台账-云溪区教育局.xlsx",
        "evidence/*/jyj-site",
    ],
)
def test_it_leaves_every_document(out, written):
    assert list(out[0].glob(written)), written


def test_every_department_got_a_pack_of_the_cross_check(out):
    assert len(list((out[0] / "audit").rglob("*.xlsx"))) == 4


def test_the_notices_of_october_are_overdue(out):
    listed = (out[0] / "notice-list.txt").read_text(encoding="utf-8")
    for number in range(1, 5):
        assert f"云政办函〔2026〕{number}号" in listed
    assert "已下发，逾期 18 个工作日" in listed
    assert "截至 2026-11-20：逾期 15 个。" in listed
    assert "截至 2026-11-20：逾期 15 个。" in out[1]


def test_the_tour_shows_what_the_run_says(out, inspection):
    tour = (Path(__file__).parents[2] / "docs" / "tour.md").read_text(encoding="utf-8")
    shown = [line.strip() for line in tour.splitlines() if line.startswith("    ") and "云政办函" in line]
    listed = [line.strip() for line in (out[0] / "notice-list.txt").read_text(encoding="utf-8").splitlines()]
    assert len(shown) == 4
    assert set(shown) <= set(listed)
    (replies,) = (line.strip() for line in tour.splitlines() if line.startswith("    收到反馈"))
    assert replies in out[1]
    baselines = Counter(finding["baseline"] for finding in inspection["findings"])
    (found,) = (line for line in tour.splitlines() if line.startswith("    共发现问题"))
    seen = baselines.total() - baselines["absent"]
    doubtful = sum(each["certainty"] == "review" for each in inspection["findings"] if each["baseline"] != "absent")
    assert re.findall(r"\d+", found) == [str(n) for n in (seen, doubtful, baselines["new"], baselines["absent"])]


def test_the_replies_are_in_the_ledger(inspection):
    states = Counter(finding["state"] for finding in inspection["findings"])
    assert (states["replied"], states["contested"]) == (5, 1)
    assert states["notified"] >= 10


def test_compared_with_october_there_are_new_known_and_mended_problems(inspection):
    baselines = {finding["baseline"] for finding in inspection["findings"]}
    assert baselines == {"new", "unchanged", "updated", "absent"}


def test_the_scorecard_compares_with_october(out):
    assert "2026-10-23" in (out[0] / "scorecard.html").read_text(encoding="utf-8").replace(
        "2026年10月23日", "2026-10-23"
    )


def test_a_second_run_into_the_same_folder_tells_the_same(out, inspection):
    from sample.inspect import command

    evidence = len(list((out[0] / "evidence").iterdir()))
    result = CliRunner().invoke(command, ["--out", str(out[0])])
    assert result.exit_code == 0, result.output
    again = json.loads((out[0] / "findings.json").read_text(encoding="utf-8"))
    assert [(f["rule"], f["baseline"]) for f in again["findings"]] == [
        (f["rule"], f["baseline"]) for f in inspection["findings"]
    ]
    assert len(list((out[0] / "evidence").iterdir())) == evidence + 2


def test_no_personal_number_leaves_the_evidence(out):
    """IDs, mobiles and cards of the sample's people are nowhere in what is handed on."""
    folder, _ = out
    told = (folder / "findings.json").read_text(encoding="utf-8")
    told += "".join(page.read_text(encoding="utf-8") for page in (folder / "notices").glob("*.html"))
    for n in range(1, 100):
        assert not any(number(n) in told for number in (people.resident_id, people.mobile, people.bank_card))

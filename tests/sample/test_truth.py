"""The inspection of the sample against the truth: exactly the planted problems, none of the look-alikes."""

from __future__ import annotations

import json

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


def test_no_personal_number_leaves_the_evidence(out):
    """IDs, mobiles and cards of the sample's people are nowhere in what is handed on."""
    folder, _ = out
    told = (folder / "findings.json").read_text(encoding="utf-8")
    told += "".join(page.read_text(encoding="utf-8") for page in (folder / "notices").glob("*.html"))
    for n in range(1, 100):
        assert not any(number(n) in told for number in (people.resident_id, people.mobile, people.bank_card))

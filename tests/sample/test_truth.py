"""The inspection of the sample against the truth: exactly the planted problems, none of the look-alikes."""

from __future__ import annotations

import json

import pytest

from sample.truth import compare_findings, compare_unverified, load_truth


@pytest.fixture(scope="session")
def inspection(tmp_path_factory):
    pytest.importorskip("inspection.cli", reason="the command line is not there yet")
    from sample.inspect import FOUND, inspect_sample

    out = tmp_path_factory.mktemp("inspection")
    assert inspect_sample(out) == FOUND
    return json.loads((out / "findings.json").read_text(encoding="utf-8"))


def test_the_findings_are_exactly_the_planted_problems(inspection):
    differences = compare_findings(load_truth(), inspection["findings"])
    assert not differences, differences


def test_what_could_not_be_checked_is_owned_up_to(inspection):
    differences = compare_unverified(load_truth(), inspection["unverified"])
    assert not differences, differences

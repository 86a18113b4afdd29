"""Every rule against its cases: ``tests/rules/<rule-id>/expected.toml``.

A case has a ``name``, one kind of evidence (``[case.document]``, ``[case.column]``, ``[case.site]``,
``[case.account]``) and ``expected``: a list of what each problem must be. An empty list makes it a look-alike.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import rule_evidence as building

from records.model import Problem, Scope, fingerprint
from rules.registry import HEADINGS, Rule, all_rules

FOLDER = Path(__file__).parent
RULES = {rule.meta.id: rule for rule in all_rules()}
FIELDS = {"certainty", "severity", "url", "message", "text", "target", "cell", "picture", "evidence"}
DEADLINE_CLASSES = {"immediate", "urgent", "prompt", "normal", "long"}


def _cases(rule_id: str) -> list[dict[str, Any]]:
    path = FOLDER / rule_id / "expected.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))["case"] if path.is_file() else []


def run(rule: Rule, case: dict[str, Any]) -> list[Problem]:
    if rule.meta.scope in (Scope.DOCUMENT, Scope.PAGE):
        evidence: Any = building.document(case["document"])
    elif rule.meta.scope is Scope.PAGE:
        evidence = building.page(case["document"])
    elif rule.meta.scope is Scope.COLUMN:
        evidence = building.column(case["column"])
    elif rule.meta.scope is Scope.ACCOUNT:
        evidence = building.account(case["account"])
    else:
        evidence = building.site(case["site"])
    site_name = case.get("site_name", "云溪区人民政府")
    options = {**rule.meta.options, **case.get("options", {})}
    return list(rule.check(evidence, options, building.context(site_name=site_name)))


@pytest.mark.parametrize("rule_id", RULES)
def test_rule_has_positives_and_lookalikes(rule_id: str) -> None:
    cases = _cases(rule_id)
    assert [case for case in cases if case["expected"]], f"{rule_id} has no positive case"
    assert [case for case in cases if not case["expected"]], f"{rule_id} has no look-alike"


def test_no_cases_without_a_rule() -> None:
    assert {path.parent.name for path in FOLDER.glob("*/expected.toml")} == set(RULES)


@pytest.mark.parametrize(
    ("rule_id", "case"),
    [(rule_id, case) for rule_id in RULES for case in _cases(rule_id)],
    ids=lambda v: v["name"] if isinstance(v, dict) else v,
)
def test_case(rule_id: str, case: dict[str, Any]) -> None:
    problems = run(RULES[rule_id], case)
    assert len(problems) == len(case["expected"]), [problem.message for problem in problems]
    for problem, expected in zip(problems, case["expected"], strict=True):
        _compare(RULES[rule_id], problem, expected)
        json.dumps(dict(problem.evidence))
    prints = [fingerprint(rule_id, "yunxi", p.target or p.url, p.discriminator) for p in problems]
    assert len(set(prints)) == len(prints)


def _compare(rule: Rule, problem: Problem, expected: dict[str, Any]) -> None:
    assert set(expected) <= FIELDS, f"unknown field in expected: {set(expected) - FIELDS}"
    assert problem.certainty == expected["certainty"]
    if "severity" in expected:
        assert (problem.severity or rule.meta.severity) == expected["severity"]
    if "url" in expected:
        assert problem.url == expected["url"]
    if "message" in expected:
        assert expected["message"] in problem.message
    if "text" in expected:
        assert problem.locus.text == expected["text"]
    if "target" in expected:
        assert problem.target == expected["target"]
    if "cell" in expected:
        assert problem.locus.cell == expected["cell"]
    if "picture" in expected:
        assert (problem.locus.picture, problem.locus.attachment) == (expected["picture"], None)
    for key, value in expected.get("evidence", {}).items():
        assert problem.evidence[key] == value, key


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_metadata_and_manual(rule: Rule) -> None:
    clauses = building.DICTIONARIES.clauses
    assert rule.meta.basis, "a rule names its basis"
    for clause in rule.meta.basis:
        assert clause in clauses, clause
        assert clauses[clause].quotable, f"{clause} is weak and must not be quoted"
    assert set(rule.manual.sections) == set(HEADINGS)
    assert rule.manual.title.endswith("。")
    assert rule.meta.measure.endswith("。")
    assert rule.meta.deadline_class in DEADLINE_CLASSES


@pytest.mark.parametrize("rule_id", [rule_id for rule_id in RULES if rule_id.startswith("privacy-")])
def test_no_plain_value_in_any_problem(rule_id: str) -> None:
    for case in _cases(rule_id):
        for problem in run(RULES[rule_id], case):
            told = json.dumps(asdict(problem), ensure_ascii=False, default=str)
            told = re.sub(r'"hash": "[0-9a-f]{16}"', "", told)
            assert not re.search(r"(?<!\d)\d{7,}", told), told

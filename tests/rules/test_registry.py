"""The registry refuses what is not well-formed, naming the module and the fault."""

from __future__ import annotations

from types import ModuleType

import pytest

from records.model import RuleMeta, Scope, Severity
from rules.registry import RuleError, all_rules, read_rule

MANUAL = """标题。

检查什么
一

为什么
二

例子
坏：三
好：四

怎样整改
五

不检查什么
六

依据
七
"""


def _module(doc: str = MANUAL, rule_id: str = "thing-wrong", family: str = "link", **names: object) -> ModuleType:
    module = ModuleType("office_rules.thing_wrong", doc)
    meta = RuleMeta(rule_id, family, "题", Scope.PAGE, Severity.MINOR, "normal")
    module.__dict__.update({"META": meta, "check": lambda evidence, options, ctx: iter(()), **names})
    return module


def test_a_good_rule_is_read() -> None:
    rule = read_rule(_module())
    assert rule.meta.id == "thing-wrong"
    assert rule.manual.title == "标题。"
    assert rule.manual.sections["怎样整改"] == "五"


@pytest.mark.parametrize(
    ("module", "fault"),
    [
        (_module(META=None), "缺少 META"),
        (_module(check=None), "缺少函数 check"),
        (_module(family="links"), "类别“links”不认识"),
        (_module(rule_id="thing"), "应与文件名一致：thing-wrong"),
        (_module(doc=MANUAL.replace("怎样整改\n五\n", "")), "缺少：怎样整改"),
        (_module(doc=MANUAL.replace("怎样整改\n五\n", "怎样整改\n")), "缺少：怎样整改"),
        (_module(doc=MANUAL.replace("好：四", "")), "缺少“好：”"),
        (_module(doc=""), "检查什么"),
    ],
)
def test_faults_are_named(module: ModuleType, fault: str) -> None:
    with pytest.raises(RuleError) as error:
        read_rule(module)
    assert "office_rules.thing_wrong" in str(error.value)
    assert fault in str(error.value)


def test_all_rules_are_found_once_and_in_order() -> None:
    ids = [rule.meta.id for rule in all_rules()]
    assert len(ids) == len(set(ids))
    assert {"site-unreachable", "link-broken", "column-stale", "word-severe", "privacy-resident-id"} <= set(ids)
    assert all_rules() is all_rules()

"""The rules' own pages ``docs/rules/<id>.md`` and their index, from the rules' docstrings and metadata."""

from __future__ import annotations

from collections.abc import Iterator

import dictionaries
from docs.writing import joined, table
from records.model import FAMILIES, Scope
from records.register.model import DEFAULT_DEADLINES
from reports.shared.labels import label
from rules.registry import Rule, all_rules

SCOPES = {
    Scope.DOCUMENT: "每个网页和附件",
    Scope.PAGE: "每个网页",
    Scope.COLUMN: "每个栏目",
    Scope.SITE: "整个网站",
    Scope.ACCOUNT: "每个新媒体账号",
    Scope.PORTFOLIO: "本单位全部网站",
}


def built_in() -> Iterator[Rule]:
    """The rules of this repository, without those of other packages that happen to be installed."""
    return (rule for rule in all_rules() if rule.check.__module__.startswith("rules."))


def index() -> str:
    """All rules in one table."""
    return table(
        ("编号", "类别", "查出什么", "严重程度", "期限（工作日）"),
        (
            (
                f"[{rule.meta.id}](rules/{rule.meta.id}.md)",
                FAMILIES[rule.meta.family],
                rule.meta.title,
                label("severity", rule.meta.severity),
                str(DEFAULT_DEADLINES[rule.meta.deadline_class].working_days),
            )
            for rule in built_in()
        ),
    )


def pages() -> dict[str, str]:
    """The text of every rule's page by its id."""
    return {rule.meta.id: "\n\n".join(_page(rule)) + "\n" for rule in built_in()}


def _page(rule: Rule) -> Iterator[str]:
    meta, clauses = rule.meta, dictionaries.load().clauses
    yield "<!-- 本页由 python -m docs.generate 按规则文件开头的说明生成，要改请改规则文件。 -->"
    yield f"# {meta.title}（{meta.id}）"
    yield joined(rule.manual.title)
    deadline = DEFAULT_DEADLINES[meta.deadline_class]
    yield table(
        ("类别", "看什么", "严重程度", "整改期限"),
        [
            (
                FAMILIES[meta.family],
                SCOPES[meta.scope],
                label("severity", meta.severity),
                f"{deadline.title}（`{deadline.id}`），默认 {deadline.working_days} 个工作日",
            )
        ],
    )
    for heading, words in rule.manual.sections.items():
        yield f"## {heading}"
        # an example's lines, bad and good, stay lines of their own
        yield words.replace("\n好", "\n\n好") if heading == "例子" else joined(words)
    for clause in (clauses[key] for key in meta.basis):
        yield f"* 《{clause.document.strip('《》')}》（{clause.number}）：{clause.text}"
    if meta.measure:
        yield f"通知书中的整改要求：{meta.measure}"
    if meta.options:
        yield "## 选项"
        yield f'写在 `office.toml` 的 `[rules."{meta.id}"]` 一段里（见 [登记册](../register.md)）。'
        yield table(("选项", "默认值"), ((f"`{name}`", f"`{value}`") for name, value in meta.options.items()))
    yield "全部规则见 [规则](../rules.md)。"

"""Finding the rules: built-in ones by folder, others by entry point; what is not well-formed is refused by name."""

from __future__ import annotations

import importlib
import inspect
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

from dictionaries.model import WORD_CATEGORIES
from records.errors import WangchaError
from records.model import FAMILIES, Problem, RuleMeta
from rules.context import Context

ENTRY_POINTS = "wangcha.rules"
HEADINGS = ("检查什么", "为什么", "例子", "怎样整改", "不检查什么", "依据")
"""The headings of a manual page, in this order."""

WORDS, PERSONAL, MASK, LEADER = "@word:", "@personal", "@mask", "@leader"
SIGN_GROUPS = (PERSONAL, MASK, LEADER, *(WORDS + category for category in WORD_CATEGORIES))
"""Signs (``META.signs``) that stand for many texts: what may be personal, masks, leaders, words by category."""

Check = Callable[[Any, Mapping[str, Any], Context], Iterator[Problem]]


class RuleError(WangchaError):
    """A rule's module is not well-formed."""


@dataclass(frozen=True, slots=True)
class Manual:
    """A rule's manual page: the first line of its docstring and the text under each heading."""

    title: str
    sections: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its metadata, its check (evidence of ``meta.scope``, options, context) and its manual page."""

    meta: RuleMeta
    check: Check
    manual: Manual


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, ordered by family and id. Raises RuleError, which names the module and the fault."""
    found: dict[str, Rule] = {}
    for module in (*_built_in(), *_added()):
        rule = read_rule(module)
        if rule.meta.id in found:
            raise RuleError(f"规则编号重复：{rule.meta.id}（{module.__name__}），请改用别的编号。")
        found[rule.meta.id] = rule
    families = list(FAMILIES)
    return tuple(sorted(found.values(), key=lambda rule: (families.index(rule.meta.family), rule.meta.id)))


def read_rule(module: ModuleType) -> Rule:
    """The rule in a module. Raises RuleError when ``META``, ``check`` or the manual page is not as it must be."""
    name = module.__name__
    meta = getattr(module, "META", None)
    check = getattr(module, "check", None)
    if not isinstance(meta, RuleMeta):
        raise RuleError(f"规则 {name} 缺少 META（RuleMeta）。")
    if not callable(check):
        raise RuleError(f"规则 {name} 缺少函数 check(evidence, options, ctx)。")
    if meta.family not in FAMILIES:
        raise RuleError(f"规则 {name} 的类别“{meta.family}”不认识；可用：{'、'.join(FAMILIES)}。")
    for sign in meta.signs:
        if sign.startswith("@") and sign not in SIGN_GROUPS:
            raise RuleError(f"规则 {name} 的 signs 里“{sign}”不认识；可用：{'、'.join(SIGN_GROUPS)}，或文字本身。")
    file_name = name.rpartition(".")[2]
    if meta.id != file_name.replace("_", "-"):
        raise RuleError(f"规则 {name} 的编号“{meta.id}”应与文件名一致：{file_name.replace('_', '-')}。")
    return Rule(meta, check, read_manual(name, inspect.getdoc(module) or ""))


def read_manual(name: str, text: str) -> Manual:
    """Split a docstring at the fixed headings, each alone on its line. Raises RuleError when one is missing."""
    pieces = re.split(rf"^({'|'.join(HEADINGS)})\s*$", text, flags=re.MULTILINE)
    sections = {head: body.strip() for head, body in zip(pieces[1::2], pieces[2::2], strict=True)}
    missing = [heading for heading in HEADINGS if not sections.get(heading)]
    if missing:
        raise RuleError(f"规则 {name} 的说明缺少：{'、'.join(missing)}（标题独占一行，其下写内容）。")
    for mark in ("坏", "好"):
        if f"{mark}:" not in unicodedata.normalize("NFKC", sections["例子"]):
            raise RuleError(f"规则 {name} 的“例子”缺少“{mark}：”。")
    return Manual(pieces[0].strip(), sections)


def _built_in() -> Iterator[ModuleType]:
    """Modules ``rules/<family>/*.py`` that define META; the others are helpers of their family."""
    folder = Path(__file__).parent
    for family in FAMILIES:
        for path in sorted((folder / family).glob("*.py")):
            if path.stem != "__init__":
                module = importlib.import_module(f"rules.{family}.{path.stem}")
                if hasattr(module, "META"):
                    if module.META.family != family:
                        raise RuleError(f"规则 {module.__name__} 的类别应与文件夹一致：{family}。")
                    yield module


def _added() -> Iterator[ModuleType]:
    for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name):
        module = point.load()
        if not isinstance(module, ModuleType):
            raise RuleError(f"规则扩展“{point.name}”应指向一个模块（{ENTRY_POINTS}），现为：{point.value}。")
        yield module

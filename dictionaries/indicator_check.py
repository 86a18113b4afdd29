"""Reading one indicator set, and saying everything that is wrong with it: file, item, fault, what is allowed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from dictionaries.indicator_set import Condition, CountTerm, Frame, IndicatorItem, IndicatorSet
from records.model import Severity
from records.scores import FigureCertainty, Mode, SubjectKind

SET_KEYS = ("id", "title", "source", "note", "automatic", "frame", "item")
FRAME_KEYS = ("total", "pass_mark", "bonus", "bonus_above", "stop_on_veto")
ITEM_KEYS = (
    "id",
    "block",
    "title",
    "text",
    "mode",
    "part",
    "points",
    "per_finding",
    "cap",
    "at_least",
    "count",
    "skip_counted",
    "needs_service",
    "applies",
    "clause",
    "certainty",
    "note",
)
TERM_KEYS = ("rules", "severity", "where")
RANGE_KEYS = ("min", "max")
MAX_POINTS = 1000
MAX_COUNT = 100_000
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PARTS = (Mode.VETO, Mode.DEDUCT, Mode.BONUS)
ZERO = Decimal(0)

Choice = TypeVar("Choice", bound=StrEnum)


class SetReader:
    """Reads the parsed TOML of one file. ``faults`` holds what is wrong; a set read with faults must not be used.

    ``known_rules`` are the ids that items may name, None for any.
    """

    def __init__(self, file: str, known_rules: Collection[str] | None) -> None:
        self.file = file
        self.known_rules = known_rules
        self.faults: list[str] = []
        self._place = ""

    def read(self, values: Mapping[str, Any], digest: str) -> IndicatorSet:
        """The set in ``values``; faults are collected, not raised."""
        self._place = "文件开头"
        self._keys(values, SET_KEYS)
        ident, title = self._id(values), self._text(values, "title", needed=True)
        source, note = self._text(values, "source", needed=True), self._text(values, "note")
        automatic = self._flag(values, "automatic")
        frame = self._frame(values.get("frame", {}))
        self._place = "文件开头"
        raw = values.get("item", [])
        if not isinstance(raw, list) or not raw or not all(isinstance(item, dict) for item in raw):
            self._fault("没有指标项。每一项以单独一行 [[item]] 开始")
            raw = []
        items = tuple(self._item(number, item, frame) for number, item in enumerate(raw, 1))
        made = IndicatorSet(ident, title, source, note, automatic, frame, items, digest, self.file)
        self._place = "合计"
        self._sums(made)
        return made

    def _frame(self, raw: Any) -> Frame:
        self._place = "[frame]"
        values = self._table(raw)
        self._keys(values, FRAME_KEYS)
        total = self._points(values, "total", ZERO)
        pass_mark, bonus = self._points(values, "pass_mark", ZERO), self._points(values, "bonus", ZERO)
        above = self._points(values, "bonus_above", ZERO)
        for name, amount in (("pass_mark", pass_mark), ("bonus_above", above)):
            if amount > total:
                self._fault(f"{name} = {amount} 大于 total = {total}。应在 0 到 {total} 之间")
        return Frame(total, pass_mark, bonus, above, self._flag(values, "stop_on_veto"))

    def _item(self, number: int, values: Mapping[str, Any], frame: Frame) -> IndicatorItem:
        self._place = f"第 {number} 项"
        ident = self._id(values)
        self._place = f"第 {number} 项“{ident or values.get('title', '')}”"
        self._keys(values, ITEM_KEYS)
        mode = self._choice(values, "mode", tuple(Mode), None) or Mode.PERSON
        part = self._part(values, mode)
        count = self._count(values.get("count", []))
        points = ZERO if part is Mode.VETO else self._points(values, "points", None)
        per_finding = self._points(values, "per_finding", ZERO)
        cap = self._points(values, "cap", points if per_finding else ZERO)
        at_least = values.get("at_least", 1)
        if type(at_least) is not int or not 1 <= at_least <= MAX_COUNT:
            self._fault(f"at_least = {_show(at_least)}。应为不小于 1 的整数（满几处才算）")
            at_least = 1
        item = IndicatorItem(
            id=ident,
            block=self._text(values, "block", needed=True),
            title=self._text(values, "title", needed=True),
            text=self._text(values, "text", needed=True),
            mode=mode,
            part=part,
            points=points,
            per_finding=per_finding,
            cap=cap,
            at_least=at_least,
            count=count,
            skip_counted=self._flag(values, "skip_counted"),
            needs_service=self._flag(values, "needs_service"),
            applies=self._applies(values),
            clause=self._text(values, "clause"),
            certainty=self._choice(values, "certainty", tuple(FigureCertainty), None) or FigureCertainty.MEMORY_WEAK,
            note=self._text(values, "note"),
        )
        self._fits(item, values)
        return item

    def _part(self, values: Mapping[str, Any], mode: Mode) -> Mode:
        if mode is Mode.PERSON:
            return self._choice(values, "part", PARTS, None) or Mode.DEDUCT
        if "part" in values and values["part"] != mode.value:
            self._fault(
                f'part = {_show(values["part"])} 与 mode = "{mode.value}" 不一致。part 只需写在 mode = "person" 的项里'
            )
        return mode

    def _fits(self, item: IndicatorItem, values: Mapping[str, Any]) -> None:
        """Whether mode, points and count make sense together."""
        if item.part is Mode.VETO:
            for key in ("points", "per_finding", "cap"):
                if key in values:
                    self._fault(f"单项否决没有分值，不能写 {key}。请删去，或改 mode / part")
        if item.mode is not Mode.PERSON and not item.count:
            self._fault(
                '没有 count，机器无从评定。请写 count = [{ rules = ["…"] }]；只能由人评定的，写 mode = "person"'
            )
        if item.mode in (Mode.DEDUCT, Mode.BONUS) and not item.per_finding:
            self._fault("缺少 per_finding（每处扣几分，大于 0）")
        if item.mode is Mode.PERSON and item.per_finding and not item.count:
            self._fault("写了 per_finding 却没有 count，不知道按哪些问题扣。请补 count，或删去 per_finding")
        if item.cap > item.points:
            self._fault(f"cap = {item.cap} 大于本项分值 points = {item.points}。一项扣分不能超过本项分值")
        if item.per_finding and _number(values.get("cap")) == 0:
            self._fault("cap = 0，等于永不扣分。应大于 0 且不大于 points")

    def _count(self, raw: Any) -> tuple[CountTerm, ...]:
        if not isinstance(raw, list) or not all(isinstance(term, dict) for term in raw):
            self._fault('count 的写法不对。应为 count = [{ rules = ["规则编号"], where = { 证据字段 = ["取值"] } }]')
            return ()
        return tuple(self._term(term) for term in raw)

    def _term(self, raw: Mapping[str, Any]) -> CountTerm:
        self._keys(raw, TERM_KEYS, "count 里的")
        rules = raw.get("rules")
        if not isinstance(rules, list) or not rules or not all(isinstance(rule, str) for rule in rules):
            self._fault('count 里的 rules 应为规则编号的列表，如 rules = ["link-broken"]')
            rules = []
        self._known(rules)
        severity = raw.get("severity", [])
        levels = [level.value for level in Severity]
        if not isinstance(severity, list) or not all(isinstance(one, str) and one in levels for one in severity):
            self._fault(f"severity = {_show(severity)}。应为列表，可以取：{'、'.join(map(_show, levels))}")
            severity = []
        where = raw.get("where", {})
        if not isinstance(where, dict):
            self._fault('where 应写成 { 证据字段 = ["取值"] } 或 { 证据字段 = { min = 1 } }')
            where = {}
        return CountTerm(
            tuple(rules),
            tuple(Severity(one) for one in severity),
            tuple(self._condition(key, value) for key, value in where.items()),
        )

    def _known(self, rules: Iterable[str]) -> None:
        if self.known_rules is None:
            return
        unknown = [rule for rule in rules if rule not in self.known_rules]
        if unknown:
            known = "、".join(sorted(self.known_rules))
            self._fault(f"没有这样的规则：{'、'.join(map(_show, unknown))}。可用的规则：{known}")

    def _condition(self, key: str, value: Any) -> Condition:
        if isinstance(value, list) and value and all(isinstance(one, str | int) for one in value):
            return Condition(key, values=tuple(value))
        if isinstance(value, dict) and value and set(value) <= set(RANGE_KEYS):
            bounds = [value.get(name) for name in RANGE_KEYS]
            if all(bound is None or _number(bound) is not None for bound in bounds):
                least, most = (None if bound is None else _number(bound) for bound in bounds)
                if least is None or most is None or least <= most:
                    return Condition(key, least=least, most=most)
        self._fault(
            f'where 里 {key} = {_show(value)} 的写法不对。应为取值的列表 ["甲", "乙"]，或范围 {{ min = 14, max = 30 }}'
        )
        return Condition(key)

    def _applies(self, values: Mapping[str, Any]) -> tuple[SubjectKind, ...]:
        raw = values.get("applies")
        allowed = tuple(kind.value for kind in SubjectKind)
        if not isinstance(raw, list) or not raw or not all(isinstance(one, str) and one in allowed for one in raw):
            self._fault(
                f"applies = {_show(raw)}。应为列表，可以取："
                '"portal"（政府门户网站）、"site"（部门网站）、"account"（政务新媒体）'
            )
            return ()
        return tuple(SubjectKind(one) for one in dict.fromkeys(raw))

    def _sums(self, made: IndicatorSet) -> None:
        seen: dict[str, int] = {}
        for number, item in enumerate(made.items, 1):
            if item.id and seen.setdefault(item.id, number) != number:
                self._fault(f'第 {number} 项与第 {seen[item.id]} 项的编号都是 "{item.id}"。同一文件内编号不能重复')
        for kind in SubjectKind:
            amounts = [item.points for item in made.items_for(kind) if item.part is Mode.DEDUCT]
            if amounts and sum(amounts) != made.frame.total:
                self._fault(
                    f'适用 "{kind.value}" 的扣分项（含人工评定的）分值合计 {sum(amounts)} 分，'
                    f"而 [frame] total = {made.frame.total}。两者应相等"
                )

    def _id(self, values: Mapping[str, Any]) -> str:
        ident = values.get("id")
        if not isinstance(ident, str) or not KEBAB.fullmatch(ident) or len(ident) > 80:
            self._fault(f'id = {_show(ident)}。编号应由小写字母、数字和短横线组成，如 "link-home"')
            return ""
        return ident

    def _text(self, values: Mapping[str, Any], key: str, *, needed: bool = False) -> str:
        text = values.get(key, "")
        if not isinstance(text, str) or len(text) > 2000 or any(ord(c) < 32 and c not in "\n\t" for c in text):
            self._fault(f"{key} 应为引号中的文字，不超过 2000 字，不含控制字符")
            return ""
        if needed and not text.strip():
            self._fault(f"缺少 {key}")
        return text.strip()

    def _flag(self, values: Mapping[str, Any], key: str) -> bool:
        flag = values.get(key, False)
        if not isinstance(flag, bool):
            self._fault(f"{key} = {_show(flag)}。应为 true 或 false（不加引号）")
        return flag is True

    def _points(self, values: Mapping[str, Any], key: str, default: Decimal | None) -> Decimal:
        """A number of points; ``default`` None means that it must be given."""
        if key not in values and default is not None:
            return default
        number = _number(values.get(key))
        if number is None or not 0 <= number <= MAX_POINTS or number != round(number, 2):
            self._fault(
                f"{key} = {_show(values.get(key))}。应为 0 到 {MAX_POINTS} 之间的数，最多两位小数，不能为负，不加引号"
            )
            return ZERO
        return number

    def _choice(
        self, values: Mapping[str, Any], key: str, allowed: tuple[Choice, ...], default: Choice | None
    ) -> Choice | None:
        value = values.get(key)
        found = next((choice for choice in allowed if choice.value == value), default)
        if found is None:
            self._fault(f"{key} = {_show(value)}。可以取：{'、'.join(_show(choice.value) for choice in allowed)}")
        return found

    def _table(self, raw: Any) -> Mapping[str, Any]:
        if isinstance(raw, dict):
            return raw
        self._fault("写法不对。应以单独一行 [frame] 开始，下面逐行写各键")
        return {}

    def _keys(self, values: Mapping[str, Any], allowed: Iterable[str], inside: str = "") -> None:
        unknown = [key for key in values if key not in allowed]
        if unknown:
            self._fault(f"{inside}不认识的键：{'、'.join(map(_show, unknown))}。可以写：{'、'.join(allowed)}")

    def _fault(self, text: str) -> None:
        self.faults.append(f"{self.file}，{self._place}：{text}。")


def _number(value: Any) -> Decimal | None:
    """``value`` as a finite Decimal; None where it is no number (truth values and nan are none)."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    return number if number.is_finite() else None


def _show(value: Any) -> str:
    """A value as the clerk wrote it, cut short."""
    if value is None:
        return "（未写）"
    if isinstance(value, bool):
        return str(value).lower()
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "…"

"""Judging a pack that was read: is it of this round and office, and is every row complete and in its place?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from openpyxl.utils.datetime import from_excel

from inspection.audit.read_pack import Problems, RawPack, Row
from records.audit import Answer, AuditItem, AuditRound, AuditTarget, AuditVerdict, HandFinding, PackReturn
from records.clock import CHINA, parse_as_of
from records.errors import BadInputError
from records.masking import mask_text
from reports.audit import layout
from reports.shared.safe_text import cell_text, clip, safe_href

MAX_TEXT = 2000
MAX_NAME = 40
_SERIAL_DAYS = range(30_000, 80_000)
"""Day numbers of Excel that can be meant: the years 1982 to 2119."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed out in a round: all that a pack that comes back is held against."""

    round: AuditRound
    targets: Sequence[AuditTarget]
    items: Sequence[AuditItem]


def check_pack(pack: RawPack, handed: Handed, now: datetime, problems: Problems) -> PackReturn | None:
    """The pack's answers; what is wrong goes to ``problems``, and then there are none (None)."""
    before = len(problems.lines)
    checker = pack.keys.get(layout.KEY_CHECKER, "")
    if pack.keys.get(layout.KEY_DIGEST) != handed.round.draw.digest or checker not in handed.round.draw.teams:
        problems.add(pack.file, f"不是本办公室第{handed.round.id}轮互查发出的表，没有收录。请核对是不是交错了文件。")
        return None
    check = _Check(pack.file, checker, handed, now, problems)
    answers = check.answers(pack.items)
    by_hand = check.hand_findings(pack.hand)
    if len(problems.lines) > before:
        return None
    return PackReturn(checker, now, pack.file, tuple(answers), tuple(by_hand))


@dataclass(frozen=True, slots=True)
class _Check:
    file: str
    checker: str
    handed: Handed
    now: datetime
    problems: Problems

    def answers(self, rows: Sequence[Row]) -> list[Answer]:
        own = {item.finding for item in self.handed.items if item.checker == self.checker}
        seen: dict[str, int] = {}
        answers = []
        for row in rows:
            finding = row.text(layout.ITEM_ID)
            if not finding:
                self._item(
                    row, layout.ITEM_ID, "这一行没有问题编号。请补上原来的编号；自己发现的问题请写到“人工发现”表。"
                )
            elif finding not in own:
                self._item(row, layout.ITEM_ID, self._foreign(finding))
            elif finding in seen:
                self._item(row, layout.ITEM_ID, f"与第{seen[finding]}行重复（编号 {finding}）。请只保留一行。")
            else:
                seen[finding] = row.number
                if answer := self._answer(finding, row):
                    answers.append(answer)
        return answers

    def _foreign(self, finding: str) -> str:
        others = [item.checker for item in self.handed.items if item.finding == finding]
        shown = clip(finding, 40)
        if others:
            owner = "、".join(self.handed.round.name(one) for one in others)
            return f"编号 {shown} 的问题由{owner}核实，不在本单位的核实范围内。请删去这一行。"
        return f"编号“{shown}”不是本轮发出的。请核对编号，或删去这一行；自己发现的问题请写到“人工发现”表。"

    def _answer(self, finding: str, row: Row) -> Answer | None:
        words, note = row.text(layout.VERDICT), self._prose(row, layout.VERDICT_NOTE)
        person, day = self._person(row, layout.VERDICT_PERSON), self._day(layout.SHEET_ITEMS, row, layout.VERDICT_DAY)
        if not words:
            if any(row.text(title) for title in layout.ITEM_FILLED):
                self._item(
                    row, layout.VERDICT, "填了说明、核实人或日期，但没有选结论。请选结论，或清空这一行的填写内容。"
                )
            return None
        verdict = next((key for key, word in layout.VERDICT_WORDS.items() if word == words), None)
        if verdict is None:
            choices = "、".join(layout.VERDICT_WORDS.values())
            self._item(row, layout.VERDICT, f"“{clip(words, 20)}”不是可选的结论。请从{choices}中选一个。")
            return None
        if verdict is AuditVerdict.REFUSED and not note:
            self._item(row, layout.VERDICT_NOTE, "结论是“不属实”，但没有写理由。请写明为什么不属实。")
        return Answer(self.checker, finding, verdict, note, person, day)

    def hand_findings(self, rows: Sequence[Row]) -> list[HandFinding]:
        targets = [target for target in self.handed.targets if target.checker == self.checker]
        labels = layout.target_labels(self.handed.round, targets)
        seen: dict[tuple[str, ...], int] = {}
        found = []
        for row in rows:
            key = tuple(
                row.text(title) for title in (layout.HAND_SITE, layout.HAND_URL, layout.HAND_KIND, layout.HAND_TEXT)
            )
            if key in seen:
                self._hand(row, layout.HAND_TEXT, f"与第{seen[key]}行重复。请只保留一行。")
                continue
            seen[key] = row.number
            if one := self._hand_finding(row, labels):
                found.append(one)
        return found

    def _hand_finding(self, row: Row, labels: Mapping[str, AuditTarget]) -> HandFinding | None:
        before = len(self.problems.lines)
        site, url, kind = (row.text(title) for title in (layout.HAND_SITE, layout.HAND_URL, layout.HAND_KIND))
        text = self._prose(row, layout.HAND_TEXT)
        target = labels.get(site)
        if target is None:
            what = f"“{clip(site, 60)}”不在本单位的被查范围内" if site else "没有选"
            self._hand(row, layout.HAND_SITE, f"{what}。请从下拉清单中选：{'、'.join(labels) or '（无）'}。")
        if safe_href(url) is None:
            what = f"“{clip(url, 60)}”不是网址" if url else "没有填"
            self._hand(row, layout.HAND_URL, f"{what}。请从浏览器地址栏整行复制（以 http:// 或 https:// 开头）。")
        if kind not in layout.KINDS:
            what = f"“{clip(kind, 20)}”不在清单里" if kind else "没有选"
            self._hand(row, layout.HAND_KIND, f"{what}。请从下拉清单中选：{'、'.join(layout.KINDS)}。")
        if not text:
            self._hand(row, layout.HAND_TEXT, "没有填。请写明是什么问题、在页面的什么地方。")
        evidence, person = self._prose(row, layout.HAND_EVIDENCE), self._person(row, layout.HAND_PERSON)
        day = self._day(layout.SHEET_HAND, row, layout.HAND_DAY)
        if target is None or len(self.problems.lines) > before:
            return None
        return HandFinding(self.checker, target.checked, target.site, url, kind, text, evidence, person, day)

    def _prose(self, row: Row, title: str) -> str:
        """What a person wrote, with long numbers masked: a checker may have copied personal data."""
        text = mask_text(cell_text(row.text(title)).strip())
        return text if len(text) <= MAX_TEXT else f"{text[: MAX_TEXT - 1]}…"

    def _person(self, row: Row, title: str) -> str:
        return mask_text(clip(row.text(title), MAX_NAME))

    def _day(self, sheet: str, row: Row, title: str) -> date | None:
        value = row.cells.get(title, "")
        if value == "":
            return None
        try:
            day = _as_day(value)
        except BadInputError as fault:
            self.problems.add(self.file, str(fault), sheet=sheet, row=row.number, column=title)
            return None
        drawn = self.handed.round.drawn_at.astimezone(CHINA).date()
        today = self.now.astimezone(CHINA).date()
        if not drawn <= day <= today:
            what = f"{day.isoformat()} 早于抽签日期 {drawn}" if day < drawn else f"{day.isoformat()} 还没有到"
            self.problems.add(self.file, f"{what}。请核对年、月、日。", sheet=sheet, row=row.number, column=title)
        return day

    def _item(self, row: Row, column: str, what: str) -> None:
        self.problems.add(self.file, what, sheet=layout.SHEET_ITEMS, row=row.number, column=column)

    def _hand(self, row: Row, column: str, what: str) -> None:
        self.problems.add(self.file, what, sheet=layout.SHEET_HAND, row=row.number, column=column)


def _as_day(value: str | date) -> date:
    """A date cell: a date of Excel, its day number left in a text cell, or a written date."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = None
    if number is not None and number.is_finite() and int(number) in _SERIAL_DAYS:
        moment = from_excel(int(number))
        if isinstance(moment, datetime):
            return moment.date()
    return parse_as_of(value.replace(".", "-"))

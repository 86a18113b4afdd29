"""Reading the departments' replies from the reply columns of a 整改台账; what is wrong is told all at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from records.clock import parse_as_of
from records.errors import BadInputError
from records.model import Finding
from records.notices import Reply
from records.register.fields import Faults
from records.register.table_file import Row, read_sheets
from reports.ledger_xlsx import PROBLEM_COLUMNS, REPLY_STATES
from reports.shared.safe_text import cell_text, clean, printable_url

ID = "问题编号"
OUTCOME, MEASURES, FINISHED, PERSON, CONTESTED = (column.title for column in PROBLEM_COLUMNS if column.reply)
NEEDED = (ID, OUTCOME, MEASURES, FINISHED, PERSON, CONTESTED)
DONE, APPEAL = REPLY_STATES[0], REPLY_STATES[-1]

MAX_TEXT = 2000
"""Characters of one reply, as the ledger itself allows."""

_HEADER_WITHIN = 20
_NO = frozenset({"否", "无", "没有", "不申诉", "无申诉", "不", "/", "-", "—", "n", "no"})
_BARE_YES = frozenset({"是", "有", "申诉", "yes", "y"})


@dataclass
class Replies:
    """What the files hold: replies, how many rows had none, and remarks a person should read."""

    replies: list[Reply] = field(default_factory=list)
    empty: int = 0
    remarks: list[str] = field(default_factory=list)


def read_replies(paths: Sequence[Path], known: Mapping[str, Finding], today: date) -> Replies:
    """The replies of all files. ``known`` are the findings of the office's ledger by id.

    Columns are found by their heads, wherever they stand. Raises :class:`BadInputError` that lists, with file, sheet,
    row and column, missing columns, ids that the ledger does not know, dates that are none, and findings with two
    different replies; nothing is to be taken then.
    """
    found = Replies()
    told: list[str] = []
    first: dict[str, Reply] = {}
    for path in paths:
        faults = Faults(path.name)
        reader = _File(path, known, today, faults, found)
        for reply in reader.read():
            before = first.setdefault(reply.finding, reply)
            if before is reply:
                found.replies.append(reply)
            elif before.note != reply.note:
                faults.add(
                    reply.place, f"问题 {reply.finding} 与 {before.file} {before.place} 的反馈不同，只能保留一行。"
                )
        try:
            faults.raise_if_any()
        except BadInputError as error:
            told.append(str(error))
    if told:
        raise BadInputError("\n".join(told))
    return found


@dataclass
class _File:
    path: Path
    known: Mapping[str, Finding]
    today: date
    faults: Faults
    found: Replies

    def read(self) -> list[Reply]:
        replies: list[Reply] = []
        ledger = False
        for sheet in read_sheets(self.path):
            start, columns = self._header(sheet)
            ledger = ledger or bool(start)
            if start and all(name in columns for name in NEEDED):
                replies += [reply for row in sheet[start:] if (reply := self._reply(row, columns))]
        if not ledger:
            self.faults.add("表头", f"没有找到“{ID}”这一列。请用网查导出的整改台账填写，不要改动表头。")
        return replies

    def _header(self, sheet: Sequence[Row]) -> tuple[int, dict[str, int]]:
        """The index of the first row below the heads, and where each known column stands; faults are noted."""
        titles = {_plain(column.title): column.title for column in PROBLEM_COLUMNS}
        for index, row in enumerate(sheet[:_HEADER_WITHIN]):
            places: dict[str, list[int]] = {}
            for at, cell in enumerate(row.cells):
                if title := titles.get(_plain(cell)):
                    places.setdefault(title, []).append(at)
            if ID not in places:
                continue
            for name in NEEDED:
                if name not in places:
                    self.faults.add(
                        f"第 {row.number} 行表头", f"缺少“{name}”这一列，可能被删去或改了名。请改回原来的表头。"
                    )
                elif len(places[name]) > 1:
                    self.faults.add(row.place(places[name][1]), f"“{name}”出现了不止一次，请只留一列。")
            return index + 1, {title: at[0] for title, at in places.items()}
        return 0, {}

    def _reply(self, row: Row, columns: Mapping[str, int]) -> Reply | None:
        """The reply of one row; None where there is none, or where something is wrong with it (noted)."""
        said = {name: self._text(row, columns, name) for name in NEEDED}
        contested = "" if said[CONTESTED].lower().strip(" 。.") in _NO else said[CONTESTED]
        if not any((said[OUTCOME], said[MEASURES], said[FINISHED], said[PERSON], contested)):
            self.found.empty += bool(said[ID])
            return None
        finding = self.known.get(said[ID].lower())
        before = len(self.faults.lines)
        if finding is None:
            self._unknown_id(row, columns, said[ID])
            return None
        self._outcome(row, columns, said[OUTCOME], contested)
        finished = self._finished(row, columns, said, finding)
        if len(self.faults.lines) > before:
            return None
        self._changed(row, columns, finding)
        outcome = said[OUTCOME] or (APPEAL if contested else "")
        return Reply(
            finding.id,
            outcome,
            said[MEASURES],
            finished,
            said[PERSON],
            contested,
            self.path.name,
            f"第 {row.number} 行",
        )

    def _text(self, row: Row, columns: Mapping[str, int], name: str) -> str:
        at = columns[name]
        text = clean(cell_text(row.cells[at])) if at < len(row.cells) else ""
        if len(text) > MAX_TEXT:
            self.faults.add(row.place(at), f"“{name}”超过 {MAX_TEXT} 字。请写要点，详细材料另附。")
        return text

    def _unknown_id(self, row: Row, columns: Mapping[str, int], written: str) -> None:
        what = f"台账里没有编号为“{written[:40]}”的问题" if written else "填了反馈，但没有问题编号"
        self.faults.add(row.place(columns[ID]), f"{what}。请核对编号有没有改动，或者这份台账是不是别的单位发的。")

    def _outcome(self, row: Row, columns: Mapping[str, int], outcome: str, contested: str) -> None:
        if outcome and outcome not in REPLY_STATES:
            self.faults.add(
                row.place(columns[OUTCOME]), f"“{outcome[:40]}”不是可选的整改情况，应为：{'、'.join(REPLY_STATES)}。"
            )
        elif not outcome and not contested:
            self.faults.add(row.place(columns[OUTCOME]), f"没有写整改情况。应为：{'、'.join(REPLY_STATES)}。")
        if (outcome == APPEAL and not contested) or contested.lower() in _BARE_YES:
            self.faults.add(row.place(columns[CONTESTED]), "申诉要写明理由。")

    def _finished(self, row: Row, columns: Mapping[str, int], said: Mapping[str, str], finding: Finding) -> date | None:
        written = said[FINISHED].removesuffix(" 00:00:00")
        if not written:
            return None
        try:
            day = parse_as_of(re.sub(r"^(\d{4})\.(\d{1,2})\.(\d{1,2})$", r"\1-\2-\3", written))
        except BadInputError as error:
            self.faults.add(row.place(columns[FINISHED]), str(error))
            return None
        if day > self.today and said[OUTCOME] == DONE:
            self.faults.add(
                row.place(columns[FINISHED]), f"写明“{DONE}”，完成时间 {day} 却在今天（{self.today}）之后。"
            )
        elif day < finding.first_seen:
            self.found.remarks.append(
                f"{self.path.name} 第 {row.number} 行：完成时间 {day} 早于发现时间 {finding.first_seen}，"
                "请在复查时留意。"
            )
        return day

    def _changed(self, row: Row, columns: Mapping[str, int], finding: Finding) -> None:
        """Columns that are not the department's to change: what the ledger says holds, and a remark tells so."""
        kept = {"网址": printable_url(finding.url), "问题类型（二级）": finding.title}
        changed = [
            name
            for name, value in kept.items()
            if name in columns and _plain(row.cells[columns[name]]) != _plain(cell_text(value))
        ]
        if "期限" in columns and finding.deadline is not None:
            written = row.cells[columns["期限"]].removesuffix(" 00:00:00")
            if re.fullmatch(r"\d{4}-\d\d-\d\d", written) and written > finding.deadline.isoformat():
                changed.append("期限")
        if changed:
            self.found.remarks.append(
                f"{self.path.name} 第 {row.number} 行：{'、'.join(changed)}与台账不同，以台账为准，没有采用。"
            )


def _plain(text: str) -> str:
    """Text without spaces, and full width made equal, so that heads are known again after copying."""
    return re.sub(r"[\s*]", "", unicodedata.normalize("NFKC", text))

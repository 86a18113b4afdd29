"""Taking packs back: all that were given, or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from inspection.audit.check_pack import Handed, check_pack
from inspection.audit.read_pack import Problems, RawPack, read_pack
from records.audit import AuditRound, AuditVerdict, PackReturn, all_rounds, items_of, store_returns, targets_of
from records.clock import CHINA
from records.database import transaction
from records.errors import BadInputError
from reports.audit import layout

MAX_TOLD = 200
"""Problems that are listed; of more only the number is told."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One pack that was taken: by whom, what it held, and whether it took the place of an earlier one."""

    round: str
    checker: str
    file: str
    verdicts: Counter[AuditVerdict]
    unanswered: int
    by_hand: int
    replaced: bool
    late: bool

    def sentence(self) -> str:
        """The receipt in Chinese."""
        counts = "、".join(f"{word} {self.verdicts[verdict]} 条" for verdict, word in layout.VERDICT_WORDS.items())
        return "".join(
            (
                f"已收录{self.checker}的第{self.round}轮互查表（{self.file}）：{counts}",
                f"，未核实 {self.unanswered} 条" if self.unanswered else "",
                f"，人工发现 {self.by_hand} 条",
                "；逾期交回" if self.late else "",
                "；该单位以前交的结果已被这一份替换" if self.replaced else "",
                "。",
            )
        )


def import_packs(db: Database, paths: Sequence[Path], *, now: datetime) -> list[Receipt]:
    """Take packs back; folders stand for the ``.xlsx`` files in them. A checker's earlier answers are replaced.

    ``now`` is aware. Raises :class:`BadInputError` that lists every problem of every file, with sheet, row and column;
    then nothing of any file is taken.
    """
    problems = Problems()
    taken: list[tuple[Handed, PackReturn]] = []
    files = _files(paths)
    if not files:
        raise BadInputError("没有找到互查表。请给出交回的 .xlsx 文件，或者放这些文件的文件夹。")
    rounds = {item.id: item for item in all_rounds(db)}
    handed: dict[str, Handed] = {}
    owners: dict[tuple[str, str], str] = {}
    for path in files:
        raw = read_pack(path, problems)
        audit_round = _round_of(raw, rounds, problems)
        if raw is None or audit_round is None:
            continue
        if audit_round.id not in handed:
            handed[audit_round.id] = Handed(audit_round, targets_of(db, audit_round.id), items_of(db, audit_round.id))
        pack = check_pack(raw, handed[audit_round.id], now, problems)
        key = (audit_round.id, raw.keys.get(layout.KEY_CHECKER, ""))
        if key in owners:
            problems.add(raw.file, f"与“{owners[key]}”是同一个单位的互查表。一个单位只交一份，请删去旧的。")
        owners[key] = raw.file
        if pack is not None:
            taken.append((handed[audit_round.id], pack))
    if problems.lines:
        raise BadInputError(_told(problems.lines, len(files)))
    with transaction(db):
        return [_store(db, one, pack) for one, pack in taken]


def _files(paths: Sequence[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        inside = [file for file in sorted(path.glob("*.xlsx")) if not file.name.startswith(("~$", "."))]
        files.extend(inside if path.is_dir() else [path])
    return list(dict.fromkeys(files))


def _round_of(raw: RawPack | None, rounds: dict[str, AuditRound], problems: Problems) -> AuditRound | None:
    if raw is None:
        return None
    name = raw.keys.get(layout.KEY_ROUND, "")
    if name not in rounds:
        problems.add(raw.file, f"是第{name}轮互查的表，本办公室没有这一轮。请核对是不是交错了文件。")
    return rounds.get(name)


def _store(db: Database, handed: Handed, pack: PackReturn) -> Receipt:
    replaced = store_returns(db, handed.round.id, [pack])
    asked = sum(item.checker == pack.checker for item in handed.items)
    return Receipt(
        round=handed.round.id,
        checker=handed.round.name(pack.checker),
        file=pack.file,
        verdicts=Counter(answer.verdict for answer in pack.answers),
        unanswered=asked - len(pack.answers),
        by_hand=len(pack.hand_findings),
        replaced=bool(replaced),
        late=pack.returned_at.astimezone(CHINA).date() > handed.round.deadline,
    )


def _told(lines: Sequence[str], files: int) -> str:
    more = [f"……另有{len(lines) - MAX_TOLD}处。"] if len(lines) > MAX_TOLD else []
    listed = "\n".join((*(f"  {number}. {line}" for number, line in enumerate(lines[:MAX_TOLD], start=1)), *more))
    scope = "这份互查表" if files == 1 else f"这{files}份互查表"
    return f"{scope}有{len(lines)}处问题，一条都没有收录，以前收录的没有改动。请改正后重新导入：\n{listed}"

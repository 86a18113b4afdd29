"""Word files: ``words/*.csv`` and ``words/*.xlsx`` in, the same out. One row an entry, headings English or Chinese."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

from dictionaries.model import GAP, WITHOUT_SUGGESTION, WORD_CATEGORIES, Word
from dictionaries.tables import Row, read_table
from records.errors import BadInputError
from records.model import Severity

WORD_FILES = (".csv", ".xlsx")

SEVERITIES = {"critical": "特别严重", "serious": "严重", "minor": "一般", "info": "提示"}
WORD_COLUMNS = {
    "word": "错误写法",
    "category": "类别",
    "severity": "严重程度",
    "suggestion": "正确写法",
    "exceptions": "例外",
    "contexts": "不算的语境",
    "needs": "须有的语境",
    "titles": "书名号内不算",
    "valid_from": "起用日期",
    "valid_until": "停用日期",
    "source": "来源",
    "boundary": "词界",
}
_CHOICE = re.compile(r"\[([^\[\]]+)\]")
_MOST_CHOICES = 100
_FIRST_PRINTED = 32


def read_words(path: Path) -> list[Word]:
    """The words in a file, patterns with ``[甲乙]`` written out. Raises BadInputError that names row and column.

    An entry that stands there twice, or that would hit its own right writing, is refused.
    """
    words: list[Word] = []
    seen: set[str] = set()
    for row in read_table(path, WORD_COLUMNS, ("word", "category")):
        for word in _word(row):
            if word.word in seen:
                raise row.fault("word", f"“{word.word}”在本文件里已经有了", "请删去重复的一行")
            seen.add(word.word)
            words.append(word)
    return words


def _word(row: Row) -> list[Word]:
    written = row.required("word")
    category = row.choice("category", WORD_CATEGORIES)
    severity = row.choice("severity", SEVERITIES) if row.text("severity") else "minor"
    suggestion = row.text("suggestion") if category in WITHOUT_SUGGESTION else row.required("suggestion")
    since, until = row.day("valid_from"), row.day("valid_until")
    if since and until and since > until:
        raise row.fault("valid_until", "早于起用日期", "停用日期应在起用日期之后")
    entry = Word(
        written,
        category,
        Severity(severity),
        suggestion,
        row.several("exceptions"),
        since,
        until,
        row.text("source"),
        row.flag("boundary"),
        row.several("contexts"),
        row.several("needs"),
        row.flag("titles"),
    )
    return written_out(entry, row.fault)


def written_out(entry: Word, fault: Callable[[str, str, str], BadInputError]) -> list[Word]:
    """The words an entry stands for, ``[甲乙]`` in it written out. What a file could not hold, or what would never be
    found, is refused: ``fault`` makes the error of a column, what is wrong with it and what is allowed.
    """
    if entry.word.startswith("#") or any(ord(character) < _FIRST_PRINTED for character in entry.word):
        raise fault("word", f"“{' '.join(entry.word.split())}”的写法不对", "词里不能换行，也不能以 # 开头")
    if any("|" in longer for longer in entry.exceptions):
        raise fault("exceptions", "例外里有“|”", "例外须是含有该词的更长的正确写法，用 | 分隔")
    made = [_checked(fault, replace(entry, word=word)) for word in _choices(fault, entry.word)]
    for longer in entry.exceptions:
        if not any(word.word in longer and word.word != longer for word in made):
            raise fault(
                "exceptions", f"例外“{longer}”不含“{entry.word}”", "例外须是含有该词的更长的正确写法，用 | 分隔"
            )
    return made


def _checked(fault: Callable[[str, str, str], BadInputError], word: Word) -> Word:
    if not all(any(map(str.isalnum, piece)) for piece in word.pieces):
        raise fault("word", f"“{word.word}”里没有字", "请写成两个字以上的词")
    if any(len(piece) < 2 for piece in word.pieces):
        raise fault("word", f"“{word.word}”只有一个字", "单字几乎总会误报，请写成两个字以上的词")
    if word.word == word.suggestion:
        raise fault("suggestion", f"正确写法与错误写法相同：“{word.word}”", "请核对哪一个是对的")
    right = () if GAP in word.word or word.word not in word.suggestion else (word.suggestion,)
    kept = tuple(longer for longer in word.exceptions if word.word in longer and word.word != longer)
    return replace(word, exceptions=tuple(dict.fromkeys(kept + right)))


def _choices(fault: Callable[[str, str, str], BadInputError], written: str) -> list[str]:
    """``[部步]暑`` is 部暑 and 步暑."""
    pieces = _CHOICE.split(written)
    choices = [tuple(piece) if odd % 2 else (piece,) for odd, piece in enumerate(pieces)]
    made = ["".join(each) for each in product(*choices)] if len(choices) < 10 else []
    if not made or len(made) > _MOST_CHOICES or "[" in "".join(made):
        raise fault("word", f"“{written}”的写法不对", "方括号里写可以互换的字，如 [部步]暑，一条至多 100 种")
    return made


def word_cells(word: Word) -> list[str]:
    """The cells of an entry in the order of :data:`WORD_COLUMNS`."""
    return [
        word.word,
        word.category,
        word.severity.value,
        word.suggestion,
        "|".join(word.exceptions),
        "|".join(word.contexts),
        "|".join(word.needs),
        "是" if word.titles else "",
        word.valid_from.isoformat() if word.valid_from else "",
        word.valid_until.isoformat() if word.valid_until else "",
        word.source,
        "是" if word.boundary else "",
    ]


def write_words(path: Path, words: Iterable[Word]) -> None:
    """Write entries with Chinese headings as Excel opens them: CSV (UTF-8 with BOM) or XLSX, by the file's name."""
    lines: list[Sequence[str]] = [list(WORD_COLUMNS.values()), *map(word_cells, words)]
    try:
        if path.suffix.lower() == ".xlsx":
            _write_workbook(path, lines)
        elif path.suffix.lower() == ".csv":
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                csv.writer(file).writerows(lines)
        else:
            raise BadInputError(f"{path} 的扩展名不对。词库文件应以 .csv 或 .xlsx 结尾。")
    except OSError as error:
        raise BadInputError(
            f"{path} 写不进去（{error.strerror}）。请核对目录和权限，文件在 Excel 里打开时先关闭。"
        ) from error


def _write_workbook(path: Path, lines: Iterable[Sequence[str]]) -> None:
    import openpyxl  # noqa: PLC0415 - takes a third of a second to load

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("词库")
    sheet.freeze_panes = "A2"
    for cells in lines:
        row = [openpyxl.cell.WriteOnlyCell(sheet, cell) for cell in cells]
        for cell in row:
            cell.data_type = "s"  # text stays text, whatever it begins with
        sheet.append(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)

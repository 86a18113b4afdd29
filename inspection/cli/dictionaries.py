"""``wangcha dictionaries``: checking, trying, adding to, importing and exporting the word lists."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

import dictionaries as word_lists
from dictionaries.model import WORD_CATEGORIES, Word
from dictionaries.words_file import SEVERITIES, read_words, write_words, written_out
from inspection.cli.common import FINDINGS_LEFT, office_option, spoken, tell
from inspection.cli.register import office_folder
from inspection.words import OWN_FILE, hits, remarks, take_in
from records.errors import BadInputError
from records.model import Severity
from reports.shared.labels import label


@click.group()
def dictionaries() -> None:
    """词典：检查、试用、增加、导入、导出词条。"""


@dictionaries.command()
@office_option
@click.pass_context
def check(ctx: click.Context, office: Path | None) -> None:
    """检查全部词典，显示各类条数，并在平常文字里试一遍词条。"""
    loaded = word_lists.load(office)
    table = Table(box=box.SIMPLE)
    table.add_column(spoken("词典"))
    table.add_column(spoken("条数"), justify="right")
    counts = Counter(word.category for word in loaded.words)
    for category, title in WORD_CATEGORIES.items():
        if counts[category]:
            table.add_row(spoken(f"词库 {category}（{title}）"), str(counts[category]))
    table.add_row(spoken("领导名册 leaders.csv"), str(len(loaded.leaders)))
    table.add_row(spoken("栏目类型 column-kinds.toml"), str(len(loaded.column_kinds)))
    table.add_row(spoken("依据条款 clauses.toml"), str(len(loaded.clauses)))
    table.add_row(spoken("行政区划 regions.csv"), str(len(loaded.regions)))
    Console().print(table)
    found = remarks(loaded)
    for remark in found:
        tell(remark.sentence)
    if found:
        ctx.exit(FINDINGS_LEFT)
    tell("词条之间没有冲突，在平常文字里都没有误报。")


@dictionaries.command("try")
@click.argument("text", metavar="文字")
@office_option
def try_(text: str, office: Path | None) -> None:
    """用全部词条试一段文字，列出命中的词和类别。"""
    found = hits(word_lists.load(office), text)
    if not found:
        tell("没有命中任何词条。")
        return
    table = Table(box=box.SIMPLE)
    for heading in ("命中", "类别", "严重程度", "正确写法", "来源"):
        table.add_column(spoken(heading), overflow="fold")
    for hit in found:
        word = hit.word
        cells = (
            text[hit.start : hit.end],
            spoken(WORD_CATEGORIES[word.category]),
            spoken(label("severity", word.severity)),
        )
        table.add_row(*map(Text, (*cells, word.suggestion, word.source)))
    Console().print(table)


@dictionaries.command()
@click.argument("wrong", metavar="错误写法")
@click.argument("right", metavar="[正确写法]", default="")
@click.option(
    "--category", type=click.Choice(list(WORD_CATEGORIES)), default="misspelled", show_default=True, help="类别。"
)
@click.option("--severity", type=click.Choice(list(SEVERITIES)), default="minor", show_default=True, help="严重程度。")
@click.option("--exception", multiple=True, help="含有这个词而本来就对的更长的写法（可重复）。")
@click.option("--source", default="本单位增加", help="依据哪里收的。")
@office_option
def add(  # noqa: PLR0917 - click names them
    wrong: str,
    right: str,
    category: str,
    severity: str,
    exception: tuple[str, ...],
    source: str,
    office: Path | None,
) -> None:
    """增加一条本单位的词；会误报或与别的词条冲突的不收。"""
    if category not in ("vulgar", "spam", "allow") and not right:
        raise BadInputError("请写出正确写法，例如 wangcha dictionaries add 云夕区 云溪区。")
    folder = office_folder(office)
    exceptions = tuple(each.strip() for each in exception)
    entry = Word(wrong.strip(), category, Severity(severity), right.strip(), exceptions, source=source.strip())
    path = take_in(folder, word_lists.load(folder), written_out(entry, _refused), OWN_FILE)
    tell(f"已增加“{wrong}”，存在 {path.name}。")


def _refused(_column: str, what: str, allowed: str) -> BadInputError:
    return BadInputError(f"{what}；{allowed}。没有增加。")


@dictionaries.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="文件.csv|文件.xlsx")
@office_option
def import_(file: Path, office: Path | None) -> None:
    """导入词库（CSV 或 XLSX）；有一处错误、误报或冲突则整份不导入。"""
    folder = office_folder(office)
    loaded = word_lists.load(folder)
    known = set(loaded.words)
    words = read_words(file)
    changed = [word for word in words if word not in known]  # an exported list comes back whole
    if not changed:
        tell(f"{file.name} 里的 {len(words)} 条与现有的都相同，没有改动。")
        return
    path = take_in(folder, loaded, changed, f"{file.stem}.csv")
    tell(f"已导入 {file.name}：{len(changed)} 条，存在 {path.name}。")


@dictionaries.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="文件.csv|文件.xlsx")
@click.option("--category", type=click.Choice(list(WORD_CATEGORIES)), help="只导出这一类。")
@office_option
def export(file: Path, category: str | None, office: Path | None) -> None:
    """导出全部词条（自带的和本单位的），供 Excel、WPS 查看和修改。"""
    words = [word for word in word_lists.load(office).words if category in (None, word.category)]
    write_words(file, words)
    tell(f"已导出 {len(words)} 条到 {file}。")


COMMANDS = (dictionaries,)

"""``wangcha rules`` and ``wangcha dictionaries``: what is judged, by which manual, and with which words."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.table import Table

import dictionaries as word_lists
from inspection.cli.common import office_option, spoken, tell
from records.errors import BadInputError
from records.model import FAMILIES
from reports.shared.labels import label
from rules.registry import all_rules


@click.command()
@click.argument("rule", required=False, metavar="[规则编号]")
def rules(rule: str | None) -> None:
    """列出全部规则；给出编号则显示该规则的说明。"""
    known = all_rules()
    if rule is None:
        table = Table(box=box.SIMPLE)
        for heading in ("编号", "类别", "名称", "严重程度"):
            table.add_column(spoken(heading))
        for each in known:
            table.add_row(
                each.meta.id,
                spoken(FAMILIES[each.meta.family]),
                each.meta.title,
                spoken(label("severity", each.meta.severity)),
            )
        Console().print(table)
        return
    for each in known:
        if each.meta.id == rule:
            click.echo(f"{each.meta.id} {each.manual.title}\n")
            for heading, text in each.manual.sections.items():
                click.echo(f"{spoken(heading)}\n{text}\n")
            return
    raise BadInputError(f"没有名为“{rule}”的规则。运行 wangcha rules 可看到全部规则。")


@click.command()
@office_option
def dictionaries(office: Path | None) -> None:
    """显示词库和其他词典的条数；读入时若有错会指出文件、行、列。"""
    loaded = word_lists.load(office)
    table = Table(box=box.SIMPLE)
    table.add_column(spoken("词典"))
    table.add_column(spoken("条数"), justify="right")
    for category, count in sorted(Counter(word.category for word in loaded.words).items()):
        table.add_row(spoken(f"词库 {category}"), str(count))
    table.add_row(spoken("栏目类型 column-kinds.toml"), str(len(loaded.column_kinds)))
    table.add_row(spoken("依据条款 clauses.toml"), str(len(loaded.clauses)))
    table.add_row(spoken("行政区划 regions.csv"), str(len(loaded.regions)))
    Console().print(table)
    where = office / "dictionaries" if office else Path(spoken("办公室目录")) / "dictionaries"
    tell(f"本单位自己的词放在 {where}/words/ 下的 CSV 文件里，格式与自带词库相同。")


COMMANDS = (rules, dictionaries)

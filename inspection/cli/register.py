"""``wangcha register``: the register of sites, departments and columns."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from inspection.cli.common import office_option, say, spoken, tell
from inspection.workplace import open_workplace
from records.errors import BadInputError
from records.register.column_import import has_columns, import_columns
from records.register.show import show as tables_of
from records.register.table_import import import_table


@click.group()
def register() -> None:
    """登记册：受检网站、栏目、责任单位。"""


@register.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="文件.csv|文件.xlsx")
@office_option
def import_(file: Path, office: Path | None) -> None:
    """导入网站名单，或更正过的栏目表（CSV 或 XLSX）；有一处错误则整份不导入。"""
    place = open_workplace(office_folder(office), Path())
    with closing(place.database) as database:
        if has_columns(file):
            taken = import_columns(database, file, tuple(place.dictionaries.column_kinds))
            tell(
                f"已导入 {file.name}：新登记 {len(taken.added)} 个栏目，更新 {len(taken.changed)} 个，"
                f"不变 {len(taken.unchanged)} 个，新登记单位 {len(taken.new_departments)} 个。"
            )
            return
        result = import_table(database, file)
    for remark in result.remarks:
        say(remark)
    tell(
        f"已导入 {file.name}：新增 {len(result.added)} 个网站，更新 {len(result.changed)} 个，"
        f"不变 {len(result.unchanged)} 个，新登记单位 {len(result.new_departments)} 个。"
    )


@register.command()
@office_option
def show(office: Path | None) -> None:
    """显示登记册。"""
    console = Console()
    with closing(open_workplace(office_folder(office), Path()).database) as database:
        listed = tables_of(database)
    for title, rows in listed.items():
        table = Table(title=spoken(title), box=box.SIMPLE, title_justify="left")
        for heading in rows[0]:
            table.add_column(spoken(heading), overflow="fold")
        for row in rows:
            table.add_row(*(Text(_cell(value)) for value in row.values()))
        console.print(table)


def _cell(value: str | float | bool) -> str:
    return spoken("是" if value else "否") if isinstance(value, bool) else str(value)


def office_folder(office: Path | None) -> Path:
    """The office's folder: the one named, or the one we stand in. Raises :class:`BadInputError`."""
    if office is not None:
        return office
    if Path("office.toml").is_file():
        return Path()
    raise BadInputError("请用 --office 指明登记册所在目录（内有 office.toml），或在该目录中运行。")


COMMANDS = (register,)

"""``wangcha columns``: the column tree of a site, on the screen or as a sheet in which a clerk corrects it."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console

from inspection.cli.common import office_option, out_option, spoken, tell
from inspection.workplace import chosen_sites, existing_workplace
from records.column_store import columns_of, newest_with_columns
from records.errors import BadInputError
from records.urls import normalise
from reports.columns import to_csv, to_json, to_table, to_xlsx
from reports.columns.listing import rows_of
from reports.shared.whole_files import write_whole


@click.command()
@click.argument("site", metavar="网站|网址")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="列成表格，还是给其他程序用的格式。",
)
@click.option(
    "--sheet",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="文件.xlsx",
    help="写成表格，绿色各栏更正后用 wangcha register import 导回。",
)
@office_option
@out_option
def columns(site: str, form: str, sheet: Path | None, office: Path | None, out: Path) -> None:
    """显示网站的栏目树：类型、最近更新、时限和结论（最近一次检查所见）。"""
    place = existing_workplace(office, out)
    register, (chosen,) = chosen_sites(place.register, (site,))
    inspection = newest_with_columns(place.database, chosen.id)
    if inspection is None:
        raise BadInputError(f"网站“{chosen.id}”还没有检查过栏目。请先运行 wangcha inspect --patrol。")
    seen = columns_of(place.database, inspection.id)
    registered = {normalise(column.url, column.url) or column.url: column for column in register.columns_of(chosen.id)}
    departments = {department.id: department.name for department in register.departments}
    rows = rows_of(chosen.id, seen, registered, departments)
    if sheet is not None:
        title = f"{chosen.name} 栏目（{inspection.as_of.isoformat()}）"
        write_whole(sheet, to_xlsx(title, rows, tuple(place.dictionaries.column_kinds)))
        click.echo(sheet)
    elif form == "json":
        click.echo(json.dumps(to_json(chosen.id, inspection.as_of, seen), ensure_ascii=False, indent=1))
    elif form == "csv":
        click.echo(to_csv(rows), nl=False)
    else:
        Console().print(to_table(seen, spoken))
        tell(f"共 {len(rows)} 个栏目，{inspection.as_of.isoformat()} 检查所见。")


COMMANDS = (columns,)

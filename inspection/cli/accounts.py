"""``wangcha accounts``: the register of new-media accounts."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from crawler.accounts import all_adapters, default_adapter
from inspection.cli.common import office_option, say, spoken, tell
from inspection.cli.register import office_folder
from inspection.workplace import open_workplace
from records.ledger import inspections
from records.register.account_import import import_accounts


@click.group()
def accounts() -> None:
    """政务新媒体账号：导入、查看。"""


@accounts.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="文件.csv|文件.xlsx")
@office_option
def import_(file: Path, office: Path | None) -> None:
    """导入账号名单（CSV 或 XLSX）；有一处错误则整份不导入。"""
    with closing(open_workplace(office_folder(office), Path()).database) as database:
        result = import_accounts(database, file, tuple(all_adapters()))
    for remark in result.remarks:
        say(remark)
    tell(
        f"已导入 {file.name}：新增 {len(result.added)} 个账号，更新 {len(result.changed)} 个，"
        f"不变 {len(result.unchanged)} 个，新登记单位 {len(result.new_departments)} 个。"
    )


@accounts.command()
@office_option
def show(office: Path | None) -> None:
    """显示登记的账号、采集方式和最近一次检查。"""
    folder = office_folder(office)
    place = open_workplace(folder, Path())
    with closing(place.database) as database:
        looked = {each.site: each.as_of.isoformat() for each in reversed(inspections(database))}
    if not place.register.accounts:
        tell(
            "登记册里还没有新媒体账号。请用 wangcha accounts import 名单.xlsx 导入，或在 office.toml 里写 [[account]]。"
        )
        return
    table = Table(title=spoken("政务新媒体账号"), box=box.SIMPLE, title_justify="left")
    for heading in ("编号", "平台", "账号名称", "责任单位", "采集方式", "地址/文件", "更新期限", "最近检查"):
        table.add_column(spoken(heading), overflow="fold")
    adapters = all_adapters()
    for account in place.register.accounts:
        department = place.register.department(account.department)
        adapter = adapters.get(account.adapter or default_adapter(account.settings))
        file = account.settings.get("file")
        source = str(Path(file).relative_to(folder.absolute())) if file else str(account.settings.get("url", ""))
        cells = (
            account.id,
            account.platform,
            account.name,
            department.short or department.name if department else "",
            spoken(adapter.title.partition("（")[0]) if adapter and account.has_source else "",
            source or spoken("没有登记，不检查"),
            spoken(f"{account.limit_days} 天") if account.limit_days else "",
            looked.get(account.id, ""),
        )
        table.add_row(*map(Text, cells))
    Console().print(table)


COMMANDS = (accounts,)

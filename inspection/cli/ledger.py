"""``wangcha ledger``: the spreadsheet out, the departments' replies back in, and single moves."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from inspection.cli.common import Day, as_of_option, office_option, out_option, say, tell
from inspection.paperwork import document_data
from inspection.replies import read_replies
from inspection.workplace import existing_workplace
from records.clock import now_utc
from records.ledger import Filters, open_findings, state_table
from records.ledger import move as move_finding
from records.notices import take_replies
from reports.ledger_xlsx import FILE, to_xlsx
from reports.shared.whole_files import write_whole


@click.group(invoke_without_command=True)
@office_option
@out_option
@click.pass_context
def ledger(ctx: click.Context, /, office: Path | None, out: Path) -> None:
    """整改台账：导出（不写子命令时），收回反馈，变更状态。"""
    if ctx.invoked_subcommand is None:
        ctx.invoke(export, office=office, out=out)


@ledger.command()
@click.option("--department", "departments", multiple=True, metavar="单位", help="只要这个单位的（可重复）。")
@office_option
@out_option
@as_of_option
def export(departments: tuple[str, ...], office: Path | None, out: Path, as_of: date) -> None:
    """导出全部尚未办结的问题，绿色各栏供责任单位填写。"""
    place = existing_workplace(office, out)
    findings = open_findings(place.database, Filters(department=tuple(departments)))
    write_whole(out / FILE, to_xlsx(document_data(place, findings, as_of, out)))
    click.echo(out / FILE)


@ledger.command("import")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="台账.xlsx ...",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
@office_option
@out_option
@as_of_option
def import_(files: tuple[Path, ...], office: Path | None, out: Path, as_of: date) -> None:
    """收回责任单位填好的台账；有一处错误则一行也不收，收两次不会重复。"""
    place = existing_workplace(office, out)
    everything = open_findings(place.database, Filters(state=tuple(state_table().titles)))
    found = read_replies(files, {finding.id: finding for finding in everything}, as_of)
    taken = take_replies(place.database, found.replies, at=now_utc())
    for remark in (*found.remarks, *taken.remarks):
        say(remark)
    tell(
        f"收到反馈 {len(found.replies)} 个：已反馈 {len(taken.replied)} 个，申诉 {len(taken.contested)} 个，"
        f"以前收过 {len(taken.unchanged)} 个；没有填写的 {found.empty} 行。"
    )


@ledger.command()
@click.argument("finding", metavar="问题编号")
@click.option("--to", required=True, type=click.Choice(list(state_table().titles)), help="变为什么状态。")
@click.option("--who", required=True, metavar="姓名", help="办理人。")
@click.option("--note", default="", metavar="说明", help="原因、批准人。")
@click.option("--until", type=Day(), metavar="日期", help="延期到哪一天；误报有效到哪一天。")
@office_option
@out_option
def move(*, finding: str, to: str, who: str, note: str, until: date | None, office: Path | None, out: Path) -> None:
    """变更一个问题的整改状态：确认、误报、延期、转办、销号……每次变动都记入台账。"""
    place = existing_workplace(office, out)
    entry = move_finding(place.database, finding, to, who, note, until=until)
    titles = state_table().titles
    tell(f"{finding}：{titles[entry.from_state]} → {titles[entry.to_state]}")


COMMANDS = (ledger,)

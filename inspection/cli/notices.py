"""``wangcha notice``: issue numbered notices, and see what of them is open, due soon or overdue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from inspection.cli.common import FINDINGS_LEFT, as_of_option, office_option, out_option, say, spoken, tell
from inspection.notices import choose, issue_one, write_documents
from inspection.workplace import Workplace, existing_workplace
from records.clock import now_utc
from records.errors import BadInputError
from records.notices import Notice, NoticeItem, Standing, notice_by_number, notices
from reports.shared.labels import label
from reports.shared.safe_text import clip

_TITLES = {
    Standing.OVERDUE: "逾期",
    Standing.DUE_SOON: "即将到期",
    Standing.OPEN: "未到期",
    Standing.WITH_OFFICE: "待我办办理",
    Standing.CLOSED: "已办结",
    Standing.SUPERSEDED: "已另行下发",
}
_WAITING = (Standing.OVERDUE, Standing.DUE_SOON, Standing.OPEN)


@click.group()
def notice() -> None:
    """整改通知书：编号下发，查看到期和逾期。"""


@notice.command()
@click.option("--department", "departments", multiple=True, metavar="单位", help="只下发给这个单位（可重复）。")
@click.option("--site", "sites", multiple=True, metavar="网站", help="只下发这个网站的问题（可重复）。")
@click.option("--finding", "findings", multiple=True, metavar="问题", help="只下发这个问题（可重复）；可以是再次下发。")
@click.option("--include-review", is_flag=True, help="待核实的也下发，列为“需核实事项”。")
@click.option("--who", default="", metavar="姓名", help="办理人；不写则记单位名称。")
@office_option
@out_option
@as_of_option
def issue(
    *,
    departments: tuple[str, ...],
    sites: tuple[str, ...],
    findings: tuple[str, ...],
    include_review: bool,
    who: str,
    office: Path | None,
    out: Path,
    as_of: date,
) -> None:
    """给每个责任单位下发一份编号的整改通知书，并开始计算期限。

    编号、问题和期限从此固定；期限从下发之日（--as-of）起按工作日计算。
    """
    place = existing_workplace(office, out)
    choice = choose(place, departments=departments, sites=sites, findings=findings, include_review=include_review)
    for sentence in choice.left_out:
        say(sentence)
    if not choice.by_department:
        raise BadInputError("没有可以下发的问题。用 wangcha findings 可以看到台账里尚未办结的问题。")
    for department, wanted in choice.by_department.items():
        issued = issue_one(place, department, wanted, today=as_of, at=now_utc(), who=who, include_review=include_review)
        say(f"{issued.number} {issued.department_name}：{len(issued.items)} 个问题。")
        for path in write_documents(place, issued, out):
            click.echo(path)


@notice.command("list")
@click.option("--all", "everything", is_flag=True, help="已经全部办结的也列出。")
@office_option
@out_option
@as_of_option
@click.pass_context
def list_(ctx: click.Context, /, everything: bool, office: Path | None, out: Path, as_of: date) -> None:
    """列出已下发的通知书：未到期、即将到期（3 个工作日内）、逾期。"""
    place = existing_workplace(office, out)
    known = notices(place.database)
    listed = [each for each in known if everything or not _settled(each, as_of, place)]
    if not listed:
        tell("没有未办结的通知书。" if known else "还没有下发过通知书。")
        return
    Console().print(_overview(listed, as_of, place))
    for each in listed:
        waiting = [item for item in each.items if item.standing(as_of, place.calendar)[0] in _WAITING]
        if waiting:
            Console().print(_items(each, waiting, as_of, place))
    overdue = sum(each.tally(as_of, place.calendar)[Standing.OVERDUE] for each in listed)
    tell(f"截至 {as_of}：逾期 {overdue} 个。")
    ctx.exit(FINDINGS_LEFT if any(not _settled(each, as_of, place) for each in listed) else 0)


@notice.command()
@click.argument("number", metavar="文号")
@office_option
@out_option
@as_of_option
def show(number: str, office: Path | None, out: Path, as_of: date) -> None:
    """显示一份通知书的全部问题，并按下发时的内容重新写出文书。"""
    place = existing_workplace(office, out)
    found = notice_by_number(place.database, number)
    Console().print(_items(found, found.items, as_of, place))
    tell(f"{found.issued} 由{found.who}下发给{found.department_name}。")
    for path in write_documents(place, found, out):
        click.echo(path)


def _overview(listed: list[Notice], today: date, place: Workplace) -> Table:
    table = Table(box=box.SIMPLE)
    table.add_column(spoken("文号"), no_wrap=True)
    table.add_column(spoken("责任单位"), overflow="fold")
    table.add_column(spoken("下发日期"), no_wrap=True)
    table.add_column(spoken("问题"), justify="right")
    table.add_column(spoken("情况"), overflow="fold")
    for each in listed:
        tally = each.tally(today, place.calendar)
        stands = "\n".join(
            f"{spoken(title)} {tally[standing]}" for standing, title in _TITLES.items() if tally[standing]
        )
        table.add_row(each.number, Text(each.department_name), str(each.issued), str(len(each.items)), stands)
    return table


def _items(notice: Notice, items: Sequence[NoticeItem], today: date, place: Workplace) -> Table:
    table = Table(title=f"{notice.number}  {notice.department_name}", box=box.SIMPLE, title_justify="left")
    table.add_column(spoken("问题编号"), no_wrap=True)
    table.add_column(spoken("程度"), overflow="fold")
    table.add_column(spoken("问题"), overflow="fold")
    table.add_column(spoken("期限"), no_wrap=True)
    table.add_column(spoken("情况"), overflow="fold")
    for item in sorted(items, key=lambda item: (item.deadline, item.position)):
        sent = item.finding
        severity = label("severity", sent.severity) if sent.certainty == "confirmed" else label("certainty", "review")
        again = f"第 {item.round} 次下发，" if item.round > 1 else ""
        table.add_row(
            sent.id,
            spoken(severity),
            Text(clip(sent.message, 80)),
            spoken(f"{item.deadline}（暂定）") if item.provisional else str(item.deadline),
            spoken(f"{again}{item.state_title}，{standing_words(item, today, place)}"),
        )
    return table


def standing_words(item: NoticeItem, today: date, place: Workplace) -> str:
    """How an item stands, in words."""
    standing, days = item.standing(today, place.calendar)
    if standing is Standing.OVERDUE:
        return f"逾期 {-days} 个工作日" if days else "期限已过（未满 1 个工作日）"
    if standing in (Standing.DUE_SOON, Standing.OPEN):
        return "今天到期" if item.deadline == today else f"还有 {days} 个工作日"
    return _TITLES[standing]


def _settled(notice: Notice, today: date, place: Workplace) -> bool:
    tally = notice.tally(today, place.calendar)
    return tally[Standing.CLOSED] + tally[Standing.SUPERSEDED] == len(notice.items)


COMMANDS = (notice,)

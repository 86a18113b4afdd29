"""``wangcha schedule`` and ``wangcha probe``: plans run by themselves, and whether home pages open."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.table import Table

from inspection.cli.common import FINDINGS_LEFT, office_option, out_option, say, spoken
from inspection.schedule.due import next_due
from inspection.schedule.probing import probe_all, store_probes
from inspection.schedule.runner import Runner
from inspection.schedule.store import last_run
from inspection.workplace import Workplace, chosen_sites, open_workplace
from records.clock import CHINA, now_utc
from records.errors import BadInputError
from records.link_memory import site_past
from records.register.model import Plan
from reports.shared.dates import beijing_time
from reports.shared.labels import label

_WHAT = {"probe": "首页探测", "patrol": "栏目巡查", "inspect": "完整巡检", "recheck": "复查"}
_EVERY = {"hour": "每小时", "day": "每天", "workday": "每个工作日", "week": "每周", "month": "每月"}
_WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
_RESULT = {"done": "完成", "incomplete": "未能全部完成", "failed": "失败", "interrupted": "中途停止", "": "运行中"}


@click.command()
@click.option("--list", "only_list", is_flag=True, help="只显示各计划下次运行的时间，不运行。")
@click.option("--once", is_flag=True, help="把已到时间的运行完就退出（用于由系统定时启动）。")
@office_option
@out_option
def schedule(only_list: bool, once: bool, office: Path | None, out: Path) -> None:
    """按 office.toml 中的计划（[[plan]]）自动探测、巡检、复查，直到按 Ctrl-C。"""
    if office is None:
        raise BadInputError("请用 --office 指明登记册所在目录（内有 office.toml，计划写在其中）。")
    place = open_workplace(office, out)
    with closing(place.database):
        if not place.register.plans:
            raise BadInputError("office.toml 里还没有计划。请写一段 [[plan]]，写法见 docs/schedule.md。")
        Console(stderr=not only_list).print(_table(place))
        if not only_list:
            Runner(office, out, place.database, place.register.plans, place.calendar, say=_say).run(once=once)


@click.command()
@click.argument("sites", nargs=-1, metavar="[网站|网址 ...]")
@office_option
@out_option
@click.pass_context
def probe(ctx: click.Context, /, sites: tuple[str, ...], office: Path | None, out: Path) -> None:
    """探测网站首页能否打开（每个只访问一次，限 15 秒），结果存入台账。"""
    place = open_workplace(office, out)
    register, named = chosen_sites(place.register, sites)
    chosen = tuple(site for site in named if register.account(site.id) is None)
    if accounts := [site.name for site in named if site not in chosen and sites]:
        raise BadInputError(f"{'、'.join(accounts)} 是新媒体账号，没有首页可探测。请只写网站。")
    if not chosen:
        raise BadInputError("登记册里没有网站，无从探测。新媒体账号没有首页可探测。")
    probes = probe_all(chosen, register.office.email or register.office.phone)
    store_probes(place.database, probes)
    names = {site.id: site.name for site in chosen}
    today = now_utc().astimezone(CHINA).date()
    for each in probes:
        outcome = "正常" if each.ok else f"打不开：{label('reason', each.reason)}"
        status = f"，HTTP {each.status}" if each.status else ""
        told = spoken(f"{outcome}（{each.seconds:.1f} 秒{status}）")
        week = site_past(place.database, each.site, today, "").probes
        failed = sum(not one.ok for one in week)
        share = spoken(f"近七天 {len(week)} 次，打不开 {failed} 次，占 {100 * failed / max(len(week), 1):.1f}%")
        click.echo(f"{beijing_time(each.at)} {names[each.site]} {told} {share}")
    ctx.exit(0 if all(each.ok for each in probes) else FINDINGS_LEFT)


def _table(place: Workplace) -> Table:
    table = Table(title=spoken("计划"), box=box.SIMPLE, title_justify="left")
    for heading in ("计划", "内容", "网站", "时间", "下次运行", "上次运行"):
        table.add_column(spoken(heading), overflow="fold")
    now = now_utc()
    for plan in place.register.plans:
        due = next_due(plan, place.calendar, now).astimezone(CHINA)
        last = last_run(place.database, plan.id)
        told = f"{beijing_time(last.started)[:16]} {spoken(_RESULT[last.result])}" if last else "—"
        sites = "\n".join(plan.sites) or spoken("全部")
        table.add_row(plan.id, spoken(_WHAT[plan.what]), sites, _when(plan), f"{due:%Y-%m-%d %H:%M}", told)
    return table


def _when(plan: Plan) -> str:
    if plan.every == "hour":
        return spoken(f"每小时 {plan.at[3:]} 分")
    day = {"week": _WEEKDAYS[plan.weekday - 1], "month": f"{plan.day} 日"}.get(plan.every, "")
    return " ".join(spoken(part) for part in (_EVERY[plan.every], day, plan.at) if part)


def _say(sentence: str) -> None:
    say(f"{now_utc().astimezone(CHINA):%Y-%m-%d %H:%M:%S} {spoken(sentence)}")


COMMANDS = (schedule, probe)

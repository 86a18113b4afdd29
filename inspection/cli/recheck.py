"""``wangcha recheck``: fetches again just what open findings name, and moves their state."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import click

from inspection.cli.common import (
    FINDINGS_LEFT,
    INCOMPLETE,
    as_of_option,
    errors,
    language,
    office_option,
    out_option,
    say,
    tell,
    unused,
)
from inspection.progress import TerminalWatcher
from inspection.recheck import recheck as run_recheck
from inspection.recheck import select
from inspection.recheck.reporting import recheck_data, write_report
from inspection.workplace import chosen_sites, existing_workplace
from records.clock import now_utc
from records.database import storage_faults


@click.command()
@click.option("--notice", "notices", multiple=True, metavar="文号", help="只复查这份通知书上的问题（可重复）。")
@click.option("--site", "sites", multiple=True, metavar="网站", help="只复查这个网站的问题（可重复）。")
@click.option("--finding", "findings", multiple=True, metavar="编号", help="只复查这一个问题（可重复）。")
@click.option("--rate", type=click.FloatRange(min=0, min_open=True), help="对每台主机每秒最多请求几次。")
@office_option
@out_option
@as_of_option
@click.pass_context
def recheck(
    ctx: click.Context,
    /,
    *,
    notices: tuple[str, ...],
    sites: tuple[str, ...],
    findings: tuple[str, ...],
    rate: float | None,
    office: Path | None,
    out: Path,
    as_of: date,
) -> None:
    """复查尚未办结的问题：只重新访问问题涉及的地址，变动整改状态，出具复查报告。

    不写范围则复查台账中全部尚未办结的问题。
    """
    place = existing_workplace(office, out)
    named = tuple(site.id for site in chosen_sites(place.register, sites)[1]) if sites else ()
    selection = select(place.database, notices=notices, sites=named, findings=findings)
    if not selection.findings:
        tell(f"{selection.words}：没有尚未办结的，不需要复查。")
        return
    evidence = unused(out / "evidence" / f"{now_utc():%Y%m%dT%H%M%SZ}-recheck")
    with storage_faults(out):
        evidence.mkdir(parents=True, exist_ok=False)
        evidence.parent.chmod(0o700)
    with TerminalWatcher(errors, language()) as watcher:
        run = run_recheck(place, selection, evidence, as_of, watcher, rate=rate)
    data = recheck_data(place, run, selection.words)
    click.echo(write_report(place, data, out))
    counts = Counter(each.result for each in data.results)
    say(
        f"共复查问题 {len(data.results)} 个：整改到位 {counts['mended']} 个，"
        f"仍未整改到位 {counts['still']} 个，未能核实 {counts['unsure']} 个。"
    )
    if not run.complete:
        ctx.exit(INCOMPLETE)
    ctx.exit(FINDINGS_LEFT if counts["still"] or counts["unsure"] else 0)


COMMANDS = (recheck,)

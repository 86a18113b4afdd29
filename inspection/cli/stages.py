"""``wangcha inspect``, and the same stage by stage: ``gather``, ``judge``, ``report``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from inspection.accounts import without_source
from inspection.cli.common import (
    FINDINGS_LEFT,
    INCOMPLETE,
    as_of_option,
    errors,
    language,
    office_option,
    out_option,
    say,
    unused,
)
from inspection.column_tree import changes_told, keep
from inspection.columns import classifier
from inspection.judging import Judgement, SiteJudge
from inspection.link_memory import remember
from inspection.pipeline import Pipeline, SiteResult
from inspection.progress import TerminalWatcher
from inspection.reporting import report_data, write_reports
from inspection.scorecards import indicator_sets, score_inspections
from inspection.workplace import (
    Workplace,
    chosen_sites,
    existing_workplace,
    gather_spec,
    need_browser,
    open_workplace,
    with_browser,
    with_site,
)
from records.bundle.reader import BundleReader
from records.bundle.spec import LINKS_ONLY, GatherSpec
from records.clock import now_utc
from records.column_store import known_columns
from records.database import storage_faults
from records.errors import BadInputError
from records.ledger import Inspection, inspection_by_bundle, inspections, state_table, take_in
from records.link_memory import known_good
from records.model import Baseline, Finding
from records.register.model import Register, RegisteredSite
from records.seen_columns import PATROL

EVIDENCE = "evidence"


def limit_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--rate``, ``--max-pages``, ``--max-minutes``."""
    for option in (
        click.option("--max-minutes", type=click.FloatRange(min=0, min_open=True), help="每个网站最多用多少分钟。"),
        click.option("--max-pages", type=click.IntRange(min=1), help="每个网站最多读多少页。"),
        click.option("--rate", type=click.FloatRange(min=0, min_open=True), help="对每台主机每秒最多请求几次。"),
    ):
        command = option(command)
    return command


def links_only_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--links-only``."""
    what = "只检查链接：每个网页只看它引用了哪些地址，不看文字、日期、栏目和附件内容。"
    return click.option("--links-only", is_flag=True, help=what)(command)


def browser_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--render``, ``--screenshots``."""
    for option in (
        click.option("--screenshots", is_flag=True, help="给有断链的网页截图，断链加红框，存进证据包。"),
        click.option("--render", is_flag=True, help="不用脚本就没有正文或链接的网页，用 Chromium 渲染后再读。"),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("sites", nargs=-1, metavar="[网站|网址 ...]")
@office_option
@out_option
@limit_options
@click.option("--patrol", is_flag=True, help="只巡查首页和各栏目（列表第一页），不看文章、附件和外部链接。")
@links_only_option
@browser_options
@as_of_option
@click.pass_context
def inspect(
    ctx: click.Context, /, sites: tuple[str, ...], office: Path | None, out: Path, as_of: date, **asked: Any
) -> None:
    """巡检网站和新媒体账号：取证、判断、出具整改通知书和台账。

    不写网站则检查登记册中的全部网站和账号；也可以写账号编号；也可以直接给一个网址，不需要登记册。
    """
    place = open_workplace(office, out)
    indicator_sets(place)
    results, register = _gather(place, sites, out, as_of, judging=True, **asked)
    findings = _take_in_and_report(place, register, results, out, as_of)
    _end(ctx, findings, results)


@click.command()
@click.argument("sites", nargs=-1, metavar="[网站|网址 ...]")
@office_option
@out_option
@limit_options
@links_only_option
@browser_options
@as_of_option
@click.pass_context
def gather(
    ctx: click.Context, /, sites: tuple[str, ...], office: Path | None, out: Path, as_of: date, **asked: Any
) -> None:
    """只取证：把网站的页面、链接和附件写成证据包，不作判断。"""
    place = open_workplace(office, out)
    results, _ = _gather(place, sites, out, as_of, judging=False, patrol=False, **asked)
    for result in results:
        click.echo(result.spec.bundle)
    if not all(result.complete for result in results):
        ctx.exit(INCOMPLETE)


@click.command()
@click.argument("bundles", nargs=-1, required=True, metavar="证据包 ...", type=click.Path(path_type=Path))
@office_option
@out_option
@as_of_option
@click.pass_context
def judge(ctx: click.Context, /, bundles: tuple[Path, ...], office: Path | None, out: Path, as_of: date) -> None:
    """判断已有的证据包，不访问网站；词库或规则改了以后可以重新判断。"""
    place = open_workplace(office, out)
    indicator_sets(place)
    register, taken, findings = place.register, list[Inspection](), list[Finding]()
    for folder in bundles:
        with closing(BundleReader(folder)) as reader:
            spec = reader.spec
        register = _with_bare_site(register, spec)
        with closing(BundleReader(folder, classifier(register, place.dictionaries, spec.site))) as reader:
            judgement = SiteJudge(place.bench(as_of, register), reader).finish()
            inspection = Inspection.of(judgement.gather, reader.bundle_id, as_of)
            findings += take_in(
                place.database,
                inspection,
                judgement.findings,
                judgement.outcomes,
                judgement.unverified,
                rejudge=True,
            )
            taken.append(_stored(place, reader.bundle_id))
            _keep_columns(place, taken[-1], judgement, folder)
    _report(place, register, taken, bundles, out)
    _say_result(findings)
    ctx.exit(FINDINGS_LEFT if _open(findings) else 0)


@click.command()
@click.argument("sites", nargs=-1, metavar="[网站 ...]")
@office_option
@out_option
def report(sites: tuple[str, ...], office: Path | None, out: Path) -> None:
    """按台账重新出具最近一次检查的文书（整改通知书、台账、findings.json）。"""
    place = existing_workplace(office, out)
    newest: dict[str, Inspection] = {}
    for inspection in inspections(place.database):
        newest.setdefault(inspection.site, inspection)
    wanted = {site.id for site in chosen_sites(place.register, sites)[1]} if sites else set(newest)
    taken = [inspection for site, inspection in newest.items() if site in wanted]
    if not taken:
        raise BadInputError("台账里还没有检查记录。请先运行 wangcha inspect。")
    register = place.register
    for inspection in taken:
        if register.site(inspection.site) is None:
            register = _with_site(register, inspection.site, f"http://{inspection.site}/")
    bundles = sorted((out / EVIDENCE).glob("*/*"))
    _report(place, register, taken, bundles, out)


# -- the stages -------------------------------------------------------------------------------------------------------


def _gather(
    place: Workplace,
    wanted: tuple[str, ...],
    out: Path,
    as_of: date,
    *,
    judging: bool,
    patrol: bool,
    links_only: bool,
    render: bool,
    screenshots: bool,
    **limits: float | None,
) -> tuple[list[SiteResult], Register]:
    if patrol and links_only:
        raise BadInputError("--patrol 和 --links-only 只能用一个：一个只看栏目，一个只看链接。")
    register, sites = chosen_sites(place.register, wanted)
    if not wanted and (sentence := without_source(register)):
        say(sentence)
    stamp = now_utc().strftime("%Y%m%dT%H%M%SZ")
    with storage_faults(out):
        evidence = unused(out / EVIDENCE / stamp)
        evidence.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        evidence.mkdir(mode=0o700)
    orders = [
        gather_spec(
            register,
            place.dictionaries,
            site,
            evidence / _folder_name(site),
            as_of,
            patrol=known_columns(place.database, site.id) if patrol else None,
            links_only=links_only,
            **limits,
        )
        for site in sites
    ]
    specs = [with_browser(order, render=render, screenshots=screenshots) for order in orders]
    need_browser(specs)
    with TerminalWatcher(errors, language()) as watcher:
        known = known_good(place.database, as_of)
        pipeline = Pipeline(place.bench(as_of, register), specs, watcher, judging=judging, known=known)
        return list(pipeline.run()), register


def _take_in_and_report(
    place: Workplace, register: Register, results: Sequence[SiteResult], out: Path, as_of: date
) -> list[Finding]:
    findings: list[Finding] = []
    taken: list[Inspection] = []
    for result in results:
        judgement = result.judgement
        if judgement is None:
            continue
        findings += _take_in(place, judgement, as_of)
        remember(place, register, judgement, Path(result.spec.bundle), as_of)
        taken.append(_stored(place, judgement.bundle_id))
        _keep_columns(place, taken[-1], judgement, Path(result.spec.bundle))
    if taken:
        _report(place, register, taken, [Path(result.spec.bundle) for result in results], out)
    _say_result(findings)
    return findings


def _take_in(place: Workplace, judgement: Judgement, as_of: date) -> tuple[Finding, ...]:
    inspection = Inspection.of(judgement.gather, judgement.bundle_id, as_of)
    return take_in(place.database, inspection, judgement.findings, judgement.outcomes, judgement.unverified)


def _keep_columns(place: Workplace, inspection: Inspection, judgement: Judgement, bundle: Path) -> None:
    if judgement.columns:
        kept = keep(place.database, inspection, judgement.columns, bundle)
        if sentence := changes_told(inspection.site, kept):
            say(sentence)


def _stored(place: Workplace, bundle_id: str) -> Inspection:
    stored = inspection_by_bundle(place.database, bundle_id)
    if stored is None:
        raise LookupError(bundle_id)
    return stored


def _report(
    place: Workplace, register: Register, taken: Sequence[Inspection], bundles: Sequence[Path], out: Path
) -> None:
    data = report_data(place, register, taken, bundles)
    # these look at too little for points to be given or taken
    scored = [inspection for inspection in taken if not {PATROL, LINKS_ONLY} & set(inspection.limits)]
    data = replace(data, scores=score_inspections(place, register, scored))
    written = write_reports(place, data, out)
    for path in written:
        click.echo(path)
    folder = out / "notices"
    if old := sorted(path.name for path in folder.glob("*.docx") if path not in written):
        say(f"{folder} 里另有以前检查时出具的通知书 {len(old)} 份，不反映这次的结果：{'、'.join(old)}。")


def _end(ctx: click.Context, findings: Sequence[Finding], results: Sequence[SiteResult]) -> None:
    if not all(result.complete for result in results):
        ctx.exit(INCOMPLETE)
    ctx.exit(FINDINGS_LEFT if _open(findings) else 0)


def _say_result(findings: Sequence[Finding]) -> None:
    seen = _open(findings)
    new = sum(finding.baseline is Baseline.NEW for finding in seen)
    gone = sum(finding.baseline is Baseline.ABSENT for finding in findings)
    review = sum(finding.certainty == "review" for finding in seen)
    sentence = f"共发现问题 {len(seen)} 个(其中待人工核实 {review} 个)，本次新发现 {new} 个"
    say(sentence + (f"，上次有而这次未再见到 {gone} 个。" if gone else "。"))


def _open(findings: Sequence[Finding]) -> list[Finding]:
    """What was seen and is not settled: no false alarm, nothing withdrawn."""
    unfinished = state_table().unfinished
    return [finding for finding in findings if finding.baseline is not Baseline.ABSENT and finding.state in unfinished]


def _folder_name(site: RegisteredSite) -> str:
    return "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in site.id)


def _with_bare_site(register: Register, spec: GatherSpec) -> Register:
    return register if register.site(spec.site) else _with_site(register, spec.site, spec.start_url)


def _with_site(register: Register, site: str, url: str) -> Register:
    return with_site(register, RegisteredSite(id=site, name=site, url=url))


COMMANDS = (inspect, gather, judge, report)

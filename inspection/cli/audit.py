"""``wangcha audit``: a round of cross-checks between departments, from the draw to its bulletin."""

from __future__ import annotations

import secrets
from datetime import date
from pathlib import Path

import click

from inspection.audit import draw_notes, draw_round, import_packs, write_packs, write_result
from inspection.cli.common import Day, as_of_option, office_option, out_option, say, tell
from inspection.reporting import office_info
from inspection.workplace import existing_workplace
from records.audit import Relaxation
from records.clock import now_utc
from records.ledger import open_findings
from reports.model import ClauseInfo


@click.group()
def audit() -> None:
    """交叉互查：抽签、发互查表、收回、出通报。"""


@audit.command()
@click.option("--title", required=True, metavar="名称", help="这一轮的名称，如“2026年第四季度交叉互查”。")
@click.option("--deadline", type=Day(), required=True, metavar="日期", help="互查表应在哪一天前交回。")
@click.option("--team", "teams", multiple=True, metavar="单位", help="参加的单位（可重复）；不写则全部。")
@click.option("--load", type=click.IntRange(min=1), default=1, show_default=True, help="每个单位检查几个单位。")
@click.option("--seed", type=click.IntRange(min=0), help="抽签种子；不写则随机取一个并记录下来。")
@click.option("--relax", multiple=True, type=click.Choice(["mutual", "previous"]),
              help="实在排不开时放宽：mutual 允许互相检查，previous 允许重复上一轮。")  # fmt: skip
@office_option
@out_option
def draw(
    *,
    title: str,
    deadline: date,
    teams: tuple[str, ...],
    load: int,
    seed: int | None,
    relax: tuple[str, ...],
    office: Path | None,
    out: Path,
) -> None:
    """抽签决定谁检查谁，并写出每个单位的互查表。种子有记录，任何人都可以重抽核对。"""
    place = existing_workplace(office, out)
    drawn = draw_round(
        place.database,
        place.register,
        open_findings(place.database),
        title=title,
        seed=secrets.randbelow(10**9) if seed is None else seed,
        drawn_at=now_utc(),
        deadline=deadline,
        teams=teams,
        load=load,
        relax=[Relaxation(name) for name in relax],
        clauses={
            key: ClauseInfo(clause.document, clause.number, clause.text, clause.certainty)
            for key, clause in place.dictionaries.clauses.items()
        },
    )
    names = {department.id: department.name for department in place.register.departments}
    say(f"第 {drawn.id} 轮，抽签种子 {drawn.draw.seed}。")
    for checker, checked in drawn.draw.pairs:
        say(f"{drawn.name(checker)} 检查 {drawn.name(checked)}")
    for note in draw_notes(drawn.draw, names):
        say(note)
    for path in write_packs(place.database, office_info(place.register), out / "audit", drawn.id):
        click.echo(path)


@audit.command("import")
@click.argument("packs", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="互查表.xlsx|目录 ...")
@office_option
@out_option
def import_(packs: tuple[Path, ...], office: Path | None, out: Path) -> None:
    """收回填好的互查表；有一处错误则一份也不收。"""
    place = existing_workplace(office, out)
    for receipt in import_packs(place.database, packs, now=now_utc()):
        tell(receipt.sentence())


@audit.command()
@click.option("--round", "round_id", default="", metavar="轮次", help="哪一轮；不写则最近一轮。")
@office_option
@out_option
@as_of_option
def result(round_id: str, office: Path | None, out: Path, as_of: date) -> None:
    """出这一轮的交叉互查通报和明细表。"""
    place = existing_workplace(office, out)
    for path in write_result(
        place.database, office_info(place.register), out / "audit", as_of=as_of, round_id=round_id,
        templates=place.templates,
    ):  # fmt: skip
        click.echo(path)


COMMANDS = (audit,)

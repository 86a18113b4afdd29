"""``wangcha scorecard``: the scorecards of the newest inspections, by the office's or an assessor's indicator set."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from inspection.cli.common import as_of_option, office_option, out_option, say
from inspection.paperwork import document_data, newest_inspections
from inspection.scorecards import score_inspections
from inspection.workplace import existing_workplace
from records.errors import BadInputError
from records.scores import Scorecard
from reports.scorecard import HTML_FILE, XLSX_FILE, write_html, write_xlsx


@click.command()
@click.argument("sites", nargs=-1, metavar="[网站 ...]")
@click.option(
    "--set", "sets", multiple=True, metavar="指标体系", help="用这套指标体系（编号，可重复）；不写则用自动评分的各套。"
)
@office_option
@out_option
@as_of_option
def scorecard(sites: tuple[str, ...], sets: tuple[str, ...], office: Path | None, out: Path, as_of: date) -> None:
    """按指标体系给最近一次检查评分，出评分表（网页和电子表格）。"""
    place = existing_workplace(office, out)
    newest = newest_inspections(place)
    if unknown := [site for site in sites if site not in newest]:
        raise BadInputError(f"“{'”“'.join(unknown)}”还没有检查记录。有记录的是：{'、'.join(newest) or '无'}。")
    taken = [inspection for site, inspection in newest.items() if not sites or site in sites]
    cards = score_inspections(place, place.register, taken, sets)
    if not cards:
        raise BadInputError("没有适用的指标体系，或还没有检查记录。指标体系的写法见 docs/scorecards.md。")
    data = replace(document_data(place, (), as_of, out), scores=cards)
    write_html(out / HTML_FILE, cards, data, place.templates)
    write_xlsx(out / XLSX_FILE, cards, data)
    for card in cards:
        say(_sentence(card))
    click.echo(out / HTML_FILE)
    click.echo(out / XLSX_FILE)


def _sentence(card: Scorecard) -> str:
    if not card.total:
        return f"{card.subject.name}：{card.set_title}，只有单项否决指标。"
    return (
        f"{card.subject.name}：{card.set_title}，机器可评 {card.judged} 分中得 {card.score_low}～{card.score_high} 分。"
    )


COMMANDS = (scorecard,)

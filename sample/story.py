"""The sample office's autumn of 2026: what an office does from one inspection to the next, by its own commands."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click

from records.clock import CLOCK_VARIABLE
from reports.bulletin import FILE as BULLETIN
from reports.ledger_xlsx import FILE as LEDGER
from reports.scorecard import HTML_FILE, XLSX_FILE
from reports.shared.whole_files import write_whole
from sample.commands import FOUND, run_quietly, told_by
from sample.content import TODAY
from sample.replying import fill_in
from sample.serve import SITES, ServedSample, served_sample

EARLIER = date(2026, 10, 23)
ISSUED = date(2026, 10, 26)
REPLIED = date(2026, 10, 30)
DRAWN = date(2026, 11, 6)
DEADLINE = date(2026, 12, 4)
SEED = 20261106
ROUND = "2026年第四季度交叉互查"
REPLYING = "jyj"
FOLDER = "sample-office"
"""Not ``sample``: whoever writes into the program's own folder would lose this package."""
LISTING = Path("notice-list.txt")
WIDTH = 120
FILLED = Path("replies") / "整改台账-云溪区教育局.xlsx"


def tell(out: Path) -> int:
    """Play it all into ``out``, sites and office in ``FOLDER`` there; returns the last step's exit code."""
    with served_sample(out / FOLDER) as sample, _clock_restored():
        where = ("--office", sample.office, "--out", out)
        for step in (_earlier_inspection, _notices, _replies, _cross_check, _inspection, _bulletin):
            code = step(sample, out, where)
            if code > FOUND:
                return code
        listing = told_by("notice", "list", *where, "--as-of", TODAY, columns=WIDTH)
    write_whole(out / LISTING, listing.encode())
    _say_what_else(out)
    click.echo(listing.rstrip().rpartition("\n")[2])
    return FOUND


@contextmanager
def _clock_restored() -> Iterator[None]:
    before = os.environ.get(CLOCK_VARIABLE)
    try:
        yield
    finally:
        os.environ.pop(CLOCK_VARIABLE, None)
        if before is not None:
            os.environ[CLOCK_VARIABLE] = before


def _earlier_inspection(sample: ServedSample, out: Path, where: tuple[object, ...]) -> int:
    _step(EARLIER, "检查两个网站（当时的样子）")
    sample.show(EARLIER)
    return run_quietly("inspect", *SITES, *where, "--as-of", EARLIER)


def _notices(sample: ServedSample, out: Path, where: tuple[object, ...]) -> int:
    _step(ISSUED, "编号下发整改通知书")
    return run_quietly("notice", "issue", *where, "--as-of", ISSUED)


def _replies(sample: ServedSample, out: Path, where: tuple[object, ...]) -> int:
    _step(REPLIED, "收回区教育局填好的整改台账")
    code = run_quietly("ledger", "export", "--department", REPLYING, *where, "--as-of", REPLIED)
    if code:
        return code
    fill_in(out / LEDGER, out / FILLED, REPLIED)
    return run_quietly("ledger", "import", out / FILLED, *where, "--as-of", REPLIED)


def _cross_check(sample: ServedSample, out: Path, where: tuple[object, ...]) -> int:
    _step(DRAWN, f"交叉互查抽签，{DEADLINE} 前交回")
    return run_quietly("audit", "draw", "--title", ROUND, "--seed", SEED, "--deadline", DEADLINE, *where)


def _inspection(sample: ServedSample, out: Path, where: tuple[object, ...]) -> int:
    _step(TODAY, "检查全部网站和账号")
    sample.show(TODAY)
    return run_quietly("inspect", *where, "--as-of", TODAY)


def _bulletin(sample: ServedSample, out: Path, where: tuple[object, ...]) -> int:
    _step(TODAY, "通报")
    return run_quietly("bulletin", "--title", "关于2026年第四季度检查情况的通报", *where, "--as-of", TODAY)


def _step(day: date, what: str) -> None:
    """Begin a step: the clock is set to nine o'clock of its day, so that documents and evidence tell one story."""
    os.environ[CLOCK_VARIABLE] = f"{day}T09:00"
    click.echo(f"—— {day} {what}", err=True)


def _say_what_else(out: Path) -> None:
    """What was written besides the notices, one line each."""
    for path, what in (
        (LEDGER, "整改台账"),
        (HTML_FILE, "评分表（与上次比较）"),
        (XLSX_FILE, "评分表（电子表格）"),
        (BULLETIN, "问题通报"),
        ("notices-issued", "10月26日编号下发的通知书"),
        (LISTING, "下发的通知书到期情况"),
        (FILLED, "区教育局交回的反馈"),
        ("audit", "交叉互查的互查表"),
        ("evidence", "原始证据"),
    ):
        click.echo(f"{what}：{out / path}")

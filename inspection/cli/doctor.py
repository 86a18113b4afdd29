"""``wangcha doctor``: says what is missing on this machine and how to get it."""

from __future__ import annotations

import ctypes.util
import importlib
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import chinese_calendar
import click

from crawler.attachments import ocr
from crawler.browser import lacking
from inspection.cli.common import office_option, out_option, spoken, tell
from inspection.workplace import open_workplace
from records.clock import today_in_china
from records.database import storage_faults
from records.errors import WangchaError

LEAST_SPACE = 2 * 1024**3
LIBRARIES = (
    "scrapy", "pycurl", "selectolax", "lxml", "trafilatura", "jieba", "daachorse", "docxtpl", "openpyxl", "pypdfium2",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: ``good`` or not, and if not, what to do."""

    name: str
    good: bool
    advice: str = ""
    needed: bool = True


def _checks(office: Path | None, out: Path) -> Iterator[Check]:
    yield Check(f"Python {sys.version.split()[0]}", sys.version_info >= (3, 11), "请安装 Python 3.11 或更新版本。")
    yield Check(
        f"SQLite {sqlite3.sqlite_version}", sqlite3.sqlite_version_info >= (3, 35), "请安装带有较新 SQLite 的 Python。"
    )
    for name in LIBRARIES:
        yield _tried(f"程序库 {name}", partial(importlib.import_module, name), "请在项目目录重新运行 make inspect。")
    yield _tried("结果目录可写", lambda: _write_into(out), "请换一个有写权限的目录（--out）。")
    free = shutil.disk_usage(_existing(out)).free
    yield Check(f"磁盘剩余 {free / 1024**3:.1f} GiB", free >= LEAST_SPACE, "证据会占用空间，请至少留出 2 GiB。")
    if office is not None:
        yield _tried("登记册 office.toml 和词库", lambda: open_workplace(office, out), "")
    known_until = max(day.year for day in chinese_calendar.constants.holidays)
    yield Check(
        f"国务院节假日安排已知到 {known_until} 年",
        today_in_china().year < known_until,
        "跨入下一年的期限会标为“暂定”；请在 office.toml 的 [holidays] 中补上下一年的放假和调休安排。",
        needed=False,
    )
    fault = lacking()
    yield Check("Chromium（--render 渲染、--screenshots 截图用）", not fault, fault, needed=False)
    yield Check(
        "文字识别（扫描件和图片）",
        ocr.available(),
        "扫描件和附件里图片的文字不检查，列为未能核实，文章里的图片不读；要检查，请运行 make ocr。",
        needed=False,
    )
    yield Check(
        "RAR、7z 压缩包（libarchive）",
        ctypes.util.find_library("archive") is not None,
        "这两种压缩包不检查，列为未能核实；要检查，请执行 apt install libarchive13。",
        needed=False,
    )
    yield Check(
        "中文字体（查看文书用）",
        any(Path("/usr/share/fonts").glob("**/*CJK*")) or any(Path("/usr/share/fonts").glob("**/wqy*")),
        "只影响在本机查看文书；可执行 apt install fonts-noto-cjk。",
        needed=False,
    )


def _tried(name: str, action: Callable[[], object], advice: str) -> Check:
    try:
        action()
    except (WangchaError, ImportError) as fault:
        return Check(name, False, advice or str(fault))
    return Check(name, True)


def _write_into(out: Path) -> None:
    with storage_faults(out), TemporaryDirectory(dir=_existing(out)):
        pass


def _existing(folder: Path) -> Path:
    folder = folder.absolute()
    return next(each for each in (folder, *folder.parents) if each.is_dir())


@click.command()
@office_option
@out_option
@click.pass_context
def doctor(ctx: click.Context, /, office: Path | None, out: Path) -> None:
    """检查本机缺什么，并告诉您怎样补上。"""
    missing = False
    for check in _checks(office, out):
        mark = "✓" if check.good else ("✗" if check.needed else "!")
        click.echo(f"{mark} {spoken(check.name if check.good else f'{check.name}：{check.advice}')}")
        missing |= check.needed and not check.good
    tell("有缺项，请按上面的提示处理。" if missing else "可以开始巡检。")
    ctx.exit(2 if missing else 0)


COMMANDS = (doctor,)

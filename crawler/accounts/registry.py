"""Finding the adapters: built-in ones by folder, others by the entry-point group ``wangcha.platforms``.

An adapter is a module with three names: ``TITLE`` (Chinese), ``SETTINGS`` (setting name to its meaning, Chinese) and
``read_posts(body, settings)``, which gives a :class:`~crawler.accounts.posts.PostsReading` and never fetches anything.
Its id is the module's file name, or the name of the entry point.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

from crawler.accounts.posts import PostsReading
from records.errors import BadInputError, WangchaError

ENTRY_POINTS = "wangcha.platforms"

COMMON_SETTINGS: Mapping[str, str] = {
    "url": "订阅源的地址",
    "file": "表格或订阅源文件，放在办公室目录里，写文件名",
    "home": "账号主页的网址，写进通知书",
    "owned": "true：订阅源在本单位的机器上，不查 robots.txt",
    "collected": "true：订阅源由采集工具转出，超期只列为待核；订阅源写明是采集工具生成的，不写也一样",
    "check_posts": "true：推文自己的网址也检查能不能打开",
}
"""Settings of every account, whatever its adapter."""


class AdapterError(WangchaError):
    """An adapter's module is not well-formed."""


@dataclass(frozen=True, slots=True)
class Adapter:
    """One way of reading an account. ``settings`` are its own, besides :data:`COMMON_SETTINGS`."""

    id: str
    title: str
    settings: Mapping[str, str]
    read_posts: Callable[[bytes, Mapping[str, Any]], PostsReading]


@cache
def all_adapters() -> Mapping[str, Adapter]:
    """Every adapter by its id. Raises AdapterError, which names the module and the fault."""
    found: dict[str, Adapter] = {}
    for name, module in (*_built_in(), *_added()):
        if name in found:
            raise AdapterError(f"采集方式重复：{name}（{module.__name__}），请改用别的名字。")
        found[name] = read_adapter(name, module)
    return found


def adapter_for(name: str) -> Adapter:
    """The adapter with this id. Raises :class:`BadInputError` where there is none."""
    adapters = all_adapters()
    if name not in adapters:
        raise BadInputError(f"没有名为“{name}”的采集方式。可以写：{'、'.join(adapters)}。")
    return adapters[name]


def default_adapter(settings: Mapping[str, Any]) -> str:
    """The adapter meant where none is named: a file is a table, an address a feed."""
    return "table" if settings.get("file") else "feed"


def read_adapter(name: str, module: ModuleType) -> Adapter:
    """The adapter in a module. Raises AdapterError when a name is missing."""
    title, settings, read_posts = (getattr(module, part, None) for part in ("TITLE", "SETTINGS", "read_posts"))
    if not isinstance(title, str) or not isinstance(settings, Mapping) or not callable(read_posts):
        raise AdapterError(
            f"采集方式“{name}”（{module.__name__}）应有 TITLE、SETTINGS 和函数 read_posts（body, settings）。"
        )
    return Adapter(name, title, settings, read_posts)


def _built_in() -> Iterator[tuple[str, ModuleType]]:
    """Modules of this folder that define ``read_posts``; the others are their helpers."""
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.stem not in ("__init__", "registry"):
            module = importlib.import_module(f"crawler.accounts.{path.stem}")
            if hasattr(module, "read_posts"):
                yield path.stem, module


def _added() -> Iterator[tuple[str, ModuleType]]:
    for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name):
        module = point.load()
        if not isinstance(module, ModuleType):
            raise AdapterError(f"采集扩展“{point.name}”应指向一个模块（{ENTRY_POINTS}），现为：{point.value}。")
        yield point.name, module

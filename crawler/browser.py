"""Whether this machine has what rendering needs: Playwright and the system's Chromium."""

from __future__ import annotations

import shutil
from importlib.util import find_spec

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str:
    """The system's Chromium, ``""`` where there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), "")


def lacking() -> str:
    """What rendering lacks on this machine and how to get it, as a sentence; ``""`` where nothing is lacking."""
    if find_spec("playwright") is None:
        return "没有安装程序库 playwright，不能渲染网页。请执行 pip install 'wangcha[render]'。"
    if not find_chromium():
        return "本机没有 Chromium，不能渲染网页。请执行 apt install chromium fonts-noto-cjk（需要管理员权限）。"
    return ""

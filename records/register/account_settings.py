"""Where an account's posts come from: the part of its settings that every adapter shares."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from records.register.addresses import web_address


def account_settings(settings: Mapping[str, Any]) -> None:
    """Check ``url``, ``file`` and ``home``. Raises :class:`ValueError` with a sentence on what is wrong."""
    url, file = settings.get("url", ""), settings.get("file", "")
    if url and file:
        raise ValueError("url（订阅源的地址）和 file（办公室目录里的文件名）只写一个")
    for address in filter(None, (url, settings.get("home", ""))):
        web_address(str(address))
    if file:
        file_name(str(file))


def file_name(text: str) -> str:
    """A file below the office's folder. Raises :class:`ValueError` for a path that leads elsewhere."""
    name = text.strip().replace("\\", "/")
    path = PurePosixPath(name)
    if path.is_absolute() or PureWindowsPath(name).drive or ".." in path.parts or not path.name:
        raise ValueError(f"文件“{text}”应放在办公室目录里，只写文件名，如 云溪发布.xlsx")
    return name

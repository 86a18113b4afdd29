"""Files that are there whole or not at all: written under a temporary name, then renamed."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from records.errors import StorageError

_CAUSES = {
    errno.ENOSPC: "磁盘已满，请清理磁盘后重新出报告",
    errno.EDQUOT: "磁盘配额已用完，请清理后重新出报告",
    errno.EROFS: "该文件夹只读，请换一个输出文件夹",
    errno.EACCES: "没有写入权限，请换一个输出文件夹，或请管理员授权",
    errno.EPERM: "没有写入权限，请换一个输出文件夹，或请管理员授权",
    errno.ENAMETOOLONG: "文件名太长，请换一个路径较短的输出文件夹",
}


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path``, making its folder. Raises :class:`StorageError`; the old file then stays."""
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(0o640)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            with suppress(OSError):
                Path(temporary).unlink()
        cause = _CAUSES.get(error.errno or 0, f"系统提示：{error.strerror or error}，请检查后重试")
        raise StorageError(f"写不进文件 {path}：{cause}。") from error

"""Which reports there are, and writing them all."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path, PurePosixPath

from records.errors import BadInputError, StorageError, WangchaError
from reports.model import ReportData
from reports.shared.whole_files import write_whole

GROUP = "wangcha.reports"

Render = Callable[[ReportData, Path | None], Iterable[tuple[str, bytes]]]


@dataclass(frozen=True, slots=True)
class Report:
    """A report: its module's name, what people call it, and how it is made."""

    name: str
    title: str
    render: Render


def find_reports() -> tuple[Report, ...]:
    """Built-in reports by folder, in order of name, then those of other packages.

    Raises :class:`BadInputError` where another package's report cannot be loaded or lacks one of the two names.
    """
    built_in = []
    folder = Path(__file__).parent
    for name in sorted(module.name for module in pkgutil.iter_modules([str(folder)])):
        module = importlib.import_module(f"reports.{name}")
        if hasattr(module, "TITLE") and hasattr(module, "render"):
            built_in.append(Report(name, module.TITLE, module.render))
    return (*built_in, *_others())


def write_all(data: ReportData, out: Path, templates: Path | None) -> tuple[Path, ...]:
    """Write every report below ``out``; returns the files written.

    ``templates`` is the office's templates folder (or None). A report that cannot be made does not keep the others
    from being written; its error is raised at the end. A folder that cannot be written raises
    :class:`records.errors.StorageError` at once, and never leaves half a file.
    """
    written: list[Path] = []
    failed: WangchaError | None = None
    for report in find_reports():
        try:
            for name, content in report.render(data, templates):
                path = _inside(out, name, report)
                write_whole(path, content)
                written.append(path)
        except StorageError:
            raise
        except WangchaError as error:
            failed = failed or error
    if failed:
        raise failed
    return tuple(written)


def _others() -> Iterable[Report]:
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        try:
            module = entry.load()
            yield Report(entry.name, module.TITLE, module.render)
        except (ImportError, AttributeError) as error:
            raise BadInputError(
                f"扩展报告“{entry.name}”（{entry.value}）无法使用：{error}。请检查安装，或卸载该扩展。"
            ) from error


def _inside(out: Path, name: str, report: Report) -> Path:
    relative = PurePosixPath(name)
    if relative.is_absolute() or ".." in relative.parts or not relative.parts:
        raise BadInputError(f"报告“{report.title}”给出的文件名“{name}”不在输出文件夹内，已拒绝写入。")
    return out.joinpath(*relative.parts)

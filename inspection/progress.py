"""Shows how far an inspection is, on stderr, and only where a person watches (a terminal)."""

from __future__ import annotations

from types import TracebackType
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn

from inspection.language import CHINESE, in_language
from records.bundle import reader


class Watcher(Protocol):
    """Is told, about once a second, how far each site is."""

    def update(self, site: str, progress: reader.Progress, problems: int, seconds: float, rate: float) -> None: ...
    def finish(self, site: str, sentence: str) -> None: ...
    def say(self, sentence: str) -> None: ...


class TerminalWatcher:
    """A line a site: pages done, queue, requests a second, problems so far, time left."""

    def __init__(self, console: Console, lang: str = CHINESE) -> None:
        self._console = console
        self._lang = lang
        self._bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=18),
            TextColumn("{task.fields[facts]}"),
            console=console,
            disable=not console.is_terminal,
            transient=True,
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> TerminalWatcher:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def update(self, site: str, progress: reader.Progress, problems: int, seconds: float, rate: float) -> None:
        """``seconds`` since the start; ``rate`` is what was asked for, used until a measured one exists."""
        measured = progress.attempts / seconds if seconds > 2 and progress.attempts else rate
        facts = in_language(
            f"已读 {progress.pages} 页 · 待查 {progress.waiting} · 每秒 {measured:.1f} 次"
            f" · 问题 {problems} · 约剩 {_clock(progress.waiting / measured if measured else 0)}",
            self._lang,
        )
        task = self._tasks.get(site)
        if task is None:
            task = self._tasks[site] = self._bars.add_task(site, total=None, facts=facts)
        self._bars.update(
            task, total=progress.attempts + progress.waiting or None, completed=progress.attempts, facts=facts
        )

    def finish(self, site: str, sentence: str) -> None:
        """Replace the site's line by one sentence that stays."""
        if (task := self._tasks.pop(site, None)) is not None:
            self._bars.remove_task(task)
        self.say(sentence)

    def say(self, sentence: str) -> None:
        """A sentence that stays, terminal or not."""
        self._console.print(in_language(sentence, self._lang), highlight=False, markup=False, soft_wrap=True)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"

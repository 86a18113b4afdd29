"""``python -m benchmarks.check``: how long ``wangcha check`` takes for one document, and what takes how much of it.

A page of a generated portal, a text with a doubtful word (for which the segmenter is loaded), a Word and an Excel file,
each by the command line as a publishing system calls it; wall seconds, best of several runs.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import docx
import openpyxl

from benchmarks.measuring import run, target
from benchmarks.portal import GeneratedPortal

AIM_SECONDS = 1.0
RUNS = 5
TEXT = "各单位要认真做好秋季防火工作，布署秸秆禁烧工作，压实网格责任，确保各项措施落到实处。\n" * 20
COMMAND = [sys.executable, "-c", "from inspection.cli import main; main(prog_name='wangcha')", "check"]
STAGES = """
import json, sys, time
from datetime import date
steps = [time.process_time()]
def done():
    steps.append(time.process_time())
from inspection.cli import main
main.commands["check"]
done()
import dictionaries
known = dictionaries.load()
done()
from rules.scanning import scanner
scanner(known)
done()
from inspection.checking import document_of
document = document_of(sys.argv[1], date(2026, 11, 20))
done()
from rules.checking import check_document
check_document(document, today=date(2026, 11, 20), dictionaries=known)
done()
print(json.dumps([steps[0]] + [after - before for before, after in zip(steps, steps[1:])]))
"""
NAMES = ("interpreter", "command line", "dictionaries", "rules, automaton", "reading", "judging")


def main() -> None:
    """Print a line a document."""
    print(f"{'wangcha check':14}{'wall s':>8}{'CPU s':>8}{'MB':>6}   CPU s by stage: {', '.join(NAMES)}")
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for name, path in _documents(Path(folder)):
            runs = [run([*COMMAND, str(path)]) for _ in range(RUNS)]
            wall, cpu = min(one.wall for one in runs), min(one.cpu for one in runs)
            print(f"{name:14}{wall:8.2f}{cpu:8.2f}{runs[0].peak_mb:6.0f}   {', '.join(_stages(path))}")
            slowest = max(slowest, wall)
    target("seconds for an answer", slowest, AIM_SECONDS, at_least=False)


def _stages(path: Path) -> list[str]:
    taken = [
        json.loads(subprocess.run([sys.executable, "-c", STAGES, str(path)], capture_output=True, check=True).stdout)
        for _ in range(RUNS)
    ]
    return [f"{min(of_stage):.2f}" for of_stage in zip(*taken, strict=True)]


def _documents(folder: Path) -> list[tuple[str, Path]]:
    portal = GeneratedPortal(100)
    answer = portal.body(portal.path(99))
    assert answer is not None
    paths = [("page", folder / "page.html"), ("text", folder / "text.txt")]
    paths[0][1].write_bytes(answer[1])
    paths[1][1].write_text(TEXT, encoding="utf-8")
    word = docx.Document()
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in TEXT.splitlines():
        word.add_paragraph(line)
        sheet.append([line, "云溪区"])
    paths += [("Word file", folder / "file.docx"), ("Excel file", folder / "file.xlsx")]
    word.save(str(paths[2][1]))
    book.save(paths[3][1])
    return paths


if __name__ == "__main__":
    main()

"""Finding reports and writing their files, on a real file system."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType

import pytest
from sample_data import sample

from records.errors import BadInputError, StorageError
from reports import registry
from reports.model import ReportData
from reports.registry import find_reports, write_all
from reports.shared.whole_files import write_whole


def plug_in(monkeypatch: pytest.MonkeyPatch, name: str, **names: object) -> None:
    """Make a module importable and announce it as another package's report."""
    module = ModuleType(name)
    vars(module).update(names)
    monkeypatch.setitem(sys.modules, name, module)
    entry = EntryPoint(name=name, value=name, group=registry.GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: [entry] if group == registry.GROUP else [])


def test_built_in_reports_are_found_by_folder() -> None:
    assert {"findings_json", "ledger_xlsx", "notice"} <= {report.name for report in find_reports()}


def test_everything_is_written_and_nothing_is_left_over(tmp_path: Path) -> None:
    paths = write_all(sample(), tmp_path / "结果", None)
    assert {path.relative_to(tmp_path / "结果").as_posix() for path in paths} >= {
        "findings.json",
        "ledger.xlsx",
        "notices/整改通知书-云溪区教育局.docx",
        "notices/整改通知书-云溪区教育局.html",
    }
    assert sorted(paths) == sorted(path for path in tmp_path.rglob("*") if path.is_file())


def test_no_findings_no_notice(tmp_path: Path) -> None:
    write_all(sample(findings=()), tmp_path, None)
    assert not (tmp_path / "notices").exists()
    assert (tmp_path / "ledger.xlsx").exists()
    assert (tmp_path / "findings.json").exists()


def test_a_wrong_template_does_not_keep_the_rest_from_being_written(tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "notice.docx").write_bytes(b"x")
    with pytest.raises(BadInputError, match=r"notice\.docx"):
        write_all(sample(), tmp_path / "out", templates)
    assert (tmp_path / "out" / "findings.json").exists()
    assert (tmp_path / "out" / "ledger.xlsx").exists()


def test_other_packages_reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def render(data: ReportData, templates: Path | None) -> Iterator[tuple[str, bytes]]:
        yield "extra/简报.txt", data.office.name.encode()

    plug_in(monkeypatch, "office_extra", TITLE="简报", render=render)
    write_all(sample(findings=()), tmp_path, None)
    assert (tmp_path / "extra" / "简报.txt").read_text(encoding="utf-8") == "云溪区人民政府办公室"


@pytest.mark.parametrize("name", ["../out.txt", "/tmp/out.txt", "a/../../b"])
def test_a_report_cannot_write_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    plug_in(monkeypatch, "office_extra", TITLE="简报", render=lambda data, templates: [(name, b"x")])
    with pytest.raises(BadInputError, match="不在输出文件夹内"):
        write_all(sample(findings=()), tmp_path / "deep" / "out", None)


def test_an_unusable_plug_in_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    plug_in(monkeypatch, "office_extra", TITLE="简报")
    with pytest.raises(BadInputError, match="office_extra"):
        find_reports()


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("在此")
    with pytest.raises(StorageError, match="写不进文件"):
        write_all(sample(), tmp_path / "out", None)


def test_a_full_disk_leaves_the_old_file_whole(tmp_path: Path) -> None:
    """A file size limit stands in for a full disk: the system call fails half way."""
    target = tmp_path / "ledger.xlsx"
    write_whole(target, b"old")
    code = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from records.errors import StorageError; from reports.shared.whole_files import write_whole\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try:\n    write_whole(Path(sys.argv[1]), b'new' * 9999)\n"
        "except StorageError as error:\n    sys.exit(0 if '写不进文件' in str(error) else 5)\n"
        "sys.exit(6)\n"
    )
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", code, str(target)]
    done = subprocess.run(command, cwd=root, env={"PYTHONPATH": str(root)}, check=False)
    assert done.returncode == 0
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]

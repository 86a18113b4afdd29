"""The wheel: built by hatchling, with every data file of the packages in it."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_wheel_holds_every_data_file(tmp_path: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("wangcha-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    kept = {
        str(path.relative_to(ROOT))
        for package in packages
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert kept - packed == set()
    assert not [name for name in packed if name.startswith(("tests/", "sample/", "benchmarks/"))]
    with zipfile.ZipFile(wheel) as archive:
        (entry_points,) = [name for name in packed if name.endswith("entry_points.txt")]
        assert "wangcha = inspection.cli:main" in archive.read(entry_points).decode()

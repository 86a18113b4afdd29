from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspection.workplace import Workplace

from two_rounds import make_office  # isort: skip


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """An office with nothing inspected yet."""
    made = make_office(tmp_path / "office")
    yield made
    made.database.close()

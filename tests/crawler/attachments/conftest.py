"""Reading attachments as where no text recognition is installed."""

from __future__ import annotations

import pytest

from crawler.attachments import ocr


@pytest.fixture
def unrecognised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)

"""Shapes of pictures that text recognition must not be given as they are."""

from __future__ import annotations

import pytest
from PIL import Image

from crawler.attachments import ocr


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, ...]]:
    """Heights and widths of what the engine is given."""
    shapes: list[tuple[int, ...]] = []

    class Engine:
        boxes = txts = scores = None

        def __call__(self, pixels: object, **steps: bool) -> Engine:
            shapes.append(pixels.shape[:2])
            return self

    monkeypatch.setattr(ocr, "_engine", Engine)
    return shapes


@pytest.mark.parametrize("size", [(2_000, 1), (1, 2_000), (2_000, 9), (1, 1)])
def test_what_is_too_low_for_any_character_is_not_looked_at(
    given: list[tuple[int, ...]], size: tuple[int, int]
) -> None:
    assert ocr.text_of(Image.new("RGB", size)) == ("", True)
    assert given == []


def test_a_flat_picture_gets_a_ground_and_others_stay_as_they_are(given: list[tuple[int, ...]]) -> None:
    pytest.importorskip("numpy")
    for size in ((2_000, 40), (60_000, 400), (1_200, 700), (12, 26)):
        ocr.text_of(Image.new("RGB", size))
    assert given == [(250, 2_000), (275, 2_200), (700, 1_200), (26, 12)]
    assert all(max(shape) <= 8 * min(shape) for shape in given)

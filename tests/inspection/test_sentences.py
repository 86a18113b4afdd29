"""Every way in which a site's gathering can end has one plain sentence that says what to do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspection.sentences import gather_ending
from records.evidence import GatherResult
from records.model import Reason

WELL = GatherResult(
    site="shiyan",
    start_url="https://www.yunxi.example/",
    started="2026-11-20T00:00:00.000+00:00",
    finished="2026-11-20T00:10:00.000+00:00",
    complete=True,
    limits=(),
    interrupted=False,
    home_reason=Reason.OK,
    counts={"pages": 9, "attachments": 1, "page_targets": 12},
)


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason is not Reason.OK])
def test_a_home_page_that_cannot_be_read(reason):
    sentence, complete = gather_ending(replace(WELL, home_reason=reason), "", 0)
    assert not complete
    assert sentence.startswith("shiyan：未能检查。")
    assert "yunxi.example" in sentence
    assert "请" in sentence  # what to do


@pytest.mark.parametrize("limit", ["max_pages", "max_minutes", "max_depth"])
def test_a_limit_is_said_and_how_to_raise_it(limit):
    sentence, complete = gather_ending(replace(WELL, limits=(limit,)), "", 3)
    assert complete
    assert "上限" in sentence
    assert limit in sentence
    assert "问题 3 个" in sentence


def test_all_well():
    assert gather_ending(WELL, "", 0) == ("shiyan：检查完毕，已读 9 页、附件 1 个，问题 0 个。", True)

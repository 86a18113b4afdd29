"""Words, shape and baseline taken together: none of them alone makes a wrong target."""

from __future__ import annotations

from pathlib import Path

import pytest

import dictionaries
from dictionaries.wrong_targets import alike, is_root
from records.landing import Baseline, Landing
from records.model import Reason

JUDGE = dictionaries.load_wrong_targets()
HERE = "http://www.example.gov.cn/a/t1.html"


def shown(title: str = "", text: str = "", length: int | None = None, **more: int) -> Landing:
    values = {"links": 5, "things": 0, "scripts": 0, **more}
    return Landing(title, text, len(text) if length is None else length, password=False, **values)


def yardstick(landing: Landing | None, final: str = "http://www.example.gov.cn/wangcha-0/1.html") -> Baseline:
    reason = Reason.OK if landing else Reason.NOT_FOUND
    return Baseline("www.example.gov.cn", "http://www.example.gov.cn/wangcha-0/1.html", "", 200, reason, final, landing)


ERROR = shown("页面不存在_示例区人民政府", "首页\n您访问的页面不存在或已删除！\n5秒后返回首页")


def test_all_three_together_prove_it() -> None:
    found = JUDGE.suspicion(HERE, HERE, ERROR, yardstick(ERROR))
    assert found is not None
    assert (found.kind, found.proven) == ("gone", True)


def test_words_and_shape_without_the_yardstick_want_a_person() -> None:
    for baseline in (None, yardstick(None), yardstick(shown("示例区人民政府", "要闻" * 500))):
        found = JUDGE.suspicion(HERE, HERE, ERROR, baseline)
        assert found is not None
        assert not found.proven


@pytest.mark.parametrize(
    "landing",
    [
        shown("关于页面不存在问题的整改说明", "近日有群众反映个别页面不存在，现说明如下。"),
        shown("页面不存在", "正文" * 400, length=800),
        shown("政策问答", "问：打开后提示页面不存在，是什么原因？\n答：请先核对网址，再联系我们。"),
        shown("示例区人民政府", "要闻\n公告"),
    ],
    ids=["headline", "long", "answer", "other"],
)
def test_a_phrase_alone_proves_nothing(landing: Landing) -> None:
    assert JUDGE.suspicion(HERE, HERE, landing, yardstick(ERROR)) is None


def test_a_shell_that_is_the_same_everywhere_is_no_error_page() -> None:
    shell = shown("示例区人民政府", "正在加载", scripts=3)
    assert JUDGE.suspicion(HERE, HERE, shell, yardstick(shell)) is None


def test_pages_are_alike_but_for_details() -> None:
    assert alike(ERROR, shown(ERROR.title, ERROR.text.replace("5秒", "3秒")))
    assert not alike(ERROR, shown("办事指南", "办理条件"))


@pytest.mark.parametrize(
    ("url", "root"),
    [
        ("http://a.cn/", True),
        ("http://a.cn/index.html", True),
        ("http://a.cn/default.aspx", True),
        ("http://a.cn/?a=1", False),
        ("http://a.cn/zwgk/", False),
    ],
)
def test_roots(url: str, root: bool) -> None:
    assert is_root(url) is root


def test_an_office_adds_its_own_words(tmp_path: Path) -> None:
    (tmp_path / "dictionaries").mkdir()
    (tmp_path / "dictionaries" / "wrong-targets.toml").write_text('gone = ["此文已归档"]', encoding="utf-8")
    landing = shown("此文已归档", "此文已归档")
    assert JUDGE.suspicion(HERE, HERE, landing, None) is None
    loaded = dictionaries.load(tmp_path)
    assert loaded.wrong_targets.suspicion(HERE, HERE, landing, None) is not None
    own = dictionaries.own_wrong_targets(loaded)
    assert own == {"gone": ("此文已归档",)}
    assert dictionaries.load_wrong_targets(own).words == loaded.wrong_targets.words, "the gatherer has the same"

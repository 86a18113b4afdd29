"""Indicator sets: the built-in ones say what they know, and a wrong file is refused with all its faults."""

from __future__ import annotations

import hashlib
import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dictionaries import indicators
from dictionaries.indicator_check import FRAME_KEYS, ITEM_KEYS, SET_KEYS, TERM_KEYS, SetReader
from dictionaries.indicators import load_indicator_sets
from records.errors import BadInputError
from records.model import Severity
from records.scores import FigureCertainty, Mode, SubjectKind

KNOWN = (
    "account-stale",
    "account-unreachable",
    "column-blank",
    "column-stale",
    "dark-link",
    "home-cloaked",
    "home-stale",
    "host-unreachable",
    "interpretation-missing",
    "interpretation-unlinked",
    "link-broken",
    "link-inner-network",
    "link-malformed",
    "link-wrong-target",
    "nonpublic-mark",
    "page-tampered",
    "privacy-bank-card",
    "privacy-mobile-number",
    "privacy-resident-id",
    "site-often-unreachable",
    "site-tls-weak",
    "site-unreachable",
    "word-misspelled",
    "word-severe",
)
GOOD = """
id = "our-set"
title = "本办测评指标"
source = "本办"

[frame]
total = 10
pass_mark = 6

[[item]]
id = "links"
block = "可用性"
title = "链接"
text = "打不开的链接每个扣 1 分。"
mode = "deduct"
points = 10
per_finding = 1
count = [{ rules = ["link-broken"] }]
applies = ["portal"]
certainty = "own"
"""


def office(folder: Path, **files: str | bytes) -> Path:
    """An office folder with indicator files."""
    (folder / "indicators").mkdir()
    for name, content in files.items():
        path = folder / "indicators" / f"{name}.toml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def refused(folder: Path, **files: str | bytes) -> str:
    with pytest.raises(BadInputError) as caught:
        load_indicator_sets(office(folder, **files), KNOWN)
    return str(caught.value)


def built_in(ident: str):
    return next(one for one in load_indicator_sets(None, KNOWN) if one.id == ident)


def test_national_set_for_sites_has_six_vetoes_and_a_hundred_points_for_portals_only():
    national = built_in("state-council-2019-sites")
    vetoes = {item.block for item in national.items if item.part is Mode.VETO}
    assert len(vetoes) == 6
    assert sum(item.points for item in national.items if item.part is Mode.DEDUCT) == national.frame.total == 100
    assert sum(item.points for item in national.items if item.part is Mode.BONUS) == national.frame.bonus == 30
    assert (national.frame.pass_mark, national.frame.bonus_above) == (60, 80)
    assert {item.part for item in national.items_for(SubjectKind.SITE)} == {Mode.VETO}


def test_without_service_duty_the_rest_is_scaled_by_four_thirds():
    national = built_in("state-council-2019-sites")
    assert national.factor(SubjectKind.PORTAL, True) == 1
    assert national.factor(SubjectKind.PORTAL, False) == Fraction(4, 3)
    assert "办事服务" not in {item.block for item in national.items_for(SubjectKind.PORTAL, has_service=False)}


def test_national_set_for_accounts_has_three_vetoes_and_no_points():
    media = built_in("state-council-2019-media")
    assert len({item.block for item in media.items}) == 3
    assert {item.part for item in media.items} == {Mode.VETO}
    assert {kind for item in media.items for kind in item.applies} == {SubjectKind.ACCOUNT}


def test_no_remembered_or_invented_point_figure_is_called_seen():
    scored = [item for item in built_in("state-council-2019-sites").items if item.part is not Mode.VETO]
    assert scored
    assert {item.certainty for item in scored} <= {FigureCertainty.MEMORY_WEAK, FigureCertainty.ADVICE}
    assert "请与原文核对" in built_in("state-council-2019-sites").title


def test_example_set_is_not_scored_unasked():
    assert {one.id for one in load_indicator_sets(None, KNOWN) if one.automatic} == {
        "state-council-2019-sites",
        "state-council-2019-media",
    }


def test_own_set_is_read_beside_the_built_in_ones_with_its_digest(tmp_path):
    content = b"\xef\xbb\xbf" + GOOD.encode()
    sets = {one.id: one for one in load_indicator_sets(office(tmp_path, own=content), KNOWN)}
    own = sets["our-set"]
    assert own.digest == hashlib.sha256(content).hexdigest()
    assert (own.items[0].cap, own.items[0].at_least) == (10, 1)
    assert len(sets) == 4


def test_office_without_indicators_has_the_built_in_sets(tmp_path):
    assert load_indicator_sets(tmp_path, KNOWN) == load_indicator_sets(None, KNOWN)


FAULTS = [
    ('rules = ["link-broken"]', 'rules = ["link-borken"]', '没有这样的规则："link-borken"。可用的规则：account-stale'),
    ("per_finding = 1", "per_finding = 1\ncap = -2", "cap = -2。应为 0 到 1000 之间的数"),
    ("per_finding = 1", "per_finding = 1\ncap = 11", "cap = 11 大于本项分值 points = 10"),
    ("per_finding = 1", "per_finding = 1\ncap = 0", "cap = 0，等于永不扣分"),
    ("per_finding = 1", "per_finding = 0.125", "per_finding = 0.125。应为"),
    ("per_finding = 1", "per_finding = nan", "per_finding = NaN。应为"),
    ("per_finding = 1", "", "缺少 per_finding"),
    ("points = 10", 'points = "10"', 'points = "10"。应为'),
    ("points = 10", "points = true", "points = true。应为"),
    ("points = 10", "points = 9", "分值合计 9 分，而 [frame] total = 10"),
    ('mode = "deduct"', 'mode = "minus"', 'mode = "minus"。可以取："veto"、"deduct"、"bonus"、"person"'),
    ('mode = "deduct"', 'mode = "veto"', "单项否决没有分值，不能写 points"),
    ('mode = "deduct"', 'mode = "person"', "part = （未写）。可以取"),
    ('mode = "deduct"', 'mode = "deduct"\npart = "bonus"', "不一致"),
    ('mode = "deduct"', 'mode = "deduct"\nweight = 3', '不认识的键："weight"。可以写：id、block'),
    ("count = ", 'note = "', "不是合法的 TOML"),
    ('count = [{ rules = ["link-broken"] }]', "", "没有 count，机器无从评定"),
    ('["link-broken"] }]', '["link-broken"], severity = ["bad"] }]', "severity = ["),
    ('["link-broken"] }]', '["link-broken"], where = { level = { least = 3 } } }]', "where 里 level"),
    ('["link-broken"] }]', '["link-broken"], where = { level = { min = 3, max = 1 } } }]', "where 里 level"),
    ('applies = ["portal"]', 'applies = ["all"]', '可以取："portal"（政府门户网站）'),
    ('certainty = "own"', "", "certainty = （未写）"),
    ('certainty = "own"', 'certainty = "own"\nat_least = 0', "at_least = 0。应为不小于 1 的整数"),
    ('certainty = "own"', 'certainty = "own"\nat_least = true', "at_least = true"),
    ('certainty = "own"', 'certainty = "own"\nskip_counted = "yes"', "skip_counted"),
    ("pass_mark = 6", "pass_mark = 60", "pass_mark = 60 大于 total = 10"),
    ('title = "链接"', 'title = " "', "缺少 title"),
    ('id = "our-set"', 'id = "Our Set"', "编号应由小写字母"),
    ('id = "our-set"', 'id = "assessor-example"', "重复。请另取一个编号"),
    ("[frame]", "[[frame]]", "[frame]"),
]


@pytest.mark.parametrize(("right", "wrong", "said"), FAULTS)
def test_fault_is_named_with_file_and_what_is_allowed(tmp_path, right, wrong, said):
    assert right in GOOD
    message = refused(tmp_path, own=GOOD.replace(right, wrong, 1))
    assert said in message
    assert "own.toml" in message


def test_all_faults_of_all_files_come_at_once_and_name_the_item(tmp_path):
    first = GOOD.replace("link-broken", "no-such-rule").replace("per_finding = 1", "per_finding = 1\ncap = -1")
    second = GOOD.replace('id = "links"', 'id = "links"\ncolour = "red"')
    message = refused(tmp_path, first=first, second=second, third="身份".encode("gbk"))
    for said in (
        "first.toml，第 1 项“links”：没有这样的规则",
        "cap = -1",
        "second.toml，第 1 项“links”：不认识的键",
        "third.toml：文件不是 UTF-8",
    ):
        assert said in message
    assert message.count("\n") == 4


def test_same_id_twice_in_a_file_is_refused(tmp_path):
    item = GOOD[GOOD.index("[[item]]") :]
    assert "第 2 项与第 1 项的编号都是" in refused(tmp_path, own=GOOD.replace("total = 10", "total = 20") + item)


def test_endless_file_and_deep_nesting_are_refused(tmp_path):
    message = refused(tmp_path, big="#" * (indicators.MAX_FILE_BYTES + 1), deep="a = " + "[" * 100_000)
    assert "big.toml：文件超过" in message
    assert "deep.toml" in message


def test_built_in_sets_name_known_rules_only_and_load_without_them():
    named = {rule for one in load_indicator_sets(None, ()) for item in one.items for rule in item.rules}
    assert named <= set(KNOWN)


def test_the_manual_explains_every_key_and_its_example_works(tmp_path):
    manual = (Path(__file__).parents[2] / "docs" / "scorecards.md").read_text(encoding="utf-8")
    for key in (*SET_KEYS, *FRAME_KEYS, *ITEM_KEYS, *TERM_KEYS):
        assert re.search(rf"`(\[\[|\[)?{key}(\]\]|\])?`", manual), key
    for words in (*Mode, *SubjectKind, *FigureCertainty, *Severity):
        assert f"`{words.value}`" in manual
    example = re.search(r"```toml\n(.*?)```", manual, re.S)[1]
    used = {key for key in (*SET_KEYS, *FRAME_KEYS, *ITEM_KEYS, *TERM_KEYS) if re.search(rf"\b{key}\b", example)}
    assert used == {*SET_KEYS, *FRAME_KEYS, *ITEM_KEYS, *TERM_KEYS}
    sets = load_indicator_sets(office(tmp_path, example=example), KNOWN)
    assert "our-2026" in [one.id for one in sets]


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals(allow_nan=True) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(("rules", "where", "min", "x")), inner),
    max_leaves=6,
)


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from(ITEM_KEYS), json_like),
    st.dictionaries(st.sampled_from(FRAME_KEYS), json_like),
    json_like,
)
def test_any_values_at_all_are_refused_in_words(item, frame, other):
    reader = SetReader("own.toml", KNOWN)
    reader.read({"id": other, "frame": frame, "item": [item], "note": other}, "")
    assert all(fault.startswith("own.toml，") for fault in reader.faults)

from dataclasses import replace
from datetime import date

import pytest
from audit_examples import DEADLINE, DRAWN, FINDINGS, NAMES, OFFICE, REGISTER, drawn_round, finding, packs
from openpyxl import load_workbook

from inspection.audit import draw_round, write_packs
from inspection.audit.draw import repeats
from records.audit import all_rounds, find_round, items_of, targets_of
from records.errors import BadInputError
from records.model import Baseline
from records.register.model import Register, RegisteredAccount
from reports.audit import layout
from reports.shared.sheets import FIRST_ROW


def test_a_round_is_stored_as_it_was_drawn(db):
    drawn = drawn_round(db)
    assert all_rounds(db) == [drawn]
    assert drawn.id == "2026-1"
    assert drawn.names == NAMES
    assert repeats(find_round(db, "").draw)


def test_the_next_round_avoids_the_pairs_of_the_last(db):
    first, second = drawn_round(db), drawn_round(db, seed=5)
    assert second.id == "2026-2"
    assert second.draw.previous == first.draw.pairs
    assert not set(first.draw.pairs) & set(second.draw.pairs)


def test_every_checker_gets_the_findings_and_places_of_those_it_checks(db):
    drawn = drawn_round(db)
    items = items_of(db, drawn.id)
    assert {(one.checker, one.checked) for one in items} == set(drawn.draw.pairs)
    assert sorted(one.finding for one in items) == sorted(one.id for one in FINDINGS)
    places = {(one.checked, one.site) for one in targets_of(db, drawn.id)}
    assert places == {("jyj", "edu"), ("wjj", "health"), ("mzj", "portal"), ("mzj", "wx-mzj"), ("zjj", "portal")}


def test_accounts_of_one_name_are_told_apart_by_their_platform(db):
    home = {"home": "https://weixin.yunxi.example/mzj"}
    accounts = (
        RegisteredAccount("wx-mzj", "云溪民政", "微信公众号", department="mzj", settings=home),
        RegisteredAccount("dy-mzj", "云溪民政", "抖音", department="mzj", settings={"file": "抖音.csv"}),
    )
    made = draw_round(
        db,
        replace(REGISTER, accounts=accounts),
        FINDINGS,
        title="",
        seed=1,
        drawn_at=DRAWN,
        deadline=DEADLINE,
    )
    handed = [one for one in targets_of(db, made.id) if one.checked == "mzj" and one.site in {"wx-mzj", "dy-mzj"}]
    assert {(one.name, one.url) for one in handed} == {
        ("云溪民政（微信公众号）", home["home"]),
        ("云溪民政（抖音）", ""),
    }
    chosen = layout.target_labels(made, handed)
    assert set(chosen) == {"云溪区民政局：云溪民政（微信公众号）", "云溪区民政局：云溪民政（抖音）"}


def test_what_is_finished_or_gone_or_nobodys_is_not_handed_out(db):
    gone = (
        finding("jyj", 1, state="resolved"),
        finding("jyj", 2, baseline=Baseline.ABSENT),
        finding("", 3),
    )
    drawn = drawn_round(db, (*gone, finding("jyj", 4)))
    assert [one.finding for one in items_of(db, drawn.id)] == [finding("jyj", 4).id]


def test_departments_may_be_named_and_others_stay_out(db):
    drawn = drawn_round(db, teams=("教育局", "云溪区卫生健康局", "mzj"))
    assert drawn.draw.teams == ("jyj", "mzj", "wjj")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"teams": ("教育局", "水利局", "mzj")}, "登记册里没有这些单位：水利局"),
        ({"teams": ("教育局", "云溪区民政局")}, "“不互查”"),
        ({"teams": ("教育局", "jyj", "mzj")}, "重复"),
        ({"deadline": date(2026, 11, 30)}, "早于抽签日期 2026-12-01"),
    ],
)
def test_a_round_that_cannot_be_drawn_leaves_nothing_behind(db, changes, words):
    with pytest.raises(BadInputError, match=words):
        drawn_round(db, **changes)
    assert all_rounds(db) == []


def test_a_department_without_anything_to_look_at_is_told(db):
    bare = replace(REGISTER, accounts=(), columns=REGISTER.columns[1:])
    with pytest.raises(BadInputError, match="没有可查的内容：云溪区民政局"):
        draw_round(db, bare, (), title="", seed=1, drawn_at=DRAWN, deadline=date(2026, 12, 9), teams=tuple(NAMES))
    with pytest.raises(BadInputError, match="登记册里没有哪个单位"):
        draw_round(db, Register(), (), title="", seed=1, drawn_at=DRAWN, deadline=date(2026, 12, 9))


def test_packs_are_the_same_whenever_they_are_written(db, tmp_path):
    drawn_round(db)
    first = {path.name: cells(path) for path in write_packs(db, OFFICE, tmp_path / "a")}
    second = {path.name: cells(path) for path in write_packs(db, OFFICE, tmp_path / "b")}
    assert first == second
    assert sorted(first) == sorted(f"交叉互查表-2026-1-{name}.xlsx" for name in NAMES.values())


def cells(path):
    return {sheet.title: list(sheet.values) for sheet in load_workbook(path).worksheets}


def test_a_pack_tells_the_finding_with_its_evidence_and_basis(db, tmp_path):
    drawn = drawn_round(db)
    checker, checked = next(pair for pair in drawn.draw.pairs if pair[1] == "jyj")
    sheet = load_workbook(packs(db, tmp_path)[checker])[layout.SHEET_ITEMS]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST_ROW)]
    assert len(rows) == 3
    row = next(row for row in rows if row[0] == finding("jyj", 2).id)
    assert row[1:4] == [NAMES[checked], "云溪区教育网", "链接可用性"]
    assert row[4] == "链接打不开\n链接“附件2”打不开"
    assert "指向：http://edu.yunxi.example/jyj/2.html?a=1&b=2" in row[6]
    assert row[7] == "国办发〔2017〕47号"


def test_an_unknown_round_is_told_with_those_there_are(db, tmp_path):
    with pytest.raises(BadInputError, match="还没有抽过"):
        write_packs(db, OFFICE, tmp_path)
    drawn_round(db)
    with pytest.raises(BadInputError, match="已有：2026-1"):
        write_packs(db, OFFICE, tmp_path, "2025-3")

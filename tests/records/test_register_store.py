from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from records.database import open_office, rows
from records.errors import BadInputError
from records.register.model import (
    DEFAULT_DEADLINES,
    DeadlineClass,
    Department,
    Holidays,
    Office,
    Register,
    RegisteredAccount,
    RegisteredColumn,
    RegisteredSite,
    RuleSetting,
)
from records.register.show import show
from records.register.store import insert_rows, load_register, store_register, sync_office
from records.register.table_import import import_table

EXAMPLE = Path(__file__).parents[2] / "examples" / "office"
FULL = Register(
    office=Office("云溪区政务公开办", "云溪区政府办", "云政办函", "综合科", "0000", "a@b.example", "云溪路1号", 1.5, 7),
    departments=(Department("zfb", "区政府办", "府办"), Department("jyj", "区教育局")),
    sites=(
        RegisteredSite(
            "z", "门户", "https://z.example/", "0000000001", "zfb", "jyj", True, 0.5, 9, 8.5, 7, ("y.example",)
        ),
        RegisteredSite("a", "别站", "https://a.example/"),
    ),
    columns=(RegisteredColumn("z", "https://z.example/b/", "乙", "通知公告", 30, "jyj", "停更"),),
    accounts=(RegisteredAccount("w", "云溪发布", "微信公众号", "zfb", "table", {"file": "云.csv", "n": [1]}, 14),),
    deadlines={**DEFAULT_DEADLINES, "yearly": DeadlineClass("yearly", "年报", 10)},
    holidays=Holidays(frozenset({date(2027, 1, 1)}), frozenset({date(2027, 1, 2)}), frozenset({2027})),
    rules={"link-broken": RuleSetting("link-broken", True, "另有系统", {"limit": 3})},
)


def test_what_is_stored_is_loaded_again(tmp_path: Path) -> None:
    db = open_office(tmp_path)
    store_register(db, FULL)
    assert load_register(db) == FULL
    store_register(db, FULL)
    assert load_register(open_office(tmp_path)) == FULL


def test_an_office_without_a_register_loads_an_empty_one(tmp_path: Path) -> None:
    assert load_register(open_office(tmp_path)) == Register()


def test_what_vanished_from_the_file_goes_and_what_was_imported_stays(tmp_path: Path) -> None:
    db = open_office(tmp_path)
    store_register(db, FULL)
    table = tmp_path / "名单.csv"
    table.write_text("网站名称,网址,主办单位\n远站,https://far.example/,区教育局\n", encoding="utf-8")
    import_table(db, table)
    store_register(db, Register(office=FULL.office, departments=FULL.departments[:1], sites=FULL.sites[1:]))
    register = load_register(db)
    assert [site.id for site in register.sites] == ["a", "far.example"]
    assert {item.id for item in register.departments} == {"zfb", "jyj"}  # the imported site still needs the second
    assert (register.columns, register.accounts, dict(register.rules)) == ((), (), {})
    assert rows(db, "PRAGMA foreign_key_check") == []


def test_a_faulty_file_changes_nothing(tmp_path: Path) -> None:
    db = open_office(tmp_path)
    store_register(db, FULL)
    (tmp_path / "office.toml").write_text('[office]\nname = "新"\n[[site]]\nid = "n"\n', encoding="utf-8")
    with pytest.raises(BadInputError):
        sync_office(db, tmp_path)
    assert load_register(db) == FULL


def test_a_second_id_for_an_imported_site_is_refused_with_the_first(tmp_path: Path) -> None:
    db = open_office(tmp_path)
    far = RegisteredSite("far", "远站", "https://far.example/", "0000000009")
    insert_rows(db, "departments", [Department("mz", "区民政局")], "名单.csv")
    insert_rows(db, "sites", [far], "名单.csv")
    wrong = Register(
        departments=(Department("mzj", "区民政局"),),
        sites=(replace(far, id="x", url="http://far.example/index.html", code=""),),
    )
    with pytest.raises(BadInputError, match=r"编号“mz”登记[\s\S]*\[\[site\]\] 第1个 → id：“远站”.*编号“far”登记"):
        store_register(db, wrong)
    with pytest.raises(BadInputError, match="编号“far”"):
        store_register(db, Register(sites=(replace(far, id="x", url="https://new.example/"),)))
    store_register(db, Register(sites=(replace(far, name="远站新名"),)))
    assert load_register(db).sites == (replace(far, name="远站新名"),)


def test_sync_takes_the_example_over_and_columns_may_belong_to_imported_sites(tmp_path: Path) -> None:
    db = open_office(tmp_path)
    table = tmp_path / "a.csv"
    table.write_text("网站名称,网址\n远站,https://far.yunxi.example/\n", encoding="utf-8")
    import_table(db, table)
    for name in ("office.toml", "holidays.toml"):
        (tmp_path / name).write_bytes((EXAMPLE / name).read_bytes())
    with (tmp_path / "office.toml").open("a", encoding="utf-8") as file:
        file.write('[[column]]\nsite = "far.yunxi.example"\nurl = "https://far.yunxi.example/a/"\nname = "甲"\n')
    register = sync_office(db, tmp_path)
    assert [site.id for site in register.sites] == ["portal", "far.yunxi.example"]
    assert register.columns_of("far.yunxi.example")[0].name == "甲"
    assert sync_office(db, tmp_path) == register


def test_show_tells_origins_names_and_effective_limits(tmp_path: Path) -> None:
    db = open_office(tmp_path)
    store_register(db, FULL)
    insert_rows(db, "sites", [RegisteredSite("far", "远站", "https://far.example/")], "名单.csv")
    shown = show(db)
    assert [(row["编号"], row["来源"], row["每秒请求"]) for row in shown["网站"]] == [
        ("z", "office.toml", 0.5),
        ("a", "office.toml", 1.5),
        ("far", "名单.csv", 1.5),
    ]
    assert shown["网站"][0]["责任单位"] == "府办"
    assert shown["规则设置"] == [{"规则": "link-broken", "停用": True, "原因": "另有系统", "改动的选项": "limit = 3"}]

"""Corrected columns: taken whole or not at all, only what was filled in, never over office.toml."""

from __future__ import annotations

import pytest

from records.database import open_office
from records.errors import BadInputError
from records.register.column_import import has_columns, import_columns
from records.register.model import Department, Register, RegisteredColumn, RegisteredSite
from records.register.store import load_register, store_register

HOME = "http://www.yunxi.example/"
TOML = Register(
    departments=(Department("jyj", "云溪区教育局", "区教育局"),),
    sites=(RegisteredSite("portal", "云溪", HOME),),
    columns=(RegisteredColumn("portal", HOME + "yw/", "要闻", "动态要闻"),),
)
HEAD = "网站编号,栏目网址,栏目名称,上级栏目网址,级别,认定类型,结论,栏目类型,更新期限（天）,责任单位,不要求更新的原因"
KINDS = ("动态要闻", "通知公告", "人事信息")


@pytest.fixture
def db(tmp_path):
    database = open_office(tmp_path)
    store_register(database, TOML)
    return database


def sheet(tmp_path, *lines, head=HEAD, name="栏目.csv"):
    path = tmp_path / name
    path.write_text("\n".join(("云溪 栏目,,", head, *lines)) + "\n", encoding="utf-8")
    return path


def column(db, path):
    return next((each for each in load_register(db).columns if each.url == HOME + path), None)


def test_only_rows_with_a_correction_are_registered(db, tmp_path):
    taken = import_columns(
        db,
        sheet(
            tmp_path,
            f"portal,{HOME}rs/,人事任免,,1,人事信息,超期待核,,30,区教育局,",
            f"portal,{HOME}tz/,通知,,1,通知公告,按时更新,,,,",
            f"portal,{HOME}zt/,专题,,1,,无更新时限,,,,活动已结束",
        ),
        KINDS,
    )
    assert taken.added == (HOME + "rs/", HOME + "zt/")
    assert column(db, "rs/") == RegisteredColumn("portal", HOME + "rs/", "人事任免", "", 30, "jyj")
    assert column(db, "zt/").exempt == "活动已结束"
    assert column(db, "tz/") is None


def test_an_empty_cell_leaves_and_a_dash_takes_back(db, tmp_path):
    import_columns(db, sheet(tmp_path, f"portal,{HOME}rs/,人事任免,,1,,,人事信息,30,区教育局,"), KINDS)
    again = import_columns(db, sheet(tmp_path, f"portal,{HOME}rs/,人事任免,,1,,,,60天,,"), KINDS)
    assert again.changed == (HOME + "rs/",)
    assert column(db, "rs/") == RegisteredColumn("portal", HOME + "rs/", "人事任免", "人事信息", 60, "jyj")
    import_columns(db, sheet(tmp_path, f"portal,{HOME}rs/,人事任免,,1,,,—,—,—,"), KINDS)
    assert column(db, "rs/") == RegisteredColumn("portal", HOME + "rs/", "人事任免")
    assert import_columns(db, sheet(tmp_path, f"portal,{HOME}rs/,人事任免,,1,,,,—,,"), KINDS).unchanged


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (f"nobody,{HOME}rs/,人事,,1,,,人事信息,,,", "没有登记编号为“nobody”的网站"),
        ("portal,rs/,人事,,1,,,人事信息,,,", "不是网址"),
        (f"portal,{HOME}rs/,人事,,1,,,人事信息类,,,", "没有“人事信息类”"),
        (f"portal,{HOME}rs/,人事,,1,,,,半年,,", "“半年”不是更新期限"),
        (f"portal,{HOME}rs/,,,1,,,,30,,", "缺少栏目名称"),
        (f"portal,{HOME}yw/,要闻,,1,,,,30,,", "写在 office.toml 里"),
        (f"portal,{HOME}rs/,人事,,1,,,,30,,\nportal,{HOME}rs/,人事,,1,,,,60,,", "是同一个栏目"),
    ],
)
def test_one_fault_and_nothing_is_taken(db, tmp_path, row, message):
    with pytest.raises(BadInputError, match=message):
        import_columns(db, sheet(tmp_path, f"portal,{HOME}gg/,公告,,1,,,通知公告,,,", row), KINDS)
    assert column(db, "gg/") is None


def test_a_list_of_sites_is_no_sheet_of_columns(tmp_path):
    assert has_columns(sheet(tmp_path))
    assert not has_columns(sheet(tmp_path, head="网站名称,网址"))


def test_corrections_leave_with_their_site_and_keep_their_department(db, tmp_path):
    import_columns(db, sheet(tmp_path, f"portal,{HOME}rs/,人事,,1,,,,30,区教育局,"), KINDS)
    store_register(db, Register(sites=TOML.sites))
    assert column(db, "rs/").department == "jyj"
    assert [department.id for department in load_register(db).departments] == ["jyj"]
    store_register(db, Register())
    assert load_register(db).columns == ()

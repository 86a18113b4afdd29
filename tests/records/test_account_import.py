"""The list of accounts: recognised whatever the columns are called, taken whole or not at all."""

from __future__ import annotations

import openpyxl
import pytest

from records.database import open_office
from records.errors import BadInputError
from records.register.account_import import import_accounts
from records.register.model import Department, Register, RegisteredAccount, RegisteredSite
from records.register.store import load_register, store_register

ADAPTERS = ("feed", "table")
TOML = Register(
    departments=(Department("jyj", "云溪区教育局", "区教育局"),),
    sites=(RegisteredSite("抖音-云溪", "云溪", "https://www.yunxi.example/"),),
    accounts=(RegisteredAccount("wx", "云溪发布", "微信公众号", "jyj", "feed", {"url": "https://a.example/"}, 14),),
)


@pytest.fixture
def db(tmp_path):
    database = open_office(tmp_path)
    store_register(database, TOML)
    return database


def write(tmp_path, *lines, name="名单.csv"):
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def accounts(db):
    return {account.id: account for account in load_register(db).accounts}


def test_a_sheet_with_a_title_and_merged_departments(db, tmp_path):
    book = openpyxl.Workbook()
    for row in (
        ["云溪区政务新媒体名单"],
        ["责任单位", "所在平台", "*账号名称", "采集方式", "地址", "更新期限（天）", "账号主页"],
        ["区教育局", "抖音", "云溪教育", "表格", "抖音.xlsx", 10, "https://douyin.yunxi.example/jyj"],
        [None, "新浪微博", "云溪教育", "RSS", "https://feeds.yunxi.example/wb", "14天", None],
        ["区体育局", "快手", "云溪体育", None, None, None, None],
    ):
        book.active.append(row)
    book.active.merge_cells("A1:G1")
    book.active.merge_cells("A3:A4")
    path = tmp_path / "名单.xlsx"
    book.save(path)
    result = import_accounts(db, path, ADAPTERS)
    assert result.added == ("抖音-云溪教育", "新浪微博-云溪教育", "快手-云溪体育")
    assert result.new_departments == ("区体育局",)
    (remark,) = result.remarks
    assert "“云溪体育”没有写地址或文件" in remark
    stored = accounts(db)
    home = "https://douyin.yunxi.example/jyj"
    assert stored["抖音-云溪教育"] == RegisteredAccount(
        "抖音-云溪教育", "云溪教育", "抖音", "jyj", "table", {"file": "抖音.xlsx", "home": home}, 10
    )
    assert stored["新浪微博-云溪教育"].department == "jyj"
    assert not stored["快手-云溪体育"].has_source


def test_importing_again_changes_what_differs_and_keeps_the_rest(db, tmp_path):
    header = "平台,账号名称,地址/文件,更新期限"
    import_accounts(db, write(tmp_path, header, "抖音,甲,a.xlsx,10", "抖音,乙,b.xlsx,"), ADAPTERS)
    result = import_accounts(db, write(tmp_path, header, "抖音,甲,https://a.example/f,", "抖音,乙,b.xlsx,"), ADAPTERS)
    assert (result.added, result.changed, result.unchanged) == ((), ("抖音-甲",), ("抖音-乙",))
    assert accounts(db)["抖音-甲"].settings == {"url": "https://a.example/f"}
    assert accounts(db)["抖音-甲"].limit_days == 10


def test_office_toml_has_the_last_word(db, tmp_path):
    same = write(tmp_path, "平台,账号名称", "微信公众号,云溪发布")
    assert import_accounts(db, same, ADAPTERS).unchanged == ("wx",)
    other = write(tmp_path, "平台,账号名称,更新期限", "微信公众号,云溪发布,7")
    with pytest.raises(BadInputError, match=r"写在 office\.toml 里，内容与本表不同"):
        import_accounts(db, other, ADAPTERS)


def test_imported_accounts_and_their_departments_outlive_office_toml(db, tmp_path):
    import_accounts(db, write(tmp_path, "平台,账号名称,责任单位", "抖音,甲,区教育局"), ADAPTERS)
    store_register(db, Register())
    assert list(accounts(db)) == ["抖音-甲"]
    assert load_register(db).department("jyj") is not None


def test_no_account_has_the_id_of_a_site(db, tmp_path):
    result = import_accounts(db, write(tmp_path, "平台,账号名称", "抖音,云溪"), ADAPTERS)
    assert result.added == ("抖音-云溪-2",)
    assert load_register(db).site("抖音-云溪").url == "https://www.yunxi.example/"
    assert load_register(db).site("抖音-云溪-2").name == "云溪（抖音）"


def test_every_fault_is_told_and_nothing_is_taken(db, tmp_path):
    path = write(
        tmp_path,
        "平台,账号名称,采集方式,地址/文件,更新期限,主页",
        "抖音,甲,,a.xlsx,10,",
        ",乙,,,,",
        "抖音,丙,tabel,,,",
        "抖音,丁,,../../秘密.xlsx,,",
        "抖音,戊,,http://,,",
        "抖音,己,,,两周,",
        "抖音,庚,,,0,douyin",
        "抖音,甲,,,,",
    )
    with pytest.raises(BadInputError) as caught:
        import_accounts(db, path, ADAPTERS)
    said = str(caught.value)
    for fault in (
        "第 3 行 A 列：缺少平台",
        "第 4 行 C 列：没有“tabel”这个名字。您是否想写“table”",
        "第 5 行 D 列：文件“../../秘密.xlsx”应放在办公室目录里",
        "第 6 行 D 列：“http://”的主机名不对",
        "第 7 行 E 列：“两周”不是更新期限",
        "第 8 行 E 列：“0”不是更新期限",
        "第 8 行 F 列：“douyin”不是网址",
        "第 9 行 B 列：与第 2 行 B 列是同一个账号",
    ):
        assert fault in said
    assert list(accounts(db)) == ["wx"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("名称,网址", "甲,https://a.example/"), "没有找到表头"),
        (("平台,账号名称",), "表头下面没有账号"),
    ],
)
def test_a_list_of_something_else_is_refused(db, tmp_path, lines, said):
    with pytest.raises(BadInputError, match=said):
        import_accounts(db, write(tmp_path, *lines), ADAPTERS)


def test_settings_in_office_toml_are_checked(tmp_path):
    from records.register.office_toml import read_office

    (tmp_path / "office.toml").write_text(
        '[office]\nname = "x"\n[[site]]\nid = "a"\nname = "甲"\nurl = "https://a.example/"\n'
        '[[account]]\nid = "a"\nname = "乙"\nplatform = "抖音"\nsettings = { file = "/etc/passwd" }\n'
        '[[account]]\nid = "b"\nname = "丙"\nplatform = "抖音"\n'
        'settings = { file = "a.csv", url = "https://b.example/" }\n',
        encoding="utf-8",
    )
    with pytest.raises(BadInputError) as caught:
        read_office(tmp_path)
    assert "“a”已是一个网站的编号" in str(caught.value)
    assert "文件“/etc/passwd”应放在办公室目录里" in str(caught.value)
    assert "只写一个" in str(caught.value)

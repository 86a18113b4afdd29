import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from sqlite_utils import Database

from records.database import open_office, rows
from records.errors import BadInputError
from records.register.model import Department, Register, RegisteredSite
from records.register.store import load_register, store_register
from records.register.table_import import import_table

HEADER = ["序号", "网站名称", "首页地址", "网站标识码", "主办单位", "牵头单位"]
PORTAL = [1, "云溪门户", "https://www.yunxi.example/", "0000000001", "云溪区政府办", "云溪区政府办"]
SCHOOLS = [2, "云溪教育", "jyj.yunxi.example", "0000000002", "云溪区教育局", "云溪区政府办"]


@pytest.fixture
def db(tmp_path: Path) -> Database:
    (tmp_path / "office").mkdir()
    return open_office(tmp_path / "office")


def csv_file(folder: Path, table: Sequence[Sequence[object]], encoding: str = "utf-8", mark: str = ",") -> Path:
    path = folder / "名单.csv"
    path.write_text("".join(mark.join(str(cell) for cell in row) + "\r\n" for row in table), encoding=encoding)
    return path


def refused(db: Database, path: Path) -> str:
    before = load_register(db)
    with pytest.raises(BadInputError) as caught:
        import_table(db, path)
    assert load_register(db) == before
    return str(caught.value)


@pytest.mark.parametrize(("encoding", "mark"), [("utf-8", ","), ("utf-8-sig", ","), ("gb18030", ","), ("utf-8", "\t")])
def test_a_csv_list_is_taken_in(db: Database, tmp_path: Path, encoding: str, mark: str) -> None:
    result = import_table(db, csv_file(tmp_path, [HEADER, PORTAL, [], SCHOOLS], encoding, mark))
    register = load_register(db)
    assert result.added == ("www.yunxi.example", "jyj.yunxi.example")
    assert result.new_departments == ("云溪区政府办", "云溪区教育局")
    assert [site.url for site in register.sites] == ["https://www.yunxi.example/", "http://jyj.yunxi.example/"]
    assert register.sites[1].department == "云溪区教育局"
    assert register.sites[1].lead == "云溪区政府办"
    assert len(result.remarks) == 1
    assert "第 4 行 C 列：网址没有写 http://" in result.remarks[0]


def test_taking_the_same_list_in_again_changes_nothing_and_a_changed_one_what_changed(
    db: Database, tmp_path: Path
) -> None:
    import_table(db, csv_file(tmp_path, [HEADER, PORTAL, SCHOOLS]))
    first = load_register(db)
    again = import_table(db, csv_file(tmp_path, [HEADER, PORTAL, SCHOOLS]))
    assert (len(again.added), len(again.changed), len(again.unchanged)) == (0, 0, 2)
    assert again.new_departments == ()
    assert load_register(db) == first
    renamed = [1, "云溪区人民政府", "http://www.yunxi.example", "", "", ""]
    result = import_table(db, csv_file(tmp_path, [HEADER, renamed]))
    assert (result.added, result.changed) == ((), ("www.yunxi.example",))
    site = load_register(db).site("www.yunxi.example")
    assert site is not None
    assert (site.name, site.url, site.code) == ("云溪区人民政府", "https://www.yunxi.example/", "0000000001")
    assert load_register(db).site("jyj.yunxi.example") is not None


@pytest.mark.parametrize(
    "header",
    [
        ["*名称", "URL", "标识码", "责任单位"],
        ["网站名称(全称)", "域 名", "网站标识码", "主办单位"],
        ["站点名称", "网址", "政府网站标识码", "责任部门"],
    ],
)
def test_headers_are_recognised_in_many_spellings(db: Database, tmp_path: Path, header: list[str]) -> None:
    import_table(db, csv_file(tmp_path, [["云溪区网站名单", "", "", ""], header, PORTAL[1:5]]))
    site = load_register(db).sites[0]
    assert (site.name, site.code, site.department) == ("云溪门户", "0000000001", "云溪区政府办")


def test_an_xlsx_with_title_merged_headers_blank_rows_and_groups(db: Database, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "区直"
    sheet.append(["云溪区政府网站名单(虚构)"])
    sheet.merge_cells("A1:E1")
    sheet.append(["序号", "网站", None, "主办单位", "网站标识码"])
    sheet.append([None, "名称", "网址", None, None])
    for area in ("A2:A3", "B2:C2", "D2:D3", "E2:E3"):
        sheet.merge_cells(area)
    sheet.append(["一、区直部门"])
    sheet.merge_cells("A4:E4")
    sheet.append([])
    sheet.append([1, "云溪门户", "https://www.yunxi.example/", "云溪区政府办", 1000000001])
    sheet.append([2, "云溪公开", "https://gk.yunxi.example/", None, "bm00000002"])
    sheet.merge_cells("D6:D7")
    other = book.create_sheet("说明")
    other.append(["填表说明"])
    hidden = book.create_sheet("旧表")
    hidden.append(["网站名称", "网址"])
    hidden.append(["旧站", "https://old.yunxi.example/"])
    hidden.sheet_state = "hidden"
    path = tmp_path / "名单.xlsx"
    book.save(path)
    result = import_table(db, path)
    register = load_register(db)
    assert result.added == ("www.yunxi.example", "gk.yunxi.example")
    assert [site.code for site in register.sites] == ["1000000001", "bm00000002"]
    assert {site.department for site in register.sites} == {"云溪区政府办"}
    assert result.remarks == ("工作表“说明”没有网站名称和网址两列，没有读取。",)
    assert rows(db, "SELECT DISTINCT origin FROM sites") == [{"origin": "名单.xlsx"}]


def test_every_fault_is_told_with_its_place_and_nothing_is_taken(db: Database, tmp_path: Path) -> None:
    table = [
        HEADER,
        PORTAL,
        ["", "", "https://a.yunxi.example/", "", "", ""],
        ["", "乙", "", "", "", ""],
        ["", "丙", "ftp://c.yunxi.example/", "123", "", ""],
        ["", "丁", "https://d.yunxi.example/", "1.0E+9", "", ""],
        ["", "戊", "http://www.yunxi.example/index.html", "0000000001", "", ""],
    ]
    told = refused(db, csv_file(tmp_path, table))
    for expected in (
        "名单.csv 有 7 处需要改正",
        "第 3 行 B 列：缺少网站名称",
        "第 4 行 C 列：缺少网址",
        "第 5 行 C 列：“ftp://c.yunxi.example/”不是网址",
        "第 5 行 D 列：网站标识码“123”格式不对",
        "第 6 行 D 列：网站标识码“1.0E+9”被表格软件改成了科学计数法",
        "第 7 行 C 列：与第 2 行 C 列重复",
        "第 7 行 D 列：与第 2 行 D 列重复",
    ):
        assert expected in told


def test_the_place_in_a_workbook_names_the_sheet(db: Database, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "名单"
    for row in (["网站名称", "网址"], [], ["甲", "坏 网址"]):
        sheet.append(row)
    path = tmp_path / "a.xlsx"
    book.save(path)
    assert "工作表“名单”第 3 行 B 列：" in refused(db, path)


def test_departments_are_met_by_full_and_short_name(db: Database, tmp_path: Path) -> None:
    store_register(db, Register(departments=(Department("jyj", "云溪区教育局(区体育局)", "区教育局"),)))
    table = [
        ["网站名称", "网址", "主办单位"],
        ["甲", "https://a.example/", "云溪区教育局（区体育局）"],
        ["乙", "https://b.example/", "区教育局"],
        ["丙", "https://c.example/", "云溪区民政局(区慈善总会)"],
        ["丁", "https://d.example/", "云溪区民政局（区慈善总会）"],
    ]
    result = import_table(db, csv_file(tmp_path, table))
    assert result.new_departments == ("云溪区民政局(区慈善总会)",)
    assert [site.department for site in load_register(db).sites] == ["jyj", "jyj", *["云溪区民政局-区慈善总会"] * 2]


def test_sites_of_the_file_are_not_changed_by_a_table(db: Database, tmp_path: Path) -> None:
    store_register(db, Register(sites=(RegisteredSite("portal", "云溪门户", "https://www.yunxi.example/"),)))
    same = csv_file(tmp_path, [["网站名称", "网址"], ["云溪门户", "www.yunxi.example"]])
    assert import_table(db, same).unchanged == ("portal",)
    assert "写在 office.toml 里" in refused(db, csv_file(tmp_path, [HEADER, PORTAL]))


def test_a_row_that_means_two_registered_sites_is_refused(db: Database, tmp_path: Path) -> None:
    import_table(db, csv_file(tmp_path, [HEADER, PORTAL, SCHOOLS]))
    mixed = [1, "云溪门户", "https://www.yunxi.example/", "0000000002", "", ""]
    assert "分别属于已登记的不同网站" in refused(db, csv_file(tmp_path, [HEADER, mixed]))
    by_code = [2, "云溪门户", "https://new.yunxi.example/", "0000000001", "", ""]
    by_url = [1, "云溪门户", "https://www.yunxi.example/", "", "", ""]
    assert "同是已登记的网站" in refused(db, csv_file(tmp_path, [HEADER, by_url, by_code]))


def test_two_sites_on_one_host_have_two_ids(db: Database, tmp_path: Path) -> None:
    table = [["网站名称", "网址"], ["甲", "https://a.example/"], ["乙", "https://a.example/b/"]]
    assert import_table(db, csv_file(tmp_path, table)).added == ("a.example", "a.example-b")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "另存为不加密的 .xlsx"),
        (b"PK\x03\x04 not a zip", "打不开"),
        ("网站名称,网址\n".encode("utf-16"), "编码无法识别"),
        (b"\xff\xff\xff\x00", "编码无法识别"),
        ("单位,电话\n甲,1\n".encode(), "没有找到表头"),
        (b"", "没有找到表头"),
        ("网站名称,网址\n".encode(), "下面没有网站"),
    ],
)
def test_other_files_are_refused_with_what_to_do(db: Database, tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert what in refused(db, path)
    assert "读不了文件" in refused(db, tmp_path / "missing.csv")


def test_a_workbook_that_unpacks_to_too_much_is_refused(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/x.xml", "w") as part:
        for _ in range(201):
            part.write(b"\0" * 1_000_000)
    assert "展开后过大" in refused(db, path)

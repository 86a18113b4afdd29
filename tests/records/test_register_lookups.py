import pytest

from records.errors import BadInputError
from records.register.model import Department, Limits, Office, Register, RegisteredColumn, RegisteredSite

HOME = "https://www.yunxi.example"
REGISTER = Register(
    office=Office(name="云溪区政务公开办", rate=2.0, max_pages=100, max_minutes=60.0, max_depth=9),
    departments=(Department("zfb", "区政府办"), Department("jyj", "区教育局"), Department("mzj", "区民政局")),
    sites=(
        RegisteredSite("portal", "云溪门户", f"{HOME}/", code="0000000001", department="zfb", lead="mzj", rate=0.5),
        RegisteredSite("jyj", "教育局", f"{HOME}/jyj/", department="jyj"),
        RegisteredSite("bare", "民政局", "http://mzj.yunxi.example:8080/index.html"),
        RegisteredSite("east", "东站", "https://two.example/east/"),
        RegisteredSite("west", "西站", "https://two.example/west/"),
    ),
    columns=(
        RegisteredColumn("portal", f"{HOME}/", "首页", department="mzj"),
        RegisteredColumn("portal", f"{HOME}/zwgk", "政务公开", department="zfb"),
        RegisteredColumn("portal", f"{HOME}/zwgk/jy/index.html", "教育公开", department="jyj"),
        RegisteredColumn("portal", f"{HOME}/zwgk/jy/zs/", "招生", kind="通知公告"),
        RegisteredColumn("portal", f"{HOME}/list?cid=5", "民政", department="mzj"),
        RegisteredColumn("portal", f"{HOME}/news/a.html", "甲", department="jyj"),
    ),
)


@pytest.mark.parametrize(
    ("url", "department"),
    [
        (f"{HOME}/zwgk/", "zfb"),
        (f"{HOME}/zwgk/2026/1.html", "zfb"),
        (f"{HOME}/zwgk2/1.html", "zfb"),  # not the column, but the site's own department
        (f"{HOME}/zwgk/jy/1.html", "jyj"),
        (f"{HOME}/zwgk/jy/index.html", "jyj"),
        (f"{HOME}/zwgk/jy/zs/1.html", "jyj"),  # that column has no department: the next longer one decides
        ("http://WWW.yunxi.example:80/zwgk/jy/1.html", "jyj"),
        (f"{HOME}/list?cid=5", "mzj"),
        (f"{HOME}/list?cid=5&page=2", "mzj"),
        (f"{HOME}/list?cid=55", "zfb"),
        (f"{HOME}/news/a.html", "jyj"),
        (f"{HOME}/news/a.html#top", "jyj"),
        (f"{HOME}/news/b.html", "zfb"),
        (f"{HOME}/", "mzj"),
        (f"{HOME}/other.html", "zfb"),  # the home page's column does not take every page
    ],
)
def test_the_longest_column_address_decides_who_answers(url: str, department: str) -> None:
    found = REGISTER.department_for("portal", url)
    assert found is not None
    assert found.id == department


def test_without_a_column_the_site_decides_and_without_both_nobody() -> None:
    assert REGISTER.department_for("jyj", f"{HOME}/zwgk/1.html") == Department("jyj", "区教育局")
    assert REGISTER.department_for("bare", "http://mzj.yunxi.example:8080/1.html") is None
    assert REGISTER.department_for("nowhere.example", "https://nowhere.example/") is None


def test_the_column_of_a_page_need_not_have_a_department() -> None:
    column = REGISTER.column_for("portal", f"{HOME}/zwgk/jy/zs/1.html")
    assert column is not None
    assert column.name == "招生"


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("portal", "portal"),
        ("云溪门户", "portal"),
        ("0000000001", "portal"),
        (HOME, "portal"),
        ("http://www.yunxi.example/", "portal"),
        ("www.yunxi.example", "portal"),
        (f"{HOME}/zwgk/1.html", "portal"),
        (f"{HOME}/jyj/1.html", "jyj"),
        (f"{HOME}/jyj", "jyj"),
        ("http://mzj.yunxi.example:8080/", "bare"),
        ("mzj.yunxi.example:8080", "bare"),
        ("http://mzj.yunxi.example/", None),
        ("https://two.example/west/1.html", "west"),
        ("https://two.example/", None),
        ("https://two.example/north/", None),
        ("", None),
        ("http://[", None),
    ],
)
def test_a_site_is_found_by_what_a_person_writes(text: str, site: str | None) -> None:
    found = REGISTER.site_by_id_or_url(text)
    assert (found.id if found else None) == site


def test_a_site_has_its_own_limits_or_those_of_the_office() -> None:
    assert REGISTER.limits_for("portal") == Limits(0.5, 100, 60.0, 9, 30.0)
    assert REGISTER.limits_for("jyj").rate == 2.0
    lead = REGISTER.lead_for("portal")
    assert lead is not None
    assert lead.id == "mzj"
    assert REGISTER.lead_for("jyj") is None


def test_an_unknown_deadline_class_is_told() -> None:
    assert REGISTER.deadline_class("prompt").working_days == 3
    with pytest.raises(BadInputError, match="soon"):
        REGISTER.deadline_class("soon")

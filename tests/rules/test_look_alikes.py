"""Right writing that looks like a listed word, and the same words where they are wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import rule_evidence as building

import dictionaries
from rules import check_text
from rules.word import word_outdated
from rules.word.matching import matcher

RIGHT = [
    "展品说明为中英双语，其中共中英文资料一百二十册。",
    "基层治理要坚持民主集中治理、分类施策。",
    "少数民族团节目单已印发各乡镇。",
    "提升国期货市场服务水平。",
    "数据中台关系图谱已建成。",
    "市大数据局推进业务中台两地部署。",
    "西藏省道改造工程顺利推进。",
    "广西省级非物质文化遗产代表性项目名录公布。",
    "支持北京、上海、香港等国家重点实验室联合攻关。",
    "泰国、新加坡、台湾等国家（地区）的客商参加展会。",
    "淮河两岸三地同步举行龙舟赛。",
    "县畜牧站开展奶牛B超孕检服务。",
    "组装B车间完成技改。",
    "抽检的包装B类食品全部合格。",
    "牛B淋巴细胞研究取得新进展。",
    "日军杀死全家七口，罪行罄竹难书。",
    "刘某的小说《狗日的粮食》改编为话剧。",
    "抽检合格产品：乡巴佬鸡蛋。",
    "演员服装逼真，还原历史场景。",
    "她在后妈的逼迫下辍学打工。",
    "民政科为革命残废人员办理抚恤。",
    "中小日本企业对接会在开发区举行。",
    "彻底根治拖欠农民工工资问题。",
    "努力把我市打造成外商投资首选地。",
    "我省新能源汽车产销量第一。",
    "患者家属送来锦旗，上书“药到病除，妙手回春”。",
    "违建整治要做到永不反弹。",
    "此次招聘启示我们，要更加重视基层人才。",
    "术后过渡用药方案由主治医师确定。",
    "既将责任压实，又将温暖送达。",
    "请贴好邮票后寄回。",
    "照片（请贴近期免冠照片）",
    "村民将大红“福”字贴在门上。",
    "周祥，男，汉族，现任某镇镇长。",
    "安祥社区开展义诊活动。",
    "在果树下栽花生，一地双收。",
    "联绵词的教学研究成果在教研会上展示。",
    "条件与程序两者俱备，方可受理。",
    "云溪渡假村有限公司环评公示",
    "以文伴旅，以旅彰文。",
    "急待解决的问题有三个方面。",
]

WRONG = [
    ("中共中英召开会议。", "中共中英"),
    ("民族团节一家亲。", "民族团节"),
    ("新疆省人民医院派专家来我市。", "新疆省"),
    ("欢迎港澳台等国家的客商。", "港澳台等国家"),
    ("香港等国家来的客商。", "香港等国家"),
    ("两岸三地青年交流。", "两岸三地"),
    ("这活动太牛B了。", "牛B"),
    ("本药彻底根治糖尿病。", "彻底根治"),
    ("减肥产品永不反弹。", "永不反弹"),
    ("销量第一，欢迎选购。", "销量第一"),
    ("关于教师的招聘启示", "招聘启示"),
    ("会议既将召开。", "既将"),
    ("给嘉宾发请贴。", "请贴"),
    ("学生临摹书法字贴。", "字贴"),
    ("考虑周祥，安排得当。", "考虑周祥"),
    ("老人面容安祥。", "面容安祥"),
    ("请点击附件下栽表格。", "下栽"),
    ("申请人应当俱备下列能力。", "俱备"),
]


@pytest.mark.parametrize("text", RIGHT)
def test_right_writing_is_left_alone(text: str) -> None:
    assert [finding.message for finding in check_text(text)] == []


@pytest.mark.parametrize(("text", "word"), WRONG)
def test_the_same_word_is_found_where_it_is_wrong(text: str, word: str) -> None:
    assert word in [finding.evidence.get("word") for finding in check_text(text)]


def test_offices_of_other_countries_are_not_outdated() -> None:
    for text, count in (("泰国国家旅游局代表来访。", 0), ("请到国家旅游局窗口咨询。", 1)):
        page = building.page({"text": text, "date": date(2026, 3, 1)})
        assert len(list(word_outdated.check(page, {}, building.context()))) == count, text


def test_exceptions_and_contexts_are_compared_in_plain_form(tmp_path: Path) -> None:
    path = tmp_path / "dictionaries" / "words" / "本区.csv"
    path.parent.mkdir(parents=True)
    path.write_text(
        "word,category,suggestion,exceptions,contexts,needs\n"
        "云夕区,misspelled,云溪区,云夕区（旧）,,\n云夕镇,misspelled,云溪镇,,ＡＢ說明,\n云夕村,misspelled,云溪村,,,Ｎ號\n",
        encoding="utf-8",
    )
    words = dictionaries.load(tmp_path)
    told = {
        text: [finding.evidence["word"] for finding in check_text(text, dictionaries=words)]
        for text in (
            "云夕区（旧）地图",
            "云夕区(旧)地图",
            "云夕区（新）地图",
            "云夕镇AB说明",
            "云夕镇说明",
            "云夕村N号",
            "云夕村",
        )
    }
    assert {text for text, found in told.items() if found} == {"云夕区（新）地图", "云夕镇说明", "云夕村N号"}


def test_what_the_lists_let_pass_is_no_near_miss_either() -> None:
    text = "编制部门回顾1962年精减机构、精减人员的工作，总结经验，推进政府机构改革。"
    assert check_text(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("自然人代开发票、代开增值税发票办税指南", []),
        ("代开发票,代开增值税发票", []),
        ("深圳代开发票公司_微信联系", ["代开发票"]),
        ("母猪催情药使用应注意休药期。", []),
        ("催情药 货到付款", ["催情药"]),
        ("除夕夜，千家喜、百家乐，村晚热闹。", []),
        ("澳门百家乐_百家乐", ["澳门百家乐", "百家乐"]),
        ("云溪开云体育馆对外开放。", []),
        ("开云体育官网", ["开云体育"]),
        ("银河娱乐城消防验收结果公示", []),
        ("成人视频教学课程上线。", []),
        ("传播黄色网站链接，依照治安管理处罚法处理。", []),
    ],
)
def test_promotion_and_what_only_sounds_like_it(text: str, found: list[str]) -> None:
    hits = matcher(building.DICTIONARIES).hits_in(text, "spam")
    assert [hit.word.word for hit in hits] == found

"""The scorecard as page and workbook: self-contained, honest about what is open, safe against hostile words."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from lxml import etree, html
from reading_back import workbook
from scorecard_sample import ACCOUNT, FINDINGS, PORTAL, SEVERE, cards, found, portal_card, scored_sample

from records.errors import BadInputError
from records.scores import CardVerdict, ItemState, Scorecard
from reports.findings_json import report_object
from reports.model import ReportData
from reports.registry import find_reports
from reports.scorecard import render, write_html, write_xlsx
from reports.scorecard.bars import block_bars, total_bar
from reports.scorecard.html import to_html
from reports.scorecard.workbook import ITEM_COLUMNS, to_xlsx
from reports.shared.sheets import FIRST_ROW

NATIONAL, EXAMPLE = "state-council-2019-sites", "assessor-example"


def page(given: tuple[Scorecard, ...] | None = None, data: ReportData | None = None) -> html.HtmlElement:
    data = data or scored_sample()
    return html.document_fromstring(to_html(given or data.scores, data, None).decode())


def words(element: html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", element.text_content())


def test_report_is_found_and_writes_both_files(tmp_path):
    assert "评分表" in [report.title for report in find_reports()]
    assert [name for name, _ in render(scored_sample(), None)] == ["scorecard.html", "scorecard.xlsx"]
    assert list(render(replace(scored_sample(), scores=()), None)) == []
    write_html(tmp_path / "a" / "scorecard.html", cards(), scored_sample())
    write_xlsx(tmp_path / "scorecard.xlsx", cards(), scored_sample())
    assert (tmp_path / "a" / "scorecard.html").stat().st_size > 10_000
    assert (tmp_path / "scorecard.xlsx").stat().st_size > 5_000


def test_page_loads_and_runs_nothing():
    tree = page()
    assert not tree.xpath("//script | //link | //img | //iframe | //object | //style[contains(., 'url(')]")
    assert not tree.xpath("//*[starts-with(name(@*), 'on')]")
    assert not re.search(rb"@import|url\(\s*['\"]?https?:", to_html(cards(), scored_sample(), None))
    assert "default-src 'none'" in tree.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")


def test_every_drawing_has_a_text_alternative_with_its_numbers():
    drawings = page().xpath("//svg[not(@aria-hidden)]")
    assert len(drawings) == 4  # two for each set with points
    for drawing in drawings:
        assert drawing.get("role") == "img"
        named = drawing.get("aria-labelledby").split()
        assert [drawing.xpath(f"string(.//*[@id='{ident}'])") != "" for ident in named] == [True, True]
    described = drawings[0].xpath("string(.//desc)")
    for told in ("全部分值共 100 分", "机评得分 8.8 分", "机评待核 2 分", "机评扣分 8.2 分", "待人工评定 71 分"):
        assert told in described


def test_ids_in_the_page_are_unique():
    ids = page().xpath("//@id")
    assert len(ids) == len(set(ids))


def test_score_is_out_of_what_the_machine_can_judge_with_completion_beside_it():
    card = cards()[0]
    figures = words(page((card,)).xpath("//section[@aria-label='得分和完成率']")[0])
    assert "机器可评 19 分中得 8.8 至 10.8 分" in figures
    assert "评定完成率 19%" in re.sub(r"(率|例)", r"\1 ", figures)
    assert "99.9%" in figures  # 3 of 41212 could not be checked: never rounded up to 100%
    told = words(page((card,)))
    assert "其余 81 分待人工评定，其中机器已查实应扣 5 分，另有待核 5 分，机器不作推测。" in told


def test_veto_is_said_first_for_a_person_to_confirm_and_scoring_stops():
    vetoed = portal_card(NATIONAL, (*FINDINGS, SEVERE))
    tree = page((vetoed,))
    assert (
        words(tree.xpath("//section[@aria-label='结论']")[0])
        .strip()
        .startswith("不合格（机器判定单项否决，待人工确认）")
    )
    assert "不再计分" in words(tree.xpath("//section[@aria-label='得分和完成率']")[0])


def test_findings_stand_behind_their_point_and_uncertain_figures_are_marked():
    tree = page((cards()[0],))
    row = next(row for row in tree.xpath("//tr") if "首页链接可用性" in words(row) and row.xpath(".//ul"))
    assert "首页上的链接“预约挂号”打不开" in words(row)
    assert row.xpath(".//a/@href") == ["http://www.yunxi.example/link-broken/0.html"]
    assert row.xpath(".//span[@class='unsure']")[0].text == "数字：网查拟定，请与原文核对"
    assert "另有 4 处，见 scorecard.xlsx" in words(tree)


def test_every_open_item_is_listed_with_room_to_judge():
    card = cards()[0]
    still_open = [one.title for one in card.items if one.state in (ItemState.OPEN, ItemState.UNCHECKED)]
    table = page((card,)).xpath("//h3[starts-with(., '待人工评定的项目')]/following::table[1]")[0]
    assert [words(row[1]).strip() for row in table.xpath("./tbody/tr")] == still_open
    assert "政策解读：解读关联" in still_open


def test_comparison_names_what_changed():
    told = words(page((cards()[0],)))
    assert "上次评分日期：2026年9月28日，结论：不合格（机器判定单项否决，待人工确认）。" in told
    assert "新出现 3 处，仍然存在 18 处，本次未再出现 1 处" in told
    assert "出现严重表述错误触发未触发" in told
    assert "没有可供比较的上次评分" in words(page((portal_card(NATIONAL),)))


def test_accounts_have_vetoes_only_and_no_invented_points():
    told = words(page((cards()[2],)))
    assert ACCOUNT.name in told
    assert "本类对象只设单项否决，不计分" in told
    assert "扣分指标" not in told.split("说明")[0]


def test_scaling_without_service_duty_is_said():
    told = words(page((portal_card(NATIONAL, has_service=False),)))
    assert "乘以 4/3" in told
    assert "办事指南" not in told.replace("办事指南所附", "")


def test_hostile_words_neither_run_nor_turn_nor_calculate():
    evil = '=HYPERLINK("http://evil.example/")<script>alert(1)</script>\u202e\x07'
    hostile = found("word-severe", 9, evil, url="javascript:alert(1)", id='"><img src=x>')
    name = evil.replace("\x07", "")
    card = portal_card(EXAMPLE, (hostile,), name=name)
    card = replace(
        card,
        set_title=evil,
        items=tuple(replace(one, title=evil, text=evil, note=evil, block=evil) for one in card.items),
    )
    data = scored_sample()
    data = replace(data, findings=(hostile,), scores=(card,))
    tree = page((card,), data)
    assert not tree.xpath("//script | //img | //a[starts-with(@href, 'javascript')]")
    assert "\u202e" not in tree.text_content()
    for sheet in workbook(to_xlsx((card,), data)):
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)


def test_workbook_has_every_item_with_room_for_a_person_and_every_finding():
    given = cards()
    book = workbook(to_xlsx(given, scored_sample()))
    assert book.sheetnames == ["总表", "逐项评分", "问题明细", "未能核实"]
    items = book["逐项评分"]
    assert items.max_row == FIRST_ROW - 1 + sum(len(card.items) for card in given)
    titles = [column.title for column in ITEM_COLUMNS]
    row = next(
        row for row in items.iter_rows(min_row=FIRST_ROW) if row[titles.index("指标")].value == "其他页面链接可用性"
    )
    assert (row[titles.index("扣分")].value, row[titles.index("分值")].value) == (1.2, 3)
    assert row[titles.index("人工评定（扣分或加分）")].value is None
    proofs = sum(len(one.findings) + len(one.reviews) for card in given for one in card.items)
    assert book["问题明细"].max_row == FIRST_ROW - 1 + proofs
    assert [cell.value for cell in book["总表"][FIRST_ROW]][4:10] == [100, 19, 10.8, 8.8, 81, 5]
    assert book["总表"].cell(FIRST_ROW + 1, 7).value == 62.6
    assert book["总表"].cell(FIRST_ROW + 2, 5).value == "不计分"


def test_a_person_cannot_enter_more_than_an_item_is_worth():
    sheet = workbook(to_xlsx(cards(), scored_sample()))["逐项评分"]
    titles = [column.title for column in ITEM_COLUMNS]
    letter = sheet.cell(2, titles.index("人工评定（扣分或加分）") + 1).column_letter
    for row in range(FIRST_ROW, sheet.max_row + 1):
        worth = sheet.cell(row, titles.index("分值") + 1).value
        limits = [one for one in sheet.data_validations.dataValidation if f"{letter}{row}" in one.sqref]
        assert [Decimal(one.formula2) for one in limits] == ([] if worth == "否决" else [Decimal(str(worth))])


def test_findings_json_holds_the_scores():
    held = json.loads(json.dumps(report_object(scored_sample())["scores"]))
    assert [(one["set_id"], one["verdict"]) for one in held] == [(card.set_id, card.verdict.value) for card in cards()]
    assert held[0]["completion"] == 0.19
    assert len(held[0]["set_digest"]) == 64


@pytest.mark.parametrize("set_id", [NATIONAL, EXAMPLE])
def test_bars_add_up_to_the_points(set_id):
    card = portal_card(set_id)
    assert sum(Decimal(piece.points) for piece in total_bar(card).segments) == card.total
    assert sum(Decimal(bar.total) for bar in block_bars(card)) == card.total
    assert sum(piece.width for piece in total_bar(card).segments) == pytest.approx(720, abs=1)


def test_nothing_inspected_is_not_nothing_found():
    empty = replace(portal_card(NATIONAL), verdict=CardVerdict.NOT_INSPECTED)
    assert "没有发现问题不等于没有问题" in words(page((empty,)))


def test_findings_without_details_are_named_by_id():
    card = portal_card(EXAMPLE)
    tree = page((card,), replace(scored_sample(), findings=()))
    assert "本次检查结果中没有这条问题的详情" in words(tree)


def test_an_offices_own_template_is_used_and_its_faults_are_told(tmp_path):
    own = tmp_path / "scorecard.html"
    own.write_text("<p>{{ sheet.cards[0].name }}</p>", encoding="utf-8")
    assert to_html(cards(), scored_sample(), tmp_path) == f"<p>{PORTAL.name}</p>".encode()
    own.write_text("{{ sheet.nothing }}", encoding="utf-8")
    with pytest.raises(BadInputError, match="有误"):
        to_html(cards(), scored_sample(), tmp_path)


def test_page_is_well_formed_enough_for_strict_readers():
    parser = etree.HTMLParser(recover=False)
    etree.fromstring(to_html(cards(), scored_sample(), None).replace(b"<!DOCTYPE html>", b""), parser)
    errors = [error for error in parser.error_log if "Tag" not in error.message]
    assert errors == []

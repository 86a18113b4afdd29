"""A scorecard's numbers and results in words; the page and the workbook say the same."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal

from records.scores import CardVerdict, Gap, ItemChange, ItemState, Mode, Scorecard, ScoredItem
from reports.model import ReportData
from reports.shared.dates import chinese_date
from reports.shared.labels import label
from reports.shared.safe_text import clean


def points(amount: Decimal) -> str:
    """``5``, ``0.1``, ``33.25``: no idle zeros, no exponent."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def span(low: Decimal, high: Decimal) -> str:
    """``33.5``, or ``31 至 33.5`` where pending findings leave it open."""
    return points(high) if low == high else f"{points(low)} 至 {points(high)}"


def percent(share: Decimal | None) -> str:
    """``31.5%``, rounded down so that 100% means all; ``—`` where there is nothing to be a share of."""
    return "—" if share is None else f"{points((share * 100).quantize(Decimal('0.1'), ROUND_DOWN))}%"


def verdict_reasons(card: Scorecard) -> list[str]:
    """Why the card says what it says, in sentences."""
    vetoes = [item for item in card.items if item.vetoes]
    possible = [item for item in card.items if item.might_veto]
    to_judge = [item for item in card.part(Mode.VETO) if item.state in (ItemState.OPEN, ItemState.UNCHECKED)]
    said = [f"查实单项否决情形：{_titles(vetoes)}。须由人工确认后方可作为检查结论。"] if vetoes else []
    if card.stopped:
        said.append("按程序，出现单项否决情形的不再计分；下面的分数只供整改参考。")
    if card.verdict is CardVerdict.BELOW:
        said.append(
            f"待人工评定的项目即使全部得满分，也只有 {points(card.ceiling)} 分，"
            f"低于合格线 {points(card.pass_mark)} 分。"
        )
    if possible:
        said.append(f"待核问题如果全部成立，将出现单项否决情形：{_titles(possible)}。请先核实。")
    if to_judge:
        said.append(f"单项否决中有 {len(to_judge)} 项须由人工评定：{_titles(to_judge)}。")
    if card.verdict is CardVerdict.NOT_INSPECTED:
        said.append("没有发现问题不等于没有问题：各项规则都没有运行，或没有对象可查。")
    return said


def score_words(card: Scorecard) -> str:
    """The machine's score with what it is out of; never a guessed total."""
    if not card.total:
        return "本类对象只设单项否决，不计分"
    if not card.judged:
        return "机器可评 0 分，扣分指标全部待人工评定"
    return f"机器可评 {points(card.judged)} 分中得 {span(card.score_low, card.score_high)} 分"


def score_notes(card: Scorecard) -> list[str]:
    """What must be known to read the score."""
    said = []
    if card.score_low != card.score_high:
        said.append(f"待核问题全部成立时得 {points(card.score_low)} 分，全部不成立时得 {points(card.score_high)} 分。")
    if card.open:
        lost = f"，其中机器已查实应扣 {points(card.open_lost)} 分" if card.open_lost else ""
        pending = card.open_lost_if_review - card.open_lost
        doubt = f"，另有待核 {points(pending)} 分" if pending else ""
        said.append(f"其余 {points(card.open)} 分待人工评定{lost}{doubt}，机器不作推测。")
    if card.factor != "1":
        said.append(f"该对象没有对外服务职能，办事服务类指标不查，其余指标得分乘以 {card.factor}，以下合计均已折算。")
    if card.final_low is not None and card.final_high is not None and card.bonus_total:
        said.append(f"扣分指标已全部评定，计入加分后为 {span(card.final_low, card.final_high)} 分。")
    elif card.bonus_total:
        earned = span(card.bonus_low, card.bonus_high)
        judged = f"机器评定的加分为 {earned} 分，" if card.bonus_high else ""
        said.append(f"加分指标：{judged}扣分指标评完、得分高于 {points(card.bonus_above)} 分的才计入。")
    return said


def coverage_words(card: Scorecard) -> str:
    """How much could be looked at."""
    coverage = card.coverage
    if coverage.share is None:
        return "没有检查记录"
    return f"已核实 {coverage.checked} 个对象，未能核实 {coverage.unverified} 个地址"


def state_words(item: ScoredItem) -> str:
    """The item's result in a few words, with the counts behind it."""
    confirmed, pending = len(item.findings), len(item.reviews)
    counts = "，".join(
        part for part in (f"查实 {confirmed} 处" if confirmed else "", f"待核 {pending} 处" if pending else "") if part
    )
    if item.state in (ItemState.OPEN, ItemState.UNCHECKED):
        clue = "机器已查" if item.per_finding else "线索"
        return f"{label('item_state', item.state)}（{clue}：{counts}）" if counts else label("item_state", item.state)
    if item.mode is Mode.VETO:
        return _veto_words(item, counts)
    if not counts:
        return "得分" if item.part is Mode.BONUS else label("item_state", ItemState.CLEAR)
    return counts if confirmed + pending >= item.at_least else f"{counts}，不足 {item.at_least} 处，不扣分"


def _veto_words(item: ScoredItem, counts: str) -> str:
    if item.vetoes:
        return f"触发（{counts}，待人工确认）"
    if item.might_veto:
        return f"待核（{counts}；全部成立即触发）"
    return f"未触发（{counts}，满 {item.at_least} 处才触发）" if counts else "未发现"


def loss_words(item: ScoredItem) -> str:
    """What the item loses (a bonus: earns), as ``2`` or ``2（待核成立则 5）``; ``—`` where the machine says nothing."""
    if item.part is Mode.VETO:
        return "—"
    if item.part is Mode.BONUS and item.judged:
        sure, worst = item.points - item.deducted, item.points - item.deducted_if_review
        return f"+{points(sure)}" if sure == worst else f"+{points(sure)}（待核成立则 +{points(worst)}）"
    if not item.judged and not item.deducted_if_review:
        return "—"
    doubt = f"（待核成立则 {points(item.deducted_if_review)}）" if item.deducted_if_review != item.deducted else ""
    return f"{points(item.deducted)}{doubt}"


def note_words(item: ScoredItem, data: ReportData) -> list[str]:
    """The set's own note, and which rules did not do all that the item needs."""
    said = [clean(item.note).rstrip("。")] if item.note else []
    missing = [(rule, gap) for rule, gap in item.gaps if gap is not Gap.EVIDENCE]
    if missing and item.mode is not Mode.PERSON:
        told = "、".join(f"“{data.rule(rule).title}”{label('gap', gap)}" for rule, gap in missing)
        said.append(f"{told}，本项转人工评定")
    doubted = [data.rule(rule).title for rule, gap in item.gaps if gap is Gap.EVIDENCE]
    if doubted:
        said.append(f"“{'”“'.join(doubted)}”有的问题缺少判断所需的证据，按待核处理")
    return said


def change_words(card: Scorecard, change: ItemChange) -> tuple[str, str, str]:
    """An item whose result changed: title, before, now."""
    veto = any(item.id == change.item and item.mode is Mode.VETO for item in card.items)
    before, now = (
        ("触发" if amount else "未触发") if veto else f"扣 {points(amount)} 分"
        for amount in (change.before, change.now)
    )
    return clean(change.title), before, now


def rule_words(item: ScoredItem) -> str:
    """How points are taken: ``每处 2 分，最多 8 分``."""
    if not item.per_finding:
        return ""
    return f"每处 {points(item.per_finding)} 分，最多 {points(item.cap)} 分"


def comparison_words(card: Scorecard) -> list[str]:
    """The card beside the previous one."""
    then = card.comparison
    if then is None:
        return ["没有可供比较的上次评分（首次评分，或上次用的是另一套指标）。"]
    said = [
        f"上次评分日期：{chinese_date(then.as_of)}，结论：{label('card_verdict', then.verdict)}。",
        f"计分问题：新出现 {then.new} 处，仍然存在 {then.kept} 处，本次未再出现 {then.gone} 处"
        "（未再出现不等于已整改，以复查结果为准）。",
    ]
    if card.total:
        before = f"机器可评 {points(then.judged)} 分中得 {span(then.score_low, then.score_high)} 分"
        said.append(f"得分：上次{before}，本次{score_words(card)}。")
    return [*said, f"注意：{then.obstacle}。"] if then.obstacle else said


def _titles(items: list[ScoredItem]) -> str:
    return "、".join(f"“{clean(item.title)}”" for item in items)

"""How a pack is laid out: sheets, column titles and lists. What is written here is read back by the same names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from records.audit import AuditRound, AuditTarget, AuditVerdict, Relaxation
from records.model import FAMILIES
from reports.shared.safe_text import clean

SCHEMA = "wangcha-audit-1"
"""Changes when a pack of the old layout can no longer be read."""

SHEET_GUIDE = "说明"
SHEET_TARGETS = "被查网站"
SHEET_ITEMS = "机器发现待核实"
SHEET_HAND = "人工发现"
SHEET_KEYS = "网查信息"
"""Hidden: says which round and checker the pack belongs to, and holds the lists to choose from."""

KEY_SCHEMA, KEY_ROUND, KEY_CHECKER, KEY_DIGEST = "格式", "轮次", "检查单位", "抽签摘要"

TARGET_COLUMNS = ("被查单位", "网站（账号）", "网址", "网站标识码")

ITEM_ID = "问题编号"
VERDICT, VERDICT_NOTE, VERDICT_PERSON, VERDICT_DAY = "核实结论", "核实说明", "核实人", "核实日期"
ITEM_GIVEN = (ITEM_ID, "被查单位", "网站（账号）", "问题类别", "问题", "网址", "证据", "依据")
ITEM_FILLED = (VERDICT, VERDICT_NOTE, VERDICT_PERSON, VERDICT_DAY)
ITEM_COLUMNS = (*ITEM_GIVEN, *ITEM_FILLED)

HAND_SITE, HAND_URL, HAND_KIND = "被查单位和网站", "网址", "问题类别"
HAND_TEXT, HAND_EVIDENCE, HAND_PERSON, HAND_DAY = "问题描述", "证据说明", "发现人", "发现日期"
HAND_COLUMNS = (HAND_SITE, HAND_URL, HAND_KIND, HAND_TEXT, HAND_EVIDENCE, HAND_PERSON, HAND_DAY)

VERDICT_WORDS: Mapping[AuditVerdict, str] = {
    AuditVerdict.CONFIRMED: "属实",
    AuditVerdict.REFUSED: "不属实",
    AuditVerdict.UNCLEAR: "无法判断",
}

RULE_WORDS: Mapping[Relaxation, str] = {Relaxation.MUTUAL: "不互查", Relaxation.PREVIOUS: "不与上一轮重复"}

KINDS: tuple[str, ...] = (*FAMILIES.values(), "其他")
"""Kinds of problems found by hand: those of the rules, and 其他."""


def target_labels(audit_round: AuditRound, targets: Sequence[AuditTarget]) -> dict[str, AuditTarget]:
    """The words by which a checker chooses a site in its pack: department and site, and the id where two agree."""
    labels: dict[str, AuditTarget] = {}
    for target in targets:
        words = clean(f"{audit_round.name(target.checked)}：{target.name}")
        labels[f"{words}（{target.site}）" if words in labels else words] = target
    return labels

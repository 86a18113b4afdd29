"""From personal numbers to a problem, alike for all kinds: masked, counted, placed."""

from __future__ import annotations

from records.evidence import Document
from records.model import Certainty, Locus, Problem
from rules.privacy.detection import PersonalNumber, label_of

_VALUES_LISTED = 20


def leak(
    document: Document,
    numbers: tuple[PersonalNumber, ...],
    *,
    kind_title: str,
    labels: tuple[str, ...],
    certainty: Certainty,
) -> Problem:
    """One problem for all numbers of a kind in a document. The quotation is the label and the masked value alone:
    the names beside it stay where they are."""
    first = numbers[0]
    label = label_of(first, labels) or kind_title
    where = f"附件《{document.attachment}》" if document.attachment else "网页"
    place = _place(first)
    return Problem(
        url=document.mend_url,
        message=f"{where}公开了未遮盖的{kind_title}，共 {len(numbers)} 个，首个 {first.masked}{place}。",
        suggestion=(
            "请立即撤下并遮盖后重新发布（如身份证号保留前2位后3位、手机号保留前3位后4位）；附件须重新生成，不能只隐藏行列。"
        ),
        locus=Locus(
            text=f"{label}：{first.masked}",
            offset=first.start,
            attachment=document.attachment,
            page=first.part.page,
            sheet=first.part.sheet,
            cell=first.part.cell,
        ),
        evidence={"count": len(numbers), "values": [number.facts() for number in numbers[:_VALUES_LISTED]]},
        target=document.url,
        discriminator=first.kind,
        certainty=certainty,
        column=document.column,
    )


def _place(number: PersonalNumber) -> str:
    part = number.part
    if part.sheet or part.cell:
        return f"（工作表“{part.sheet or ''}”{part.cell or ''}）"
    return f"（第 {part.page} 页）" if part.page else ""

"""From personal values to a problem, alike for all kinds: masked, counted, placed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from records.evidence import Document, TextPart
from records.masking import mask_name
from records.model import Certainty, Locus, Problem
from rules.context import Context
from rules.privacy.detection import Found, PersonalValue, detector, label_of
from rules.privacy.numbers import BANK_CARD, RESIDENT_ID
from rules.privacy.setting import mentions

_VALUES_LISTED = 20
_PROVEN = (RESIDENT_ID, BANK_CARD)
"""Kinds whose check digit would betray a figure that was misread in a picture."""


def leak(
    document: Document, values: Sequence[PersonalValue], found: Found, *, certainty: Certainty, title: str = ""
) -> Problem:
    """One problem for all values of a kind in a document. The quotation is the label and the masked value alone:
    the names beside it stay where they are. What was only read in pictures, without a check digit, is for review."""
    first = values[0]
    if all(value.part.role == "scan" and value.kind.id not in _PROVEN for value in values):
        certainty = Certainty.REVIEW
    title = title or first.kind.title
    named = "，与姓名列在一起" if found.setting.named else ""
    return Problem(
        url=document.mend_url,
        message=f"{where(document, first.part)}公开了未遮盖的{title}{named}，共 {len(values)} 个，"
        f"首个 {first.masked}{place_of(first.part)}。",
        suggestion=(
            "请立即撤下并遮盖后重新发布（如身份证号保留前2位后3位、手机号保留前3位后4位）；附件须重新生成，不能只隐藏行列。"
        ),
        locus=locus(document, first.part, first.start, f"{label_of(first)}：{first.masked}"),
        evidence={
            "count": len(values),
            "named": found.setting.named,
            **({"recognised": True} if first.part.role == "scan" else {}),
            "values": [value.facts() for value in values[:_VALUES_LISTED]],
        },
        target=document.url,
        discriminator=first.kind.id,
        certainty=certainty,
        column=document.column,
    )


def kind_leaks(document: Document, rule: str, several: int, ctx: Context) -> Iterator[Problem]:
    """One problem for every kind of the rule that is known by the words beside it.

    ``several`` values make a list of persons one. A list whose contacts must be public counts for nothing, a document
    that the law has name persons at most for review.
    """
    found = detector.look(document, ctx)
    if not found.values:
        return
    setting = found.setting
    samples = ctx.dictionaries.privacy.samples
    present = {value.kind.id for value in found.values}
    for kind in ctx.dictionaries.personal.values():
        if kind.rule != rule or kind.id not in present or not kind.pattern:
            continue
        values = [value for value in found.of(kind.id) if not _official(value, ctx)]
        if not values:
            continue
        open_to_all = setting.public or (setting.business and kind.alone != Certainty.CONFIRMED)
        listed = setting.listed and setting.named and not setting.public and len(values) >= several
        certainty = setting.tempered(kind.in_list if listed else "" if open_to_all else kind.alone)
        if certainty and len(values) <= 2 and mentions(samples, " ".join(value.near for value in values)):
            certainty = Certainty.REVIEW
        if certainty:
            yield leak(document, values, found, certainty=certainty)


def where(document: Document, part: TextPart) -> str:
    """The file or page, for a sentence."""
    if document.picture is not None:
        return f"网页图片“{mask_name(document.picture)}”"
    name = attachment_name(document, part)
    return f"附件《{name}》" if name else "网页"


def attachment_name(document: Document, part: TextPart) -> str | None:
    """The attachment's name with the file inside it; numbers in names are masked."""
    if document.attachment is None:
        return None
    return " › ".join(map(mask_name, filter(None, (document.attachment, part.member))))


def locus(document: Document, part: TextPart, offset: int, text: str) -> Locus:
    """Where in a document a value stands, told by ``text``, which is masked."""
    return Locus(
        text=text,
        offset=offset,
        attachment=attachment_name(document, part),
        picture=mask_name(document.picture) if document.picture else None,
        page=part.page,
        sheet=part.sheet,
        cell=part.cell,
    )


def place_of(part: TextPart) -> str:
    """The place inside a file in words; ``""`` where there is none to tell."""
    if part.sheet and part.role in ("scan", "photo"):
        place = part.sheet
    elif part.sheet or part.cell:
        place = f"工作表“{part.sheet or ''}”{part.cell or ''}"
    else:
        place = f"第 {part.page} 页" if part.page else ""
    told = "，".join(filter(None, (place, part.hidden)))
    return f"（{told}）" if told else ""


def _official(value: PersonalValue, ctx: Context) -> bool:
    """Whether the words beside it make it an office's own contact; its own label does not count (家长联系电话)."""
    near = value.near
    for label in value.kind.labels:
        near = near.replace(label, "")
    return value.kind.rule == "privacy-contact" and mentions(ctx.dictionaries.privacy.office_contact, near)

"""照片里带有拍摄位置。

检查什么
作为附件发布的照片，Word、Excel、PPT、压缩包里的照片，以及装了文字识别（`make ocr`）时文章正文里显示的照片，属性（EXIF）
里有没有拍摄地点的经纬度；一律待核。

为什么
手机拍的照片常带有精确到几米的位置，入户走访、救助现场的照片会暴露当事人的住处。

例子
坏：《走访慰问现场.jpg》的属性里有经纬度。
好：用图片工具另存、去掉了属性的照片。

怎样整改
核实是否涉及个人住处；发布前去掉照片属性（另存为，或用图片工具“删除属性和个人信息”）后重新上传。

不检查什么
没有装文字识别时，文章正文里显示的图片不下载，不检查；栏目页、首页上的图片不检查；拍摄位置是不是个人住处，程序不判断；
单位登记了允许公开的网页不列（见“词典”）。

依据
《中华人民共和国个人信息保护法》（行踪轨迹属敏感个人信息）；2018年政务公开工作要点关于去标识化的要求。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dictionaries.personal import PLACE_TITLE
from records.evidence import Document
from records.model import Certainty, Problem, RuleMeta, Scope, Severity
from rules.context import Context
from rules.privacy.wording import locus, place_of, where

META = RuleMeta(
    id="privacy-photo",
    family="privacy",
    title="照片带有拍摄位置",
    scope=Scope.DOCUMENT,
    severity=Severity.MINOR,
    deadline_class="prompt",
    needs=("text",),
    basis=("pipl-2021", "privacy-2018"),
    measure="核实后去掉照片属性，重新上传。",
)

_MASKED = "****"


def check(evidence: Document, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """At most one problem a document; the coordinates stay where they are."""
    if evidence.attachment is None and evidence.picture is None:
        return
    photos = [part for part in evidence.parts if part.role == "photo"]
    allowed = any(each.covers(evidence.mend_url, PLACE_TITLE, _MASKED, ctx.today) for each in ctx.dictionaries.allowed)
    if not photos or allowed:
        return
    first = photos[0]
    counted = "" if evidence.picture else f"里有 {len(photos)} 张照片"
    yield Problem(
        url=evidence.mend_url,
        message=f"{where(evidence, first)}{counted}带有拍摄地点的经纬度{place_of(first)}。",
        suggestion="请核实是否涉及个人住处，去掉照片属性后重新上传。",
        locus=locus(evidence, first, 0, f"{PLACE_TITLE}：{_MASKED}"),
        evidence={"count": len(photos)},
        target=evidence.url,
        discriminator="photo",
        certainty=Certainty.REVIEW,
        column=evidence.column,
    )

"""What rules see: plain views of the evidence of one site. No database, no network, no clock behind them.

A view is made by ``records.bundle`` from stored evidence, or by hand in a test. Times are UTC, ISO 8601 text; dates are
the site's local dates (Asia/Shanghai).
"""

from records.evidence.columns import Column, ListItem
from records.evidence.documents import Attachment, Document, Page, Post
from records.evidence.links import (
    Attempt,
    HeadTags,
    LinkUse,
    LostFragment,
    OutgoingLink,
    PageLink,
    Stray,
    Target,
    Unseen,
    head_tags,
)
from records.evidence.parts import SourcedDate, SourcedText, TextPart
from records.evidence.site import AccountEvidence, GatherResult, SiteEvidence

__all__ = [
    "AccountEvidence",
    "Attachment",
    "Attempt",
    "Column",
    "Document",
    "GatherResult",
    "HeadTags",
    "LinkUse",
    "ListItem",
    "LostFragment",
    "OutgoingLink",
    "Page",
    "PageLink",
    "Post",
    "SiteEvidence",
    "SourcedDate",
    "SourcedText",
    "Stray",
    "Target",
    "TextPart",
    "Unseen",
    "head_tags",
]

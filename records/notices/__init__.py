"""Notices (整改通知书) as records: numbered, frozen, followed until every item is settled; and the replies to them."""

from records.notices.issuing import IssueItem, Recipient, Signature, issue
from records.notices.model import DUE_SOON_WORKDAYS, Notice, NoticeItem, Standing
from records.notices.queries import is_problem, notice_by_number, notices, remember_files, sent_as_problem, sent_under
from records.notices.replies import Reply, Taken, take_replies

__all__ = [
    "DUE_SOON_WORKDAYS",
    "IssueItem",
    "Notice",
    "NoticeItem",
    "Recipient",
    "Reply",
    "Signature",
    "Standing",
    "Taken",
    "is_problem",
    "issue",
    "notice_by_number",
    "notices",
    "remember_files",
    "sent_as_problem",
    "sent_under",
    "take_replies",
]

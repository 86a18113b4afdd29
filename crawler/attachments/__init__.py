"""Reading attachments: a file's bytes in, its text part by part out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crawler.attachments.attachment import read_attachment as read_attachment
    from crawler.attachments.attachment import read_page_picture as read_page_picture
    from crawler.attachments.reading import AttachmentReading as AttachmentReading

__all__ = ["AttachmentReading", "read_attachment", "read_page_picture"]


def __getattr__(name: str) -> Any:
    """The names of this package; who only handles readings must not load the parsers of every format."""
    if name in ("read_attachment", "read_page_picture"):
        from crawler.attachments import attachment  # noqa: PLC0415 - see above

        return getattr(attachment, name)
    if name == "AttachmentReading":
        from crawler.attachments.reading import AttachmentReading  # noqa: PLC0415

        return AttachmentReading
    raise AttributeError(name)

"""Reading attachments: a file's bytes in, its text part by part out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crawler.attachments.attachment import read_attachment as read_attachment
    from crawler.attachments.reading import AttachmentReading as AttachmentReading

__all__ = ["AttachmentReading", "read_attachment"]


def __getattr__(name: str) -> Any:
    """The two names of this package; who only handles readings must not load the parsers of every format."""
    if name == "read_attachment":
        from crawler.attachments.attachment import read_attachment  # noqa: PLC0415

        return read_attachment
    if name == "AttachmentReading":
        from crawler.attachments.reading import AttachmentReading  # noqa: PLC0415

        return AttachmentReading
    raise AttributeError(name)

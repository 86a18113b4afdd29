"""What the program calls itself when it asks a web server."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def user_agent(contact: str = "") -> str:
    """Name, version, purpose and the office's contact, in ASCII."""
    try:
        number = version("wangcha")
    except PackageNotFoundError:
        number = "0"
    contact = "".join(char for char in contact if char.isascii() and char.isprintable() and char not in "();")
    return f"Wangcha/{number} (government website inspection{'; ' + contact if contact else ''})"

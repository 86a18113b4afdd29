"""How tasks and readings travel between gatherer and reader: four bytes of length, then a pickle."""

from __future__ import annotations

import pickle


def framed(value: object) -> bytes:
    """One value as it travels."""
    packed = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return len(packed).to_bytes(4, "big") + packed

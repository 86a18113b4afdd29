"""What a rule may know besides its evidence: today, the site, the dictionaries, the key for hashes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dictionaries import Dictionaries


@dataclass(frozen=True, slots=True)
class Context:
    """``today`` is the day as of which is judged. ``site`` and ``site_name`` name the site.

    ``allowed_hosts`` are hosts of the same office. ``hash_key`` keys the hashes of personal values
    (see :mod:`records.masking`). ``workdays_between(a, b)`` counts Chinese working days after ``a`` up to and with
    ``b``.
    """

    today: date
    site: str
    site_name: str
    dictionaries: Dictionaries
    hash_key: bytes
    workdays_between: Callable[[date, date], int]

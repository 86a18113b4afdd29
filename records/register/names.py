"""Departments by the name that stands in a table, and ids made of what people write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from records.register.model import Department

_NOT_IN_ID = re.compile(r"[^\w.-]+")


@dataclass
class DepartmentNames:
    """Finds departments by full or short name; one that is not known is made and kept in ``fresh``."""

    known: Iterable[Department]
    fresh: dict[str, Department] = field(default_factory=dict)

    def id_of(self, name: str) -> str:
        """The id of the department with this name, ``""`` for no name."""
        if not name:
            return ""
        wanted = plain_name(name)
        for item in (*self.known, *self.fresh.values()):
            if wanted in (plain_name(item.name), plain_name(item.short)):
                return item.id
        taken = {item.id for item in self.known} | self.fresh.keys()
        department = Department(free_id(as_id(name), taken), name)
        self.fresh[department.id] = department
        return department.id


def plain_name(name: str) -> str:
    """A name for comparing: one form of each character, no spaces."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name))


def as_id(text: str) -> str:
    """An id made of any text."""
    return _NOT_IN_ID.sub("-", unicodedata.normalize("NFKC", text)).strip("-.")[:80] or "unnamed"


def free_id(wanted: str, taken: Collection[str]) -> str:
    """``wanted``, with a number where it is taken."""
    number, free = 1, wanted
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    return free

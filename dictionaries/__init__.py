"""Word lists, column kinds, clauses, region codes: data files that a clerk can edit, and one thin loader.

``load()`` reads the built-in files of this folder, then those of installed add-ons (entry-point group
``wangcha.dictionaries``), then the office's own (``OFFICE/dictionaries/``); what comes later adds to or replaces what
came before.
"""

from dictionaries.loader import load, load_wrong_targets, own_wrong_targets
from dictionaries.model import (
    Clause,
    ColumnKind,
    ContentWords,
    Dictionaries,
    Leader,
    PolicyWords,
    PrivacyWords,
    TamperWords,
    Word,
)
from dictionaries.personal import Allowed, PersonalKind

__all__ = [
    "Allowed",
    "Clause",
    "ColumnKind",
    "ContentWords",
    "Dictionaries",
    "Leader",
    "PersonalKind",
    "PolicyWords",
    "PrivacyWords",
    "TamperWords",
    "Word",
    "load",
    "load_wrong_targets",
    "own_wrong_targets",
]

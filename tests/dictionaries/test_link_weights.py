"""How much a wrong link weighs: the built-in table, and what an office changes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

import dictionaries
from dictionaries.link_weights import PLACES
from records.errors import BadInputError
from records.model import Severity

BUILT_IN = dictionaries.load().link_weights


def office(folder: Path, text: str) -> Path:
    (folder / "dictionaries").mkdir()
    (folder / "dictionaries" / "link-weights.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("internal", [True, False])
def test_the_home_page_alone_is_serious_and_no_place_weighs_more_than_one_before_it(internal: bool) -> None:
    weights = [list(Severity).index(BUILT_IN.at(place, internal=internal)) for place in PLACES]
    assert weights == sorted(weights)
    assert [place for place in PLACES if BUILT_IN.at(place, internal=internal) is Severity.SERIOUS] == ["home"]


@pytest.mark.parametrize("place", PLACES)
def test_what_the_office_can_mend_itself_never_weighs_less(place: str) -> None:
    own, others = (list(Severity).index(BUILT_IN.at(place, internal=internal)) for internal in (True, False))
    assert own <= others


def test_an_office_changes_one_field_and_keeps_the_rest(tmp_path: Path) -> None:
    changed = dictionaries.load(office(tmp_path, '[article]\nexternal = "serious"\n')).link_weights
    assert changed.at("article", internal=False) is Severity.SERIOUS
    assert changed.at("article", internal=True) is BUILT_IN.at("article", internal=True)
    assert changed.at("home", internal=False) is BUILT_IN.at("home", internal=False)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('article = "minor"', "“article”应为一节"),
        ('[hall]\ninternal = "minor"', "不认识“hall”；可用：home、list、article、attachment、other"),
        ('[home]\ninternal = "heavy"', "“internal”不能是“heavy”；可用：critical、serious、minor、info"),
        ('[home]\nboth = "minor"', "不认识“both”；可用：internal、external"),
    ],
)
def test_a_fault_is_told_and_nothing_is_taken(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(BadInputError) as caught:
        dictionaries.load(office(tmp_path, text))
    assert told in str(caught.value)
    assert "整个文件未采用" in str(caught.value)

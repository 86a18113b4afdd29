import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.document_numbers import DEFAULT_PATTERN, check_pattern, document_number


def test_the_pattern_of_the_standard() -> None:
    assert document_number(DEFAULT_PATTERN, "云政办督", 2026, 3) == "云政办督〔2026〕3号"


def test_an_office_may_write_it_its_own_way() -> None:
    assert document_number("云督字第{serial}号（{year}年）", "", 2026, 12) == "云督字第12号（2026年）"


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("{code}〔{year}〕号", "serial"),
        ("{code}{serial}号", "year"),
        ("{code}〔{year〕{serial}号", "没有成对|只能写"),
        ("{code}〔{year}〕{serial}号{month}", "只能写"),
        ("{year}{serial:03d}", "只能写"),
        ("{year!r}{serial}", "只能写"),
        ("{year.real}{serial}", "只能写"),
        ("{}{year}{serial}", "只能写"),
        ("{year}{serial}" + "长" * 100, "超过"),
    ],
)
def test_a_pattern_that_could_not_number_is_refused(pattern: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        check_pattern(pattern)


@given(
    st.permutations(["{code}", "{year}", "{serial}", "〔", "号"]),
    st.tuples(st.integers(2000, 2100), st.integers(1, 99_999)),
    st.tuples(st.integers(2000, 2100), st.integers(1, 99_999)),
)
def test_different_documents_never_share_a_number(parts: list[str], one: tuple[int, int], two: tuple[int, int]) -> None:
    pattern = "".join(parts)
    assert (document_number(pattern, "云", *one) == document_number(pattern, "云", *two)) == (one == two)

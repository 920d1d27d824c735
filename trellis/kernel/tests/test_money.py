import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.kernel.money import Money, total


@pytest.mark.parametrize(
    ("written", "pence"), [("£4,700", 470000), ("4700", 470000), ("£1,250.50", 125050), ("0.05", 5)]
)
def test_reading(written: str, pence: int) -> None:
    assert Money.read(written) == Money(pence)


@pytest.mark.parametrize("written", ["", "1.5", "-4", "4,70", "four", "1.234"])
def test_refusing(written: str) -> None:
    with pytest.raises(ValueError, match="write pounds like"):
        Money.read(written)


def test_in_words() -> None:
    assert str(Money.pounds(4700)) == "£4,700"
    assert str(Money(125050)) == "£1,250.50"
    assert str(Money(-5)) == "-£0.05"


@given(st.integers(0, 10**9), st.lists(st.integers(0, 100), min_size=1, max_size=6).filter(any))
def test_sharing_loses_nothing(pence: int, parts: list[int]) -> None:
    assert total(Money(pence).shared(parts)) == Money(pence)

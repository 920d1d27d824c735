"""The tests a criterion may make of a fact: which fit which type, and what they find."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from trellis.features.programmes.rules.facts import Fact, FactKind, in_plain_words
from trellis.kernel.labelled import LabelledEnum

type FactValue = date | int | bool | str | tuple[str, ...]
type Wanted = str | int | tuple[int, ...] | tuple[str, ...] | None


class Test(LabelledEnum):
    """Say how a fact is compared with a criterion's value."""

    __test__ = False  # pytest must not collect it

    IS = "is", "is"
    IS_NOT = "is_not", "is not"
    ONE_OF = "one_of", "is one of"
    NONE_OF = "none_of", "is none of"
    AT_LEAST = "at_least", "is at least"
    AT_MOST = "at_most", "is at most"
    BETWEEN = "between", "is between"
    IS_TRUE = "is_true", "is so"
    IS_FALSE = "is_false", "is not so"
    INCLUDES_ANY = "includes_any", "includes any of"
    INCLUDES_ALL = "includes_all", "includes all of"
    IS_KNOWN = "is_known", "is known"


_ANY = frozenset({Test.IS_KNOWN})
FITTING: Mapping[FactKind, frozenset[Test]] = MappingProxyType(
    {
        FactKind.YES_NO: _ANY | {Test.IS_TRUE, Test.IS_FALSE},
        FactKind.WHOLE_NUMBER: _ANY | {Test.AT_LEAST, Test.AT_MOST, Test.BETWEEN},
        FactKind.CHOICE: _ANY | {Test.IS, Test.IS_NOT, Test.ONE_OF, Test.NONE_OF},
        FactKind.CHOICES: _ANY | {Test.INCLUDES_ANY, Test.INCLUDES_ALL},
        FactKind.DATE: _ANY,
        FactKind.TEXT: _ANY,
    }
)
_WITHOUT_VALUE = frozenset({Test.IS_TRUE, Test.IS_FALSE, Test.IS_KNOWN})
_LISTS = frozenset({Test.ONE_OF, Test.NONE_OF, Test.INCLUDES_ANY, Test.INCLUDES_ALL})


def what_is_right(fact: Fact, test: Test, value: object) -> str:
    """Say what would be right when a test or its value does not fit the fact; nothing when it fits."""
    if test not in FITTING[fact.kind]:
        tests = ", ".join(sorted(f'"{each}"' for each in FITTING[fact.kind]))
        return f"a test that fits {fact.kind.label.lower()}: {tests}"
    if test in _WITHOUT_VALUE:
        return "" if value is None else f'no value: "{test}" needs none'
    if test is Test.BETWEEN:
        return "" if _is_range(value) else "two whole numbers, the lower first, like [14, 17]"
    if test in (Test.AT_LEAST, Test.AT_MOST):
        return "" if isinstance(value, int) and not isinstance(value, bool) else "a whole number"
    if test in _LISTS:
        return "" if _are_choices(fact, value) else f"a list of any of {_choices(fact)}"
    return "" if isinstance(value, str) and value in fact.choices else f"one of {_choices(fact)}"


def _is_range(value: object) -> bool:
    return (
        isinstance(value, tuple | list)
        and len(value) == 2
        and all(isinstance(each, int) and not isinstance(each, bool) for each in value)
        and value[0] <= value[1]
    )


def _are_choices(fact: Fact, value: object) -> bool:
    if not isinstance(value, tuple | list) or not value or len(set(value)) != len(value):
        return False
    return not fact.choices or all(each in fact.choices for each in value)


def _choices(fact: Fact) -> str:
    return ", ".join(f'"{each}"' for each in fact.choices) or "keys"


def holds(test: Test, wanted: Wanted, found: FactValue) -> bool:
    """Tell whether a known value passes a test; the two are known to fit (`what_is_right`)."""
    match test:
        case Test.IS_TRUE:
            return found is True
        case Test.IS_FALSE:
            return found is False
        case Test.IS_KNOWN:
            return True
        case Test.IS:
            return found == wanted
        case Test.IS_NOT:
            return found != wanted
        case Test.ONE_OF | Test.NONE_OF:
            return (found in _listed(wanted)) is (test is Test.ONE_OF)
        case Test.INCLUDES_ANY | Test.INCLUDES_ALL:
            every = all if test is Test.INCLUDES_ALL else any
            return every(each in _listed(found) for each in _listed(wanted))
        case _:
            return _in_range(test, wanted, found)


def _in_range(test: Test, wanted: Wanted, found: FactValue) -> bool:
    assert isinstance(found, int)
    if isinstance(wanted, tuple):
        low, high = int(wanted[0]), int(wanted[1])
        return low <= found <= high
    assert isinstance(wanted, int)
    return found >= wanted if test is Test.AT_LEAST else found <= wanted


def _listed(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, tuple | list | frozenset) else (value,)


def wanted_in_words(fact: Fact, test: Test, wanted: Wanted) -> str:
    """Write what a criterion wants: "14 to 17 years", "at least 6 months", "Yes", "Parent or Carer"."""
    unit = f" {fact.unit}" if fact.unit else ""
    match test:
        case Test.IS_TRUE | Test.IS_FALSE:
            return in_plain_words(fact, test is Test.IS_TRUE)
        case Test.IS_KNOWN:
            return "known"
        case Test.BETWEEN if isinstance(wanted, tuple):
            return f"{wanted[0]} to {wanted[1]}{unit}"
        case Test.AT_LEAST | Test.AT_MOST:
            return f"{test.label.removeprefix('is ')} {wanted}{unit}"
        case _:
            return _choice_in_words(fact, test, wanted)


def _choice_in_words(fact: Fact, test: Test, wanted: Wanted) -> str:
    words = " or ".join(fact.choices.get(str(each), str(each)) for each in _listed(wanted))
    return f"not {words}" if test in (Test.IS_NOT, Test.NONE_OF) else words

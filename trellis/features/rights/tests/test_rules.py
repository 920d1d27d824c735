"""What may go out, what is taken out, how long things are kept, and how somebody is taken out of words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.features.rights.rules import (
    BASES,
    MARK,
    REFUSALS,
    Length,
    Part,
    Traces,
    Verdict,
    check_choice,
    check_hold,
    check_may_be_answered,
    check_own_length,
    check_refusal,
    check_release,
    check_request,
    from_json,
    from_words,
    kept,
    length_in_words,
    months_of,
    suggestion,
    telling,
    told,
)
from trellis.kernel.decisions import RuleBroken

OWN = [Part("on", "Day", "3 March"), Part("what", "What happened", "Ann told Mr Hale that Jo hid.", free_text=True)]


def test_what_tells_where_somebody_else_is_is_never_suggested_for_release():
    for kind in ("own", "shared", "mention", "paper"):
        assert suggestion(kind, OWN, is_contact_of_others=True).choice == "withhold"


def test_another_familys_file_is_kept_back_and_not_told():
    suggested = suggestion("elsewhere", OWN, is_contact_of_others=False)
    assert suggested.choice == "withhold"
    assert next(basis for basis in BASES if basis.key == suggested.basis).silent


def test_names_of_others_are_suggested_to_be_taken_out():
    suggested = suggestion("shared", OWN, is_contact_of_others=False, other_names=["Hale", "Jo", "Al"])
    assert suggested.choice == "redact"
    assert suggested.words == {"what": ("Hale", "Jo")}
    out = told(OWN, "redact", suggested.whole, suggested.words)
    assert out[1].words == f"Ann told Mr {MARK} that {MARK} hid."


def test_a_whole_fact_is_taken_out_and_nothing_else():
    out = told(OWN, "redact", ["on"], {})
    assert [part.words for part in out] == [MARK, OWN[1].words]
    assert told(OWN, "withhold", [], {}) == []
    assert told(OWN, "release", [], {}) == OWN


@given(st.text(), st.lists(st.text(min_size=1), max_size=4))
def test_what_was_taken_out_no_longer_stands_there_as_a_word(words, names):
    out = told([Part("k", "K", words)], "redact", [], {"k": names})[0].words
    cleaned = out.replace(MARK, "")
    for name in names:
        if name.strip() and name.isalnum() and name not in MARK:
            assert f" {name} " not in f" {cleaned} "


@pytest.mark.parametrize(
    ("choice", "basis", "reason", "words"),
    [
        ("", "", "", {}),
        ("perhaps", "", "", {}),
        ("withhold", "", "Because", {}),
        ("withhold", "unheard_of", "Because", {}),
        ("withhold", "third_party", " ", {}),
        ("redact", "third_party", "Because", {}),
        ("redact", "third_party", "Because", {"what": ["Peter"]}),
        ("redact", "third_party", "Because", {"nothing": ["Ann"]}),
    ],
)
def test_a_choice_that_does_not_say_all_is_refused(choice, basis, reason, words):
    with pytest.raises(RuleBroken):
        check_choice(OWN, choice, basis, reason, words=words)


def test_choices_that_say_all():
    check_choice(OWN, "release", "", "")
    check_choice(OWN, "withhold", "third_party", "She did not agree")
    check_choice(OWN, "redact", "third_party", "She did not agree", words={"what": ["jo"]})


def test_to_tell_where_somebody_is_needs_its_own_reason_and_a_paper_goes_out_whole():
    with pytest.raises(RuleBroken, match="who agreed"):
        check_choice(OWN, "release", "", "", is_contact_of_others=True)
    check_choice(OWN, "release", "", "She agreed on the telephone", is_contact_of_others=True)
    with pytest.raises(RuleBroken, match="whole"):
        check_choice(OWN, "redact", "third_party", "x", whole=["on"], is_paper=True)


def test_nothing_goes_out_undecided_or_unchecked():
    check_release(0, ["a"], "b")
    with pytest.raises(RuleBroken, match="not decided"):
        check_release(1, ["a"], "b")
    with pytest.raises(RuleBroken, match="decided none"):
        check_release(0, ["a", "b"], "b")


def test_a_parent_does_not_get_what_a_child_refuses():
    for able in ("refuses", "not_yet_known"):
        with pytest.raises(RuleBroken):
            check_may_be_answered(asked_by="parent", child_able=able, identity_checked=True)
    check_may_be_answered(asked_by="parent", child_able="able", identity_checked=True)
    with pytest.raises(RuleBroken, match="who they say"):
        check_may_be_answered(asked_by="themselves", child_able="", identity_checked=False)


@pytest.mark.parametrize(("born", "refused"), [(date(2008, 9, 7), True), (date(2008, 9, 8), False)])
def test_a_parent_does_not_ask_for_somebody_of_eighteen(born, refused):
    asked = {
        "asked_by": "parent",
        "asker": "Ann",
        "child_able": "able",
        "birth_date": born,
        "received": date(2026, 9, 7),
        "today": date(2026, 9, 7),
    }
    if refused:
        with pytest.raises(RuleBroken, match="18"):
            check_request(**asked)
    else:
        check_request(**asked)


def test_the_longest_wins_and_what_runs_or_is_held_stays():
    today = date(2026, 9, 7)
    short = Length("declined", "Declined", date(2020, 1, 1), 12)
    long = Length("closed", "Closed", date(2019, 9, 7), 84)
    assert kept([short, long], today).won == long
    assert kept([short, long], today).verdict is Verdict.GO
    assert kept([short, Length("closed", "Closed", date(2019, 9, 8), 84)], today).verdict is Verdict.KEEP
    assert kept([short, Length("closed", "Closed", None, 84)], today).verdict is Verdict.RUNNING
    assert kept([short], today, ["A court case"]).verdict is Verdict.HELD
    assert kept([], today).verdict is Verdict.NO_RULE
    assert not kept([], today).may_go


@given(st.lists(st.tuples(st.dates(date(2000, 1, 1), date(2026, 1, 1)), st.integers(1, 400)), min_size=1, max_size=6))
def test_nobody_goes_before_every_length_has_passed(found):
    lengths = [Length(str(number), "", since, months) for number, (since, months) in enumerate(found)]
    today = date(2026, 9, 7)
    assert kept(lengths, today).may_go == all(length.until <= today for length in lengths)


def test_an_organisation_keeps_longer_never_shorter_than_the_floor():
    assert months_of("a", 84, 72, {}) == 84
    assert months_of("a", 84, 72, {"a": 73}) == 73
    assert months_of("a", 84, 72, {"a": 3}) == 72
    with pytest.raises(RuleBroken, match="6 years"):
        check_own_length(71, 72, "The board decided")
    check_own_length(72, 72, "The board decided")
    assert length_in_words(18) == "18 months"


def test_a_hold_is_looked_at_within_a_year():
    check_hold("A claim", date(2027, 9, 7), date(2026, 9, 7))
    for review in (date(2027, 9, 8), date(2026, 9, 7)):
        with pytest.raises(RuleBroken):
            check_hold("A claim", review, date(2026, 9, 7))


def test_a_refusal_has_a_ground_and_a_reason():
    check_refusal(REFUSALS[0].key, "Because of the order")
    for ground, why in (("", "x"), (REFUSALS[0].key, "")):
        with pytest.raises(RuleBroken):
            check_refusal(ground, why)


TRACES = Traces(("Jo",), ("Jo Hale", "07700 900111"), ("Jo", "Hale", "2011-02-03"))


def test_somebody_is_taken_out_of_words_and_others_stay():
    assert (
        from_words("JO  hale and Joan: 07700 900111, Jo's bag", TRACES) == "a person and Joan: a person, a person's bag"
    )
    assert from_words("Joan", Traces()) == "Joan"


def test_what_is_about_them_in_json_is_emptied_and_the_rest_stays():
    typed = {
        "people": {
            "a": {
                "given_name": "Jo",
                "family_name": "Hale",
                "school": "Mill Lane",
                "likes": ["chess"],
                "is_child": True,
            },
            "b": {"given_name": "Ann", "family_name": "Hale", "note": "Mother of Jo"},
        }
    }
    out = from_json(typed, TRACES)
    assert out["people"]["a"] == {
        "given_name": "A person",
        "family_name": "",
        "school": "",
        "likes": [],
        "is_child": None,
    }
    assert out["people"]["b"] == {"given_name": "Ann", "family_name": "Hale", "note": "Mother of a person"}


def test_what_tells_of_somebody_is_more_than_a_common_word():
    found = telling(
        ["Jo", "2011-02-03", "female", "Jo Hale", "jo@example.org", "+447700900111", "12", "Mill Lane School"]
    )
    assert set(found) == {"Jo Hale", "jo@example.org", "+447700900111", "Mill Lane School"}

"""The rules of safety, on and just beside each boundary."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.features.safety.rules import thresholds
from trellis.features.safety.rules.exploitation import (
    INDICATORS,
    ConcernKind,
    Told,
    check_told,
    indicators_for,
    may_refer_to_nrm,
)
from trellis.features.safety.rules.flags import FADING, FlagKind, FlagState, check_review_date, flag_state
from trellis.features.safety.rules.helplines import HELPLINES, helplines
from trellis.features.safety.rules.plans import Paper, code_words_in, discreet, may_print, strictest, tells
from trellis.features.safety.rules.risk import (
    Connection,
    Level,
    NoteLevel,
    Someone,
    Weighed,
    check_judgement,
    check_note,
    check_sheet,
    level_of,
    may_use,
    other_ways,
    way_of,
)
from trellis.features.safety.rules.sources import in_force
from trellis.features.safety.rules.thresholds import Sheet
from trellis.kernel.dates import add_months
from trellis.kernel.decisions import Outcome, RuleBroken

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_YET_KNOWN
ON = datetime.date(2026, 3, 10)
ADULT = datetime.date(1985, 1, 1)


def born(years: int, days: int = 0) -> datetime.date:
    """Return the birthday of somebody who reached an age so many days before ON."""
    return add_months(ON, -12 * years) - datetime.timedelta(days=days)


def pair(assessed: datetime.date | None, harming: datetime.date | None, said: bool | None = None):
    return Someone("Ann", assessed, said), Someone("Ben", harming, said)


@pytest.mark.parametrize(
    ("score", "level"),
    [
        (0, Level.NOT_SHOWN),
        (1, Level.STANDARD),
        (9, Level.STANDARD),
        (10, Level.MEDIUM),
        (13, Level.MEDIUM),
        (14, Level.HIGH),
        (24, Level.HIGH),
    ],
)
@pytest.mark.parametrize("sheet", list(Sheet))
def test_the_level_of_a_score(sheet, score, level):
    assert level_of(sheet, score, ON) is level


@pytest.mark.parametrize(
    ("assessed", "harming", "outcome"),
    [
        (born(16), born(16), MET),
        (born(16, -1), ADULT, NOT_MET),
        (ADULT, born(16, -1), NOT_MET),
        (ADULT, born(15, 364), NOT_MET),
        (ADULT, born(16, 1), MET),
        (None, ADULT, UNKNOWN),
        (ADULT, None, UNKNOWN),
        (born(15), None, NOT_MET),
    ],
)
def test_dash_is_for_two_people_who_are_both_sixteen_on_that_day(assessed, harming, outcome):
    assert may_use(Sheet.DASH, *pair(assessed, harming), Connection.RELATIVES, ON).outcome is outcome


@pytest.mark.parametrize(("said", "outcome"), [(True, MET), (False, NOT_MET), (None, UNKNOWN)])
def test_without_a_birthday_what_is_said_of_their_age_counts(said, outcome):
    assert may_use(Sheet.DASH, *pair(None, ADULT, said), Connection.RELATIVES, ON).outcome is outcome


def test_a_birthday_outweighs_what_is_said():
    decision = may_use(Sheet.DASH, *pair(born(15), ADULT, True), Connection.RELATIVES, ON)
    assert decision.outcome is NOT_MET


@pytest.mark.parametrize(
    ("connection", "outcome"),
    [(one, {Connection.OTHER: NOT_MET, Connection.NOT_KNOWN: UNKNOWN}.get(one, MET)) for one in Connection],
)
def test_dash_is_for_people_who_are_personally_connected(connection, outcome):
    assert may_use(Sheet.DASH, *pair(ADULT, ADULT), connection, ON).outcome is outcome


@pytest.mark.parametrize(
    ("assessed", "connection", "outcome"),
    [
        (born(13), Connection.PARTNERS, MET),
        (born(13, -1), Connection.PARTNERS, NOT_MET),
        (born(17, 364), Connection.FORMER_PARTNERS, MET),
        (born(18), Connection.PARTNERS, NOT_MET),
        (born(15), Connection.RELATIVES, NOT_MET),
        (born(15), Connection.NOT_KNOWN, UNKNOWN),
        (None, Connection.PARTNERS, UNKNOWN),
    ],
)
def test_the_young_peoples_version_is_for_partners_of_thirteen_to_seventeen(assessed, connection, outcome):
    assert may_use(Sheet.YOUNG_PEOPLE, *pair(assessed, ADULT), connection, ON).outcome is outcome


def test_a_child_under_sixteen_who_harms_a_parent_is_sent_another_way_with_the_reason():
    with pytest.raises(RuleBroken) as broken:
        check_sheet(Sheet.DASH, Someone("Dawn", ADULT), Someone("Jamie", born(14)), Connection.RELATIVES, ON)
    words = broken.value.message
    for part in ("Jamie was 14", "16 or over", "social care", "section 47", "early help", "risk note"):
        assert part in words
    decision = may_use(Sheet.DASH, Someone("Dawn", ADULT), Someone("Jamie", born(14)), Connection.RELATIVES, ON)
    assert [reason.source for reason in decision.not_met] == ["Domestic Abuse Act 2021 section 1(2)"]


def test_at_sixteen_a_child_who_harms_a_parent_can_be_scored():
    check_sheet(Sheet.DASH, Someone("Dawn", ADULT), Someone("Jamie", born(16)), Connection.RELATIVES, ON)


def test_a_young_partner_is_pointed_to_the_right_sheet():
    ways = other_ways(Sheet.DASH, Someone("Ellie", born(15)), Someone("Max", born(17)), Connection.PARTNERS, ON)
    assert any("young people’s version" in way for way in ways)


@given(
    st.one_of(st.none(), st.dates(datetime.date(1930, 1, 1), datetime.date(2030, 1, 1))),
    st.one_of(st.none(), st.dates(datetime.date(1930, 1, 1), datetime.date(2030, 1, 1))),
    st.sampled_from(Connection),
    st.sampled_from(Sheet),
    st.dates(datetime.date(2013, 4, 1), datetime.date(2029, 1, 1)),
)
def test_a_sheet_that_is_refused_always_leaves_a_way(assessed, harming, connection, sheet, on):
    two = pair(assessed, harming)
    decision = may_use(sheet, *two, connection, on)
    if decision.outcome is MET:
        check_sheet(sheet, *two, connection, on)
    else:
        assert decision.not_met or decision.not_yet_known
        assert other_ways(sheet, *two, connection, on)
        with pytest.raises(RuleBroken):
            check_sheet(sheet, *two, connection, on)
    if sheet is Sheet.DASH and decision.outcome is MET:
        assert all(who.age(on) >= 16 for who in two)


def weighed(score=5, **more):
    given = {"sheet": Sheet.DASH, "score": score, "on": ON, "assessed": Someone("Ann", ADULT), "police_calls": 0}
    return Weighed(**{**given, **more})


@pytest.mark.parametrize(
    ("of", "marac"),
    [
        (weighed(13), NOT_MET),
        (weighed(14), MET),
        (weighed(5, judged=Level.HIGH), MET),
        (weighed(5, judged=Level.MEDIUM), NOT_MET),
        (weighed(16, judged=Level.MEDIUM), MET),
        (weighed(5, police_calls=2), NOT_MET),
        (weighed(5, police_calls=3), MET),
        (weighed(5, police_calls=None), UNKNOWN),
        (weighed(14, police_calls=None), MET),
        (weighed(5, heard_on=datetime.date(2025, 3, 10), incident_on=datetime.date(2026, 3, 10)), MET),
        (weighed(5, heard_on=datetime.date(2025, 3, 9), incident_on=datetime.date(2026, 3, 10)), NOT_MET),
        (weighed(5, heard_on=ON, incident_on=ON), NOT_MET),
        (weighed(5, heard_on=datetime.date(2025, 6, 1)), NOT_MET),
    ],
)
def test_any_one_of_four_reasons_leads_to_marac(of, marac):
    assert way_of(of).marac.outcome is marac


def test_judgement_that_lowers_keeps_the_reason_that_the_score_gives():
    way = way_of(weighed(16, judged=Level.MEDIUM))
    assert (way.level, way.by_score) == (Level.MEDIUM, Level.HIGH)
    assert "does not take away" in way.marac.met[0].words


@pytest.mark.parametrize(
    ("birth", "marac", "social_care"),
    [(born(15, 364), False, True), (born(16), True, True), (born(17, 364), True, True), (born(18), True, False)],
)
def test_under_sixteen_the_way_is_social_care_and_from_eighteen_marac_alone(birth, marac, social_care):
    words = " ".join(way_of(weighed(20, sheet=Sheet.YOUNG_PEOPLE, assessed=Someone("Ellie", birth))).words)
    assert ("MARAC" in words, "social care" in words) == (marac, social_care)


@given(st.integers(0, 23), st.sampled_from([None, *Level]), st.one_of(st.none(), st.integers(0, 5)))
def test_a_higher_score_never_leads_away_from_marac(score, judged, calls):
    order = [NOT_MET, UNKNOWN, MET]
    lower, higher = (way_of(weighed(each, judged=judged, police_calls=calls)) for each in (score, score + 1))
    assert order.index(lower.marac.outcome) <= order.index(higher.marac.outcome)
    assert lower.words


@pytest.mark.parametrize(
    ("now", "judged", "supervisor", "field"),
    [
        (Level.STANDARD, Level.HIGH, "", None),
        (Level.MEDIUM, Level.STANDARD, "", None),
        (Level.HIGH, Level.MEDIUM, "", "supervisor"),
        (Level.HIGH, Level.MEDIUM, "someone", None),
        (Level.HIGH, Level.HIGH, "someone", "level"),
    ],
)
def test_judgement_goes_both_ways_but_not_down_from_high_alone(now, judged, supervisor, field):
    if field is None:
        check_judgement(now, judged, "The child is afraid to go home.", supervisor=supervisor)
        return
    with pytest.raises(RuleBroken) as broken:
        check_judgement(now, judged, "The child is afraid to go home.", supervisor=supervisor)
    assert broken.value.field == field


def test_judgement_has_a_reason():
    with pytest.raises(RuleBroken, match="Say why"):
        check_judgement(Level.STANDARD, Level.HIGH, "  ", supervisor="")


@pytest.mark.parametrize("rows", [thresholds.DASH_AGES, thresholds.BANDS[:1], thresholds.ESCALATION, FADING])
def test_every_number_has_a_first_day_a_source_and_how_sure_we_are(rows):
    assert [row.since for row in rows] == sorted({row.since for row in rows})
    assert all(row.source.words and row.source.confidence in {"F", "K", "D"} for row in rows)
    with pytest.raises(LookupError):
        in_force(rows, rows[0].since - datetime.timedelta(days=1))
    assert in_force(rows, rows[0].since) is rows[0]


def test_before_2013_the_sheet_was_for_adults():
    on = datetime.date(2013, 3, 30)
    sixteen = datetime.date(1997, 1, 1)
    assert may_use(Sheet.DASH, *pair(sixteen, ADULT), Connection.PARTNERS, on).outcome is NOT_MET
    later = on + datetime.timedelta(days=1)
    assert may_use(Sheet.DASH, *pair(sixteen, ADULT), Connection.PARTNERS, later).outcome is MET


@pytest.mark.parametrize(
    ("kind", "days", "state"),
    [
        (FlagKind.WEAPONS, -1, FlagState.CURRENT),
        (FlagKind.WEAPONS, 0, FlagState.DUE),
        (FlagKind.WEAPONS, 27, FlagState.DUE),
        (FlagKind.WEAPONS, 28, FlagState.FADED),
        (FlagKind.DOG, -1, FlagState.CURRENT),
        (FlagKind.DOG, 0, FlagState.DUE),
        (FlagKind.DOG, 13, FlagState.DUE),
        (FlagKind.DOG, 14, FlagState.FADED),
    ],
)
def test_a_flag_fades_after_its_review_date(kind, days, state):
    assert flag_state(kind, ON, ON + datetime.timedelta(days=days)) is state
    assert flag_state(kind, ON, ON + datetime.timedelta(days=days), ended=True) is FlagState.ENDED


@given(st.sampled_from(FlagKind), st.integers(-400, 400))
def test_a_flag_never_comes_back_by_itself(kind, days):
    order = list(FlagState)
    day = ON + datetime.timedelta(days=days)
    assert order.index(flag_state(kind, ON, day)) <= order.index(flag_state(kind, ON, day + datetime.timedelta(1)))


@pytest.mark.parametrize(
    ("day", "right"),
    [
        (ON, False),
        (datetime.date(2026, 3, 11), True),
        (datetime.date(2027, 3, 10), True),
        (datetime.date(2027, 3, 11), False),
    ],
)
def test_a_review_lies_ahead_and_within_a_year(day, right):
    if right:
        check_review_date(day, ON)
        return
    with pytest.raises(RuleBroken):
        check_review_date(day, ON)


def test_danger_now_is_not_kept_in_the_team():
    with pytest.raises(RuleBroken, match="not kept in the team"):
        check_note(NoteLevel.DANGER, ["within_team"], "Ring on Monday")
    check_note(NoteLevel.DANGER, ["police"], "Rang 999")
    check_note(NoteLevel.SOME, [], "Ring on Monday")


@pytest.mark.parametrize(
    ("papers", "allowed", "whole", "plain"),
    [
        ([], Paper.SAFE, True, True),
        ([Paper.SAFE], Paper.SAFE, True, True),
        ([Paper.SAFE, Paper.DISCREET], Paper.DISCREET, False, True),
        ([Paper.UNSAFE, Paper.SAFE], Paper.UNSAFE, False, False),
    ],
)
def test_the_strictest_plan_of_a_home_decides_about_paper(papers, allowed, whole, plain):
    assert strictest(papers) is allowed
    assert (may_print(allowed, discreetly=False), may_print(allowed, discreetly=True)) == (whole, plain)


def test_code_words_are_found_however_they_are_written():
    assert code_words_in("“Pineapple” means help") == ("pineapple",)
    assert code_words_in("Blue mug = ring Nan") == ("blue mug",)
    assert code_words_in("- Red shoes - go next door\nPlum") == ("red shoes", "plum")


def test_the_discreet_page_leaves_out_what_tells():
    sections = {
        "warning_signs": "Doors slam\nHe hits the wall",
        "safe_places": "Next door",
        "code_words": "“Pineapple” means ring the police",
        "young_person_does": "Texts pineapple to Nan\nWalks the dog",
        "professionals_do": "Hannah rings MARAC",
    }
    kept, left_off = discreet(sections)
    lines = [line for section in kept for line in section.lines]
    assert lines == ["Doors slam", "Next door", "Walks the dog"]
    assert left_off == 2
    assert not any("sign" in section.title.lower() or "safe" in section.title.lower() for section in kept)


@given(
    st.lists(
        st.sampled_from(["Doors slam", "abuse", "Go to Nan", "the police", "REFUGE", "Kiwi now", "shouts: victim"])
    ),
    st.sampled_from(["“Kiwi”", "Kiwi means go", "kiwi = go"]),
)
def test_no_discreet_page_has_a_telling_word_or_a_code_word(lines, code):
    kept, left_off = discreet({"safe_places": "\n".join(lines), "code_words": code})
    shown = [line for section in kept for line in section.lines]
    assert not any(tells(line, ("kiwi",)) for line in shown)
    assert len(shown) + left_off == len(lines)


def test_no_helpline_gives_itself_away_on_the_discreet_page():
    assert not any(tells(line.plain_name, ()) for line in HELPLINES)
    assert [line.key for line in helplines([])] == ["999", "101"]
    assert len({line.key for line in HELPLINES}) == len(HELPLINES)
    assert all(line.source.words for line in HELPLINES)


@pytest.mark.parametrize(
    ("birth", "consents", "through", "outcome"),
    [
        (born(17, 364), None, "Riverside Police", MET),
        (born(17, 364), False, "Riverside Police", MET),
        (born(18), None, "Riverside Police", UNKNOWN),
        (born(18), False, "Riverside Police", NOT_MET),
        (born(18), True, "Riverside Police", MET),
        (None, None, "Riverside Police", MET),
        (born(15), None, " ", NOT_MET),
    ],
)
def test_a_child_is_referred_without_consent_and_only_by_a_first_responder(birth, consents, through, outcome):
    decision = may_refer_to_nrm(Someone("Kai", birth), ON, consents=consents, first_responder=through)
    assert decision.outcome is outcome


@pytest.mark.parametrize("kind", list(ConcernKind))
def test_every_kind_of_exploitation_has_signs_with_a_source(kind):
    assert len(indicators_for(kind)) >= 5
    assert all(sign.source.words for sign in INDICATORS)


@pytest.mark.parametrize(
    ("told", "on", "words", "field"),
    [
        (Told.YES, ON, "All of it", None),
        (Told.YES, None, "All of it", "told_on"),
        (Told.YES, ON + datetime.timedelta(1), "All of it", "told_on"),
        (Told.NO, None, "", "told_words"),
        (Told.NOT_YET, None, "On Monday", None),
    ],
)
def test_what_parents_were_told_is_said_or_why_not(told, on, words, field):
    if field is None:
        check_told(told, on, words, ON, ON)
        return
    with pytest.raises(RuleBroken) as broken:
        check_told(told, on, words, ON, ON)
    assert broken.value.field == field

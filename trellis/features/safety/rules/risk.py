"""Which risk assessment fits two people on a day, what its score means, and where it leads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trellis.features.safety.rules.sources import in_force
from trellis.features.safety.rules.thresholds import (
    CHILD,
    DASH_AGES,
    ESCALATION,
    MARAC_AGES,
    REPEAT,
    YOUNG_AGES,
    Ages,
    Sheet,
    bands_on,
)
from trellis.kernel.dates import add_months, age_on, in_words
from trellis.kernel.decisions import Decision, Outcome, Reason, RuleBroken
from trellis.kernel.labelled import LabelledEnum


class Level(LabelledEnum):
    """How high a risk is."""

    NOT_SHOWN = "not_shown", "No risk shown by the score"
    STANDARD = "standard", "Standard"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"

    @property
    def rank(self) -> int:
        """Return the place in order, lowest first."""
        return list(Level).index(self)


class Connection(LabelledEnum):
    """How two people are connected (Domestic Abuse Act 2021 section 2)."""

    PARTNERS = "partners", "Partners now: married, civil partners, engaged or together"
    FORMER_PARTNERS = "former_partners", "Former partners"
    PARENTS_TOGETHER = "parents_together", "Both have, or had, a parent’s part for the same child"
    RELATIVES = "relatives", "Relatives, such as parent and child or brother and sister"
    OTHER = "other", "None of these"
    NOT_KNOWN = "not_known", "Not known"

    @property
    def is_intimate(self) -> bool:
        """Say whether it is, or was, an intimate relationship."""
        return self in {Connection.PARTNERS, Connection.FORMER_PARTNERS}


@dataclass(frozen=True, slots=True)
class Someone:
    """A person as a rule sees them. `said_sixteen`: without a birthday, whether they are known to be 16 or over."""

    name: str
    birth_date: date | None = None
    said_sixteen: bool | None = None

    def age(self, on: date) -> int | None:
        """Return the age on a day; None when the birthday is not known or lies later."""
        return None if self.birth_date is None or self.birth_date > on else age_on(self.birth_date, on)


CONNECTED = "Domestic Abuse Act 2021 section 2"
STATED_AGE = 16


def may_use(sheet: Sheet, assessed: Someone, harming: Someone, connection: Connection, on: date) -> Decision:
    """Decide whether a score sheet is the right one for two people on a day; every reason is given."""
    if sheet is Sheet.YOUNG_PEOPLE:
        return Decision.of((_age(assessed, in_force(YOUNG_AGES, on), on, "age_of_assessed"), _intimate(connection)))
    ages = in_force(DASH_AGES, on)
    return Decision.of(
        (
            _age(assessed, ages, on, "age_of_assessed"),
            _age(harming, ages, on, "age_of_harming"),
            _connected(connection),
        )
    )


def _age(who: Someone, ages: Ages, on: date, key: str) -> Reason:
    wanted = f"{ages.least} to {ages.most}" if ages.most is not None else f"{ages.least} or over"
    age = who.age(on)
    if age is not None:
        met = Outcome.MET if ages.hold(age) else Outcome.NOT_MET
        words = f"{who.name} was {age} on {in_words(on)}; this sheet is for people who are {wanted}."
        return Reason(key, met, words, fact="birth_date", found=str(age), source=ages.source.words)
    if ages.least == STATED_AGE and ages.most is None and who.birth_date is None and who.said_sixteen is not None:
        met = Outcome.MET if who.said_sixteen else Outcome.NOT_MET
        found = "16 or over" if who.said_sixteen else "under 16"
        words = f"{who.name} is said to be {found}; this sheet is for people who are {wanted}."
        return Reason(key, met, words, fact="said_sixteen", found=found, source=ages.source.words)
    return Reason(
        key,
        Outcome.NOT_YET_KNOWN,
        f"It is not yet known how old {who.name} was; this sheet is for people who are {wanted}.",
        fact="birth_date",
        source=ages.source.words,
        question=f"When was {who.name} born?",
        ask_whom="the family, or whoever referred them",
    )


def _connected(connection: Connection) -> Reason:
    if connection is Connection.NOT_KNOWN:
        words = "It is not yet known how the two are connected."
        question = "How are the two connected?"
        return Reason("connection", Outcome.NOT_YET_KNOWN, words, source=CONNECTED, question=question)
    met = Outcome.NOT_MET if connection is Connection.OTHER else Outcome.MET
    words = "The two must be personally connected: partners, former partners, parents of one child, or relatives."
    return Reason("connection", met, words, found=connection.label, source=CONNECTED)


def _intimate(connection: Connection) -> Reason:
    words = "The young people’s version is for a young person who is harmed by a partner or former partner."
    if connection is Connection.NOT_KNOWN:
        return Reason("connection", Outcome.NOT_YET_KNOWN, words, question="How are the two connected?")
    met = Outcome.MET if connection.is_intimate else Outcome.NOT_MET
    return Reason("connection", met, words, found=connection.label, source=in_force(YOUNG_AGES, date.max).source.words)


def other_ways(sheet: Sheet, assessed: Someone, harming: Someone, connection: Connection, on: date) -> tuple[str, ...]:
    """Return, in sentences, which ways are right when a sheet is not: never nothing."""
    ways = []
    child = in_force(CHILD, on)
    young = [who for who in (assessed, harming) if (age := who.age(on)) is not None and child.hold(age)]
    if young:
        names = " and ".join(who.name for who in young)
        verb = "are children" if len(young) > 1 else "is a child"
        ways.append(
            f"{names} {verb} in law. If there is significant harm, or it is likely: children’s social care, today "
            "(Children Act 1989 section 47). If not: early help for the whole family."
        )
    other = Sheet.YOUNG_PEOPLE if sheet is Sheet.DASH else Sheet.DASH
    if may_use(other, assessed, harming, connection, on).outcome is Outcome.MET:
        ways.append(f"The right sheet for these two is: {other.label}.")
    ways.append("Write a risk note, which needs no score: the worry, what protects, what you will do.")
    return tuple(ways)


def check_sheet(sheet: Sheet, assessed: Someone, harming: Someone, connection: Connection, on: date) -> None:
    """Raise RuleBroken, with every reason and the right way, when a sheet is not for these two on this day."""
    decision = may_use(sheet, assessed, harming, connection, on)
    if decision.outcome is Outcome.MET:
        return
    against = decision.not_met or decision.not_yet_known
    words = [reason.words for reason in against]
    ways = other_ways(sheet, assessed, harming, connection, on)
    raise RuleBroken(" ".join((*words, *ways)), "sheet")


def check_score(sheet: Sheet, score: int, on: date) -> None:
    """Raise RuleBroken for a score that the sheet cannot give."""
    most = bands_on(sheet, on).most
    if not 0 <= score <= most:
        raise RuleBroken(f"The score must be from 0 to {most}, not {score}.", "score")


def level_of(sheet: Sheet, score: int, on: date) -> Level:
    """Return the level that a score gives on a day."""
    bands = bands_on(sheet, on)
    if score >= bands.high_from:
        return Level.HIGH
    if score >= bands.medium_from:
        return Level.MEDIUM
    return Level.STANDARD if score >= bands.standard_from else Level.NOT_SHOWN


def check_judgement(now: Level, judged: Level, why: str, *, supervisor: str) -> None:
    """Raise RuleBroken for a judgement without a reason, of the same level, or lowering from high by one alone.

    Anybody may raise a level. Lowering one from high is talked through with a supervisor, whose name is kept.
    """
    if judged is now:
        raise RuleBroken(f"The level is {now.label.lower()} already. Choose another, or leave it.", "level")
    if not why.strip():
        raise RuleBroken("Say why your judgement differs.", "why")
    if now is Level.HIGH and judged is not Level.HIGH and not supervisor:
        raise RuleBroken(
            "A level is not lowered from high by one person alone. Talk it through with a supervisor, and choose them.",
            "supervisor",
        )


@dataclass(frozen=True, slots=True)
class Weighed:
    """What is known when the way is decided: `judged` where judgement differs, police calls within the months that
    count (None: not asked), the last MARAC hearing, and the latest incident since."""

    sheet: Sheet
    score: int
    on: date
    assessed: Someone
    judged: Level | None = None
    police_calls: int | None = None
    heard_on: date | None = None
    incident_on: date | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """Where an assessment leads: its level, whether to MARAC with every reason, and what to do in sentences."""

    level: Level
    by_score: Level
    marac: Decision
    words: tuple[str, ...]


def way_of(weighed: Weighed) -> Way:
    """Decide where an assessment leads.

    Any one of four reasons leads to MARAC: score, judgement, escalation, repeat. Judgement that lowers the level does
    not take away the reason that the score gives (SafeLives: judgement is not used to lower). Under 16 the way is
    children's social care in place of MARAC; at 16 and 17 both.
    """
    by_score = level_of(weighed.sheet, weighed.score, weighed.on)
    level = weighed.judged or by_score
    reasons = (_by_score(weighed, by_score), _by_judgement(weighed), _by_escalation(weighed), _by_repeat(weighed))
    outcomes = {reason.outcome for reason in reasons}
    outcome = next(each for each in (Outcome.MET, Outcome.NOT_YET_KNOWN, Outcome.NOT_MET) if each in outcomes)
    return Way(level, by_score, Decision(outcome, reasons), _what_to_do(weighed, level, outcome))


def _what_to_do(weighed: Weighed, level: Level, outcome: Outcome) -> tuple[str, ...]:
    age = weighed.assessed.age(weighed.on)
    is_child = age is not None and in_force(CHILD, weighed.on).hold(age)
    for_marac = age is None or in_force(MARAC_AGES, weighed.on).hold(age)
    if outcome is Outcome.MET:
        words = []
        if for_marac:
            words.append(
                "Refer to MARAC, the meeting of agencies for people at highest risk, and to an adviser (IDVA)."
            )
        if is_child:
            words.append("Tell children’s social care today: somebody under 18 is at risk of significant harm.")
        return tuple(words)
    asked = ("Ask how often the police were called in the last year.",) if outcome is Outcome.NOT_YET_KNOWN else ()
    child = ("Somebody under 18 is assessed: talk with whoever leads on safeguarding.",) if is_child else ()
    planned = "Make a safety plan with them, and look again" + (" within a month." if level is Level.MEDIUM else ".")
    return (*asked, *child, planned)


def _by_score(weighed: Weighed, by_score: Level) -> Reason:
    bands = bands_on(weighed.sheet, weighed.on)
    words = f"The score is {weighed.score} of {bands.most}: {by_score.label.lower()}. High begins at {bands.high_from}."
    if by_score is Level.HIGH and weighed.judged not in {None, Level.HIGH}:
        words += " Judgement lowers the level of our work; it does not take away this reason."
    met = Outcome.MET if by_score is Level.HIGH else Outcome.NOT_MET
    return Reason("score", met, words, fact="score", found=str(weighed.score), source=bands.source.words)


def _by_judgement(weighed: Weighed) -> Reason:
    source = "SafeLives, MARAC referral criteria: professional judgement"
    if weighed.judged is None:
        return Reason("judgement", Outcome.NOT_MET, "Judgement does not differ from the score.", source=source)
    met = Outcome.MET if weighed.judged is Level.HIGH else Outcome.NOT_MET
    return Reason("judgement", met, f"By judgement the level is {weighed.judged.label.lower()}.", source=source)


def _by_escalation(weighed: Weighed) -> Reason:
    rule = in_force(ESCALATION, weighed.on)
    if weighed.police_calls is None:
        words = f"It is not yet known how often the police were called in the last {rule.months} months."
        question = "How often were the police called in the last year?"
        return Reason(
            "escalation", Outcome.NOT_YET_KNOWN, words, source=rule.source.words, question=question, ask_whom="them"
        )
    met = Outcome.MET if weighed.police_calls >= rule.police_calls else Outcome.NOT_MET
    times = f"{weighed.police_calls} times" if weighed.police_calls != 1 else "once"
    words = f"The police were called {times} in {rule.months} months; from {rule.police_calls} on it may be escalating."
    return Reason("escalation", met, words, found=str(weighed.police_calls), source=rule.source.words)


def _by_repeat(weighed: Weighed) -> Reason:
    rule = in_force(REPEAT, weighed.on)
    if weighed.heard_on is None:
        return Reason(
            "repeat", Outcome.NOT_MET, "Not heard at MARAC before, as far as written.", source=rule.source.words
        )
    ends = add_months(weighed.heard_on, rule.months)
    again = weighed.incident_on is not None and weighed.heard_on < weighed.incident_on <= ends
    words = f"Heard at MARAC on {in_words(weighed.heard_on)}; " + (
        f"a further incident within {rule.months} months goes back there."
        if again
        else f"no further incident is written within {rule.months} months of it."
    )
    return Reason("repeat", Outcome.MET if again else Outcome.NOT_MET, words, source=rule.source.words)


class NoteLevel(LabelledEnum):
    """How worried somebody is, in our own words; belongs to no licensed tool."""

    SOME = "some", "Some worry: keep looking"
    SERIOUS = "serious", "Serious worry: something must be done"
    DANGER = "danger", "Danger now: somebody may be badly hurt"


class NoteRoute(LabelledEnum):
    """To whom a worry was taken."""

    EARLY_HELP = "early_help", "Early help"
    SOCIAL_CARE = "social_care", "Children’s social care"
    ADULT_CARE = "adult_care", "Adult social care"
    POLICE = "police", "Police"
    WITHIN_TEAM = "within_team", "Kept in our team"


def check_note(level: NoteLevel, routes: list[str], doing: str) -> None:
    """Raise RuleBroken for danger that is taken to nobody outside, or a worry without anything to do."""
    if not doing.strip():
        raise RuleBroken("Say what you will do.", "doing")
    if level is NoteLevel.DANGER and not set(routes) & {NoteRoute.SOCIAL_CARE, NoteRoute.ADULT_CARE, NoteRoute.POLICE}:
        raise RuleBroken(
            "Danger now is not kept in the team. Tell the police (999) or social care, and choose whom you told.",
            "routes",
        )

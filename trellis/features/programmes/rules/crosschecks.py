"""What must agree within a definition besides types: keys, numbers, sums and facts."""

from collections.abc import Callable, Iterable, Iterator
from math import ceil

from trellis.features.programmes.rules.crosschecks_of_criteria import criteria_problems
from trellis.features.programmes.rules.locator import Path
from trellis.features.programmes.rules.parts import SourcedPart
from trellis.features.programmes.rules.problems import did_you_mean, shown
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.programmes.rules.strands import Format, Strand

type Found = tuple[Path, str, str]

_KEYED = (
    "aims", "sources", "documents", "criteria", "strands", "choices", "family_sessions", "interviews",
    "joint_reviews", "step_down", "clocks", "measures", "ending_reasons",
)  # fmt: skip
_SOURCED_ONE = (
    "who_may_refer",
    "cadence",
    "waiting_support",
    "induction",
    "completion",
    "attention",
    "licence",
)
_SOURCED_MANY = (
    "documents", "criteria", "strands", "pre_engagement", "family_sessions", "interviews", "joint_reviews",
    "step_down", "clocks", "fees", "measures",
)  # fmt: skip
_HOLDING_STRANDS = ("choices", "family_sessions", "interviews", "joint_reviews", "step_down", "fees")


def cross_problems(definition: ProgrammeDefinition) -> list[Found]:
    """List what does not agree within a definition, each as (key path, found, right)."""
    checks: tuple[Callable[[ProgrammeDefinition], Iterable[Found]], ...] = (
        _twice,
        _sources,
        _strand_keys,
        _choices,
        _sessions_in_order,
        _sizes,
        _in_step,
        _after_sessions,
        _weeks,
        _ranges,
        _completion,
        _aims,
        _trained,
        _endings,
        criteria_problems,
    )
    return [found for check in checks for found in check(definition)]


def _twice(definition: ProgrammeDefinition) -> Iterator[Found]:
    for name in _KEYED:
        seen: dict[str, int] = {}
        for position, part in enumerate(getattr(definition, name)):
            if part.key in seen:
                first = f"{name}[{seen[part.key] + 1}]"
                yield (name, position, "key"), f'"{part.key}" again', f"a key that {first} does not have"
            seen.setdefault(part.key, position)
    fees: dict[frozenset[str], int] = {}
    for position, fee in enumerate(definition.fees):
        if (first_fee := fees.setdefault(frozenset(fee.strands), position)) != position:
            right = f"one price for each set of strands; fees[{first_fee + 1}] has it"
            yield ("fees", position, "strands"), shown(fee.strands), right


def _sources(definition: ProgrammeDefinition) -> Iterator[Found]:
    known = {source.key for source in definition.sources}
    for path, part in _sourced(definition):
        if part.source and part.source not in known:
            yield (*path, "source"), f'the unknown source "{part.source}"', did_you_mean(part.source, known)


def _sourced(definition: ProgrammeDefinition) -> Iterator[tuple[Path, SourcedPart]]:
    for name in _SOURCED_ONE:
        if (part := getattr(definition, name)) is not None:
            yield (name,), part
    for name in _SOURCED_MANY:
        for position, part in enumerate(getattr(definition, name)):
            yield (name, position), part
    for position, strand in enumerate(definition.strands):
        yield ("strands", position, "size"), strand.size
        for line, staffing in enumerate(strand.staffing):
            yield ("strands", position, "staffing", line), staffing


def _strand_keys(definition: ProgrammeDefinition) -> Iterator[Found]:
    known = definition.strand_keys
    for name in _HOLDING_STRANDS:
        for position, part in enumerate(getattr(definition, name)):
            for index, key in enumerate(part.strands):
                if key not in known:
                    yield _unknown_strand((name, position, "strands", index), key, known)
    for position, part in enumerate(definition.pre_engagement):
        if part.strand not in known:
            yield _unknown_strand(("pre_engagement", position, "strand"), part.strand, known)
    for position, rule in enumerate(definition.completion.attended):
        if rule.strand not in known:
            yield _unknown_strand(("completion", "attended", position, "strand"), rule.strand, known)


def _choices(definition: ProgrammeDefinition) -> Iterator[Found]:
    for position, choice in enumerate(definition.choices):
        if not choice.least <= choice.most <= len(choice.strands):
            found = f"{choice.least} to {choice.most} of {len(choice.strands)} strands"
            yield ("choices", position, "most"), found, f"from least up to {len(choice.strands)}"


def _unknown_strand(path: Path, key: str, known: Iterable[str]) -> Found:
    return path, f'the unknown strand "{key}"', did_you_mean(key, known)


def _sessions_in_order(definition: ProgrammeDefinition) -> Iterator[Found]:
    for position, strand in enumerate(definition.strands):
        for index, session in enumerate(strand.sessions):
            if session.number != index + 1:
                path = ("strands", position, "sessions", index, "number")
                yield path, str(session.number), f"{index + 1}: sessions are numbered 1, 2, 3 as they stand"


def _sizes(definition: ProgrammeDefinition) -> Iterator[Found]:
    for position, strand in enumerate(definition.strands):
        size = strand.size
        pairs = (
            ("people", size.people_min, size.people_max),
            ("families", size.families_min, size.families_max),
        )
        for name, least, most in pairs:
            if least is not None and most is not None and least > most:
                path = ("strands", position, "size", f"{name}_min")
                yield path, str(least), f"{most} ({name}_max) or less"
        if strand.format is Format.ONE_TO_ONE and (size.people_max or 1) > 1:
            yield (
                ("strands", position, "size", "people_max"),
                str(size.people_max),
                "1: the strand is one to one",
            )
        if strand.is_split_by_gender and not strand.is_group:
            yield ("strands", position, "gender_groups"), "gender groups", "none: the strand is not a group"


def _in_step(definition: ProgrammeDefinition) -> Iterator[Found]:
    groups = [(n, strand) for n, strand in enumerate(definition.strands) if strand.is_group]
    if definition.cadence.same_week and len(groups) > 1:
        (_, first), *others = groups
        for position, strand in others:
            yield from _beside(first, strand, position)
    together = [
        (position, index)
        for position, strand in enumerate(definition.strands)
        for index, session in enumerate(strand.sessions)
        if session.together
    ]
    for position, index in together:
        number = definition.strands[position].sessions[index].number
        if not any(p != position and definition.strands[p].sessions[i].number == number for p, i in together):
            path = ("strands", position, "sessions", index, "together")
            yield path, "true", f"true for session {number} of another strand as well"


def _beside(first: Strand, strand: Strand, position: int) -> Iterator[Found]:
    """Compare a strand with the first that it runs beside: the same numbers, the same themes."""
    if len(strand.sessions) != len(first.sessions):
        found = f"{len(strand.sessions)} sessions"
        yield ("strands", position, "sessions"), found, f"{len(first.sessions)}, as in {first.key}"
    for index, (one, other) in enumerate(zip(first.sessions, strand.sessions, strict=False)):
        if one.theme != other.theme:
            path: Path = ("strands", position, "sessions", index, "theme")
            right = f'"{one.theme}", the theme of that week in {first.key}'
            yield path, f'"{other.theme}"', right


def _after_sessions(definition: ProgrammeDefinition) -> Iterator[Found]:
    for name in ("family_sessions", "joint_reviews"):
        for position, part in enumerate(getattr(definition, name)):
            counts = [len(s.sessions) for s in definition.strands if s.key in part.strands]
            if counts and part.after_session > max(counts):
                path = (name, position, "after_session")
                yield path, str(part.after_session), f"1 to {max(counts)}, a session of those strands"


def _weeks(definition: ProgrammeDefinition) -> Iterator[Found]:
    cadence = definition.cadence
    for position, strand in enumerate(definition.strands):
        needed = ceil(len(strand.sessions) / cadence.sessions_per_week)
        if strand.weeks < needed:
            right = f"{needed} or more: {len(strand.sessions)} sessions, {cadence.sessions_per_week} a week"
            yield ("strands", position, "weeks"), str(strand.weeks), right
        if cadence.max_weeks and strand.weeks > cadence.max_weeks:
            yield (
                ("strands", position, "weeks"),
                str(strand.weeks),
                f"{cadence.max_weeks} (cadence.max_weeks) or less",
            )
    if cadence.min_gap_days * cadence.sessions_per_week > 7:
        most = 7 // cadence.sessions_per_week
        right = f"{most} or less, for {cadence.sessions_per_week} a week"
        yield ("cadence", "min_gap_days"), str(cadence.min_gap_days), right
    if cadence.max_gap_days and cadence.max_gap_days < cadence.min_gap_days:
        right = f"{cadence.min_gap_days} (min_gap_days) or more"
        yield ("cadence", "max_gap_days"), str(cadence.max_gap_days), right
    if cadence.safety_plan_needed and not cadence.separate_rooms and cadence.same_time:
        yield (
            ("cadence", "separate_rooms"),
            "false",
            "true: strands that need a safety plan meet in separate rooms",
        )
    if cadence.family_together and not (cadence.separate_rooms and cadence.safety_plan_needed):
        missing = "safety_plan_needed" if cadence.separate_rooms else "separate_rooms"
        yield (
            ("cadence", missing),
            "false",
            "true: people of one family who are kept apart elsewhere come together only with separate rooms and a plan",
        )


def _ranges(definition: ProgrammeDefinition) -> Iterator[Found]:
    for position, part in enumerate(definition.pre_engagement):
        if part.least > part.most:
            yield ("pre_engagement", position, "least"), str(part.least), f"{part.most} (most) or less"


def _completion(definition: ProgrammeDefinition) -> Iterator[Found]:
    counts = {strand.key: len(strand.sessions) for strand in definition.strands}
    for position, rule in enumerate(definition.completion.attended):
        if rule.strand in counts and rule.at_least > counts[rule.strand]:
            path = ("completion", "attended", position, "at_least")
            yield path, str(rule.at_least), f"{counts[rule.strand]} or less, the sessions of {rule.strand}"
    asked = {rule.strand for rule in definition.completion.attended}
    for strand in definition.strands:
        if strand.key not in asked:
            yield ("completion", "attended"), f'no rule for "{strand.key}"', "a rule for each strand"
    if definition.completion.family_sessions and not definition.family_sessions:
        yield ("completion", "family_sessions"), "true", "false, or a [[family_sessions]] to attend"
    if definition.completion.final_interview and not any(i.kind == "final" for i in definition.interviews):
        yield ("completion", "final_interview"), "true", 'false, or an interview of kind "final"'


def _aims(definition: ProgrammeDefinition) -> Iterator[Found]:
    known = {aim.key for aim in definition.aims}
    measured: set[str] = set()
    for position, measure in enumerate(definition.measures):
        measured.update(measure.aims)
        for index, aim in enumerate(measure.aims):
            if aim not in known:
                path = ("measures", position, "aims", index)
                yield path, f'the unknown aim "{aim}"', did_you_mean(aim, known)
    for position, each in enumerate(definition.aims):
        if each.key not in measured:
            yield ("aims", position, "key"), f'"{each.key}", which nothing measures', "an aim of some measure"


def _trained(definition: ProgrammeDefinition) -> Iterator[Found]:
    licence = definition.licence
    if licence.needed and not licence.licensor:
        yield ("licence", "licensor"), "nothing", "who gives the licence"
    if licence.practitioners_trained and not licence.training:
        yield ("licence", "training"), "nothing", "the training that practitioners need"


def _endings(definition: ProgrammeDefinition) -> Iterator[Found]:
    kinds = {reason.counts_as.value for reason in definition.ending_reasons}
    for kind in ("completed", "ended_early", "closed_before_start"):
        if kind not in kinds:
            yield ("ending_reasons",), f'no reason that counts as "{kind}"', "at least one"

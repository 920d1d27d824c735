"""What must agree between a definition's criteria and documents and the vocabulary of facts."""

from collections.abc import Iterator

from trellis.features.programmes.rules.criteria import Condition, Criterion, CriterionAbout, NeededDocument
from trellis.features.programmes.rules.facts import FACTS, GENDERS, PROFESSIONS, UNKNOWN, About
from trellis.features.programmes.rules.locator import Path
from trellis.features.programmes.rules.matching import what_is_right
from trellis.features.programmes.rules.problems import did_you_mean, shown
from trellis.features.programmes.rules.schema import ProgrammeDefinition

type Found = tuple[Path, str, str]

_FACTS_ABOUT = {
    CriterionAbout.STRAND: About.PERSON,
    CriterionAbout.CHILD_OF_CONCERN: About.PERSON,
    CriterionAbout.FAMILY: About.FAMILY,
    CriterionAbout.REFERRAL: About.REFERRAL,
}


def criteria_problems(definition: ProgrammeDefinition) -> Iterator[Found]:
    """Find criteria, documents and referrers that do not fit the vocabulary, as (path, found, right)."""
    for position, criterion in enumerate(definition.criteria):
        yield from _one_criterion(("criteria", position), criterion, definition)
    for position, document in enumerate(definition.documents):
        yield from _one_document(("documents", position), document)
    for index, profession in enumerate(definition.who_may_refer.professions):
        if profession not in PROFESSIONS:
            path: Path = ("who_may_refer", "professions", index)
            yield path, f'the unknown profession "{profession}"', did_you_mean(profession, PROFESSIONS)
    genders = [gender for gender in GENDERS if gender != UNKNOWN]
    for position, strand in enumerate(definition.strands):
        for line, group in enumerate(strand.gender_groups):
            for index, gender in enumerate(group.genders):
                if gender not in genders:
                    path = ("strands", position, "gender_groups", line, "genders", index)
                    yield path, f'the unknown gender "{gender}"', did_you_mean(gender, genders)


def _one_criterion(path: Path, criterion: Criterion, definition: ProgrammeDefinition) -> Iterator[Found]:
    if criterion.about is CriterionAbout.STRAND and criterion.strand not in definition.strand_keys:
        found = f'the unknown strand "{criterion.strand}"' if criterion.strand else "no strand"
        yield (*path, "strand"), found, did_you_mean(criterion.strand, definition.strand_keys)
    if criterion.about is not CriterionAbout.STRAND and criterion.strand:
        right = f'none: the criterion is about "{criterion.about}"'
        yield (*path, "strand"), f'"{criterion.strand}"', right
    yield from _one_way_of_testing(path, criterion)
    about = _FACTS_ABOUT[criterion.about]
    if criterion.any:
        for index, condition in enumerate(criterion.any):
            yield from _condition((*path, "any", index), condition, (about,))
    else:
        for condition in criterion.conditions:
            yield from _condition(path, condition, (about,))


def _one_way_of_testing(path: Path, criterion: Criterion) -> Iterator[Found]:
    single = bool(criterion.fact or criterion.test)
    if criterion.any and single:
        yield (*path, "any"), 'both "any" and "fact" or "test"', "one or the other"
    elif not criterion.any and not criterion.fact:
        yield (*path, "fact"), "nothing", 'a "fact" with its "test", or "any" with several'
    elif not criterion.any and criterion.test is None:
        yield (*path, "test"), "nothing", f'a "test" of "{criterion.fact}"'


def _condition(path: Path, condition: Condition, abouts: tuple[About, ...]) -> Iterator[Found]:
    fact = FACTS.get(condition.fact)
    if fact is None:
        known = [each.key for each in FACTS.values() if each.about in abouts]
        yield (*path, "fact"), f'the unknown fact "{condition.fact}"', did_you_mean(condition.fact, known)
        return
    if fact.about not in abouts:
        wanted = " or ".join(each.label.lower() for each in abouts)
        found = f'"{fact.key}", which is about {fact.about.label.lower()}'
        yield (*path, "fact"), found, f"a fact about {wanted}"
        return
    if right := what_is_right(fact, condition.test, condition.value):
        fits_kind = right.startswith("a test that fits")
        last = "test" if fits_kind else "value"
        found = f'"{condition.test}" of "{fact.key}"' if fits_kind else shown(condition.value)
        yield (*path, last), found, right


def _one_document(path: Path, document: NeededDocument) -> Iterator[Found]:
    for index, condition in enumerate(document.needed_when):
        yield from _condition((*path, "needed_when", index), condition, (About.FAMILY, About.REFERRAL))
    keys = [each.key for each in document.alternatives]
    for index, key in enumerate(keys):
        if key == document.key or key in keys[:index]:
            right = "another kind of document"
            yield (*path, "alternatives", index, "key"), f'"{key}" again', right

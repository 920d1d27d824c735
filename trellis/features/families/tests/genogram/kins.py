"""Invented families for genograms: written by hand, and made at random."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from trellis.features.families.rules.genogram import (
    Bond,
    BondTie,
    Couple,
    CoupleTie,
    Home,
    Kin,
    Parentage,
    ParentTie,
    Shape,
    SiblingTie,
    Someone,
)

YEAR = 2026


def someone(name: str, gender: str = "diamond", born: int | None = None, died: int | None = None) -> Someone:
    """Make a person; the key is the name."""
    age = None if born is None else (died or YEAR) - born
    day = None if born is None else date(born, 3, 1)
    return Someone(name, name, Shape(gender), day, age, date(died, 1, 1) if died else None, bool(died), name == "Jamie")


def men(**born: int) -> tuple[Someone, ...]:
    """Make men and boys by name and year of birth."""
    return tuple(someone(name, "square", year) for name, year in born.items())


def women(**born: int) -> tuple[Someone, ...]:
    """Make women and girls by name and year of birth."""
    return tuple(someone(name, "circle", year) for name, year in born.items())


def children(parents: str, *names: str, kind: Parentage = Parentage.BIRTH) -> tuple[ParentTie, ...]:
    """Tie children to parents, who are named with a plus between them."""
    return tuple(ParentTie(parent, name, kind) for name in names for parent in parents.split("+"))


FOURTEEN = Kin(
    people=(
        someone("Edna", "circle", 1938, 2019),
        someone("Walter", "square", 1936, 2010),
        *women(Joan=1948, Susan=1962, Carol=1970, Dawn=1988, Kelly=1994, Millie=2017),
        *men(Derek=1946, Keith=1960, Gary=1968, Lee=1985, Marcus=1990, Jamie=2010),
    ),
    parents=(
        *children("Edna+Walter", "Susan"),
        *children("Joan+Derek", "Gary"),
        *children("Susan+Keith", "Dawn", "Kelly"),
        *children("Carol+Gary", "Lee"),
        *children("Dawn+Lee", "Jamie"),
        *children("Dawn+Marcus", "Millie"),
        ParentTie("Marcus", "Jamie", Parentage.STEP),
    ),
    couples=(
        CoupleTie("Edna", "Walter", Couple.MARRIED, 1958),
        CoupleTie("Joan", "Derek", Couple.MARRIED),
        CoupleTie("Susan", "Keith", Couple.DIVORCED, 1984, 2001),
        CoupleTie("Carol", "Gary", Couple.MARRIED, 1983),
        CoupleTie("Dawn", "Lee", Couple.SEPARATED, 2008, 2014),
        CoupleTie("Dawn", "Marcus", Couple.TOGETHER, 2016),
    ),
    bonds=(
        BondTie("Jamie", "Dawn", Bond.VIOLENCE),
        BondTie("Susan", "Jamie", Bond.CLOSE),
        BondTie("Lee", "Dawn", Bond.VIOLENCE),
        BondTie("Dawn", "Susan", Bond.CONFLICT),
    ),
    homes=(Home("Dawn’s home", ("Dawn", "Marcus", "Jamie", "Millie")), Home("Susan’s home", ("Susan", "Kelly"))),
)

# Three generations: step-parents on both sides, half-siblings on both sides, and their grandparents.
TEN = Kin(
    people=(
        *women(Rose=1955, Maria=1957, Ana=1984, Bea=1986, Cy=2012),
        *men(Tom=1953, Dan=1982, Bo=2009, Eli=2017, Finn=2020),
    ),
    parents=(
        *children("Rose+Tom", "Dan"),
        *children("Maria", "Ana"),
        *children("Ana+Dan", "Bo", "Cy"),
        *children("Dan+Bea", "Eli"),
        *children("Ana", "Finn"),
        ParentTie("Bea", "Bo", Parentage.STEP),
        ParentTie("Bea", "Cy", Parentage.STEP),
    ),
    couples=(CoupleTie("Ana", "Dan", Couple.SEPARATED, None, 2015), CoupleTie("Dan", "Bea")),
    siblings=(SiblingTie("Bo", "Eli", half=True), SiblingTie("Cy", "Finn", half=True), SiblingTie("Bo", "Cy")),
)


@st.composite
def trees(draw: st.DrawFn, most: int = 10) -> Kin:
    """Make a plain tree: a couple or one parent, their children, whose partners have no elders, and theirs."""
    count = draw(st.integers(3, most))
    left = count
    people: list[str] = []
    ties: list[ParentTie] = []
    couples: list[CoupleTie] = []

    def another() -> str | None:
        nonlocal left
        if left == 0:
            return None
        left -= 1
        people.append(f"P{len(people)}")
        return people[-1]

    first = another()
    assert first
    generation = [first]
    for _ in range(2):
        younger: list[str] = []
        for person in generation:
            for _ in range(draw(st.integers(0, 2))):
                partner = another() if draw(st.booleans()) else None
                if partner:
                    couples.append(CoupleTie(person, partner))
                for _ in range(draw(st.integers(0, 3))):
                    if child := another():
                        ties += children(f"{person}+{partner}" if partner else person, child)
                        younger.append(child)
        generation = younger
    return Kin(_anybody(draw, people), tuple(ties), tuple(couples))


def _anybody(draw: st.DrawFn, keys: list[str]) -> tuple[Someone, ...]:
    named = draw(st.permutations(keys))
    born = st.one_of(st.none(), st.integers(1920, 2026))
    return tuple(someone(key, draw(st.sampled_from(list(Shape))), draw(born)) for key in named)


@st.composite
def anything(draw: st.DrawFn, most: int = 12) -> Kin:
    """Make people with whatever ties, sense or not: circles, contradictions, partners across generations."""
    keys = [f"P{number}" for number in range(draw(st.integers(0, most)))]
    pairs = st.tuples(st.sampled_from(keys or ["nobody"]), st.sampled_from([*keys, "nobody"]))
    some = {"max_size": 14}
    return Kin(
        _anybody(draw, keys),
        tuple(ParentTie(a, b, draw(st.sampled_from(list(Parentage)))) for a, b in draw(st.lists(pairs, **some))),
        tuple(CoupleTie(a, b, draw(st.sampled_from(list(Couple)))) for a, b in draw(st.lists(pairs, max_size=6))),
        tuple(SiblingTie(a, b, draw(st.booleans())) for a, b in draw(st.lists(pairs, max_size=4))),
        tuple(BondTie(a, b, draw(st.sampled_from(list(Bond)))) for a, b in draw(st.lists(pairs, max_size=4))),
        tuple(
            Home(f"Home {n}", tuple(draw(st.lists(st.sampled_from(keys), unique=True))))
            for n in range(2 if keys else 0)
        ),
    )

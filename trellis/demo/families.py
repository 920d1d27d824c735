"""Invented families: what is told about each, in the words that a referrer would use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoFamily:
    """A family: names of the parent and the child, and what a referrer writes.

    `child_gender` and `parent_gender` count where the programme leaves them open.
    """

    surname: str
    parent: str
    child: str
    child_gender: str
    what_happens: str
    hopes: str = "To eat together without anybody being afraid of how it ends."
    sibling: str = ""
    parent_gender: str = "female"
    evenings: tuple[int, ...] = (1, 2, 3)
    street: str = "Larch Road"


SHOUTING = "Shouting and pushing most weeks since the spring, worse after school. Doors have been broken."
THREATS = "Threats when he is told no, and twice his mother was pushed against the wall. She hides her telephone."
MONEY = "Money is taken, and there is shouting through the night when it is refused. The little one hides."
SCHOOL = "Hits out at home after days at school; at school she is quiet. Her grandmother no longer visits."
QUIET = "Weeks of quiet and then a bad evening. Mum sends the younger children to a neighbour when she sees it coming."

RUNNING = (
    DemoFamily("Ashworth", "Dawn", "Jamie", "male", THREATS, sibling="Millie"),
    DemoFamily("Oyelaran", "Folake", "Tobi", "male", SHOUTING, street="Weir Street"),
    DemoFamily("Kowalczyk", "Marta", "Kacper", "male", MONEY, sibling="Zosia", street="Mill Bank"),
    DemoFamily("Penhaligon", "Jenna", "Morwenna", "female", SCHOOL, street="Harbour Road"),
    DemoFamily("Rahman", "Shirin", "Nadia", "female", QUIET, street="Station Terrace"),
    DemoFamily("Birch", "Louise", "Ellie", "female", SHOUTING, sibling="Sam", street="Quarry Lane"),
)
NEXT = (
    DemoFamily("Tesfaye", "Selam", "Yonas", "male", SHOUTING, evenings=(1, 3), street="Cooper Row"),
    DemoFamily("Lomax", "Karen", "Beth", "female", THREATS, sibling="Ollie", evenings=(1,), street="Elm Grove"),
)
WAITING = (
    DemoFamily("Quigley", "Aoife", "Conor", "male", THREATS, evenings=(1, 2), street="Canal Side"),
    DemoFamily("Vance", "Michelle", "Tyler", "male", MONEY, evenings=(3,), street="Park View"),
    DemoFamily("Dhillon", "Harpreet", "Simran", "female", QUIET, evenings=(1, 2, 3), street="Albert Street"),
    DemoFamily("Ferreira", "Ana", "Rui", "male", SCHOOL, evenings=(4,), street="Bridge End"),
)
FINISHED = (
    DemoFamily("Nuttall", "Sharon", "Kyle", "male", SHOUTING, sibling="Paige", street="Hope Street"),
    DemoFamily("Hussain", "Rukhsana", "Bilal", "male", THREATS, street="Vale Road"),
    DemoFamily("Jankowska", "Ewa", "Ola", "female", SCHOOL, street="Church Walk"),
    DemoFamily("Thackray", "Julie", "Megan", "female", QUIET, street="Mount Pleasant"),
)
MULTI_FAMILY = (
    DemoFamily(
        "Pritchard", "Sian", "Carys", "female", "Drinking in the house, and children who keep watch.", street="Hill Top"
    ),
    DemoFamily(
        "Okonkwo",
        "Adaeze",
        "Chidi",
        "male",
        "Medicines misused since an operation; the children cook.",
        street="Ash Court",
    ),
    DemoFamily(
        "Routledge",
        "Gemma",
        "Alfie",
        "male",
        "Drinking at weekends; the children stay in their room.",
        street="Low Fold",
    ),
)
ONE_TO_ONE = (
    DemoFamily(
        "Szabo",
        "Katalin",
        "Bence",
        "male",
        "He left in March; she wants to understand what happened to her.",
        street="Rose Hill",
    ),
    DemoFamily(
        "Eze",
        "Ngozi",
        "Amara",
        "female",
        "Messages and visits by her former partner; social work asks for help.",
        street="Kings Road",
    ),
)
ASKED_FOR = (
    DemoFamily("Crabtree", "Lisa", "Josh", "male", SHOUTING, street="North Street"),
    DemoFamily("Ibbotson", "Rachel", "Grace", "female", SCHOOL, street="South Parade"),
    DemoFamily("Mbeki", "Thandi", "Sipho", "male", MONEY, street="Orchard Close"),
    DemoFamily("Gutteridge", "Helen", "Leo", "male", QUIET, street="The Green"),
    DemoFamily("Yilmaz", "Ayse", "Deniz", "male", THREATS, street="Mill Lane"),
    DemoFamily("Umarov", "Zarina", "Timur", "male", SHOUTING, street="Tower Street"),
)
ELSEWHERE = (
    DemoFamily("Wolstenholme", "Tracy", "Liam", "male", SHOUTING, street="Chapel Row"),
    DemoFamily("Zephaniah", "Marcia", "Jada", "female", QUIET, street="High Street"),
    DemoFamily("Knaggs", "Paula", "Reece", "male", MONEY, street="Pit Lane"),
)

"""What somebody of a family may need, what was done about it elsewhere, and what came of it."""

from __future__ import annotations

from trellis.kernel.labelled import LabelledEnum


class NeedKind(LabelledEnum):
    """What somebody may need, whether or not they take part in a programme."""

    SAFETY = "safety", "Being safe"
    HEALTH = "health", "Health"
    MIND = "mind", "How they feel: worry, sadness, trauma"
    DRINK_DRUGS = "drink_drugs", "Drink or drugs"
    LEARNING = "learning", "School, learning and special needs"
    WORK_MONEY = "work_money", "Work, money and debt"
    HOME = "home", "A home"
    PARENTING = "parenting", "Help with bringing up children"
    CARING = "caring", "They care for somebody: young carers too"
    DISABILITY = "disability", "Disability"
    IMMIGRATION = "immigration", "Immigration and status"
    LAW = "law", "The law: court, police, advice"
    LANGUAGE = "language", "Language"
    FRIENDS = "friends", "Friends, belonging, things to do"
    LOSS = "loss", "Loss and grief"
    OTHER = "other", "Something else"


class NeedState(LabelledEnum):
    """How it stands with a need."""

    OPEN = "open", "Nothing done yet"
    HELPED = "helped", "Somebody is helping"
    MET = "met", "No longer needed"
    NOT_WANTED = "not_wanted", "They do not want help with it"


class SignpostKind(LabelledEnum):
    """What we did towards help elsewhere."""

    SIGNPOST = "signpost", "We told them about a service"
    REFERRAL = "referral", "We referred them to a service"


class Consent(LabelledEnum):
    """Who agreed that we refer somebody elsewhere."""

    THEIRS = "theirs", "They agreed"
    PARENTS = "parents", "Somebody with parental responsibility agreed"
    NOT_NEEDED = "not_needed", "Not asked, because somebody would be in danger otherwise"


class CameOfIt(LabelledEnum):
    """What came of a signpost or a referral elsewhere."""

    WAITING = "waiting", "Not known yet"
    TAKEN_UP = "taken_up", "They are getting help"
    FINISHED = "finished", "They had help, and it ended"
    WAITING_LIST = "waiting_list", "They are on a waiting list"
    NOT_TAKEN = "not_taken", "They did not take it up"
    TURNED_DOWN = "turned_down", "The service could not help"
    LOST = "lost", "We could not find out"


COME_TO_AN_END = frozenset({CameOfIt.FINISHED, CameOfIt.NOT_TAKEN, CameOfIt.TURNED_DOWN, CameOfIt.LOST})

"""The roles that a person can hold in an organisation."""

from trellis.kernel.labelled import LabelledEnum


class Role(LabelledEnum):
    """What somebody is in an organisation; a person holds one role in each."""

    ADMINISTRATOR = "administrator", "Administrator"
    COORDINATOR = "coordinator", "Co-ordinator"
    PRACTITIONER = "practitioner", "Practitioner"
    SUPERVISOR = "supervisor", "Supervisor"
    REFERRER = "referrer", "Referrer"
    COMMISSIONER = "commissioner", "Commissioner"
    LICENSOR = "licensor", "Licensor"


class Profession(LabelledEnum):
    """What a referrer works as; some programmes take referrals only from some."""

    SOCIAL_WORKER = "social_worker", "Social worker"
    YOUTH_JUSTICE = "youth_justice", "Youth justice worker"
    EARLY_HELP = "early_help", "Early help worker"
    SCHOOL = "school", "School or college"
    HEALTH = "health", "Health"
    POLICE = "police", "Police"
    VOLUNTARY = "voluntary", "Voluntary organisation"
    SELF = "self", "The family themselves"
    OTHER = "other", "Somebody else"


OPERATIONAL = frozenset({Role.COORDINATOR, Role.SUPERVISOR})
OUTSIDE = frozenset({Role.REFERRER, Role.COMMISSIONER, Role.LICENSOR})
STAFF = frozenset({Role.COORDINATOR, Role.SUPERVISOR, Role.PRACTITIONER})
EVERYONE = frozenset(Role)

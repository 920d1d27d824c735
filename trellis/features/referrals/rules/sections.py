"""The task list: its sections and the pages of each, as declarations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.referrals.rules import pages_of_family as family
from trellis.features.referrals.rules import pages_of_people as people
from trellis.features.referrals.rules import pages_of_referral as referral
from trellis.features.referrals.rules.answers import (
    ReadableDocument,
    ReferralAnswers,
    page_of,
    read_answers,
)
from trellis.features.referrals.rules.page import Page

type Pages = Callable[[ReferralAnswers, ReadableDocument, ProgrammeDefinition], tuple[Page, ...]]


@dataclass(frozen=True, slots=True)
class Section:
    """One line of the task list.

    ``adds`` is the prefix of the items of a section to which more can be added ("p" for people), and
    ``one`` what one of them is called. ``after`` names the section that has to come first.
    """

    key: str
    title: str
    part: str
    pages: Pages
    intro: str = ""
    adds: str = ""
    one: str = ""
    after: str = ""


FAMILY_PART = "The family"
HAPPENING_PART = "What has been happening"
PRACTICAL_PART = "Practical things"

SECTIONS: tuple[Section, ...] = (
    Section(
        "people", "The people of the family", FAMILY_PART, people.people_pages, adds="p", one="person",
        intro="Everybody who matters here: those who would take part, and others who live with them or are close.",
    ),
    Section("ties", "Who they are to each other", FAMILY_PART, family.tie_pages, after="people"),
    Section(
        "homes", "Who lives where", FAMILY_PART, family.home_pages, adds="h", one="home", after="people",
        intro="Add each home. Before we ask for an address, we ask who must not learn it.",
    ),
    Section("contact", "Safe ways to make contact", FAMILY_PART, people.contact_pages, after="people"),
    Section("happening", "What has been happening, and since when", HAPPENING_PART, family.happening_pages),
    Section("each_person", "About each person", HAPPENING_PART, people.fact_pages, after="people"),
    Section("occupations", "School, college and work", PRACTICAL_PART, people.occupation_pages, after="people"),
    Section("needs", "Language and access", PRACTICAL_PART, people.need_pages, after="people"),
    Section(
        "agencies", "Other agencies", PRACTICAL_PART, referral.agency_pages, adds="a", one="agency",
        intro="Who else works with the family, so that nobody has to tell everything again.",
    ),
    Section("practical", "Staying involved and coming to sessions", PRACTICAL_PART, referral.practical_pages),
    Section("documents", "Documents", PRACTICAL_PART, referral.document_pages),
    Section("referrer", "About you", PRACTICAL_PART, referral.referrer_pages),
)  # fmt: skip
BY_KEY = {section.key: section for section in SECTIONS}
PARTS = tuple(dict.fromkeys(section.part for section in SECTIONS))


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as the rules see it: what was typed, for which programme, on which day, with which documents."""

    document: ReadableDocument
    definition: ProgrammeDefinition
    today: date
    uploaded: frozenset[str] = frozenset()
    answers: ReferralAnswers = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "answers", read_answers(self.document))

    def pages(self, section: Section) -> tuple[Page, ...]:
        """Return the pages of a section as they follow from what was answered."""
        pages = section.pages(self.answers, self.document, self.definition)
        if section.key == "documents" and referral.all_have_come(self.definition, self.answers, self.uploaded):
            return tuple(replace(page, questions=()) for page in pages)
        return pages

    def page(self, section: Section, item: str) -> Page | None:
        """Return one page of a section, if there is one."""
        return next((page for page in self.pages(section) if page.item == item), None)

    def kept(self, page: Page) -> dict[str, object]:
        """Return what is kept of a page."""
        return page_of(self.document, page.section, page.item)

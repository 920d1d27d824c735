"""The forms of workforce."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trellis.features.programmes.queries import latest_versions, on_offer
from trellis.features.workforce import queries
from trellis.features.workforce.rules import StaffGender
from trellis.platform.design_system.forms import Checkboxes, DateParts, GovukForm, Radios, Select, Text

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


class StaffForm(GovukForm):
    """Who somebody is, what they do, and how they sign in."""

    name = Text(label="Name", width=30, max_length=120)
    gender = Radios(
        label="Gender",
        choices=StaffGender,
        inline=True,
        hint="Some groups are run by women: the programme says which.",
    )
    duties = Checkboxes(
        label="What they do here", choices=[], missing="Choose at least one thing that this person does"
    )
    membership = Select(
        label="Signs in as",
        choices=[],
        required=False,
        empty_label="Does not sign in",
        hint="Somebody who signs in sees the families who come to what they run.",
    )

    def __init__(self, *args: Any, viewer: Viewer, member: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["duties"].choices = queries.duties_known(viewer)
        self.fields["membership"].choices = [
            (str(each.pk), f"{each.user.name}, {each.get_role_display().lower()}")
            for each in queries.memberships_to_link(viewer, member)
        ]


class TrainingForm(GovukForm):
    """What somebody was trained in, and when."""

    programme_key = Select(label="Trained in", choices=[], noun="programme")
    valid_from = DateParts(label="Training counts from", hint="For example, 1 9 2026")
    valid_to = DateParts(label="Until", required=False, hint="Leave empty if it does not run out.")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = on_offer(viewer) or latest_versions()
        self.fields["programme_key"].choices = [(version.key, version.name) for version in versions]

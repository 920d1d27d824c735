"""Forms whose fields draw themselves as GOV.UK components and explain themselves in words."""

from trellis.platform.design_system.forms.choices import Checkboxes, Confirm, Radios, Select, YesNo
from trellis.platform.design_system.forms.days import DateParts, Time
from trellis.platform.design_system.forms.form import GovukBoundField, GovukForm, GovukFormMixin
from trellis.platform.design_system.forms.telephone import Telephone
from trellis.platform.design_system.forms.text import Email, FileUpload, Hidden, LongText, Password, Text, WholeNumber

__all__ = [
    "Checkboxes",
    "Confirm",
    "DateParts",
    "Email",
    "FileUpload",
    "GovukBoundField",
    "GovukForm",
    "GovukFormMixin",
    "Hidden",
    "LongText",
    "Password",
    "Radios",
    "Select",
    "Telephone",
    "Text",
    "Time",
    "WholeNumber",
    "YesNo",
]

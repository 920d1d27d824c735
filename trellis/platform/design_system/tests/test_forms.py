from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
import time_machine
from django import forms as django_forms
from django.core.files.uploadedfile import SimpleUploadedFile

from trellis.kernel.decisions import RuleBroken
from trellis.kernel.labelled import LabelledEnum
from trellis.platform.design_system import forms
from trellis.platform.design_system.forms.days import time_from
from trellis.platform.design_system.forms.telephone import as_dialled, e164_from
from trellis.platform.design_system.rendering import errors_of, field


class Gender(LabelledEnum):
    FEMALE = "female", "Female"
    MALE = "male", "Male"


class BirthForm(forms.GovukForm):
    birth_date = forms.DateParts(label="Birth date", latest="today")


class SchoolForm(forms.GovukForm):
    at_school = forms.YesNo(label="Is she at school?", reveals={"yes": ["school"]})
    school = forms.LongText(label="School")


def _born(day: str, month: str, year: str) -> BirthForm:
    return BirthForm({"birth_date_day": day, "birth_date_month": month, "birth_date_year": year})


@pytest.mark.parametrize(
    ("parts", "message", "first_wrong"),
    [
        (("", "", ""), "Enter the birth date", "day"),
        (("27", "3", ""), "Birth date must include a year", "year"),
        (("", "", "2011"), "Birth date must include a day and month", "day"),
        (("27", "3", "11"), "Birth date must include a year with 4 numbers, such as 2011", "year"),
        (("27", "13", "2011"), "Birth date must be a real date: the month must be from 1 to 12, or its name", "month"),
        (("32", "3", "2011"), "Birth date must be a real date: the day must be from 1 to 31", "day"),
        (("31", "2", "2011"), "Birth date must be a real date: February 2011 has no day 31", "day"),
        (("2\x007", "3", "2011"), "Birth date must be a real date: the day must be from 1 to 31", "day"),
        (("²", "3", "2011"), "Birth date must be a real date: the day must be from 1 to 31", "day"),
        (("4", "3", "2026"), "Birth date must be today or in the past", "day"),
        (("1", "1", "1850"), "Birth date must be on or after Mon 1 January 1900", "day"),
        (("1", "1", "9" * 5000), "Birth date must include a year with 4 numbers, such as 2011", "year"),
    ],
)
@time_machine.travel("2026-03-03 12:00", tick=False)
def test_a_wrong_day_says_which_part(parts: tuple[str, str, str], message: str, first_wrong: str) -> None:
    form = _born(*parts)
    assert not form.is_valid()
    assert form.summary() == [{"text": message, "href": f"#id_birth_date_{first_wrong}"}]
    assert f'id="id_birth_date_{first_wrong}"' in str(form["birth_date"].as_govuk())  # type: ignore[attr-defined]


@pytest.mark.parametrize("month", ["3", "03", "March", "mar"])
def test_a_day_in_three_boxes(month: str) -> None:
    form = _born("27", month, "2011")
    assert form.is_valid()
    assert form.cleaned_data["birth_date"] == date(2011, 3, 27)


def test_a_day_starts_from_a_date_and_from_what_was_typed() -> None:
    drawn = str(BirthForm(initial={"birth_date": date(2011, 3, 27)}).as_govuk())
    assert 'value="27"' in drawn
    assert 'value="2011"' in drawn
    unfinished = _born("27", "", "20")
    assert unfinished.typed() == {"birth_date": {"day": "27", "month": "", "year": "20"}}
    assert 'value="20"' in str(BirthForm(initial=unfinished.typed()).as_govuk())


def test_an_optional_day_may_be_left_empty_and_an_iso_day_is_read() -> None:
    class Form(forms.GovukForm):
        seen_on = forms.DateParts(required=False)

    assert Form({}).is_valid()
    form = Form({"seen_on": "2026-03-03"})
    assert form.is_valid()
    assert form.cleaned_data == {"seen_on": date(2026, 3, 3)}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("07700 900123", "+447700900123"),
        ("+44 7700 900999", "+447700900999"),
        ("(020) 7946 0018", "+442079460018"),
        ("0113 496 0123", "+441134960123"),
        ("+33 6 12 34 56 78", "+33612345678"),
    ],
)
def test_telephone_numbers_are_kept_one_way(typed: str, stored: str) -> None:
    assert e164_from(typed) == stored


@pytest.mark.parametrize("typed", ["999", "12345", "07700 90012", "mother's", "0" * 60, "0770\x000900123"])
def test_other_numbers_are_refused_with_what_would_be_right(typed: str) -> None:
    class Form(forms.GovukForm):
        telephone = forms.Telephone(label="Mobile")

    form = Form({"telephone": typed})
    assert not form.is_valid()
    assert "like 07700 900123" in form.errors["telephone"][0]


def test_a_stored_number_is_shown_as_dialled() -> None:
    assert as_dialled("+447700900123") == "07700 900123"
    assert as_dialled("+33612345678").startswith("+33 6")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("6pm", time(18)),
        ("18:00", time(18)),
        ("5.30 pm", time(17, 30)),
        ("0915", time(9, 15)),
        ("12am", time(0)),
        ("midday", time(12)),
        ("6", None),
        ("25:00", None),
        ("13pm", None),
        ("10:75", None),
        ("", None),
        ("١٢:٠٠", None),
    ],
)
def test_times_as_people_write_them(typed: str, read: time | None) -> None:
    assert time_from(typed) == read


@pytest.mark.parametrize(
    ("typed", "number"),
    [("0", 0), ("10", 10), (" 7 ", 7), ("11", None), ("-1", None), ("2.5", None), ("٣", None)],
)
def test_whole_numbers(typed: str, number: int | None) -> None:
    class Form(forms.GovukForm):
        rating = forms.WholeNumber(label="Rating", least=0, most=10)

    form = Form({"rating": typed})
    if number is None:
        assert form.errors["rating"] == ["Rating must be a whole number between 0 and 10"]
    else:
        assert form.is_valid()
        assert form.cleaned_data["rating"] == number


def test_what_a_choice_reveals_is_asked_for_only_then() -> None:
    assert SchoolForm({"at_school": "yes", "school": ""}).errors == {"school": ["Enter the school"]}
    hidden = SchoolForm({"at_school": "no", "school": "typed before"})
    assert hidden.is_valid()
    assert hidden.cleaned_data == {"at_school": "no", "school": ""}
    assert SchoolForm({}).errors == {"at_school": ["Answer “Is she at school?”"]}


def test_a_revealed_field_is_drawn_once_inside_its_choice() -> None:
    drawn = str(SchoolForm().as_govuk())
    assert drawn.count('name="school"') == 1
    assert drawn.index("conditional-id_at_school") < drawn.index('name="school"')


def test_lines_in_a_nested_text_box_do_not_grow_spaces() -> None:
    form = SchoolForm({"at_school": "yes", "school": "First\r\nSecond"})
    assert "First&#10;Second" in str(form.as_govuk())
    assert form.is_valid()
    assert form.cleaned_data["school"] == "First\nSecond"


def test_choices_come_back_as_members_and_odd_ones_are_refused() -> None:
    class Form(forms.GovukForm):
        gender = forms.Radios(choices=Gender)

    form = Form({"gender": "female"})
    assert form.is_valid()
    assert form.cleaned_data["gender"] is Gender.FEMALE
    assert Form({"gender": "\x00"}).errors["gender"] == ["Choose one of the answers shown"]
    assert Form({}).errors["gender"] == ["Choose the gender"]


def test_none_of_these_rules_out_the_others() -> None:
    class Form(forms.GovukForm):
        evenings = forms.Checkboxes(choices=[("tue", "Tuesday"), ("none", "None of these")], exclusive="none")

    form = Form({"evenings": ["tue", "none"]})
    assert form.errors["evenings"] == ["Choose answers, or “None of these”, not both"]


@pytest.mark.parametrize("kind", [forms.Text, forms.LongText, forms.Email, forms.Hidden, forms.Password])
def test_a_null_byte_is_refused_in_words(kind: Any) -> None:
    form = type("Form", (forms.GovukForm,), {"words": kind(label="Words")})({"words": "a\x00b@example.org"})
    assert not form.is_valid()
    assert len(form.errors["words"]) >= 1
    assert any("cannot be kept" in words or "like name@example.org" in words for words in form.errors["words"])


def test_too_long_says_how_long() -> None:
    class Form(forms.GovukForm):
        say = forms.LongText(label="What to say", max_length=10)

    assert Form({"say": "x" * 12}).errors["say"] == ["What to say must be 10 characters or fewer: this has 12"]


def test_files_too_large_or_empty_are_refused_in_words() -> None:
    class Form(forms.GovukForm):
        paper = forms.FileUpload(label="Police report", most_bytes=1_000_000)

    large = Form({}, {"paper": SimpleUploadedFile("a.pdf", b"x" * 1_500_000)})
    assert large.errors["paper"] == ["The file has 1.5 MB. It must have 1 MB or less"]
    empty = Form({}, {"paper": SimpleUploadedFile("a.pdf", b"")})
    assert empty.errors["paper"] == ["The file is empty. Choose another"]
    assert Form({}).errors["paper"] == ["Choose the police report"]
    assert large.typed() == {}


def test_the_words_of_a_broken_rule_stand_beside_their_field() -> None:
    form = BirthForm({"birth_date_day": "1", "birth_date_month": "1", "birth_date_year": "2010"})
    assert form.is_valid()
    form.add_rule_broken(RuleBroken("", problems=[("birth_date", "A child cannot be older."), (None, "Look again.")]))
    assert form.summary() == [
        {"text": "Look again.", "href": ""},
        {"text": "A child cannot be older.", "href": "#id_birth_date_day"},
    ]


def test_fields_of_other_forms_are_drawn_too() -> None:
    class Foreign(django_forms.Form):
        login = django_forms.EmailField(label="E-mail", help_text="The one you signed up with")
        password = django_forms.CharField(widget=django_forms.PasswordInput)
        number = django_forms.IntegerField()
        remember = django_forms.BooleanField(required=False)

    form = Foreign({"password": "secret words"})
    drawn = "".join(str(field(bound)) for bound in form)
    assert 'type="email"' in drawn
    assert "The one you signed up with" in drawn
    assert "secret words" not in drawn
    assert 'type="number"' not in drawn
    assert errors_of(form)[0] == {"text": "This field is required.", "href": "#id_login"}


def test_words_typed_are_never_markup() -> None:
    class Form(forms.GovukForm):
        name = forms.Text(label="<b>Name</b>", hint="<i>hint</i>")
        long = forms.LongText()
        pick = forms.Select(choices=[("a", "<u>A</u>")])

    drawn = str(Form({"name": '"><script>', "long": "</textarea><script>", "pick": "<s>"}).as_govuk())
    assert not any(tag in drawn for tag in ("<script>", "<b>", "<i>", "<u>", "<s>"))

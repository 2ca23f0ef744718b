"""A form on the page: what each field says, and to whom."""

import re

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.safestring import mark_safe

from talanoa.ui import widgets


class Registration(forms.Form):
    name = forms.CharField(label="Name", max_length=20, help_text="As on your certificate")
    about = forms.CharField(label="About", max_length=10, required=False, widget=forms.Textarea())
    role = forms.ChoiceField(label="Role", choices=[("n", "Nurse")], widget=forms.RadioSelect())
    agreed = forms.BooleanField(label="I agree")


def tag_of(html, name):
    return re.search(rf'<(?:input|textarea|fieldset)[^>]*name="{name}"[^>]*>', html).group()


def test_a_form_without_errors_has_no_summary():
    html = str(Registration())

    assert "error-summary" not in html
    assert "aria-invalid" not in html


def test_errors_stand_at_the_top_and_lead_to_their_fields():
    html = str(Registration({"about": "far too long a text", "name": ""}))

    links = re.findall(r'<li><a href="#(\w+)">([^<]+)</a> – ([^<]+)</li>', html)
    assert links == [
        ("id_name", "Name", "This field is required."),
        ("id_about", "About", "Ensure this value has at most 10 characters (it has 19)."),
        ("id_role", "Role", "This field is required."),
        ("id_agreed", "I agree", "This field is required."),
    ]
    ids = re.findall(r'\bid="([\w-]+)"', html)
    assert [target for target, _, _ in links if target not in ids] == []


def test_hint_and_error_are_named_by_the_field_that_they_are_about():
    html = str(Registration({"name": ""}))

    field = tag_of(html, "name")
    assert 'aria-describedby="id_name_helptext id_name_error"' in field
    assert 'aria-invalid="true"' in field
    assert '<p class="hint" id="id_name_helptext">As on your certificate</p>' in html
    assert 'id="id_name_error"' in html


def test_a_group_is_a_fieldset_with_a_legend_and_its_error():
    html = str(Registration({"name": "Ana", "agreed": "on"}))

    group = re.search(r"<fieldset[^>]*>.*?</fieldset>", html, flags=re.DOTALL).group()
    assert 'aria-describedby="id_role_error"' in group
    assert "<legend>Role</legend>" in group
    assert '<label for="id_role_0">Nurse</label>' in group


def test_what_may_be_left_out_says_so():
    html = str(Registration())

    assert re.findall(r'(\w+) <span class="optional">\(optional\)</span>', html) == ["About"]


def test_a_long_text_is_counted_and_never_cut():
    html = str(Registration())

    assert "maxlength" not in tag_of(html, "about")
    assert 'data-most="10"' in tag_of(html, "about")
    assert 'data-counts="id_about"' in html
    assert 'maxlength="20"' in tag_of(html, "name")


def test_errors_of_the_whole_form_are_said_once():
    class Dates(forms.Form):
        secret = forms.CharField(widget=forms.HiddenInput())

        def clean(self):
            raise forms.ValidationError("It ends before it starts.")

    html = str(Dates({"secret": ""}))

    assert html.count("It ends before it starts.") == 1
    assert "(Hidden field secret) This field is required." in html


def test_inputs_bring_up_the_right_keyboard():
    class Session(forms.Form):
        day = forms.DateField(widget=widgets.DateInput(), initial="2026-12-01")
        at = forms.TimeField(widget=widgets.TimeInput())
        email = forms.EmailField(widget=widgets.EmailInput())
        code = forms.CharField(widget=widgets.CodeInput())

    html = str(Session())

    assert 'type="date"' in tag_of(html, "day")
    assert 'value="2026-12-01"' in tag_of(html, "day")
    assert 'type="time"' in tag_of(html, "at")
    assert 'autocomplete="email"' in tag_of(html, "email")
    assert 'inputmode="numeric"' in tag_of(html, "code")


def test_a_file_given_before_can_be_seen_and_removed():
    class Slides(forms.Form):
        slides = forms.FileField(required=False)

    kept = SimpleUploadedFile("slides.pdf", b"%PDF")
    kept.url = "/media/slides.pdf"

    html = str(Slides(initial={"slides": kept}))

    assert '<a href="/media/slides.pdf">slides.pdf</a>' in html
    assert '<label for="slides-clear_id">Clear</label>' in html


def test_a_list_draws_its_groups_and_escapes_what_they_hold():
    class Form(forms.Form):
        place = forms.ChoiceField(
            choices=[
                ("", "Choose"),
                ('"x"', "Côte d'Ivoire"),
                ("Islands & <b>", [(7, "<Tonga>"), (8, mark_safe("Fiji&nbsp;"))]),
            ]
        )

    drawn = str(Form(initial={"place": "7"})["place"])

    assert '<option value="">Choose</option>' in drawn
    assert '<option value="&quot;x&quot;">Côte d&#x27;Ivoire</option>' in drawn
    assert '<optgroup label="Islands &amp; &lt;b&gt;">' in drawn
    assert '<option value="7" selected>&lt;Tonga&gt;</option>' in drawn
    assert '<option value="8">Fiji&nbsp;</option>' in drawn
    assert drawn.count("</optgroup>") == 1

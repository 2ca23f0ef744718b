"""The style guide's form: one field of each kind."""

from django import forms

from talanoa.ui import widgets


class SampleForm(forms.Form):
    title = forms.CharField(label="Title of the case", max_length=100)
    email = forms.EmailField(
        label="Email address",
        help_text="We write to this address only about the session.",
        widget=widgets.EmailInput(),
    )
    summary = forms.CharField(
        label="What is the question?",
        help_text="One question that the session can answer. Leave out anything that could"
        " identify a patient.",
        max_length=120,
        widget=forms.Textarea(),
    )
    region = forms.ChoiceField(
        label="Region", choices=[("", "Choose one"), ("a", "Africa"), ("e", "Europe")]
    )
    day = forms.DateField(label="Day", widget=widgets.DateInput())
    time = forms.TimeField(label="Time", help_text="Nairobi time", widget=widgets.TimeInput())
    people = forms.IntegerField(
        label="How many people", required=False, widget=widgets.WholeNumberInput()
    )
    kind = forms.ChoiceField(
        label="Kind of case",
        choices=[("country", "Country"), ("project", "Project")],
        widget=forms.RadioSelect(),
    )
    areas = forms.MultipleChoiceField(
        label="Challenge areas",
        required=False,
        choices=[("workforce", "Workforce training"), ("medicines", "Essential medicines")],
        widget=forms.CheckboxSelectMultiple(),
    )
    slides = forms.FileField(label="Slides", required=False, help_text="PDF, at most 50 MB")
    agreed = forms.BooleanField(label="The case identifies nobody.")

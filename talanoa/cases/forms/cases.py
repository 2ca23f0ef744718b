"""What people type about cases; reads it, decides nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from talanoa.cases import access, asking, queries
from talanoa.cases.models import LONGEST, Case
from talanoa.cases.services import CaseText
from talanoa.cases.terms import STANDARD, CaseStatus, SystemLevel
from talanoa.countries.models import Country
from talanoa.people.models import Person
from talanoa.programmes import access as programmes
from talanoa.programmes import queries as programme_queries
from talanoa.programmes.models import ChallengeArea, Programme
from talanoa.programmes.terms import CaseKind
from talanoa.schedule.models import AgendaItem


class CaseForm(forms.Form):
    """A case as its team writes it; what is asked depends on the programme's kind of case."""

    use_required_attribute = False

    title = forms.CharField(label=_("Title"), max_length=200)
    challenge_area = forms.ModelChoiceField(
        ChallengeArea.objects.none(),
        label=_("Challenge area"),
        required=False,
        empty_label=_("Not decided yet"),
    )
    level = forms.ChoiceField(
        label=_("Level of the health system"),
        required=False,
        choices=[("", _("Not decided yet")), *SystemLevel.choices],
        help_text=_("Where something would have to change. Others find the case by it."),
    )

    def __init__(
        self,
        *args: Any,
        by: Person,
        programme: Programme,
        case: Case | None = None,
        kind: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = case.kind if case else kind or programme.case_kind
        self.case = case
        version = case.form if case else asking.latest_form(programme, self.kind)
        self.asked = asking.asked_by(version, self.kind)
        self._add_questions()
        areas = programme.challenge_areas.all()
        self.fields["challenge_area"].queryset = areas  # type: ignore[attr-defined]
        self._add_team_and_country(by, programme)
        if case is not None:
            self.initial = {name: self.stands(case, name) for name in self.fields}

    def stands(self, case: Case, name: str) -> Any:
        """What a case holds in a field of this form."""
        return case.said(name) if name in self.asked else getattr(case, name)

    def full_clean(self) -> None:
        """A draft may leave open what the service asks for when the case is submitted."""
        needed = [name for name in self.asked if self.fields[name].required]
        for name in needed:
            self.fields[name].required = False
        super().full_clean()
        for name in needed:
            self.fields[name].required = True

    @property
    def text(self) -> CaseText:
        """What was typed; a team or country the form did not ask for stays as it is."""
        own = [name for name in self.asked if name not in STANDARD]
        answers = {name: self.cleaned_data[name] for name in own}
        values = {name: each for name, each in self.cleaned_data.items() if name not in own}
        for name in STANDARD:
            if name not in self.asked and self.case:
                values[name] = getattr(self.case, name)
        for name in ("team", "country"):
            if name not in self.fields:
                values[name] = getattr(self.case, name) if self.case else None
        return CaseText(answers=answers, **values)

    def _add_questions(self) -> None:
        for name, asked in self.asked.items():
            is_question = name == "question"
            self.fields[name] = forms.CharField(
                label=str(asked.label),
                help_text=str(asked.hint),
                required=asked.is_needed,
                max_length=500 if is_question else LONGEST,
                widget=forms.Textarea(attrs={"rows": 3} if is_question else {}),
            )

    def _add_team_and_country(self, by: Person, programme: Programme) -> None:
        teams = list(access.teams_of(by, programme))
        coordinates = programmes.is_coordinator(by, programme)
        if self.case and self.case.team and self.case.team not in teams:
            teams.append(self.case.team)
        if teams:
            self.fields["team"] = forms.TypedChoiceField(
                label=_("Team"),
                required=False,
                coerce={str(team.pk): team for team in teams}.get,
                empty_value=None,
                choices=[("", _("No team"))] + [(str(team.pk), str(team)) for team in teams],
                initial=str(teams[0].pk) if len(teams) == 1 and not coordinates else "",
            )
        if not teams or coordinates or not all(team.country_id for team in teams):
            self._add_country(by, programme, has_teams=bool(teams))
        self.order_fields(["title", "team", "country", "challenge_area", "level"])

    def _add_country(self, by: Person, programme: Programme, *, has_teams: bool) -> None:
        countries = programme_queries.countries_for(programme)
        own = programme_queries.country_of(by, programme)
        self.fields["country"] = forms.TypedChoiceField(
            label=_("Country"),
            required=self.kind == CaseKind.COUNTRY and not has_teams,
            coerce={str(country.pk): country for country in countries}.get,
            empty_value=None,
            choices=[("", _("Choose"))]
            + [(str(country.pk), country.name) for country in countries],
            initial=str(own.pk) if own and not has_teams else "",
            help_text=_("With a team of one country, that counts.") if has_teams else "",
        )

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        value = super().get_initial_for_field(field, field_name)
        if field_name in ("team", "country", "challenge_area"):
            return str(getattr(value, "pk", value) or "")
        return value


class CaseFilter(forms.Form):
    """Narrows a programme's list of cases; anything that fits nothing is left out of account."""

    status = forms.ChoiceField(label=_("Status"), required=False)
    area = forms.ChoiceField(label=_("Challenge area"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, *args: Any, by: Person, programme: Programme, **kwargs: Any) -> None:
        """Only countries of cases are offered whose country ``by`` may know."""
        super().__init__(*args, **kwargs)
        areas = programme.challenge_areas.all()
        known = access.with_country(by).filter(programme=programme)
        countries = Country.objects.filter(cases__in=known).distinct()
        found = sorted(((str(one.pk), one.name) for one in countries), key=lambda row: row[1])
        _offer(self, "status", CaseStatus.choices)
        _offer(self, "area", [(str(area.pk), str(area)) for area in areas])
        _offer(self, "country", found)


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=_("What the team should change"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The team reads these words as you write them."),
    )
    found: Sequence[Mapping[str, Any]] = ()
    """What in it may identify somebody, with what was chosen, once it was sent."""


class SlotForm(forms.Form):
    """A place for a case in the agenda of a session to come."""

    item = forms.ModelChoiceField(
        AgendaItem.objects.none(), label=_("Place in a session"), empty_label=_("Choose")
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["item"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = queries.open_slots(programme)
        field.label_from_instance = _slot_words  # type: ignore[method-assign,assignment]


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is withdrawn"),
        max_length=300,
        help_text=_("This sentence is all that stays. Whoever could see the case can read it."),
    )


def _offer(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
    field.choices = [("", _("All")), *choices]


def _slot_words(item: AgendaItem) -> str:
    starts = timezone.localtime(item.session.starts_at)
    return _("%(day)s, %(time)s: %(session)s, %(item)s") % {
        "day": formats.date_format(starts, "DATE_FORMAT"),
        "time": formats.time_format(starts, "H:i"),
        "session": item.session.title,
        "item": item.title,
    }

"""Rounds, applications and what is decided on them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from talanoa.kernel.files import LONGEST_SIDE
from talanoa.people.queries import UTC, zone_named
from talanoa.programmes import letters
from talanoa.programmes.forms.teams import PlaceForm
from talanoa.programmes.models import Application, CountryTeam, Programme, Round, RoundQuestion
from talanoa.programmes.services import ApplicationText, Asked, Named
from talanoa.programmes.terms import (
    LETTER_MOST_BYTES,
    LONGEST_ANSWER,
    LONGEST_LETTER,
    MOST_MEMBERS,
    MOST_QUESTIONS,
    MOST_WORDS,
    Decision,
)
from talanoa.ui import widgets

BLANK_ROWS = 2
"""Empty rows after those filled in; saving brings as many again."""


class MomentField(forms.DateTimeField):
    """A moment on the hub's clocks, whatever the reader's own are."""

    zone = UTC

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=widgets.DateTimeInput(), **kwargs)

    def to_python(self, value: Any) -> Any:
        with timezone.override(self.zone):
            return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        with timezone.override(self.zone):
            return super().prepare_value(value)


class RoundForm(forms.Form):
    """A round; with its questions, until it is published."""

    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("For instance: Country teams for 2027.")
    )
    invitation = forms.CharField(
        label=_("Invitation"),
        max_length=LONGEST_LETTER,
        help_text=_("Who can apply, what a team gives and gets, and how you choose."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    opens_at = MomentField(label=_("Teams can apply from"))
    closes_at = MomentField(label=_("Applications close"))
    wanted = forms.IntegerField(
        label=_("Teams wanted"),
        required=False,
        min_value=1,
        max_value=1000,
        help_text=_("Empty: no number is named."),
        widget=widgets.WholeNumberInput(attrs={"size": 5}),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, programme: Programme, rows: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = zone_named(programme.hub.time_zone) or UTC
        for name in ("opens_at", "closes_at"):
            field = self.fields[name]
            assert isinstance(field, MomentField)  # noqa: S101 - for the type checker
            field.zone = zone
        self.rows = range(min(rows, MOST_QUESTIONS))
        for row in self.rows:
            self.fields |= _question_fields(row)

    @property
    def questions(self) -> list[Asked]:
        """Those with words, in order."""
        found = self.cleaned_data
        return [
            Asked(
                text=found[f"text_{row}"],
                help=found[f"help_{row}"],
                most_words=found[f"most_{row}"] or 200,
                is_needed=found[f"needed_{row}"],
            )
            for row in self.rows
            if found[f"text_{row}"].strip()
        ]

    @property
    def about(self) -> dict[str, Any]:
        """As the services take it, without the questions."""
        names = ("title", "invitation", "opens_at", "closes_at", "wanted")
        return {name: self.cleaned_data[name] for name in names}

    @property
    def question_rows(self) -> list[dict[str, forms.BoundField]]:
        return [
            {part: self[f"{part}_{row}"] for part in ("text", "help", "most", "needed")}
            for row in self.rows
        ]

    @staticmethod
    def saved(team_round: Round, questions: Iterable[RoundQuestion]) -> dict[str, object]:
        held: dict[str, object] = {
            "title": team_round.title,
            "invitation": team_round.invitation,
            "opens_at": team_round.opens_at,
            "closes_at": team_round.closes_at,
            "wanted": team_round.wanted,
        }
        for row, question in enumerate(questions):
            held[f"text_{row}"] = question.text
            held[f"help_{row}"] = question.help
            held[f"most_{row}"] = question.most_words
            held[f"needed_{row}"] = question.is_needed
        return held


class ApplicationForm(PlaceForm):
    """What a team applies with; a draft may leave open what submitting asks for."""

    use_required_attribute = False

    team_name = forms.CharField(
        label=_("Name of the team"),
        max_length=200,
        help_text=_("For instance: Palliative care team of Tonga."),
    )
    lead_office = forms.CharField(
        label=_("Your office"),
        max_length=200,
        required=False,
        help_text=_("Where you work and as what, for instance: Ministry of Health, nursing."),
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    letter = forms.CharField(
        label=_("Letter"),
        max_length=LONGEST_LETTER,
        required=False,
        help_text=_("Why your team applies, and who stands behind it. Or add it as a file below."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    file = forms.FileField(
        label=_("Letter as a file"),
        required=False,
        widget=forms.FileInput(
            attrs={
                "accept": ".pdf,.jpg,.jpeg,.png,.webp,.docx,.odt",
                "data-longest-side": LONGEST_SIDE,
            }
        ),
    )
    drops_file = forms.BooleanField(label=_("Take the file away"), required=False)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, team_round: Round, application: Application | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, programme=team_round.programme, **kwargs)
        self.questions = list(team_round.questions.all())
        self.application = application
        named = application.members.filter(declined_at=None).count() if application else 0
        # A form sent with more rows than are saved had them when it was opened.
        sent = sum(f"member_{row}_name" in self.data for row in range(MOST_MEMBERS))
        self.rows = range(min(max(named + BLANK_ROWS, sent), MOST_MEMBERS))
        for row in self.rows:
            self.fields |= _member_fields(row)
        for question in self.questions:
            self.fields[f"answer_{question.pk}"] = forms.CharField(
                label=question.text,
                help_text=question.help,
                max_length=LONGEST_ANSWER,
                required=False,
                widget=forms.Textarea(attrs={"rows": 6}),
            )
        most = filesizeformat(LETTER_MOST_BYTES)
        self.fields["file"].help_text = gettext(
            "A PDF, a picture, a Word document (.docx) or an OpenDocument text (.odt), at most "
            "%(most)s. It is made anew before it is kept: what it tells of its author, of place "
            "and time is taken out."
        ) % {"most": most}
        if application is None or not application.letter_file:
            del self.fields["drops_file"]
        self.needed = ["country", "lead_office"]
        self.needed += [f"answer_{one.pk}" for one in self.questions if one.is_needed]
        self.needed += [f"member_{row}_{part}" for row in self.rows for part in ("name", "address")]
        self._mark_needed(is_needed=True)

    def full_clean(self) -> None:
        """A draft may leave open what the service asks for when it is submitted."""
        self._mark_needed(is_needed=False)
        super().full_clean()
        self._mark_needed(is_needed=True)

    def clean_file(self) -> Any:
        """The letter as it is kept, judged by what the file holds."""
        file = self.cleaned_data["file"]
        if not file:
            return None
        try:
            return letters.read(file, size=file.size)
        except letters.UnfitLetterError as error:
            raise forms.ValidationError(str(error)) from error

    def _mark_needed(self, *, is_needed: bool) -> None:
        for name in self.needed:
            self.fields[name].required = is_needed

    @property
    def kept_days(self) -> int:
        return settings.APPLICATIONS_KEPT_DAYS

    @property
    def member_rows(self) -> list[dict[str, forms.BoundField]]:
        return [
            {part: self[f"member_{row}_{part}"] for part in ("name", "address", "office")}
            for row in self.rows
        ]

    @property
    def answer_rows(self) -> list[tuple[RoundQuestion, forms.BoundField]]:
        return [(question, self[f"answer_{question.pk}"]) for question in self.questions]

    def clean(self) -> dict[str, Any]:
        """A row of a member is whole or empty, and no address stands twice."""
        found = self.cleaned_data
        seen: set[str] = set()
        for row in self.rows:
            name, address = found.get(f"member_{row}_name"), found.get(f"member_{row}_address")
            if name and not address and not self.errors.get(f"member_{row}_address"):
                self.add_error(f"member_{row}_address", _("Add the address of this person."))
            if address and not name:
                self.add_error(f"member_{row}_name", _("Add the name of this person."))
            if address and address.lower() in seen:
                self.add_error(f"member_{row}_address", _("This address stands here twice."))
            seen.add((address or "").lower())
        return found

    @property
    def text(self) -> ApplicationText:
        found = self.cleaned_data
        return ApplicationText(
            team_name=found["team_name"],
            country=found["country"],
            region=found["region"],
            countries=list(found["countries"]),
            lead_office=found["lead_office"],
            letter=found["letter"],
            members=[
                Named(
                    name=found[f"member_{row}_name"],
                    address=found[f"member_{row}_address"],
                    office=found[f"member_{row}_office"],
                )
                for row in self.rows
                if found[f"member_{row}_address"]
            ],
            answers={question.pk: found[f"answer_{question.pk}"] for question in self.questions},
            file=found.get("file"),
            drops_file=found.get("drops_file", False),
        )

    @staticmethod
    def saved(application: Application) -> dict[str, object]:
        held: dict[str, object] = {
            "team_name": application.team_name,
            "country": application.country_id,
            "region": application.region,
            "countries": [country.pk for country in application.countries.all()],
            "lead_office": application.lead_office,
            "letter": application.letter,
        }
        for row, member in enumerate(application.members.filter(declined_at=None).order_by("pk")):
            held[f"member_{row}_name"] = member.name
            held[f"member_{row}_address"] = member.address
            held[f"member_{row}_office"] = member.office
        for answer in application.answers.all():
            held[f"answer_{answer.question_id}"] = answer.text
        return held


class WithdrawApplicationForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is withdrawn"),
        max_length=300,
        help_text=_("This sentence is all that stays. Whoever could see it can read it."),
    )


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Decision"), choices=Decision.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        help_text=_("The team reads these words as you write them."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    team = forms.ModelChoiceField(
        CountryTeam.objects.none(),
        label=_("If it is selected"),
        required=False,
        blank=True,
        empty_label=_("Another team is made of it"),
        widget=forms.RadioSelect,
    )
    apart = forms.CharField(
        label=_("Why there is to be another team"),
        max_length=500,
        required=False,
        help_text=_("For the coordinators: the team does not read it."),
    )

    def __init__(
        self, *args: Any, teams: QuerySet[CountryTeam], is_another: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not is_another:
            del self.fields["team"], self.fields["apart"]
            return
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
        self.fields["team"].label_from_instance = _joins  # type: ignore[attr-defined]
        if not teams:
            del self.fields["team"]


def _joins(team: CountryTeam) -> str:
    return gettext("Its people join the team %(team)s") % {"team": team.name}


def _question_fields(row: int) -> dict[str, forms.Field]:
    return {
        f"text_{row}": forms.CharField(label=_("Question"), max_length=300, required=False),
        f"help_{row}": forms.CharField(label=_("Help"), max_length=500, required=False),
        f"most_{row}": forms.IntegerField(
            label=_("Words at most"),
            required=False,
            min_value=1,
            max_value=MOST_WORDS,
            initial=200,
            widget=widgets.WholeNumberInput(attrs={"size": 5}),
        ),
        f"needed_{row}": forms.BooleanField(
            label=_("Must be answered"), required=False, initial=True
        ),
    }


def _member_fields(row: int) -> dict[str, forms.Field]:
    plain = {"autocomplete": "off"}
    return {
        f"member_{row}_name": forms.CharField(
            label=_("Name"),
            max_length=120,
            required=False,
            widget=forms.TextInput(attrs=plain),
        ),
        f"member_{row}_address": forms.EmailField(
            label=_("E-mail address"),
            max_length=254,
            required=False,
            widget=widgets.EmailInput(attrs=plain),
        ),
        f"member_{row}_office": forms.CharField(
            label=_("Office"),
            max_length=200,
            required=False,
            widget=forms.TextInput(attrs=plain),
        ),
    }

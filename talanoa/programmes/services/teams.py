"""Country teams, who is in them, and who leads them."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.countries.models import Country
from talanoa.kernel import events
from talanoa.kernel.refusals import demand
from talanoa.people.models import Person
from talanoa.programmes import access
from talanoa.programmes.models import CountryTeam, Programme, TeamMember


@transaction.atomic
def make_team(
    *,
    by: Person | None,
    programme: Programme,
    name: str,
    country: Country | None = None,
    region: str = "",
    countries: Collection[Country] = (),
) -> CountryTeam:
    """Make a team of one country, or, with a region and its countries, a regional one.

    Raises:
        Refused: ``by`` does not coordinate the programme.
        ValidationError: the name is blank or taken; neither a country nor a region with two
            countries or more; or an example country in a programme that is no demonstration.
    """
    if by is not None:
        demand(access.coordinates_refused(by, programme))
    team = CountryTeam(programme=programme)
    _write(team, name=name, country=country, region=region, countries=countries)
    events.record("programmes.team_made", by=by, subject=team)
    return team


@transaction.atomic
def change_team(
    *,
    by: Person,
    team: CountryTeam,
    name: str,
    country: Country | None = None,
    region: str = "",
    countries: Collection[Country] = (),
) -> CountryTeam:
    """Rename a team, or correct its country or countries. Raises as ``make_team``."""
    demand(access.coordinates_refused(by, team.programme))
    _write(team, name=name, country=country, region=region, countries=countries)
    events.record("programmes.team_changed", by=by, subject=team)
    return team


@transaction.atomic
def add_to_team(
    *, by: Person | None, team: CountryTeam, person: Person, is_lead: bool = False
) -> TeamMember:
    """Add someone to a country team; once is as good as twice.

    Raises:
        Refused: ``by`` does not coordinate the programme.
    """
    if by is not None:
        demand(access.coordinates_refused(by, team.programme))
    member, is_new = TeamMember.objects.get_or_create(
        team=team, person=person, defaults={"is_lead": is_lead}
    )
    if is_new:
        events.record("programmes.team_joined", by=by, subject=member)
    return member


@transaction.atomic
def remove_from_team(*, by: Person, member: TeamMember) -> None:
    """Take someone out of a country team, or leave it oneself.

    Raises:
        Refused: for the reasons in ``access.removing_refused``.
    """
    member = (
        TeamMember.objects.select_for_update(of=("self",))
        .select_related("team__programme")
        .get(pk=member.pk)
    )
    demand(access.removing_refused(by, member))
    events.record("programmes.team_left", by=by, subject=member, person=member.person_id)
    member.delete()


@transaction.atomic
def hand_over(*, by: Person | None, team: CountryTeam, person: Person) -> bool:
    """Let another member lead the team; ``False`` when they do already.

    Raises:
        Refused: ``by`` neither leads the team nor coordinates its programme, or ``person``
            does not belong to it.
    """
    team = (
        CountryTeam.objects.select_for_update(of=("self",))
        .select_related("programme")
        .get(pk=team.pk)
    )
    if by is not None:
        demand(access.leading_refused(by, team))
    member = team.members.filter(person=person).first()
    if member is None:
        demand(_("Only a member of the team can lead it."))
        return False
    if member.is_lead:
        return False
    before = list(team.members.filter(is_lead=True).values_list("person_id", flat=True))
    team.members.filter(is_lead=True).update(is_lead=False)
    team.members.filter(pk=member.pk).update(is_lead=True)
    events.record("programmes.team_handed_over", by=by, subject=member, before=before)
    return True


def demand_place(
    programme: Programme, country: Country | None, region: str, countries: Collection[Country]
) -> None:
    """Go on only where a team is of one country, or of a region with two or more.

    Raises:
        ValidationError: at ``country``, ``region`` or ``countries``.
    """
    of_examples = [one for one in (country, *countries) if one is not None and one.is_example]
    if of_examples and not programme.is_demonstration:
        at = "country" if country in of_examples else "countries"
        raise ValidationError({at: _("Example countries are for demonstrations only.")})
    if country is not None and (region or countries):
        raise ValidationError(
            {"country": _("Choose one country, or a region with its countries, not both.")}
        )
    if country is None and not region and not countries:
        raise ValidationError(
            {"country": _("Choose a country. A team of several has a region instead.")}
        )
    if country is None and not region:
        raise ValidationError({"region": _("Say what people call this region.")})
    if country is None and len(countries) < 2:
        raise ValidationError({"countries": _("A regional team speaks for two countries or more.")})


def _write(
    team: CountryTeam,
    *,
    name: str,
    country: Country | None,
    region: str,
    countries: Collection[Country],
) -> None:
    team.name, team.country, team.region = name.strip(), country, region.strip()
    demand_place(team.programme, country, team.region, countries)
    team.full_clean()
    team.save()
    team.countries.set(countries)

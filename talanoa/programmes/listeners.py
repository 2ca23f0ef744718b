"""What this room does when something happens here or in the rooms below."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from talanoa.kernel import events
from talanoa.kernel.models import Event
from talanoa.notices.services import send
from talanoa.people import exports
from talanoa.people.models import Person
from talanoa.people.queries import UTC, person_at, zone_named
from talanoa.programmes import queries, tasks
from talanoa.programmes.access import get_invitation, get_named, statement_in_force
from talanoa.programmes.models import (
    Application,
    CountryTeam,
    Enrolment,
    HubAdministrator,
    Role,
    Signature,
    Statement,
    TeamMember,
)
from talanoa.programmes.naming import digest_of, token_for_named
from talanoa.programmes.services.appointments import token_for
from talanoa.programmes.terms import Decision, ProgrammeStatus


@events.within("programmes.invited")
def invite(event: Event) -> None:
    invitation = get_invitation(event.subject_id)
    address = reverse("programmes:invitation", args=[token_for(invitation)])
    send(
        key=f"programmes.invited:{invitation.pk}",
        person=person_at(invitation.address),
        address=invitation.address,
        template="programmes/mail/invitation",
        context={
            "invitation": invitation,
            "programme": invitation.programme,
            "invited_by": invitation.invited_by,
            "answer_url": settings.SITE_URL + address,
        },
        holds_secret=True,
        zone=zone_named(invitation.programme.hub.time_zone) or UTC,
    )


@events.within("people.erased")
def forget(event: Event) -> None:
    """Told before the address goes, by which the rest is found. No job bears it."""
    person = Person.objects.get(pk=event.subject_id)
    tasks.forget_person.enqueue(
        event.subject_id,
        list(queries.invitations_to(person).values_list("pk", flat=True)),
        list(queries.naming(person).values_list("pk", flat=True)),
    )


@events.within("programmes.application_submitted")
def say_it_came_in(event: Event) -> None:
    """To whoever applied, and to the coordinators."""
    application = _application(event.subject_id)
    _mail(event, application.lead, "application_received", application=application)
    there = list(queries.teams_there(application))
    for person in queries.coordinators(application.round.programme):
        if person.pk != application.lead_id:
            _mail(event, person, "application_came_in", application=application, there=there)


@events.within("programmes.member_named")
def say_they_are_named(event: Event) -> None:
    member = get_named(event.subject_id)
    application = member.application
    send(
        # Not by the row: whoever is taken out and named again has had this mail.
        key=f"{event.kind}:{application.pk}:{digest_of(member.address)}",
        person=person_at(member.address),
        address=member.address,
        language=application.lead.language,
        template="programmes/mail/named",
        context={
            "member": member,
            "application": application,
            "programme": application.round.programme,
            "answer_url": settings.SITE_URL
            + reverse("programmes:named", args=[token_for_named(member)]),
        },
        holds_secret=True,
        zone=zone_named(application.round.programme.hub.time_zone) or UTC,
    )


@events.within("programmes.decision_told")
def tell_the_team(event: Event) -> None:
    """Whoever applied reads the reason; those named hear what was decided.

    Those of a selected team are invited besides, by a mail of its own.
    """
    application = _application(event.subject_id)
    _mail(event, application.lead, "decision", application=application)
    if application.told_decision == Decision.SELECTED:
        return
    for member in application.members.filter(declined_at=None).order_by("pk"):
        send(
            key=f"{event.kind}:{event.pk}:named:{member.pk}",
            person=person_at(member.address),
            address=member.address,
            language=application.lead.language,
            template="programmes/mail/decision_named",
            context={"application": application, "programme": application.round.programme},
        )


@events.within("programmes.statement_in_force")
def ask_for_signatures(event: Event) -> None:
    """Of a hub's statement, in each programme that has none of its own."""
    statement = Statement.objects.select_related("hub").get(pk=event.subject_id)
    programmes = statement.hub.programmes.exclude(status=ProgrammeStatus.CLOSED)
    programmes = programmes.order_by("pk").select_related("hub")
    if statement.programme_id is not None:
        programmes = programmes.filter(pk=statement.programme_id)
    for programme in programmes:
        if statement_in_force(programme) != statement:
            continue
        for team in queries.teams_to_sign(programme, statement):
            for member in queries.unsigned(team, statement):
                _ask_to_sign(member, statement, key=f"{event.kind}:{statement.pk}:{member.pk}")


@events.within("programmes.signature_asked")
def remind_of_signature(event: Event) -> None:
    member = TeamMember.objects.select_related("team__programme__hub", "person").get(
        pk=event.subject_id
    )
    statement = Statement.objects.get(pk=event.data["statement"])
    key = f"{event.kind}:{statement.pk}:{member.pk}:{event.at:%Y-%m-%d}"
    _ask_to_sign(member, statement, key=key)


def _ask_to_sign(member: TeamMember, statement: Statement, *, key: str) -> None:
    team = member.team
    send(
        key=key,
        person=member.person,
        template="programmes/mail/sign",
        context={
            "team": team,
            "programme": team.programme,
            "statement": statement,
            "sign_url": settings.SITE_URL
            + reverse("programmes:team_statement", args=[team.pk, statement.pk]),
        },
    )


def _mail(
    event: Event,
    person: Person,
    template: str,
    *,
    application: Application,
    there: Sequence[CountryTeam] = (),
) -> None:
    send(
        key=f"{event.kind}:{event.pk}:{person.pk}",
        person=person,
        template=f"programmes/mail/{template}",
        context={
            "application": application,
            "programme": application.round.programme,
            "teams_there": there,
            "page_url": settings.SITE_URL
            + reverse("programmes:application", args=[application.pk]),
        },
    )


def _application(application_id: int) -> Application:
    return Application.objects.select_related(
        "round__programme__hub", "lead", "country", "team"
    ).get(pk=application_id)


@exports.adds("programmes")
def kept(person: Person) -> object:
    """What this room keeps about a person: places, roles, teams, hubs they run, invitations,
    what they applied with and where others named them, what they signed."""
    places = Enrolment.objects.filter(person=person).order_by("pk")
    roles = Role.objects.filter(person=person).order_by("pk")
    teams = TeamMember.objects.filter(person=person).order_by("pk")
    hubs = HubAdministrator.objects.filter(person=person).order_by("pk")
    return {
        "enrolments": list(
            places.values(
                "cohort__programme__name", "cohort__name", "country__iso3", "enrolled_at", "left_at"
            )
        ),
        "roles": list(roles.values("programme__name", "role", "since")),
        "teams": list(teams.values("team__name", "is_lead", "since")),
        "hubs_run": list(hubs.values("hub__name", "since")),
        "invitations": list(
            queries.invitations_to(person).values(
                "programme__name",
                "role",
                "team__name",
                "address",
                "invited_at",
                "accepted_at",
                "withdrawn_at",
            )
        ),
        "applications": list(
            Application.objects.filter(lead=person)
            .order_by("pk")
            .values(
                "round__title",
                "team_name",
                "country__iso3",
                "region",
                "lead_office",
                "letter",
                "begun_at",
                "submitted_at",
                "withdrawn_at",
                "forgotten_at",
                "told_decision",
                "told_reason",
                "told_at",
            )
        ),
        "named_in_applications": list(
            queries.naming(person).values(
                "application__round__title", "name", "address", "office", "told_at"
            )
        ),
        "signed": list(
            Signature.objects.filter(person=person)
            .order_by("pk")
            .values("team__name", "statement__number", "as_lead", "signed_at")
        ),
    }

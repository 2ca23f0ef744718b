"""What this room does when something happens here or in the rooms below."""

from django.conf import settings
from django.urls import reverse

from talanoa.kernel import events
from talanoa.kernel.models import Event
from talanoa.notices.services import send
from talanoa.people import exports
from talanoa.people.models import Person
from talanoa.people.queries import UTC, person_at, zone_named
from talanoa.programmes import tasks
from talanoa.programmes.access import get_invitation
from talanoa.programmes.models import Enrolment, HubAdministrator, Role, TeamMember
from talanoa.programmes.queries import invitations_to
from talanoa.programmes.services.appointments import token_for


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
    """Told before the address goes, by which the invitations are found. No job bears it."""
    invitations = invitations_to(Person.objects.get(pk=event.subject_id))
    tasks.forget_person.enqueue(event.subject_id, list(invitations.values_list("pk", flat=True)))


@exports.adds("programmes")
def kept(person: Person) -> object:
    """What this room keeps about a person: places, roles, teams, hubs they run, invitations."""
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
            invitations_to(person).values(
                "programme__name",
                "role",
                "team__name",
                "address",
                "invited_at",
                "accepted_at",
                "withdrawn_at",
            )
        ),
    }

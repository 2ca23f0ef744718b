"""Who is shown as willing to talk, and who may write to whom through the product."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from talanoa.countries.models import Country
from talanoa.kernel import clock
from talanoa.kernel.models import Event
from talanoa.kernel.refusals import NotVisible
from talanoa.people.models import Person
from talanoa.programmes.access import Viewer
from talanoa.programmes.models import Enrolment, Programme, Role, TeamMember

ANSWERS_WITHIN = timedelta(days=60)
"""How long somebody who was written to may answer, without the other having offered anything."""

A_DAY = timedelta(days=1)
MOST_A_DAY = 10
MOST_A_DAY_TO_ONE = 3


def programmes_shared_by(viewer: Viewer) -> QuerySet[Programme]:
    """The programmes whose people ``viewer`` belongs to: enrolled, with a role, or in a team."""
    if viewer.pk is None:
        return Programme.objects.none()
    programme, person = OuterRef("pk"), viewer.pk
    return Programme.objects.filter(
        Exists(Enrolment.objects.filter(cohort__programme=programme, person=person, left_at=None))
        | Exists(Role.objects.filter(programme=programme, person=person))
        | Exists(TeamMember.objects.filter(team__programme=programme, person=person))
    )


def people_willing(viewer: Viewer, country: Country) -> QuerySet[Person]:
    """People of a country, of a programme that is also the viewer's, who offered to talk.

    By name; ``talk_offer`` is loaded. Not the viewer themselves, and nobody to guests.
    """
    return _willing(viewer, country=country).order_by("name", "pk")


def get_correspondent(viewer: Person, person_id: int) -> Person:
    """Whom ``viewer`` may write to: somebody willing, or who wrote to them and waits. Four queries.

    Raises:
        NotVisible: nobody, or somebody who is neither.
    """
    found = _willing(viewer).filter(pk=person_id).first()
    if found is None and _waits(person_id, viewer):
        found = Person.objects.filter(pk=person_id, is_active=True).first()
    if found is None:
        raise NotVisible(person_id)
    return found


def writing_refused(by: Person, person: Person) -> str | None:
    """Why ``by`` may not write to ``person`` now; ``None`` when they may. Six queries at most."""
    try:
        get_correspondent(by, person.pk)
    except NotVisible:
        return _("This person cannot be written to here.")
    lately = Event.objects.filter(kind="home.talk_written", actor=by, at__gt=clock.now() - A_DAY)
    if lately.filter(subject_id=person.pk).count() >= MOST_A_DAY_TO_ONE:
        return _("You have written to this person three times within a day. Wait for an answer.")
    if lately.count() >= MOST_A_DAY:
        return _("You have written ten messages within a day. Go on tomorrow.")
    return None


def _willing(viewer: Viewer, *, country: Country | None = None) -> QuerySet[Person]:
    if viewer.pk is None or getattr(viewer, "is_guest", True):
        return Person.objects.none()
    ours = programmes_shared_by(viewer)
    places = Enrolment.objects.filter(
        cohort__programme__in=ours, person=OuterRef("pk"), left_at=None, country__isnull=False
    )
    in_teams = TeamMember.objects.filter(team__programme__in=ours, person=OuterRef("pk"))
    if country is not None:
        places, in_teams = places.filter(country=country), in_teams.filter(team__country=country)
    return (
        Person.objects.filter(Exists(places) | Exists(in_teams))
        .filter(is_active=True, talk_offer__isnull=False)
        .exclude(pk=viewer.pk)
        .select_related("talk_offer")
    )


def _waits(writer: int, reader: Person) -> bool:
    """Whether someone wrote to ``reader`` lately and has not switched talking off since."""
    wrote = (
        Event.objects.filter(
            kind="home.talk_written",
            actor=writer,
            subject_id=reader.pk,
            at__gt=clock.now() - ANSWERS_WITHIN,
        )
        .order_by("-pk")
        .first()
    )
    if wrote is None or reader.is_guest:
        return False
    switched_off = Event.objects.filter(
        kind="people.talk_withdrawn", subject_id=writer, pk__gt=wrote.pk
    )
    return not switched_off.exists()

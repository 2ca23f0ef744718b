"""Who may make groups, who may write in one, and who may answer a private note."""

from django.utils.translation import gettext as _

from talanoa.live.access.rooms import (
    hosting_refused,
    is_host,
    leading_refused,
    taking_part_refused,
)
from talanoa.live.models import Group, GroupPlace, GroupRound
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


def grouping_refused(person: Person, session: LiveSession) -> str | None:
    """Why ``person`` may not make groups and place people, before the session or in it."""
    return hosting_refused(person, session) or taking_part_refused(session)


def opening_groups_refused(person: Person, session: LiveSession) -> str | None:
    """Why ``person`` may not open groups, nor call them back."""
    return leading_refused(person, session)


def group_refused(person: Person, session: LiveSession, group: Group | None) -> str | None:
    """Why ``person`` may not write in ``group`` now; hosts may in every one. Two queries.

    Args:
        group: its round loaded; ``None``: there is none of that number in this session.
    """
    if refused := taking_part_refused(session):
        return refused
    if group is None or not (is_host(person, session) or is_placed(person, group)):
        return _("You are not in this group.")
    if not group.round.is_open:
        return _("The groups are closed. Write to everyone, or to the facilitators.")
    return None


def is_placed(person: Person, group: Group) -> bool:
    return GroupPlace.objects.filter(group=group, person=person).exists()


def in_a_group(person: Person, session: LiveSession) -> bool:
    """Whether ``person`` is in a group at work, not just visiting it. One query."""
    return GroupPlace.objects.filter(
        round__in=GroupRound.objects.filter(
            session=session, opened_at__isnull=False, closed_at=None
        ),
        person=person,
        group__isnull=False,
        is_visit=False,
    ).exists()


def noting_refused(person: Person, group: Group) -> str | None:
    """Why ``person``, who may write in this group, does not write its note."""
    if group.rapporteur_id in (None, person.pk):
        return None
    return _("%(name)s writes for this group. Take over first.") % {"name": group.rapporteur}

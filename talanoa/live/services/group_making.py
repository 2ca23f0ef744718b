"""Breakout groups made: by language, by country, by role, by lot."""

import secrets

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from talanoa.kernel.refusals import Refused, demand
from talanoa.live import access, log, lots, queries
from talanoa.live.group_terms import (
    LONGEST_ROUND,
    LONGEST_TASK,
    MOST_GROUPS,
    SHORTEST_ROUND,
    USUAL_ROUND,
    GroupWay,
    Latecomers,
)
from talanoa.live.models import Entry, Group, GroupPlace, GroupRound
from talanoa.live.services import group_places
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession
from talanoa.schedule.terms import Status


@log.once
def make(
    *,
    by: Person,
    session: LiveSession,
    way: str,
    groups: int = 2,
    minutes: int = USUAL_ROUND,
    task: str = "",
    latecomers: str = Latecomers.PLACED,
    client_id: str = "",
) -> Entry:
    """Make groups of those who are here, before the session of those who may come; not of hosts.

    Groups that were prepared and not opened are made anew.

    Args:
        groups: how many, where they are drawn by lot.
        minutes: for how long they will be opened.

    Raises:
        Refused: for the reasons in ``access.grouping_refused``; groups are open; there would
            be too many, or there is nobody to place.
        ValidationError: what was asked for is none of the choices, or too long.
    """
    demand(access.grouping_refused(by, session))
    log.room_of(session)
    if group_places.open_round(session):
        raise Refused(_("Groups are open. Call them back first."))
    kinds = _kinds(session, way)
    seed = secrets.randbelow(2**31)
    if way == GroupWay.LOT:
        drawn = lots.by_lot(kinds, _number(groups), seed=seed)
        made = [("", people) for people in drawn]
    else:
        made = list(lots.by_kind(kinds).items())
    if not made:
        raise Refused(_("Nobody is here to be put into groups yet."))
    if len(made) > MOST_GROUPS:
        raise Refused(
            _("That would make %(count)d groups; at most %(most)d can be open at once.")
            % {"count": len(made), "most": MOST_GROUPS}
        )
    _save(by=by, session=session, way=way, seed=seed, made=made,
          minutes=minutes, task=task, latecomers=latecomers)  # fmt: skip
    return group_places.listed(by=by, session=session, client_id=client_id)


@log.once
def drop(*, by: Person, session: LiveSession, client_id: str = "") -> Entry:
    """Put groups away that were prepared and not opened.

    Raises:
        Refused: for the reasons in ``access.grouping_refused``, or there are none.
    """
    demand(access.grouping_refused(by, session))
    log.room_of(session)
    group_places.prepared(session).delete()
    return group_places.listed(by=by, session=session, client_id=client_id)


def _save(
    *,
    by: Person,
    session: LiveSession,
    way: str,
    seed: int,
    made: list[tuple[str, list[int]]],
    minutes: int,
    task: str,
    latecomers: str,
) -> None:
    session.group_rounds.filter(opened_at=None).delete()
    task = task.strip()
    if len(task) > LONGEST_TASK:
        raise ValidationError(
            _("Write at most %(most)d characters at once; this has %(length)d."),
            code="long",
            params={"most": LONGEST_TASK, "length": len(task)},
        )
    prepared = GroupRound(
        session=session, way=way, seed=seed, minutes=minutes_of(minutes), task=task,
        latecomers=latecomers, made_by=by,
    )  # fmt: skip
    prepared.full_clean()
    prepared.save()
    countries = _countries(session, made) if way == GroupWay.COUNTRY else {}
    rows = Group.objects.bulk_create(
        Group(round=prepared, number=number, key=key, country_id=countries.get(key))
        for number, (key, _people) in enumerate(made, 1)
    )
    GroupPlace.objects.bulk_create(
        (
            GroupPlace(round=prepared, group=row, person_id=person)
            for row, (_key, people) in zip(rows, made, strict=True)
            for person in people
        ),
        batch_size=access.CHUNK,
    )


def _kinds(session: LiveSession, way: str) -> dict[int, str]:
    """Whom groups are made of, and of what kind each is."""
    if way not in GroupWay:
        raise ValidationError(_("Choose how people are put into groups."), code="way")
    is_running = session.status == Status.OPEN
    here = queries.present(session) if is_running else access.people_of(session)
    return group_places.kinds_of(session, way, list(here.exclude(pk__in=access.host_ids(session))))


def _countries(session: LiveSession, made: list[tuple[str, list[int]]]) -> dict[str, int]:
    people = [pk for _key, theirs in made for pk in theirs]
    return {country.iso2: country.pk for country in queries.country_of(session, people).values()}


def _number(groups: int) -> int:
    if not 1 <= groups <= MOST_GROUPS:
        raise ValidationError(
            _("Make between 1 and %(most)d groups."), code="groups", params={"most": MOST_GROUPS}
        )
    return groups


def minutes_of(minutes: int) -> int:
    if not SHORTEST_ROUND <= minutes <= LONGEST_ROUND:
        raise ValidationError(
            _("Groups can be open for 1 to %(most)d minutes."),
            code="minutes",
            params={"most": LONGEST_ROUND},
        )
    return minutes

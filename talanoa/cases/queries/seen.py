"""Which cases of the library a person may see, worked out once and then kept in step.

To ask for each of 50,000 cases who may see it takes longer than a page may, and the answer is the
same from one search to the next. It rests on two things: who somebody is, which is asked each
time, and what became of the cases, of which the shelf keeps a list: those alone are asked for
again. Counts and places in a list rest on this, and each hit is asked for again before it is shown.
"""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Value

from talanoa.cases import access
from talanoa.cases.models import CaseAuthor
from talanoa.cases.queries.shelf import FEW, Shelf
from talanoa.kernel import bits
from talanoa.kernel.compiled import Compiled
from talanoa.people.models import Person
from talanoa.programmes.models import Enrolment, HubAdministrator, Role, TeamMember
from talanoa.schedule.models import SessionRole

MOST_KEPT = 500
"""People for whom it is kept; of 50,000 cases each, some three megabytes."""


@dataclass(frozen=True, kw_only=True)
class _Seen:
    cases: int
    """The set of them."""
    shelf: Shelf
    heard: int
    """How much of ``Shelf.changed`` is in it."""
    standing: list[tuple[Any, ...]]


_kept: OrderedDict[int, _Seen] = OrderedDict()


def seen_by(person: Person, shelf: Shelf) -> int:
    """The set of cases of the library this person may see. One query, or two."""
    if not person.is_authenticated:
        return 0
    standing = sorted(_standing(person=person.pk))
    seen = _kept.pop(person.pk, None)
    if seen is None or seen.shelf is not shelf or seen.standing != standing:
        cases = _among(person)
    elif changed := set(shelf.changed[seen.heard :]):
        cases = _again(seen.cases, changed, person)
    else:
        cases = seen.cases
    _kept[person.pk] = _Seen(cases=cases, shelf=shelf, heard=len(shelf.changed), standing=standing)
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return cases


def forget() -> None:
    """Work everything out again."""
    _kept.clear()


def _again(cases: int, changed: set[int], person: Person) -> int:
    if len(changed) > FEW:
        return _among(person)
    return cases & ~bits.of(changed) | _among(person, pk__in=changed)


def _among(person: Person, **these: Any) -> int:
    """Of all cases of the library, or of these, those that a person may see. One query."""
    mine = access.cases_in_library(person).filter(library_entry__isnull=False, **these)
    return bits.of(mine.values_list("pk", flat=True))


def _everything_somebody_is(person: int) -> Any:
    """What ``access.showing`` asks of a person, in one list."""
    own = {"person": person}
    parts = (
        (Role.objects.filter(**own), F("role"), "programme"),
        (HubAdministrator.objects.filter(**own), Value("runs"), "hub"),
        (Enrolment.objects.filter(**own, left_at=None), Value("enrolled in"), "cohort"),
        (TeamMember.objects.filter(**own), Value("on"), "team"),
        (CaseAuthor.objects.filter(**own, removed_at=None), Value("writes"), "case"),
        (SessionRole.objects.filter(**own, declined_at=None), Value("has a part in"), "session"),
    )
    first, *others = (rows.order_by().values_list(how, F(what)) for rows, how, what in parts)
    return first.union(*others, all=True)


_standing = Compiled(_everything_somebody_is)

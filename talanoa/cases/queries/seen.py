"""Which cases of the library a person may see, worked out once and then kept in step.

To ask for each of 50,000 cases who may see it takes longer than a page may, and the answer is the
same from one search to the next. It rests on two things: who somebody is, which is asked each
time, and what became of the cases, of which the shelf keeps a list: those alone are asked for
again. Counts and places in a list rest on this, and each hit is asked for again before it is shown.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
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


@dataclass(kw_only=True)
class _Seen:
    shelf: Shelf
    standing: list[tuple[Any, ...]]
    cases: int = 0
    """The set of them."""
    heard: int = field(default=0)
    """How much of ``Shelf.changed`` is in it."""


_kept: OrderedDict[int, _Seen] = OrderedDict()


def seen_by(person: Person, shelf: Shelf) -> int:
    """The set of cases of the library this person may see. One query, or two."""
    if not person.is_authenticated:
        return 0
    standing = sorted(_standing(person=person.pk))
    seen = _kept.get(person.pk)
    if seen is None or seen.shelf is not shelf or seen.standing != standing:
        seen = _kept[person.pk] = _Seen(shelf=shelf, standing=standing)
        _ask_for_all(seen, person)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    elif len(shelf.changed) > seen.heard:
        _ask_again(seen, person)
    _kept.move_to_end(person.pk)
    return seen.cases


def forget() -> None:
    """Work everything out again."""
    _kept.clear()


def _ask_for_all(seen: _Seen, person: Person) -> None:
    mine = access.cases_in_library(person).filter(library_entry__isnull=False)
    seen.cases = bits.of(mine.values_list("pk", flat=True))
    seen.heard = len(seen.shelf.changed)


def _ask_again(seen: _Seen, person: Person) -> None:
    changed = set(seen.shelf.changed[seen.heard :])
    if len(changed) > FEW:
        return _ask_for_all(seen, person)
    mine = access.cases_in_library(person).filter(library_entry__isnull=False, pk__in=changed)
    seen.cases = seen.cases & ~bits.of(changed) | bits.of(mine.values_list("pk", flat=True))
    seen.heard = len(seen.shelf.changed)
    return None


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

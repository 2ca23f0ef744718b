"""Who decides about identifying data, and who gives a clinical case its second look."""

from django.utils.translation import gettext as _

from talanoa.cases.access.cases import writes_with
from talanoa.cases.models import Case
from talanoa.cases.terms import CaseStatus
from talanoa.people.models import Person
from talanoa.programmes import access as programmes
from talanoa.programmes.terms import CaseKind


def looking_refused(person: Person, case: Case) -> str | None:
    """Why someone may not give a case its second look; ``None`` when they may."""
    if case.kind != CaseKind.CLINICAL:
        return _("Only clinical cases need a second look.")
    if case.status != CaseStatus.SUBMITTED:
        return _("Only a case that waits for review is looked at a second time.")
    if writes_with(person, case):
        return _("The second look is for somebody who is not on the team of the case.")
    if case.changed_by_id == person.pk:
        return _("The second look is for somebody who did not change the case last.")
    return programmes.coordinates_refused(person, case.programme)


def look_missing(case: Case) -> str | None:
    """Why a case cannot be accepted before somebody else has looked. At most one query."""
    if case.kind != CaseKind.CLINICAL:
        return None
    if case.second_looks.filter(revision=case.revision).exists():
        return None
    return _(
        "A clinical case needs a second look before it is accepted: somebody who is not on its "
        "team reads it and says that nobody can be recognised."
    )

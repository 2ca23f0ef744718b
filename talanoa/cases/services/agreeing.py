"""What a team agrees to for its case, and takes back."""

from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.cases import access
from talanoa.cases.models import Case, Consent
from talanoa.cases.services import places
from talanoa.cases.terms import ConsentTo
from talanoa.kernel import clock, events
from talanoa.kernel.refusals import Refused, demand
from talanoa.people.models import Person


@transaction.atomic
def agree(*, by: Person, case: Case, to: str) -> Consent:
    """Agree to something for a case as it reads now. Agreeing twice is agreeing once.

    Raises:
        Refused: for the reasons in ``access.agreeing_refused``.
        ValueError: there is nothing of that name to agree to.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    demand(access.agreeing_refused(by, case))
    return _agree(case, by=by, to=ConsentTo(to))


def agree_by_submitting(case: Case, *, by: Person) -> None:
    """Whoever submits a case agrees that it is presented and stands in the record, as the page
    says beside the button. Within that transaction.
    """
    for to in (ConsentTo.PRESENT, ConsentTo.RECORD):
        _agree(case, by=by, to=to)


@transaction.atomic
def take_back(*, by: Person, case: Case, to: str) -> int:
    """Take back what the team agreed to. Returns how many had agreed.

    Without a yes to presenting, the case gives up its place in a session and gets none;
    without one to the record it leaves the session record, without one to the library, that.

    Raises:
        Refused: for the reasons in ``access.agreeing_refused``, or it is being discussed.
        ValueError: there is nothing of that name to agree to.
    """
    to = ConsentTo(to)
    case = Case.objects.select_for_update(of=("self",)).select_related("session").get(pk=case.pk)
    demand(access.agreeing_refused(by, case))
    is_scheduled = case.session is not None and case.discussed_at is None
    if to == ConsentTo.PRESENT and is_scheduled and case.session and case.session.opened_at:
        raise Refused(_("The session of this case has begun. Tell the facilitator."))
    standing = case.consents.filter(to=to, withdrawn_at=None)
    count = standing.update(withdrawn_at=clock.now(), withdrawn_by=by)
    if not count:
        return 0
    was_scheduled = to == ConsentTo.PRESENT and is_scheduled
    events.record(
        "cases.consent_withdrawn", by=by, subject=case, to=to, was_scheduled=was_scheduled
    )
    if to == ConsentTo.PRESENT:
        places.leave(case, by=by)
    return count


def _agree(case: Case, *, by: Person, to: ConsentTo) -> Consent:
    standing = case.consents.filter(to=to, withdrawn_at=None, person=by).last()
    if standing is not None and standing.revision == case.revision:
        return standing
    given = Consent.objects.create(case=case, person=by, to=to, revision=case.revision)
    events.record("cases.consented", by=by, subject=case, to=to, revision=case.revision)
    return given

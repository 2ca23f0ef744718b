"""Several hands for one presenter: who writes a case with its team."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.cases import access, queries
from talanoa.cases.models import Case, CaseAuthor
from talanoa.kernel import clock, events
from talanoa.kernel.refusals import demand
from talanoa.people.models import Person


@transaction.atomic
def add_author(*, by: Person, case: Case, name: str) -> CaseAuthor:
    """Let somebody of the programme write a case. Adding them twice adds them once.

    Args:
        name: their name as the programme has it, or their address; it must name one person.

    Raises:
        Refused: for the reasons in ``access.inviting_refused``.
        ValidationError: nobody of the programme is called so, or several are, or they write
            it already.
    """
    case = _locked(case)
    demand(access.inviting_refused(by, case))
    person = _one_called(name, case)
    if access.is_on_team(person, case):
        raise ValidationError({"name": _("They are on the team and write this case already.")})
    earlier = case.authors.filter(person=person, removed_at=None).first()
    if earlier is not None:
        return earlier
    author = CaseAuthor.objects.create(case=case, person=person)
    events.record("cases.author_added", by=by, subject=author, case=case.pk)
    return author


@transaction.atomic
def remove_author(*, by: Person, author: CaseAuthor) -> None:
    """Take somebody off a case; what they wrote stays. Safe to do twice.

    Raises:
        Refused: for the reasons in ``access.inviting_refused``.
    """
    author = (
        CaseAuthor.objects.select_for_update(of=("self",)).select_related("case").get(pk=author.pk)
    )
    demand(access.inviting_refused(by, author.case))
    if author.removed_at is not None:
        return
    author.removed_at = clock.now()
    author.save(update_fields=["removed_at"])
    events.record("cases.author_removed", by=by, subject=author, case=author.case_id)


def _one_called(name: str, case: Case) -> Person:
    wanted = " ".join(name.split())
    found = list(queries.called(wanted, case.programme)[:2]) if wanted else []
    if not found:
        raise ValidationError(
            {"name": _("Nobody in this programme has this name or address. Look how it is spelt.")}
        )
    if len(found) > 1:
        raise ValidationError(
            {"name": _("Several people in this programme have this name. Give the address.")}
        )
    return found[0]


def _locked(case: Case) -> Case:
    return (
        Case.objects.select_for_update(of=("self",))
        .select_related("programme__hub")
        .get(pk=case.pk)
    )

"""Who presents a case, when its team names another of its members."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.cases import access, queries
from talanoa.cases.models import Case
from talanoa.kernel import events
from talanoa.kernel.refusals import Refused, demand
from talanoa.people.models import Person
from talanoa.schedule import services as schedule
from talanoa.schedule.models import LiveSession


@transaction.atomic
def name_presenter(*, by: Person, case: Case, presenter: Person, instead_of: int) -> Case:
    """Let another member of its team present a case. Naming who presents it changes nothing.

    Where it has its place, whoever presented it hands on their place in the agenda and their part.

    Args:
        instead_of: the key of who presented it when ``by`` chose.

    Raises:
        Refused: for the reasons in ``access.naming_presenter_refused``.
        ValidationError: they are not on the team, or somebody else was named meanwhile.
    """
    # The session before the case, as whoever rewrites an agenda holds it when its places go.
    place = Case.objects.values_list("session", flat=True).get(pk=case.pk)
    LiveSession.objects.select_for_update(no_key=True).filter(pk=place).first()
    case = _locked(case)
    if case.session_id != place:
        raise Refused(_("The case was given another place just now. Look again, then choose."))
    demand(access.naming_presenter_refused(by, case))
    if presenter.pk == case.presenter_id:
        return case
    if case.presenter_id != instead_of:
        meanwhile = _("Meanwhile %(name)s was named. Choose again if it should be somebody else.")
        raise ValidationError({"presenter": meanwhile % {"name": case.presenter}})
    if not queries.possible_presenters(case).filter(pk=presenter.pk).exists():
        raise ValidationError({"presenter": _("Choose somebody of the team.")})
    was = case.presenter
    case.presenter = presenter
    case.client_id = ""  # it told two forms of the same person from each other
    case.full_clean()
    case.save(update_fields=["presenter", "client_id"])
    if case.session is not None:
        others = case.session.cases.filter(presenter=was, withdrawn_at=None)
        schedule.change_presenter(
            by=by,
            session=case.session,
            item=case.agenda_item,
            was=was,
            becomes=presenter,
            presents_more=others.exists(),
        )
    events.record(
        "cases.presenter_named", by=by, subject=case, before=was.pk, presenter=presenter.pk
    )
    return case


def _locked(case: Case) -> Case:
    return (
        Case.objects.select_for_update(of=("self",))
        .select_related("programme__hub", "presenter", "team", "session", "agenda_item")
        .get(pk=case.pk)
    )

"""Bringing a case out of what a team knows already: a gap, or its plan. Nothing is typed twice."""

from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _

from talanoa.assessment.access import plans as access
from talanoa.assessment.models import ActionPlan, CaseOrigin, Indicator
from talanoa.assessment.queries import plans as queries
from talanoa.cases import services as cases
from talanoa.cases.models import Case
from talanoa.cases.services import CaseText
from talanoa.countries.models import Country
from talanoa.kernel import events
from talanoa.kernel.refusals import demand
from talanoa.people.models import Person
from talanoa.programmes.models import CountryTeam


@transaction.atomic
def case_on_gap(
    *,
    by: Person,
    team: CountryTeam,
    indicator: Indicator,
    country: Country | None = None,
    client_id: str = "",
) -> Case:
    """Begin a team's case on one of its gaps, as a draft named after the indicator.

    Args:
        country: where the gap is, of the countries for which a regional team speaks.

    Raises:
        Refused: ``by`` is not on the team, or the programme takes no more cases.
        ValidationError: a regional team, and ``country`` is not one of its own.
    """
    demand(access.planning_refused(by, team))
    title = indicator.said("title").text
    case = cases.begin(
        by=by,
        programme=team.programme,
        text=CaseText(title=title[:200], team=team, country=country),
        client_id=client_id,
    )
    _note_origin(case, by=by, indicator=indicator)
    return case


@transaction.atomic
def re_present(
    *, by: Person, plan: ActionPlan, country: Country | None = None, client_id: str = ""
) -> Case:
    """Begin the case with which a team comes back: what it set out to do, and what came of it.

    Args:
        country: which of its countries a regional team comes back about.

    Raises:
        Refused: for the reasons in ``access.re_presenting_refused``.
        ValidationError: a regional team, and ``country`` is not one of its own.
    """
    demand(access.re_presenting_refused(by, plan))
    case = cases.begin(
        by=by,
        programme=plan.team.programme,
        text=CaseText(
            title=(_("What has changed since: %(team)s") % {"team": plan.team})[:200],
            team=plan.team,
            country=country,
            situation=_lines(plan, done=True),
            tried=_lines(plan, done=False),
        ),
        client_id=client_id,
    )
    _note_origin(case, by=by, plan=plan)
    return case


@transaction.atomic
def name_gap(*, by: Person, case: Case, indicator: Indicator | None) -> None:
    """Say which gap a case is about; ``None``: none of them.

    Raises:
        Refused: for the reasons in ``access.naming_gap_refused``.
    """
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("programme__hub")
        .get(pk=case.pk)
    )
    demand(access.naming_gap_refused(by, case))
    origin = CaseOrigin.objects.filter(case=case).first()
    if indicator is None and origin is not None and origin.plan_id is None:
        origin.delete()
    elif indicator is not None or origin is not None:
        origin = origin or CaseOrigin(case=case)
        origin.indicator = indicator
        origin.full_clean()
        origin.save()
    events.record(
        "assessment.gap_named", by=by, subject=case, indicator=indicator.pk if indicator else None
    )


def _note_origin(
    case: Case, *, by: Person, indicator: Indicator | None = None, plan: ActionPlan | None = None
) -> None:
    _origin, is_new = CaseOrigin.objects.get_or_create(
        case=case, defaults={"indicator": indicator, "plan": plan}
    )
    if is_new:
        events.record(
            "assessment.case_begun",
            by=by,
            subject=case,
            indicator=indicator.pk if indicator else None,
            plan=plan.pk if plan else None,
        )


def _lines(plan: ActionPlan, *, done: bool) -> str:
    """The plan's actions as lines to go on writing from, each with its latest note."""
    lines = []
    for action in queries.actions_of(plan):
        if (action.done_at is not None) != done:
            continue
        day = action.done_at or action.due_on
        words = f"{action.title} ({action.state.label}"
        words += f", {formats.date_format(day, 'DATE_FORMAT')})" if day else ")"
        if action.latest_note:
            words += f"\n{action.latest_note.text}"
        lines.append(f"– {words}")
    return "\n".join(lines)[:4000]

"""Questions that cannot wait for the next session: asked, routed, answered, handed on."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.cases import access, queries, routing
from talanoa.cases.models import Case, Routing, UrgentQuestion
from talanoa.cases.services.guarding import Choice, settle_text
from talanoa.kernel import clock, events
from talanoa.kernel.refusals import demand
from talanoa.people.models import Person
from talanoa.programmes.models import FocusArea, Programme


@transaction.atomic
def ask_urgently(
    *,
    by: Person,
    programme: Programme,
    text: str,
    case: Case | None = None,
    focus_area: FocusArea | None = None,
    client_id: str = "",
    choices: Mapping[str, Choice] | None = None,
) -> UrgentQuestion:
    """Ask what cannot wait; it goes to two experts at once. Sent twice it is asked once.

    Args:
        choices: what was decided about passages that may identify somebody.

    Raises:
        Refused: for the reasons in ``access.asking_refused``.
        Identifying: something found is not decided; nobody is asked yet.
        ValidationError: blank or too long, not one's own case, or another programme's area.
    """
    # So that two questions that come at once see each other, and one that comes twice itself.
    programme = (
        Programme.objects.select_for_update(of=("self",), no_key=True)
        .select_related("hub")
        .get(pk=programme.pk)
    )
    there = UrgentQuestion.objects.filter(asker=by, client_id=client_id or None).first()
    if there is not None:
        return there
    demand(access.asking_refused(by, programme))
    if case is not None and not queries.cases_to_ask_about(by, programme).filter(pk=case.pk):
        raise ValidationError({"case": _("Choose one of your own cases.")})
    if focus_area is not None and focus_area.programme_id != programme.pk:
        raise ValidationError({"focus_area": _("Choose one of this programme.")})
    question = UrgentQuestion(
        programme=programme,
        case=case,
        focus_area=focus_area,
        asker=by,
        text=text.strip(),
        client_id=client_id,
    )
    question.full_clean()
    question.text, question.guarded = settle_text(
        question.text,
        choices or {},
        by=by,
        part="question",
        label=_("Your question"),
        kind=programme.case_kind,
    )
    question.full_clean()
    question.save()
    events.record("cases.urgent_asked", by=by, subject=question)
    _route(question)
    return question


@transaction.atomic
def answer_urgent(
    *,
    by: Person,
    question: UrgentQuestion,
    text: str,
    choices: Mapping[str, Choice] | None = None,
) -> UrgentQuestion:
    """Answer a question, which is then with nobody any more.

    Raises:
        Refused: for the reasons in ``access.answering_refused``.
        Identifying: something found in the answer is not decided; it is not sent.
        ValidationError: the answer is blank or too long.
    """
    question = _locked(question)
    demand(access.answering_refused(by, question))
    question.answer = text.strip()
    if not question.answer:
        raise ValidationError({"text": _("Write the answer first.")})
    question.full_clean(exclude=["text"])
    question.answer, said = settle_text(
        question.answer,
        choices or {},
        by=by,
        part="answer",
        label=_("Answer"),
        kind=question.programme.case_kind,
    )
    question.guarded = [*question.guarded, *said]
    question.answered_at, question.answered_by = clock.now(), by
    question.full_clean(exclude=["text"])
    question.save(update_fields=["answer", "answered_at", "answered_by", "guarded"])
    events.record("cases.urgent_answered", by=by, subject=question)
    return question


@transaction.atomic
def hand_on_urgent(*, by: Person, question: UrgentQuestion) -> list[Routing]:
    """Give a question to the next expert.

    Raises:
        Refused: for the reasons in ``access.handing_on_refused``.
    """
    question = _locked(question)
    demand(access.handing_on_refused(by, question))
    question.routings.filter(expert=by).update(handed_on_at=clock.now())
    made = _route(question)
    left = question.routings.filter(handed_on_at=None, lapsed_at=None).count()
    events.record("cases.urgent_handed_on", by=by, subject=question, left=left)
    return made


@transaction.atomic
def name_experts(
    *, by: Person, question: UrgentQuestion, experts: Collection[Person]
) -> list[Routing]:
    """Send a question that nobody has any more to the experts whom a coordinator names.

    Sent twice it is done once.

    Raises:
        Refused: for the reasons in ``access.naming_experts_refused``.
        ValidationError: nobody is named, or somebody who is none of ``queries.experts_left``.
    """
    question = _locked(question)
    keys = {person.pk for person in experts}
    now_with = {one.expert_id for one in question.routings.all() if one.is_open}
    if keys and keys == now_with and question.answered_at is None:
        return []
    demand(access.naming_experts_refused(by, question))
    if not keys or keys - set(queries.experts_left(question).values_list("pk", flat=True)):
        raise ValidationError(
            {"experts": _("Choose at least one expert who has not had this question.")}
        )
    made = _send(question, sorted(keys), by=by)
    events.record("cases.urgent_sent_on", by=by, subject=question)
    return made


@transaction.atomic
def lapse_routing(*, routing_id: int) -> bool:
    """Take a question from an expert whose time has passed, to the next. Safe to run twice.

    The coordinators are told. Says whether it was done now.
    """
    found = Routing.objects.select_related("question").filter(pk=routing_id).first()
    if found is None:
        return False
    question = _locked(found.question)
    if question.answered_at is not None:
        return False
    still = Routing.objects.filter(pk=routing_id, handed_on_at=None, lapsed_at=None)
    if not still.update(lapsed_at=clock.now()):
        return False
    next_ones = _route(question)
    events.record(
        "cases.urgent_lapsed", by=None, subject=question, next=[one.expert_id for one in next_ones]
    )
    return True


def _route(question: UrgentQuestion) -> list[Routing]:
    """With as many experts as it should be; fewer, where the programme has no more."""
    routings = list(question.routings.all())
    been = {one.expert_id for one in routings} | {question.asker_id or 0}
    keys = routing.chosen(
        queries.experts_for(question),
        been=been,
        with_now=sum(1 for one in routings if one.is_open),
    )
    return _send(question, keys, by=None)


def _send(question: UrgentQuestion, keys: Iterable[int], *, by: Person | None) -> list[Routing]:
    hours = timedelta(hours=queries.policy_of(question.programme).answer_within_hours)
    now = clock.now()
    made = []
    for key in keys:
        row = Routing(question=question, expert_id=key, routed_at=now, due_at=now + hours)
        row.full_clean()
        row.save()
        events.record("cases.urgent_routed", by=by, subject=row)
        made.append(row)
    return made


def _locked(question: UrgentQuestion) -> UrgentQuestion:
    return (
        UrgentQuestion.objects.select_for_update(of=("self",))
        .select_related("programme__hub", "asker", "case")
        .get(pk=question.pk)
    )

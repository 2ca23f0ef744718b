"""What is mailed about letters, about what came of them, and about questions that cannot wait."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from talanoa.cases import access, queries, tasks
from talanoa.cases.models import (
    FollowUp,
    Letter,
    Recommendation,
    Routing,
    SentLetter,
    UrgentQuestion,
)
from talanoa.cases.services.asking import token_to_answer
from talanoa.kernel import events
from talanoa.kernel.models import Event
from talanoa.notices import services as notices
from talanoa.people.models import Person
from talanoa.people.queries import zone_named
from talanoa.programmes.models import Programme
from talanoa.programmes.queries import coordinators


@dataclass(frozen=True)
class Asked:
    """What of one letter somebody is asked about, and the link that answers for them."""

    follow_up: FollowUp
    recommendations: Sequence[Recommendation]
    token: str


@events.within("cases.discussed")
def begin_the_letter(event: Event) -> None:
    tasks.begin_letter_of.enqueue(event.subject_id)


@events.within("cases.letter_begun")
def tell_the_scribes(event: Event) -> None:
    """Whoever begins a letter by hand is at it already."""
    if event.actor_id is None:
        letter = _letter(event)
        _mail_letter(event, letter, _those_who_prepare(letter), "letter_begun")


@events.within("cases.letter_ready")
def ask_the_experts(event: Event) -> None:
    letter = _letter(event)
    _mail_letter(event, letter, access.may_sign(letter), "letter_ready")


@events.within("cases.letter_due")
def remind_before_the_time_is_over(event: Event) -> None:
    """Whoever can bring it on: the experts, where it waits for them and there are any."""
    letter = _letter(event)
    experts = list(access.may_sign(letter)) if letter.ready_at else []
    _mail_letter(event, letter, experts or _those_who_prepare(letter), "letter_due")


@events.within("cases.letter_overdue")
def tell_the_coordinators_it_is_overdue(event: Event) -> None:
    letter = _letter(event)
    _mail_letter(event, letter, coordinators(letter.case.programme), "letter_overdue")


@events.within("cases.letter_sent")
def send_the_letter(event: Event) -> None:
    tasks.send_letter.enqueue(event.subject_id)


@events.within("cases.letter_objected")
def tell_what_is_wrong(event: Event) -> None:
    sent = _sent(event)
    told = {*coordinators(sent.letter.case.programme)}
    signer = sent.signed_by
    if signer and access.letters_visible_to(signer).filter(pk=sent.letter_id).exists():
        told.add(signer)
    for person in sorted(told, key=lambda person: person.pk):
        sent.letter.case.knows_names = False
        access.tell_names(person, [sent.letter.case])
        _mail(
            event,
            person,
            "letter_objected",
            sent.letter.case.programme,
            sent=sent,
            case=sent.letter.case,
        )


@events.within("cases.rounds_asked")
def ask_what_came_of_them(event: Event) -> None:
    _mail_asking(event, queries.people_to_ask, is_reminder=False)


@events.within("cases.rounds_reminding")
def remind_of_the_asking(event: Event) -> None:
    _mail_asking(event, queries.people_to_remind, is_reminder=True)


@events.within("cases.urgent_routed")
def ask_the_expert(event: Event) -> None:
    routing = Routing.objects.select_related(
        "expert", "question__programme__hub", "question__case", "question__asker"
    ).get(pk=event.subject_id)
    if routing.question.case is not None:
        access.tell_names(routing.expert, [routing.question.case])
    _mail(
        event,
        routing.expert,
        "urgent_routed",
        routing.question.programme,
        routing=routing,
        question=routing.question,
    )


@events.within("cases.urgent_answered")
def tell_the_asker(event: Event) -> None:
    question = _question(event)
    if question.asker is not None:
        _mail(event, question.asker, "urgent_answered", question.programme, question=question)


@events.within("cases.urgent_handed_on")
@events.within("cases.urgent_lapsed")
def tell_the_coordinators_nobody_answered(event: Event) -> None:
    """Not when it was handed on and somebody has it still."""
    if event.data.get("left"):
        return
    question = _question(event)
    is_held = not question.is_with_nobody
    for person in coordinators(question.programme):
        _mail(
            event,
            person,
            "urgent_lapsed",
            question.programme,
            question=question,
            went_on=bool(event.data.get("next")),
            is_held=is_held,
        )


@events.within("cases.urgent_handed_on")
@events.within("cases.urgent_lapsed")
def tell_the_asker_nobody_has_it(event: Event) -> None:
    question = _question(event)
    if question.asker is not None and question.is_with_nobody:
        _mail(event, question.asker, "urgent_nobody", question.programme, question=question)


@events.within("cases.urgent_sent_on")
def tell_the_asker_it_goes_on(event: Event) -> None:
    question = _question(event)
    if question.asker is not None:
        _mail(event, question.asker, "urgent_goes_on", question.programme, question=question)


def _those_who_prepare(letter: Letter) -> list[Person]:
    """The scribes; the coordinators, where there is none."""
    return list(queries.scribes_of(letter.case)) or list(coordinators(letter.case.programme))


def _mail_letter(event: Event, letter: Letter, people: Iterable[Person], template: str) -> None:
    for person in people:
        if person.pk != event.actor_id:
            _mail(event, person, template, letter.case.programme, letter=letter, case=letter.case)


def _mail_asking(
    event: Event, people_of: Callable[[FollowUp], Iterable[Person]], *, is_reminder: bool
) -> None:
    """One mail for each, with what is theirs to answer of every letter; none to whom nothing is.

    What somebody else sees to is asked of them alone, and of the whole team when reminding.
    """
    parts: dict[Person, list[Asked]] = {}
    for follow_up in _follow_ups(event):
        waiting = list(queries.open_in(follow_up))
        answering = {one.pk: queries.answers_for(one) for one in waiting}
        for person in people_of(follow_up):
            theirs = [
                one
                for one in waiting
                if (is_reminder or answering[one.pk] in (None, person))
                and access.following_refused(person, one) is None
            ]
            if theirs:
                token = token_to_answer(follow_up, person)
                parts.setdefault(person, []).append(Asked(follow_up, theirs, token))
    for person, of_them in parts.items():
        _mail(
            event,
            person,
            "follow_up",
            of_them[0].follow_up.letter.case.programme,
            parts=of_them,
            is_reminder=is_reminder,
        )


def _mail(
    event: Event, person: Person, template: str, programme: Programme, **context: object
) -> None:
    notices.send(
        key=f"{event.kind}:{event.pk}:{person.pk}",
        person=person,
        template=f"cases/mail/{template}",
        context={"hub": programme.hub, "programme": programme, **context},
        zone=zone_named(programme.hub.time_zone),
    )


def _letter(event: Event) -> Letter:
    return Letter.objects.select_related(
        "case__programme__hub", "case__team", "case__session__cohort__programme__hub"
    ).get(pk=event.subject_id)


def _sent(event: Event) -> SentLetter:
    return SentLetter.objects.select_related(
        "letter__case__programme__hub", "signed_by", "objected_by"
    ).get(pk=event.subject_id)


def _follow_ups(event: Event) -> QuerySet[FollowUp]:
    return (
        FollowUp.objects.select_related(
            "letter__case__programme__hub", "letter__case__presenter", "letter__case__team"
        )
        .filter(pk__in=event.data["rounds"])
        .order_by("pk")
    )


def _question(event: Event) -> UrgentQuestion:
    return UrgentQuestion.objects.select_related("programme__hub", "asker", "case").get(
        pk=event.subject_id
    )

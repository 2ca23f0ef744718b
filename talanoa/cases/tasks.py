"""Jobs of cases: ids in, safe to run twice."""

from collections.abc import Iterable

from django_tasks import task

from talanoa.cases import mailing, queries, services
from talanoa.cases.models import Case, FollowUp, Letter, SentLetter
from talanoa.kernel import clock
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


@task()
def discuss_cases_of(session_id: int) -> int:
    """Count the cases of a session that has closed as discussed."""
    session = LiveSession.objects.filter(pk=session_id).first()
    return services.discuss_cases_of(session=session) if session else 0


@task()
def free_cases_of(session_id: int) -> int:
    """Let cases wait for another session when theirs, or their place in it, is gone."""
    session = LiveSession.objects.filter(pk=session_id).first()
    return services.free_cases_of(session=session) if session else 0


@task()
def forget_person(person_id: int, words: bool) -> None:
    """Take somebody who was erased off the cases. Safe to run twice."""
    person = Person.objects.filter(pk=person_id, erased_at__isnull=False).first()
    if person is not None:
        services.forget_person(person=person, words=words)


@task()
def begin_letter_of(case_id: int) -> bool:
    """Begin the letter on a case that was discussed, if the room advised anything."""
    case = Case.objects.filter(pk=case_id, withdrawn_at=None, recommendations__isnull=False).first()
    if case is None:
        return False
    services.begin_letter(by=None, case=case)
    return True


@task()
def send_letter(sent_id: int, after: int = 0) -> None:
    """Mail a signed letter to one batch of its readers, then see to the next."""
    sent = (
        SentLetter.objects.select_related(
            "letter__case__programme__hub",
            "letter__case__team",
            "letter__case__presenter",
            "signed_by",
        )
        .filter(pk=sent_id, letter__case__withdrawn_at=None)
        .first()
    )
    last = mailing.send_batch(sent, after=after) if sent else None
    if last is not None:
        send_letter.enqueue(sent_id, last)


@task()
def hasten_letters() -> int:
    """Remind of letters that wait for a signature, and tell when one is overdue."""
    waiting = list(queries.unsigned(now=clock.now()))
    return sum(bool(services.hasten_letter(letter=letter)) for letter in waiting)


@task()
def ask_follow_ups() -> int:
    """Ask what came of the letters whose time has come, and remind, once, of what was asked.

    A programme at a time, so that whoever is asked about several of its letters has one mail.
    """
    now = clock.now()
    due = queries.by_programme(queries.rounds_due(now=now))
    asked = [services.ask_together(letters=_letters(rounds)) for rounds in due]
    waiting = queries.by_programme(queries.rounds_to_remind(now=now))
    reminded = [services.remind_together(follow_ups=rounds) for rounds in waiting]
    return sum(len(rounds) for rounds in asked) + sum(reminded)


def _letters(rounds: Iterable[FollowUp]) -> list[Letter]:
    return list({one.letter_id: one.letter for one in rounds}.values())


@task()
def lapse_routings() -> int:
    """Take questions from experts whose time has passed to the next."""
    overdue = list(queries.routings_overdue(now=clock.now()))
    return sum(services.lapse_routing(routing_id=routing.pk) for routing in overdue)


@task()
def keep_in_library(case_id: int) -> bool:
    """Put a case into the library as it is now, or take it out. Safe to run twice."""
    return services.keep_in_library(case_id)


@task()
def fill_library() -> int:
    """Put in what joined the library and is not there: all of it, after an upgrade.

    What stands there and is over by its last day, of which nothing tells, is taken out.
    """
    waiting = [*queries.missing_from_library(), *queries.over_in_library()]
    for case_id in waiting:
        keep_in_library.enqueue(case_id)
    return len(waiting)

"""Two people on one case, two cases for one place, one frame sent twice: at the same moment."""

from datetime import timedelta

import pytest

from talanoa.cases import services
from talanoa.cases.models import Case, UrgentQuestion
from talanoa.cases.refusals import Outdated
from talanoa.kernel.refusals import Refused
from talanoa.schedule import services as schedule
from tests import make
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_save_at_once_one_is_told():
    case = make.a_case()

    def save(words):
        text = services.CaseText(title=case.title, tried=words, country=case.country)
        return lambda: services.save(by=case.presenter, case=case, revision=1, text=text)

    outcomes = at_once(save("One."), save("Two."))

    assert {type(outcome) for outcome in outcomes} == {Case, Outdated}
    saved = next(outcome for outcome in outcomes if isinstance(outcome, Case))
    assert (Case.objects.get().tried, Case.objects.get().revision) == (saved.tried, 2)


def test_one_place_takes_one_case():
    programme = make.a_programme()
    cases = [make.a_case(programme, status="accepted") for _ in range(2)]
    coordinator = make.a_role(programme, "coordinator")
    place = make.a_place(programme)

    outcomes = at_once(
        *[
            lambda case=case: services.schedule(by=coordinator, case=case, item=place)
            for case in cases
        ]
    )

    assert {type(outcome) for outcome in outcomes} == {Case, Refused}
    assert Case.objects.filter(agenda_item=place).count() == 1


def test_a_recommendation_sent_twice_at_once_is_written_once():
    programme = make.a_programme()
    place = make.a_place(programme, starts_in=timedelta(minutes=10))
    case = make.a_case(programme, status="scheduled", item=place)
    schedule.open_session(by=None, session=case.session)
    case.session.refresh_from_db()
    make.at_step(case, "participants")
    scribe = make.a_part(case.session, "scribe")

    def recommend():
        return services.recommend(
            by=scribe, session=case.session, case=case.pk, text="Train.", client_id="r1"
        )

    entries = at_once(recommend, recommend, recommend)

    assert (len(set(entries)), case.recommendations.count()) == (1, 1)


def test_two_hosts_who_move_a_case_on_at_once_move_it_one_step():
    programme = make.a_programme()
    place = make.a_place(programme, starts_in=timedelta(minutes=10))
    case = make.a_case(programme, status="scheduled", item=place)
    schedule.open_session(by=None, session=case.session)
    hosts = [make.a_role(programme, role) for role in ("facilitator", "coordinator")]

    entries = at_once(
        *[
            lambda by=by: services.step(
                by=by, session=case.session, case=case.pk, step="restating", client_id="s1"
            )
            for by in hosts
        ]
    )

    assert (len(set(entries)), list(case.steps.values_list("step", flat=True))) == (
        1,
        ["restating"],
    )


def test_a_new_case_sent_twice_at_once_is_begun_once():
    programme = make.a_programme()
    writer = make.enrolled(programme)
    text = services.CaseText(title="Pain", country=make.a_country())

    def begin():
        return services.begin(by=writer, programme=programme, text=text, client_id="c1")

    assert len(set(at_once(begin, begin))) == 1
    assert Case.objects.count() == 1


def test_a_question_that_cannot_wait_sent_twice_at_once_is_asked_once():
    programme = make.a_programme()
    make.a_role(programme, "expert")
    asker = make.enrolled(programme)

    def ask():
        return services.ask_urgently(
            by=asker, programme=programme, text="May the dose be doubled?", client_id="one"
        )

    first, second = at_once(ask, ask)

    assert (first, UrgentQuestion.objects.count()) == (second, 1)


def test_the_same_answers_sent_twice_at_once_count_once():
    asked = make.an_asking()
    [one] = asked.letter.case.recommendations.all()
    answers = [services.Answer(recommendation=one.pk, state="done")]

    def answer():
        by = asked.letter.case.presenter
        return services.answer_follow_up(by=by, follow_up=asked, answers=answers)

    assert sorted(at_once(answer, answer)) == [0, 1]
    assert one.changes.count() == 1

"""What came of a letter: asked three times at most, answered in one click, until it is settled."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given as any_
from hypothesis import strategies as some

from talanoa.cases import asking_times, queries, services, tasks
from talanoa.cases.models import FollowUp
from talanoa.kernel import clock
from talanoa.kernel.refusals import NotVisible, Refused
from talanoa.notices.models import Message
from tests import make

GENEVA = ZoneInfo("Europe/Zurich")


class Round:
    def __init__(self, weeks, due_at):
        self.weeks, self.due_at = weeks, due_at


@pytest.mark.parametrize(
    ("sent", "weeks", "due"),
    [
        ("2026-10-01T16:00+00:00", 4, "2026-10-29T08:00+00:00"),  # summer time has ended
        ("2026-10-01T16:00+00:00", 26, "2027-04-01T07:00+00:00"),  # and begun again
        ("2026-10-01T22:30+00:00", 4, "2026-10-30T08:00+00:00"),  # it was the 2nd there
        ("2026-12-01T09:00+00:00", 12, "2027-02-23T08:00+00:00"),
    ],
)
def test_it_is_asked_at_nine_by_the_hubs_clock_on_its_day(sent, weeks, due):
    at = asking_times.due_at(datetime.fromisoformat(sent), weeks, GENEVA)

    assert at == datetime.fromisoformat(due)
    assert at.astimezone(GENEVA).hour == 9


@any_(
    days=some.lists(some.integers(0, 300), max_size=4),
    now=some.integers(0, 300),
)
def test_of_what_is_due_one_is_asked_and_the_rest_is_passed_over(days, now):
    begun = datetime(2026, 1, 1, tzinfo=UTC)
    rounds = [Round(weeks, begun + timedelta(days=day)) for weeks, day in enumerate(days)]

    asked, passed = asking_times.to_ask(rounds, begun + timedelta(days=now))

    due = [one for one in rounds if one.due_at <= begun + timedelta(days=now)]
    assert {*passed, *([asked] if asked else [])} == set(due)
    assert asked is None or all(one.weeks < asked.weeks for one in passed)


def mailed(about=""):
    messages = Message.objects.filter(subject__startswith=about).order_by("person")
    return list(messages.values_list("person", flat=True))


@pytest.mark.django_db
def test_the_timetable_asks_once_reminds_once_and_stops():
    letter = make.a_letter(status="sent")
    Message.objects.all().delete()
    four = letter.follow_ups.get(weeks=4)
    counts = []
    for days in (-1, 0, 0, 3, 7, 7, 12):
        with clock.standing_at(four.due_at + timedelta(days=days, minutes=1)):
            counts.append(tasks.ask_follow_ups.call())

    assert counts == [0, 1, 0, 0, 1, 0, 0]
    assert mailed("What came of it") == mailed("Still open") == [letter.case.presenter_id]


@pytest.mark.django_db
def test_a_worker_that_was_down_asks_only_the_last_round():
    letter = make.a_letter(status="sent")
    Message.objects.all().delete()
    twelve = letter.follow_ups.get(weeks=12)

    with clock.standing_at(twelve.due_at + timedelta(days=7)):
        assert [tasks.ask_follow_ups.call() for _ in range(2)] == [1, 0]

    assert [
        (one.weeks, one.asked_at is not None, one.passed_over_at is not None)
        for one in letter.follow_ups.all()
    ] == [(4, False, True), (12, True, False), (26, False, False)]
    assert mailed() == [letter.case.presenter_id]


@pytest.mark.django_db
def test_each_person_has_one_mail_a_round_and_owners_are_asked_about_what_is_theirs():
    case = make.a_case(status="discussed")
    owner = make.enrolled(case.programme, make.a_person(language="fr"))
    coordinator = make.a_role(case.programme, "coordinator")
    for text in ("One.", "Two.", "Three."):
        make.a_recommendation(case, text)
    for text in ("One.", "Two."):
        services.assign(
            by=coordinator,
            recommendation=case.recommendations.get(text=text),
            owner=owner,
            due_on=None,
        )
    letter = make.a_letter(case, status="sent")
    Message.objects.all().delete()

    make.an_asking(letter)

    assert mailed() == sorted([case.presenter_id, owner.pk])
    theirs = Message.objects.get(person=owner)
    assert ("One." in theirs.text, "Three." in theirs.text, theirs.language) == (True, False, "fr")
    presenters = Message.objects.get(person=case.presenter)
    assert ("One." in presenters.text, "Three." in presenters.text) == (False, True)


@pytest.mark.django_db
def test_whoever_is_asked_about_several_letters_on_a_day_has_one_mail():
    programme, owner = make.a_programme(), make.a_person()
    make.enrolled(programme, owner)
    coordinator = make.a_role(programme, "coordinator")
    letters = []
    for hour, title in ((8, "The first"), (12, "The second")):
        with clock.standing_at(clock.now().replace(hour=hour)):
            case = make.a_case(programme, status="discussed", title=title)
            given = make.a_recommendation(case, f"Advice on {title}.")
            services.assign(by=coordinator, recommendation=given, owner=owner, due_on=None)
            letters.append(make.a_letter(case, status="sent"))
    elsewhere = make.a_letter(make.a_case(status="discussed"), status="sent")
    due = max(one.follow_ups.get(weeks=4).due_at for one in [*letters, elsewhere])
    Message.objects.all().delete()

    with clock.standing_at(due):
        assert [tasks.ask_follow_ups.call() for _twice in range(2)] == [3, 0]
    with clock.standing_at(due + timedelta(days=8)):
        assert [tasks.ask_follow_ups.call() for _twice in range(2)] == [3, 0]

    asked, reminded = Message.objects.filter(person=owner).order_by("pk")
    assert (asked.subject, reminded.subject) == (
        "What came of it: 2 cases",
        "Still open: what came of 2 cases?",
    )
    for mail in (asked, reminded):
        assert [mail.text.count(f"Advice on The {one}.") for one in ("first", "second")] == [1, 1]
        assert [mail.text.count("/follow-up/"), mail.html.count("Not adopted")] == [2, 2]
    assert Message.objects.filter(person=elsewhere.case.presenter).count() == 2


@pytest.mark.django_db
def test_nobody_is_asked_about_what_is_settled():
    letter = make.a_letter(status="sent")
    [recommendation] = letter.case.recommendations.all()
    services.say_what_came_of_it(
        by=letter.case.presenter, recommendation=recommendation, state="done"
    )
    Message.objects.all().delete()

    with clock.standing_at(letter.follow_ups.get(weeks=26).due_at):
        assert tasks.ask_follow_ups.call() == 0

    assert (mailed(), letter.follow_ups.filter(asked_at=None).count()) == ([], 3)


@pytest.mark.django_db
def test_a_withdrawn_case_is_not_asked_about():
    letter = make.a_letter(status="sent")
    services.withdraw(by=letter.case.presenter, case=letter.case, reason="A name was in it.")
    Message.objects.all().delete()

    with clock.standing_at(letter.follow_ups.get(weeks=4).due_at):
        assert tasks.ask_follow_ups.call() == 0

    assert mailed() == []


@pytest.mark.django_db
def test_an_answer_stands_in_the_history_with_the_asking_and_not_yet_is_one():
    asked = make.an_asking(weeks=12)
    [recommendation] = asked.letter.case.recommendations.all()
    presenter = asked.letter.case.presenter
    not_yet = [services.Answer(recommendation=recommendation.pk, state="not-yet")]
    adopted = [services.Answer(recommendation=recommendation.pk, state="adopted", note="By law.")]

    counts = [
        services.answer_follow_up(by=presenter, follow_up=asked, answers=answers)
        for answers in (not_yet, not_yet, adopted, adopted)
    ]

    assert counts == [1, 0, 1, 0]
    assert list(recommendation.changes.values_list("before", "after", "follow_up__weeks")) == [
        ("proposed", "proposed", 12),
        ("proposed", "adopted", 12),
    ]
    assert list(queries.open_in(asked)) == []
    with clock.standing_at(asked.asked_at + timedelta(days=8)):
        assert services.remind_together(follow_ups=[asked]) == 0


@pytest.mark.django_db
def test_what_was_adapted_needs_a_word_and_nothing_else_is_taken_with_it():
    asked = make.an_asking()
    case = asked.letter.case
    first, second = case.recommendations.get(), make.a_recommendation(case, "Use the radio.")
    answers = [
        services.Answer(recommendation=first.pk, state="done"),
        services.Answer(recommendation=second.pk, state="adapted"),
    ]

    with pytest.raises(ValidationError) as wrong:
        services.answer_follow_up(by=case.presenter, follow_up=asked, answers=answers)

    first.refresh_from_db()
    assert list(wrong.value.message_dict) == [f"note-{second.pk}"]
    assert first.state == "proposed"
    with pytest.raises(Refused):
        services.answer_follow_up(by=case.presenter, follow_up=asked, answers=[])


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["presenter", "colleague", "owner", "enrolled", "expert"])
def test_who_answers(who):
    programme = make.a_programme()
    case = make.a_case(programme, status="discussed", team=make.a_team(programme))
    people = {
        "presenter": case.presenter,
        "colleague": make.a_person(),
        "owner": make.enrolled(case.programme),
        "enrolled": make.enrolled(case.programme),
        "expert": make.a_role(case.programme, "expert"),
    }
    make.programmes.add_to_team(by=None, team=case.team, person=people["colleague"])
    given = make.a_recommendation(case)
    given.owner = people["owner"]
    given.save()
    asked = make.an_asking(make.a_letter(case, status="sent"))
    answers = [services.Answer(recommendation=given.pk, state="done")]

    try:
        services.answer_follow_up(by=people[who], follow_up=asked, answers=answers)
    except Refused:
        taken = False
    else:
        taken = True

    may = who in ("presenter", "colleague", "owner")
    assert taken is may
    assert list(queries.askings_to_answer(people[who])) == []
    client = Client()
    client.force_login(people[who])
    assert client.get(f"/cases/{case.pk}/follow-up/").status_code == (200 if may else 404)


@pytest.mark.django_db
def test_the_link_opens_a_page_changes_nothing_and_one_press_answers(client):
    asked = make.an_asking()
    presenter = asked.letter.case.presenter
    [recommendation] = asked.letter.case.recommendations.all()
    message = Message.objects.get(person=presenter, subject__startswith="What came of it")
    link = f"/follow-up/{services.token_to_answer(asked, presenter)}/"
    assert f"{link}?of={recommendation.pk}&amp;answer=done" in message.html

    page = client.get(link, {"of": recommendation.pk, "answer": "done"})
    assert recommendation.changes.count() == 0
    assert f'name="state-{recommendation.pk}" value="done"' in page.content.decode()
    typed = {f"state-{recommendation.pk}": "done", f"note-{recommendation.pk}": ""}
    answers = [client.post(link, typed) for _ in range(2)]

    recommendation.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (recommendation.state, recommendation.changes.count()) == ("done", 1)
    assert recommendation.changes.get().by == presenter
    assert "Everything is answered" in client.get(link).content.decode()


@pytest.mark.django_db
def test_nothing_chosen_is_said_and_a_missing_word_keeps_what_was_typed(client):
    asked = make.an_asking()
    [one] = asked.letter.case.recommendations.all()
    link = f"/follow-up/{services.token_to_answer(asked, asked.letter.case.presenter)}/"

    empty = client.post(link, {f"note-{one.pk}": ""})
    wrong = client.post(link, {f"note-{one.pk}": "", f"state-{one.pk}": "not-adopted"})

    assert (empty.status_code, wrong.status_code) == (422, 422)
    assert "Choose an answer first." in empty.content.decode()
    assert 'value="not-adopted"' in wrong.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["follow-up", "letters"])
@pytest.mark.parametrize("token", ["wrong", "WzEsMV0:1x:y", "%00", "é"])
def test_a_link_that_was_cut_or_made_up_leads_nowhere(client, path, token):
    assert client.get(f"/{path}/{token}/").status_code == 404
    assert client.post(f"/{path}/{token}/").status_code == 404


@pytest.mark.django_db
def test_a_link_for_one_thing_opens_no_other():
    asked = make.an_asking()
    presenter = asked.letter.case.presenter
    sent = queries.latest_version(asked.letter)

    with pytest.raises(NotVisible):
        services.answering_by_token(services.token_to_read(sent, presenter))
    with pytest.raises(NotVisible):
        services.reading_by_token(services.token_to_answer(asked, presenter))


@pytest.mark.django_db
def test_the_coordinator_sees_who_has_not_answered():
    asked = make.an_asking()
    programme = asked.letter.case.programme
    coordinator = make.a_role(programme, "coordinator")
    [recommendation] = asked.letter.case.recommendations.all()

    [waiting] = queries.with_what_waits(list(queries.unanswered_rounds(coordinator, programme)))
    assert (waiting, waiting.waits) == (asked, [recommendation])
    services.say_what_came_of_it(by=coordinator, recommendation=recommendation, state="done")

    assert list(queries.unanswered_rounds(coordinator, programme)) == []
    assert FollowUp.objects.filter(asked_at__isnull=False).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_what_the_coordinator_waits_for_takes_as_many_queries_for_three_as_for_one(
    client, django_assert_num_queries, count
):
    programme = make.a_programme()
    for _ in range(count):
        session = make.a_session(make.a_cohort(programme), starts_in=timedelta(minutes=10))
        case = make.a_case(programme, status="discussed", item=make.a_place(session))
        make.an_asking(make.a_letter(case, status="sent"))
    client.force_login(make.a_role(programme, "coordinator"))

    with django_assert_num_queries(13):
        page = client.get(f"/programmes/{programme.slug}/letters/").content.decode()

    assert page.count("Let nurses prescribe.") == count

"""A letter from the scribe's notes to the presenter's word that it has come."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from talanoa.cases import access, letter_scene, queries, services, tasks
from talanoa.cases.models import Letter, SentLetter
from talanoa.kernel import clock
from talanoa.kernel.refusals import Refused
from talanoa.notices.models import Message
from talanoa.people import services as people
from talanoa.programmes.models import Role
from talanoa.programmes.queries import coordinators
from talanoa.schedule import services as schedule
from tests import make
from tests.contracts.test_personal_data import run_all_jobs
from tests.together import at_once

pytestmark = pytest.mark.django_db


def line(recommendation, **fields):
    usual = {"key": recommendation.pk, "text": recommendation.words, "place": 1}
    return services.Line(**(usual | fields))


def write(letter, *lines, **fields):
    fields = {"by": scribe_of(letter), "opening": "", "revision": letter.revision} | fields
    return services.write_letter(letter=letter, lines=list(lines), **fields)


def scribe_of(letter):
    return queries.scribes_of(letter.case).first()


def expert_of(letter):
    return access.may_sign(letter).first()


def sign(letter, **fields):
    fields = {"by": expert_of(letter), "revision": letter.revision} | fields
    return services.sign_letter(letter=letter, **fields)


def mailed(about):
    messages = Message.objects.filter(subject__startswith=about).order_by("person")
    return list(messages.values_list("person", flat=True))


def test_a_letter_is_begun_when_a_session_in_which_something_was_advised_ends():
    advised, silent = (make.a_case(status="scheduled") for _ in "12")
    for case in (advised, silent):
        schedule.open_session(by=None, session=case.session)
        case.session.refresh_from_db()
    make.at_step(advised, "experts")
    make.a_recommendation(advised)
    for case in (advised, silent):
        make.closed(case.session)

    run_all_jobs()
    tasks.begin_letter_of.call(advised.pk)

    letter = Letter.objects.get()
    due_at = advised.session.closed_at + timedelta(hours=72)
    assert (letter.case, letter.due_at) == (advised, due_at)
    assert mailed("To be written") == [scribe_of(letter).pk]


def test_a_session_that_was_moved_counts_from_when_it_was_held():
    case = make.a_case(status="scheduled")
    later = case.session.starts_at + timedelta(days=9)
    schedule.move_session(
        by=None, session=case.session, starts_at=later, ends_at=later + timedelta(hours=1)
    )
    with clock.standing_at(later):
        case.session.refresh_from_db()
        schedule.open_session(by=None, session=case.session)
        case.session.refresh_from_db()
        make.at_step(case, "experts")
        make.a_recommendation(case)
        make.closed(case.session)
        run_all_jobs()

    assert Letter.objects.get().due_at == later + timedelta(hours=72)


def test_a_letter_can_be_begun_by_hand_where_the_room_was_not_used():
    case = make.a_case(status="accepted")
    coordinator = make.a_role(case.programme, "coordinator")
    place = make.a_place(case.programme)
    services.schedule(by=coordinator, case=case, item=place)
    with clock.standing_at(place.session.ends_at + timedelta(days=20)):
        schedule.note_held(by=coordinator, session=place.session)
        run_all_jobs()
        case.refresh_from_db()
        services.recommend(by=coordinator, session=case.session, case=case.pk, text="Train.")

        letter = services.begin_letter(by=coordinator, case=case)

        assert letter.due_at == clock.now() + timedelta(hours=72)
    assert [one.words for one in queries.in_letter(case)] == ["Train."]


def test_what_was_noted_is_put_in_order_reworded_merged_left_out_and_added_to():
    case = make.a_case(status="discussed")
    nurses, radio, same, joke = (
        make.a_recommendation(case, text)
        for text in ("nurses prescribe", "Use the radio.", "Nurses!", "Win the lottery.")
    )
    same.author, same.is_expert = make.a_person("Ben Osei"), True
    same.save()
    letter = make.a_letter(case)

    write(
        letter,
        line(nurses, text="Let nurses prescribe.", place=2, strength="strong"),
        line(radio, place=1),
        line(same, place=3, part_of=nurses.pk),
        line(joke, place=4, is_left_out=True),
        opening="Thank you.",
        added="Write to the minister.",
    )

    shown = letter_scene.as_it_stands(Letter.objects.get())
    assert shown["opening"] == "Thank you."
    assert [(item.text, item.strength) for item in shown["items"]] == [
        ("Use the radio.", ""),
        ("Let nurses prescribe.", "Strong"),
        ("Write to the minister.", ""),
    ]
    givers = [(str(giver.person), giver.is_expert) for giver in shown["items"][1].givers]
    assert givers == [("None", False), ("Ben Osei", True)]
    nurses.refresh_from_db()
    assert (nurses.text, nurses.words) == ("nurses prescribe", "Let nurses prescribe.")


def test_what_is_part_of_another_is_part_of_one_that_stands_by_itself():
    case = make.a_case(status="discussed")
    one, two, three = (make.a_recommendation(case, text) for text in ("One.", "Two.", "Three."))
    letter = make.a_letter(case)
    wrong = [
        [line(one, part_of=one.pk)],
        [line(one, part_of=two.pk), line(two, part_of=one.pk)],
        [line(one, part_of=two.pk), line(two, part_of=three.pk), line(three)],
        [line(one, part_of=two.pk), line(two, is_left_out=True)],
        [line(one, part_of=10**9)],
        [line(one, text="  ")],
    ]

    for lines in wrong:
        with pytest.raises(ValidationError):
            write(letter, *lines)

    assert Letter.objects.get().revision == 1


def test_of_two_who_write_one_is_told():
    letter = make.a_letter()
    [given] = letter.case.recommendations.all()
    write(letter, line(given, text="First."))

    with pytest.raises(ValidationError) as stale:
        write(letter, line(given, text="Second."))

    given.refresh_from_db()
    assert (stale.value.code, given.words) == ("stale", "First.")


def test_an_expert_signs_what_they_have_read():
    letter = make.a_letter(status="waiting")
    [given] = letter.case.recommendations.all()
    write(letter, line(given, text="Changed since."))

    with pytest.raises(ValidationError):
        sign(letter)

    assert SentLetter.objects.count() == 0


def test_what_the_scribe_still_notes_is_read_before_it_is_signed():
    letter = make.a_letter(status="waiting")
    make.a_recommendation(letter.case, "One more.")

    with pytest.raises(ValidationError):
        sign(letter)

    letter.refresh_from_db()
    assert len(sign(letter).body["items"]) == 2


def test_signing_sends_it_to_the_team_and_keeps_it_as_sent():
    programme = make.a_programme()
    case = make.a_case(programme, status="discussed", team=make.a_team(programme))
    colleague, outsider = make.a_person(), make.enrolled(programme)
    make.programmes.add_to_team(by=None, team=case.team, person=colleague)
    letter = make.a_letter(case, status="waiting")

    sent = sign(letter)
    run_all_jobs()
    tasks.send_letter.call(sent.pk)
    case.recommendations.update(written="Otherwise.")

    assert mailed("Recommendations") == sorted([case.presenter_id, colleague.pk])
    assert outsider.pk not in mailed("Recommendations")
    shown = letter_scene.as_it_was_sent(sent)
    assert [item.text for item in shown["items"]] == ["Let nurses prescribe."]
    assert (sent.number, sent.is_late) == (1, False)
    assert list(letter.follow_ups.values_list("weeks", flat=True)) == [4, 12, 26]


def test_a_programme_may_send_its_letters_to_everyone_enrolled():
    case = make.a_case(status="discussed")
    reader = make.enrolled(case.programme)
    coordinator = make.a_role(case.programme, "coordinator")
    services.set_letter_policy(
        by=coordinator,
        programme=case.programme,
        sign_within_hours=24,
        answer_within_hours=6,
        sends_to_all=True,
    )
    letter = make.a_letter(case, status="sent")
    run_all_jobs()

    assert mailed("Recommendations") == sorted([case.presenter_id, reader.pk])
    case.session.refresh_from_db()
    assert letter.due_at == case.session.closed_at + timedelta(hours=24)
    assert list(access.letters_visible_to(reader)) == [letter]


@pytest.mark.django_db(transaction=True)
def test_of_two_experts_who_sign_at_once_one_sends_it():
    letter = make.a_letter(status="waiting")
    experts = [expert_of(letter), make.a_role(letter.case.programme, "expert")]

    outcomes = at_once(*[lambda by=by: sign(letter, by=by) for by in experts])

    assert {type(outcome) for outcome in outcomes} == {SentLetter, Refused}
    assert SentLetter.objects.count() == 1


def test_the_clock_reminds_before_and_tells_the_coordinators_after_each_once():
    letter = make.a_letter(status="waiting")
    coordinator = make.a_role(letter.case.programme, "coordinator")
    Message.objects.all().delete()
    done = []
    for hours in (-30, -20, -20, 1, 1):
        with clock.standing_at(letter.due_at + timedelta(hours=hours)):
            done.append(tasks.hasten_letters.call())

    assert done == [0, 1, 0, 1, 0]
    assert mailed("Soon due") == [expert_of(letter).pk]
    told = list(coordinators(letter.case.programme).values_list("pk", flat=True))
    assert (coordinator.pk in told, mailed("Overdue")) == (True, told)


def test_a_worker_that_was_down_tells_once():
    letter = make.a_letter(status="waiting")
    Message.objects.all().delete()
    with clock.standing_at(letter.due_at + timedelta(days=7)):
        assert (tasks.hasten_letters.call(), tasks.hasten_letters.call()) == (1, 0)

    assert mailed("Soon due") == []


def test_a_letter_is_signed_after_its_time_and_says_so():
    letter = make.a_letter(status="waiting")

    with clock.standing_at(letter.due_at + timedelta(minutes=1)):
        sent = sign(letter)

    assert (sent.is_late, sent.due_at) == (True, letter.due_at)


def test_an_expert_who_left_signs_nothing_and_somebody_else_is_reminded():
    letter = make.a_letter(status="waiting")
    gone = expert_of(letter)
    Role.objects.filter(person=gone).delete()
    Message.objects.all().delete()

    with pytest.raises(Refused) as refused:
        services.sign_letter(by=gone, letter=letter, revision=letter.revision)
    with clock.standing_at(letter.due_at - timedelta(hours=1)):
        tasks.hasten_letters.call()

    assert str(refused.value) == "Only an expert of the session signs."
    assert mailed("Soon due") == [scribe.pk for scribe in queries.scribes_of(letter.case)]


def test_a_letter_that_nobody_could_sign_is_not_handed_over():
    letter = make.a_letter()
    Role.objects.filter(role="expert").delete()

    with pytest.raises(Refused):
        services.hand_over_letter(by=scribe_of(letter), letter=letter, revision=1)


@pytest.mark.parametrize("status", ["draft", "waiting"])
def test_a_letter_without_a_recommendation_goes_nowhere(status):
    letter = make.a_letter(status=status)
    letter.case.recommendations.update(left_out_at=clock.now())

    with pytest.raises(Refused) as refused:
        if status == "draft":
            services.hand_over_letter(by=scribe_of(letter), letter=letter, revision=1)
        else:
            sign(letter)

    assert str(refused.value) == "A letter needs at least one recommendation."


def test_a_withdrawn_case_takes_its_letter_with_it():
    letter = make.a_letter(status="waiting")
    expert = expert_of(letter)
    services.withdraw(by=letter.case.presenter, case=letter.case, reason="A name was in it.")
    Message.objects.all().delete()

    with pytest.raises(Refused):
        services.sign_letter(by=expert, letter=letter, revision=letter.revision)
    with clock.standing_at(letter.due_at + timedelta(days=1)):
        assert tasks.hasten_letters.call() == 0
    assert list(access.letters_visible_to(expert)) == []


def test_a_correction_is_another_letter_with_its_reason_and_the_first_stays():
    letter = make.a_letter(status="sent")
    [given] = letter.case.recommendations.all()
    scribe = scribe_of(letter)
    Message.objects.all().delete()

    letter = services.correct_letter(by=scribe, letter=letter, reason="Doctors, too.")
    letter = write(letter, line(given, text="Let nurses and doctors prescribe."))
    letter = services.hand_over_letter(by=scribe, letter=letter, revision=letter.revision)
    sign(letter)
    run_all_jobs()

    assert list(letter.versions.values_list("number", "reason")) == [(1, ""), (2, "Doctors, too.")]
    texts = [letter_scene.as_it_was_sent(one)["items"][0].text for one in letter.versions.all()]
    assert texts == ["Let nurses prescribe.", "Let nurses and doctors prescribe."]
    assert letter.follow_ups.count() == 3
    assert mailed("Corrected recommendations") == [letter.case.presenter_id]
    with pytest.raises(ValidationError):
        services.correct_letter(by=scribe, letter=letter, reason="  ")


def test_the_team_says_once_that_it_has_come():
    letter = make.a_letter(status="sent")
    sent = queries.latest_version(letter)
    presenter = letter.case.presenter

    said = [services.acknowledge_letter(by=presenter, sent=sent) for _ in range(2)]

    sent.refresh_from_db()
    assert (said, sent.acknowledged_by) == ([True, False], presenter)


def test_the_team_says_what_is_wrong_and_whoever_signed_is_told():
    letter = make.a_letter(status="sent")
    sent = queries.latest_version(letter)
    Message.objects.all().delete()

    for _ in range(2):
        services.object_to_letter(by=letter.case.presenter, sent=sent, words="We asked about X.")

    told = {*coordinators(letter.case.programme).values_list("pk", flat=True)}
    assert mailed("The team says") == sorted(told | {sent.signed_by_id})


def test_a_name_in_a_sent_letter_goes_with_the_person():
    case = make.a_case(status="discussed")
    given = make.a_recommendation(case)
    given.author = make.a_person("Sela Taufa")
    given.save()
    sent = queries.latest_version(make.a_letter(case, status="sent"))

    people.erase(by=given.author, person=given.author, words=True)

    [item] = letter_scene.as_it_was_sent(sent)["items"]
    assert [str(giver.person) for giver in item.givers] == ["Someone without a name"]
    assert item.text == "Let nurses prescribe."

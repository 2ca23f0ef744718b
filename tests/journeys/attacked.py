"""What is attacked: made in the database of a running Talanoa, in its environment.

``python -m tests.journeys.attacked`` prints who is there and the numbers of what they have,
and then answers questions about the database until its input ends.
"""

import json
import sys
import uuid
from datetime import timedelta

ANSWERS = {"relevance": 5, "learned": 4, "part": 3, "free-of-interests": True}


def make_all() -> dict[str, dict]:
    """An open session and everyone who may come to it; a closed one; a foreign one."""
    from talanoa.assessment.services import evidence, planning, verdicts
    from talanoa.cases import services as cases
    from talanoa.credentials import services as credentials
    from talanoa.evaluation import services as evaluation
    from talanoa.kernel import clock
    from talanoa.live.models import AtScreen, AttendanceReport, Stay
    from talanoa.live.room.spans import Span
    from talanoa.live.services import (
        attendance,
        captions,
        channels,
        floor,
        guests,
        presence,
        screens,
        sites,
    )
    from talanoa.people import services as people
    from talanoa.programmes import services as programmes
    from talanoa.programmes.models import Role, TeamMember
    from talanoa.schedule import services as schedule
    from talanoa.schedule.models import LiveSession, SessionRole
    from talanoa.schedule.services import ItemOfAgenda
    from tests import make, make_teams

    programme = make.a_programme()
    cohort = make.a_cohort(programme)
    who = {
        "coordinator": make.a_role(programme, "coordinator", make.a_person("Cora Coordinator")),
        "facilitator": make.a_role(programme, "facilitator", make.a_person("Fay Facilitator")),
        "stranger": make.a_person("Sam Stranger"),
        "newcomer": make.a_person("Nia Newcomer"),
        "presenter": make.enrolled(cohort, make.a_person("Pia Presenter")),
    }
    team = make.a_team(programme)
    who["member"] = who["presenter"]
    for name in ("participant", "other", "removed", "leaving"):
        who[name] = make.enrolled(cohort, make.a_person(f"{name.title()} Participant"))
    session = make.a_session(cohort, starts_in=timedelta(minutes=5))
    planned = [
        ItemOfAgenda(kind=kind, title=kind.title(), minutes=20)
        for kind in ("welcome", "case", "closing")
    ]
    items = schedule.set_agenda(by=None, session=session, items=planned)
    case = make.a_case(
        programme, status="scheduled", presenter=who["presenter"], team=team, item=items[1]
    )
    co_author = make.enrolled(make.a_cohort(programme), make.a_person("Coa Author"))
    author = cases.add_author(by=who["presenter"], case=case, name=co_author.email)
    attached = make.a_file(case, by=who["coordinator"])
    asked = cases.ask_team(by=who["coordinator"], case=case, text="Since when?")
    draft, ready = (make.a_case(programme, presenter=who["presenter"], team=team) for _ in "12")
    who["scribe"] = make.a_part(session, "scribe", make.a_person("Sol Scribe"))
    plan = planning.begin_plan(by=who["member"], team=team)
    action = planning.add_action(
        by=who["member"], plan=plan, text=planning.ActionText(title="Train nurses")
    )
    planning.change_action(
        by=who["member"],
        action=action,
        revision=1,
        text=planning.ActionText(title="Train nurses"),
        milestones=[planning.MilestoneText(text="Rooms found")],
    )
    deck = make.a_deck(session, by=who["facilitator"])
    schedule.open_session(by=None, session=session)
    session.refresh_from_db()
    floor.remove(by=who["facilitator"], session=session, person=who["removed"].pk, client_id="r")
    question = make.a_question(session, by=who["participant"])
    prepared = make.a_poll(session, by=who["facilitator"])
    captions.write(
        by=make.a_captioner(session, who["other"], language="fr"),
        session=session,
        text="Bonjour",
        language="fr",
    )
    intake = make.an_intake(session)
    french = channels.add_language(by=who["facilitator"], session=session, language="fr")
    channels.name_interpreter(by=who["facilitator"], channel=french, person=who["other"].pk)
    guest = guests.invite(by=who["facilitator"], session=session, name="Gus Guest")
    who["guest"] = guest.link.person
    second = make.a_cohort(programme)
    for name in ("participant", "other"):
        make.enrolled(second, who[name])
    held = make.closed(make.an_open_session(second))
    began = held.closed_at - timedelta(hours=1)
    LiveSession.objects.filter(pk=held.pk).update(opened_at=began)
    held.refresh_from_db()
    there = [
        Span(held.pk, who[name].pk, uuid.uuid4(), began, held.closed_at, held.closed_at)
        for name in ("participant", "other")
    ]
    presence.write_spans(there, process="attacked")
    wave = evaluation.open_wave(held)
    with clock.standing_at(held.closed_at + timedelta(minutes=6)):
        attendance.compute(session=held)
        evaluation.answer(by=who["other"], wave=wave, answers=ANSWERS)
        (certificate,) = credentials.issue_due(session=held)
    report = AttendanceReport.objects.create(
        session=session, file_name="zoom.csv", file_hash="0" * 64, has_times=True
    )
    stay = Stay.objects.create(
        session=session,
        person=who["participant"],
        kind="hand",
        began_at=session.opened_at,
        ended_at=session.opened_at,
    )
    site = sites.open_site(
        by=None,
        programme=programme,
        name="Attacked site",
        country=make.a_country(),
        host=who["other"].email,
    )
    screens.put_right(
        by=who["other"],
        session=session,
        site=site,
        people=[],
        addresses=[who["participant"].email],
        others=2,
    )
    foreign = make.an_open_session(make.a_cohort(make.a_programme(name="Another programme")))
    secret = people.make_sign_in_link(person=who["newcomer"]).rsplit("/", 2)[-2]
    invitation = programmes.invite(
        by=None, programme=programme, address="invited@example.net", role="facilitator"
    )
    team_invitation = programmes.invite(
        by=None, programme=programme, address="asked@example.net", team=team
    )
    team_round = make_teams.a_round(programme)
    application = make_teams.an_application(team_round, lead=who["newcomer"])
    statement = make_teams.a_statement(programme)
    area = programmes.add_challenge_area(by=None, programme=programme, name="Medicines")
    # Months away from the open session, whatever the day of these tests.
    series = make.a_series(
        make.a_cohort(programme), first_on=(clock.now() + timedelta(days=60)).date()
    )
    # At its last step everything may be written, so that nothing is turned down for its turn.
    cases.step(by=who["facilitator"], session=session, case=case.pk, step="done")
    recommendation = cases.recommend(
        by=who["scribe"], session=session, case=case.pk, text="Begin with the hospitals."
    ).data["recommendation"]
    assessment = make.an_assessment(team, by=who["presenter"])
    answer = assessment.answers.get()
    law = evidence.add(by=who["presenter"], answer=answer, kind="citation", title="Law 5")
    verdicts.submit(by=who["presenter"], assessment=assessment)
    who["expert"] = make.a_role(programme, "expert", make.a_person("Eve Expert"))
    urgent = make.an_urgent_question(programme, by=who["presenter"], case=case)
    ids = {
        "assessment": assessment.pk,
        "asked": answer.indicator_id,
        "evidence": law.pk,
        "slug": programme.slug,
        "cohort": cohort.pk,
        "session": session.pk,
        "held": held.pk,
        "foreign": foreign.pk,
        "item": items[0].pk,
        "case": case.pk,
        "author": author.pk,
        "attachment": attached.pk,
        "review_question": asked.pk,
        "draft": draft.pk,
        "ready": ready.pk,
        "deck": deck.pk,
        "poll": prepared.pk,
        "question": question.pk,
        "interpreter": who["other"].pk,
        "page": deck.pages.get().pk,
        "certificate": certificate.number,
        "invitation": invitation.pk,
        "area": area.pk,
        "series": series.pk,
        "recommendation": recommendation,
        "urgent": urgent.pk,
        "role": Role.objects.get(person=who["facilitator"]).pk,
        "part": SessionRole.objects.get(person=who["scribe"]).pk,
        "member": TeamMember.objects.get(person=who["presenter"]).pk,
        "guest_link": guest.link.pk,
        "link": secret,
        "guest_secret": guest.url.rstrip("/").rsplit("/", 1)[-1],
        "team": team.pk,
        "action": action.pk,
        "milestone": action.milestones.get().pk,
        "team_invitation": team_invitation.pk,
        "round": team_round.pk,
        "application": application.pk,
        "statement": statement.pk,
        "site": site.pk,
        "at_screen": AtScreen.objects.get().pk,
        "captioner": session.captioners.get().pk,
        "intake": intake.pk,
        "report": report.pk,
        "stay": stay.pk,
    } | _frameworks_and_medicines()
    return {"who": _signed_in(who), "ids": ids}


def _frameworks_and_medicines() -> dict[str, int]:
    """A version being written, one for countries that nobody shows an answer to, and a medicine of
    which a country has said nothing.
    """
    from talanoa.assessment.models import Medicine
    from talanoa.assessment.services import loading, wording
    from talanoa.assessment.tests import makers
    from tests import make

    administrator = make.a_person("Ada Administrator")
    make.a_hub(administrator=administrator)
    draft = wording.begin(by=administrator, version=loading.load_ours())
    makers.a_version("countries")
    medicine = Medicine.objects.create(name="morphine", section="2.2", section_title="Opioids")
    return {
        "edition": draft.number,
        "dimension": draft.dimensions.all()[0].pk,
        "version_indicator": draft.indicators.all()[0].pk,
        "medicine": medicine.pk,
    }


def _signed_in(who) -> dict[str, tuple[int, str]]:
    from tests import crowd

    cookies = crowd._signed_in(who.values())
    return {name: (one.person, one.cookie) for name, one in zip(who, cookies, strict=True)}


def answer_questions() -> None:
    """Evaluate each line that comes in, with every model at hand, and print its value as JSON."""
    from django.apps import apps
    from django.db import connection
    from django.db.models import F

    models = {model.__name__: model for model in apps.get_models()} | {"F": F}
    for line in sys.stdin:
        value = eval(line, models)  # the table's own questions
        sys.stdout.write(json.dumps(value) + "\n")
        sys.stdout.flush()
        connection.close()


if __name__ == "__main__":
    import django

    from talanoa.ops.cli import prepare_environment

    prepare_environment()
    django.setup(set_prefix=False)
    from django.db import transaction

    with transaction.atomic():
        made = make_all()
    sys.stdout.write(json.dumps(made) + "\n")
    sys.stdout.flush()
    answer_questions()

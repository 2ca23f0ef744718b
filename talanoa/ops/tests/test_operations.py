"""The operations page is for the staff; health is for machines."""

import re
import uuid
from dataclasses import replace

import pytest
from django.db import DatabaseError
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from talanoa.kernel.models import Event
from talanoa.kernel.refusals import NotVisible, Refused
from talanoa.live.services import nodes
from talanoa.ops import access, queries, services
from talanoa.ops.models import FailedJob
from talanoa.ops.tests import chores
from tests.make import a_person, a_session

pytestmark = pytest.mark.django_db


def staff():
    person = a_person()
    person.is_staff = True
    person.save()
    return person


def a_failed_job(**fields):
    defaults = {"job": uuid.uuid4(), "task": "talanoa.cases.tasks.remind", "tries": 3}
    return FailedJob.objects.create(**{**defaults, "error": "OSError: unplugged", **fields})


def beating(*kinds):
    for kind in kinds:
        services.beat(process=f"{kind}-1", kind=kind, host="here", pid=7)


@pytest.mark.parametrize(
    ("alive", "status", "answer"),
    [
        ((), 503, {"status": "not well", "database": True, "room": False, "worker": False}),
        (("room",), 503, {"status": "not well", "database": True, "room": True, "worker": False}),
        (
            ("room", "worker"),
            200,
            {"status": "ok", "database": True, "room": True, "worker": True},
        ),
    ],
)
def test_health_says_which_part_lives(client, alive, status, answer):
    beating(*alive)

    page = client.get("/health/")

    assert (page.status_code, page.json()) == (status, {**answer, "sound": ["silent"]})


def test_health_says_when_the_database_does_not_answer(client, monkeypatch):
    def fail():
        raise DatabaseError

    monkeypatch.setattr(queries, "kinds_alive", fail)

    page = client.get("/health/")

    assert page.status_code == 503
    parts = {"database": False, "room": False, "worker": False, "sound": []}
    assert page.json() == {"status": "not well", **parts}


def test_staff_see_each_janus_and_what_it_carries(client, settings):
    client.force_login(staff())
    settings.JANUS = replace(settings.JANUS, addresses=("127.0.0.1:9001", "127.0.0.1:9002"))
    nodes.see(answering=["127.0.0.1:9001"])
    nodes.place([a_session().pk], answering=["127.0.0.1:9001"], standing=["127.0.0.1:9001"])

    page = client.get("/operations/").content.decode()
    cell = r"\s*<td data-label=\"[^\"]+\">"
    rows = re.findall(rf"<bdi>(127[^<]+)</bdi></th>{cell}([^<]+)</td>{cell}(\d+)</td>", page)

    assert rows == [
        ("127.0.0.1:9001", "It answers again, and is given no session for a minute", "1"),
        ("127.0.0.1:9002", "It does not answer", "0"),
    ]
    assert client.get("/health/").json()["sound"] == ["resting", "silent"]


def test_staff_see_failed_jobs_with_their_errors(client):
    client.force_login(staff())
    a_failed_job()
    beating("room")

    page = client.get("/operations/").content.decode()

    assert page.count("talanoa.cases.tasks.remind") == 1
    assert page.count("OSError: unplugged") == 1


@pytest.mark.parametrize("path", ["/operations/"])
def test_others_are_told_there_is_no_such_page(client, path):
    assert client.get(path).status_code == 404
    client.force_login(a_person())
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("act", ["run-again", "set-aside"])
def test_others_find_no_failed_job(client, act):
    failed = a_failed_job()
    path = f"/operations/jobs/{failed.pk}/{act}/"

    assert client.post(path).status_code == 404
    client.force_login(a_person())
    assert client.post(path).status_code == 404
    assert FailedJob.objects.get().dealt_with_at is None


@pytest.mark.parametrize("act", ["run-again", "set-aside"])
def test_acts_are_posted_and_name_a_job_there_is(client, act):
    client.force_login(staff())
    failed = a_failed_job()

    assert client.get(f"/operations/jobs/{failed.pk}/{act}/").status_code == 405
    assert client.post(f"/operations/jobs/{failed.pk + 1}/{act}/").status_code == 404


@pytest.mark.parametrize("failures", [1, 3])
def test_operations_ask_as_many_queries_for_three_failures_as_for_one(
    client, django_assert_num_queries, failures
):
    client.force_login(staff())
    for _ in range(failures):
        a_failed_job()

    with django_assert_num_queries(10):
        page = client.get("/operations/")

    assert page.content.decode().count("OSError: unplugged") == failures


def test_a_failed_job_can_be_run_again(client):
    person = staff()
    client.force_login(person)
    chores.sweep.enqueue()
    job = DBTaskResult.objects.get()
    failed = services.give_up(job, error=ValueError("broken"))

    page = client.post(f"/operations/jobs/{failed.pk}/run-again/")

    job.refresh_from_db()
    assert page.status_code == 302
    assert (job.status, job.worker_ids) == (TaskResultStatus.READY, [])
    assert list(queries.open_failures()) == []
    assert list(Event.objects.values_list("kind", "actor")) == [
        ("ops.job_failed", None),
        ("ops.job_run_again", person.pk),
    ]


def test_a_failed_job_can_be_set_aside(client):
    person = staff()
    client.force_login(person)
    failed = a_failed_job()

    client.post(f"/operations/jobs/{failed.pk}/set-aside/")

    assert list(queries.open_failures()) == []
    assert list(Event.objects.values_list("kind", "actor")) == [("ops.job_set_aside", person.pk)]


@pytest.mark.parametrize("act", [services.run_again, services.set_aside])
def test_a_job_is_dealt_with_once_and_by_staff(act):
    failed = a_failed_job()
    with pytest.raises(Refused, match="Only the staff"):
        act(by=a_person(), failed=failed)

    services.set_aside(by=staff(), failed=failed)

    with pytest.raises(Refused, match="already dealt with"):
        act(by=staff(), failed=failed)


@pytest.mark.parametrize(
    ("who", "sees"), [("staff", True), ("person", False), ("former staff", False)]
)
def test_who_sees_a_failed_job(who, sees):
    failed = a_failed_job()
    person = a_person() if who == "person" else staff()
    person.is_active = who != "former staff"

    assert (failed in access.failed_jobs_visible_to(person)) is sees
    if sees:
        assert access.get_failed_job(person, failed.pk) == failed
    else:
        with pytest.raises(NotVisible):
            access.get_failed_job(person, failed.pk)

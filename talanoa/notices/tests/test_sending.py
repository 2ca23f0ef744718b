from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template import TemplateDoesNotExist
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from talanoa.kernel.models import Event
from talanoa.notices import services
from talanoa.notices.models import Message
from talanoa.people.services import erase, export_of, make_guest
from talanoa.schedule.tests.jobs import run_jobs
from tests.make import a_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("templates")]

AT = datetime(2026, 12, 1, 13, 0, tzinfo=UTC)
CONTEXT = {"title": "Morphine & <law>", "at": AT}


def test_a_mail_is_written_for_its_receiver():
    person = a_person("Ana", language="fr", time_zone="Pacific/Tongatapu")

    message = services.send(key="moved:1", person=person, template="moved", context=CONTEXT)

    assert message is not None
    assert (message.address, message.language) == (person.email, "fr")
    assert message.subject == "Moved: Morphine & <law>"
    assert message.text == (
        "Dear Ana, Morphine & <law> is on 2 décembre 2026 02:00 (+13). http://localhost:8000\n"
    )
    assert message.html == "<p>Morphine &amp; &lt;law&gt;</p>"


def test_it_is_written_alike_whoever_asks_for_it():
    person = a_person(language="fr", time_zone="Pacific/Apia")

    with translation.override("ar"):
        message = services.send(key="moved:1", person=person, template="moved", context=CONTEXT)

    assert (message.language, "décembre" in message.text) == ("fr", True)


@pytest.mark.parametrize(
    ("own", "given", "active", "language"),
    [
        ("fr", "ar", "en", "fr"),
        ("", "ar", "en", "ar"),
        ("", "", "fr", "fr"),
        ("tlh", "", "ar", "ar"),
        ("", "tlh", "en", "en"),
    ],
)
def test_in_which_language(own, given, active, language):
    person = a_person(language=own)

    with translation.override(active):
        message = services.send(
            key="k", person=person, language=given, template="plain", context=CONTEXT
        )

    assert message.language == language


def test_somebody_without_an_account_reads_in_the_zone_given_or_utc():
    in_utc = services.send(key="a", address="x@example.org", template="moved", context=CONTEXT)
    at_home = services.send(
        key="b",
        address="x@example.org",
        template="moved",
        context=CONTEXT,
        zone=ZoneInfo("Africa/Nairobi"),
    )

    assert "13:00 (UTC)" in in_utc.text
    assert "16:00 (EAT)" in at_home.text


def test_the_same_reason_mails_once():
    person = a_person()

    first = services.send(key="k", person=person, template="plain", context=CONTEXT)
    second = services.send(key="k", person=person, template="plain", context=CONTEXT)

    assert (first is None, second) == (False, None)
    assert Message.objects.count() == DBTaskResult.objects.count() == 1


def test_a_mail_comes_and_goes_with_its_transaction():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        services.send(key="k", person=a_person(), template="plain", context=CONTEXT)
        raise ZeroDivisionError

    assert Message.objects.count() == DBTaskResult.objects.count() == 0


@pytest.mark.parametrize("who", ["guest", "erased"])
def test_who_has_no_address_is_mailed_nothing(who):
    person = make_guest(name="Malia") if who == "guest" else a_person()
    if who == "erased":
        person = erase(by=person, person=person)

    assert services.send(key="k", person=person, template="plain", context=CONTEXT) is None
    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    "address",
    ["x@example.org\nBcc: y@example.org", "x@example.org\r", "x", "x@", "a@b.example, c@d.example"],
)
def test_an_address_cannot_bring_a_header_along(address):
    with pytest.raises(ValidationError):
        services.send(key="k", address=address, template="plain", context=CONTEXT)


@pytest.mark.parametrize(
    "title",
    ["News\nBcc: y@example.org", "News\r\nBcc: y@example.org", "News\u2028Bcc: y@example.org"],
)
def test_a_title_cannot_bring_a_header_along(title):
    message = services.send(
        key="k", address="x@example.org", template="plain", context={"title": title}
    )

    assert message.subject == "News Bcc: y@example.org"


def test_a_long_title_is_cut_and_sent():
    message = services.send(
        key="k", address="x@example.org", template="plain", context={"title": "x" * 400}
    )

    assert message.subject == "x" * 250


@pytest.mark.parametrize(
    ("template", "error"), [("empty", ValueError), ("no", TemplateDoesNotExist)]
)
def test_a_template_that_is_not_whole_is_a_fault_of_ours(template, error):
    with pytest.raises(error):
        services.send(key="k", address="x@example.org", template=template, context=CONTEXT)


def test_erasing_a_person_deletes_their_mail(django_capture_on_commit_callbacks):
    person, other = a_person(), a_person()
    for each in (person, other):
        services.send(key=f"k:{each.pk}", person=each, template="plain", context=CONTEXT)

    erase(by=person, person=person)
    [job] = DBTaskResult.objects.filter(task_path="talanoa.notices.tasks.forget_person")
    job.task.call(*job.args_kwargs["args"])

    assert [message.person for message in Message.objects.all()] == [other]


def test_erasing_a_person_deletes_mail_to_their_address_from_before_they_had_an_account():
    for key, address in (("a", "Ana@example.org"), ("b", "ben@example.org")):
        services.send(key=key, address=address, template="plain", context=CONTEXT)
    guest = make_guest(name="Ana")
    services.send(
        key="c", person=guest, address="ana@example.org", template="plain", context=CONTEXT
    )
    person = a_person(email="ana@example.org")

    erase(by=person, person=person)
    run_jobs(of="notices")

    assert list(Message.objects.values_list("key", flat=True)) == ["b"]


def test_no_job_and_no_event_bears_the_address_of_somebody_erased():
    person = a_person("Ana Faleolo", email="ana@example.org")

    erase(by=person, person=person, words=True)

    rows = [*DBTaskResult.objects.values(), *Event.objects.values()]
    assert [row for row in rows if "ana@" in str(row) or "Ana" in str(row)] == []


def test_the_export_tells_of_mail_but_opens_no_door_by_it():
    person, other = a_person(), a_person()
    for each in (person, other):
        services.send(key=f"a:{each.pk}", person=each, template="plain", context=CONTEXT)
    services.send(key="b", person=person, template="plain", context=CONTEXT, holds_secret=True)
    plain = Message.objects.get(key=f"a:{person.pk}")

    kept = export_of(person)["mail"]

    assert [(row["address"], row["text"]) for row in kept] == [
        (person.email, plain.text),
        (person.email, ""),
    ]

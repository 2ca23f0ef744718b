import smtplib
from datetime import timedelta
from email import message_from_bytes, policy
from threading import Barrier, Thread

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from talanoa.kernel import clock
from talanoa.kernel.jobs import retrying
from talanoa.kernel.models import Event
from talanoa.notices import services, tasks
from talanoa.notices.models import Message
from talanoa.notices.terms import CLAIM_LIVES, GIVE_UP_AFTER
from tests import servers

pytestmark = pytest.mark.django_db

ICS = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"


@pytest.fixture(scope="module")
def mail_server():
    with servers.smtp() as mailbox:
        yield mailbox


@pytest.fixture
def mailbox(mail_server, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = mail_server.host, mail_server.port
    settings.EMAIL_USE_TLS = False
    mail_server.messages.clear()
    return mail_server


def a_message(**fields):
    usual = {
        "key": f"test:{Message.objects.count()}",
        "address": "ana@example.org",
        "language": "fr",
        "subject": "Séance du 1er décembre",
        "text": "À bientôt.\n",
    }
    return Message.objects.create(**(usual | fields))


def received(mailbox):
    return [message_from_bytes(raw, policy=policy.default) for raw in mailbox.messages]


def test_a_message_arrives_as_it_was_written(mailbox):
    message = a_message(html="<p>À bientôt.</p>")

    assert services.deliver(message_id=message.pk) is True

    [mail] = received(mailbox)
    assert (mail["Subject"], mail["To"]) == ("Séance du 1er décembre", "ana@example.org")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "fr"
    assert mail.get_body(("plain",)).get_content().strip() == "À bientôt."
    assert mail.get_body(("html",)).get_content().strip() == "<p>À bientôt.</p>"
    message.refresh_from_db()
    assert message.sent_at is not None


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_a_calendar_entry_stands_where_gmail_and_outlook_look_for_it(mailbox, method):
    message = a_message(html="<p>x</p>", calendar=ICS, calendar_method=method)

    services.deliver(message_id=message.pk)

    [mail] = received(mailbox)
    kinds = [part.get_content_type() for part in mail.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    [entry] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    [file] = mail.iter_attachments()
    assert entry["Content-Type"].params["method"] == method
    assert entry.get_content_charset() == "utf-8"
    assert entry.get_content().splitlines() == ICS.splitlines()
    assert (file.get_filename(), file.get_content()) == ("invite.ics", ICS.encode())


def test_a_message_is_sent_once_however_often_it_is_asked_for(mailbox):
    message = a_message()

    said = [services.deliver(message_id=message.pk) for _ in range(3)]

    assert (said, len(mailbox.messages)) == ([True, False, False], 1)


def test_a_message_that_is_gone_is_not_missed(mailbox):
    assert services.deliver(message_id=9999) is False


def test_a_secret_is_blanked_once_it_has_left(mailbox):
    secret, plain = a_message(holds_secret=True, html="<p>x</p>"), a_message()

    for message in (secret, plain):
        services.deliver(message_id=message.pk)
        message.refresh_from_db()

    assert (secret.text, secret.html, secret.subject) == ("", "", "Séance du 1er décembre")
    assert plain.text == "À bientôt.\n"
    assert "bient" in received(mailbox)[0].get_body(("plain",)).get_content()


def refusing(monkeypatch, error):
    def refuse(*_args, **_kwargs):
        raise error

    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", refuse)


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (
            smtplib.SMTPRecipientsRefused({"ana@example.org": (550, b"5.1.1 no such user")}),
            "550 5.1.1 no such user",
        ),
        (smtplib.SMTPDataError(554, b"5.7.1 looks like spam"), "554 5.7.1 looks like spam"),
    ],
)
def test_what_is_refused_for_good_is_not_tried_again(monkeypatch, error, failure):
    message = a_message(holds_secret=True)
    refusing(monkeypatch, error)

    assert services.deliver(message_id=message.pk) is False

    message.refresh_from_db()
    assert (message.failure, message.sent_at, message.text) == (failure, None, "")
    assert message.failed_at is not None
    assert services.deliver(message_id=message.pk) is False
    assert Event.objects.filter(kind="notices.failed", subject_id=message.pk).count() == 1


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPRecipientsRefused({"ana@example.org": (450, b"4.2.1 greylisted")}),
        smtplib.SMTPDataError(451, b"4.3.0 later"),
        smtplib.SMTPSenderRefused(550, b"who are you", "talanoa@localhost"),
        smtplib.SMTPAuthenticationError(535, b"wrong password"),
        smtplib.SMTPServerDisconnected("gone"),
        ConnectionRefusedError(111, "refused"),
        TimeoutError("slow"),
    ],
)
def test_what_may_go_better_later_is_tried_again(monkeypatch, mailbox, error):
    message = a_message()
    with monkeypatch.context() as patch:
        refusing(patch, error)
        with pytest.raises(type(error)):
            services.deliver(message_id=message.pk)

    rule = retrying(tasks.deliver.module_path)
    assert rule.delay(tried=1, error=error) == timedelta(minutes=1)
    assert services.deliver(message_id=message.pk) is True


def test_what_a_dead_worker_had_taken_leaves_after_ten_minutes(mailbox, monkeypatch):
    message = a_message(claimed_at=clock.now())
    assert (services.deliver(message_id=message.pk), services.pick_up()) == (False, 0)

    later = clock.now() + CLAIM_LIVES + timedelta(seconds=1)
    monkeypatch.setattr("talanoa.kernel.clock.now", lambda: later)
    assert (services.pick_up(), services.pick_up()) == (1, 0)

    [job] = DBTaskResult.objects.all()
    assert job.args_kwargs["args"] == [message.pk]
    assert job.task.call(*job.args_kwargs["args"]) is True


def test_a_mail_sent_twice_by_a_crash_is_one_mail_to_who_receives_it(mailbox, monkeypatch):
    message = a_message()

    def die(_message):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("talanoa.notices.services._mark_sent", die)
        with pytest.raises(KeyboardInterrupt):
            services.deliver(message_id=message.pk)
    Message.objects.update(claimed_at=clock.now() - CLAIM_LIVES - timedelta(seconds=1))
    services.deliver(message_id=message.pk)

    first, second = received(mailbox)
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]


def test_messages_have_different_names(mailbox):
    for message in (a_message(), a_message()):
        services.deliver(message_id=message.pk)

    first, second = received(mailbox)
    assert first["Message-ID"] != second["Message-ID"]
    assert first["Message-ID"].endswith("@localhost>")


def test_what_could_not_be_delivered_for_two_days_has_failed(monkeypatch):
    old = a_message(made_at=clock.now() - GIVE_UP_AFTER - timedelta(seconds=1), holds_secret=True)
    young = a_message()

    assert services.pick_up() == 0

    for message in (old, young):
        message.refresh_from_db()
    assert (old.failed_at is None, old.text, young.failed_at) == (False, "", None)


def test_what_was_sent_long_ago_is_forgotten():
    long_ago = clock.now() - timedelta(days=91)
    a_message(made_at=long_ago, sent_at=long_ago)
    kept = [a_message(made_at=long_ago), a_message(sent_at=clock.now())]

    assert (services.forget_sent(), services.forget_sent()) == (1, 0)
    assert list(Message.objects.order_by("pk")) == kept


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("workers", [2, 6])
def test_a_message_is_sent_once_by_workers_at_the_same_moment(mailbox, workers):
    messages = [a_message() for _ in range(3)]
    together, said = Barrier(workers), []

    def work():
        together.wait(10)
        try:
            said.extend(services.deliver(message_id=message.pk) for message in messages)
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert (said.count(True), len(said)) == (3, 3 * workers)
    assert len({mail["Message-ID"] for mail in received(mailbox)}) == len(mailbox.messages) == 3

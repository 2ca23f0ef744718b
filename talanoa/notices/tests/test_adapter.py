"""What django-allauth mails leaves through the outbox."""

import pytest
from allauth.account.adapter import get_adapter
from django.core import mail

from talanoa.notices.models import Message
from tests.make import a_person

pytestmark = pytest.mark.django_db


def test_it_is_a_row_first_in_the_receivers_language_and_holds_a_secret():
    person = a_person(email="ana@example.org", language="fr")
    context = {"password_reset_url": "http://localhost:8000/x/"}

    get_adapter().send_mail("account/email/password_reset_key", "ana@example.org", context)

    [message] = Message.objects.all()
    assert (message.person, message.language, message.holds_secret) == (person, "fr", True)
    assert "http://localhost:8000/x/" in message.text
    assert mail.outbox == []


def test_each_of_its_mails_has_a_reason_of_its_own():
    for _ in range(2):
        get_adapter().send_mail("account/email/unknown_account", "x@example.org", {})

    assert Message.objects.count() == 2

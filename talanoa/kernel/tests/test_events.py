import pytest
from django.db import transaction

from talanoa.kernel import events
from talanoa.kernel.models import Event
from tests.make import a_person


@pytest.fixture
def heard(monkeypatch):
    """What listeners heard, and where they stood; they are forgotten after the test."""
    calls = []
    monkeypatch.setattr(events, "_within", type(events._within)(list))
    monkeypatch.setattr(events, "_after", type(events._after)(list))
    events.within("test.happened")(lambda event: calls.append(("within", event.subject_id)))
    events.after("test.happened")(lambda event: calls.append(("after", event.subject_id)))
    return calls


@pytest.mark.django_db(transaction=True)
def test_within_hears_at_once_and_after_hears_once_it_is_committed(heard):
    person = a_person()

    with transaction.atomic():
        events.record("test.happened", by=person, subject=person, why="a test")
        assert heard == [("within", person.pk)]

    assert heard == [("within", person.pk), ("after", person.pk)]
    assert list(Event.objects.values_list("kind", "actor", "subject_id", "data")) == [
        ("test.happened", person.pk, person.pk, {"why": "a test"})
    ]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_never_happened(heard):
    person = a_person()

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        events.record("test.happened", by=None, subject=person)
        _ = 1 / 0

    assert heard == [("within", person.pk)]
    assert Event.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_listener_that_fails_does_not_keep_the_next_from_hearing(heard):
    person = a_person()

    def failing(event):
        raise RuntimeError("this one fails")

    events._after["test.happened"].insert(0, failing)
    with transaction.atomic():
        events.record("test.happened", by=None, subject=person)

    assert heard == [("within", person.pk), ("after", person.pk)]


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="inside the transaction"):
        events.record("test.happened", by=None, subject=a_person())

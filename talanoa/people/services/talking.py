"""Being willing to talk, and no more: said by the person alone, and off at once."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.kernel import clock, events
from talanoa.kernel.refusals import demand
from talanoa.people import access
from talanoa.people.models import Person, TalkOffer


@transaction.atomic
def offer_talk(*, by: Person, subjects: str) -> TalkOffer:
    """Say about what somebody would talk, or say it anew.

    Raises:
        Refused: for the reasons in ``access.account_refused``.
        ValidationError: ``subjects`` is blank or too long.
    """
    person = Person.objects.select_for_update().get(pk=by.pk)
    demand(access.account_refused(person))
    offer = TalkOffer.objects.filter(person=person).first() or TalkOffer(person=person)
    offer.subjects, offer.offered_at = subjects.strip(), clock.now()
    if not offer.subjects:
        raise ValidationError({"subjects": _("Write what you would talk about.")})
    offer.full_clean()
    offer.save()
    events.record("people.talk_offered", by=by, subject=person)
    return offer


@transaction.atomic
def withdraw_talk(*, by: Person) -> None:
    """Switch it off: nobody can write any more, nor answer what ``by`` wrote. Safe to do twice.

    Who offered nothing but wrote to somebody may do so, too.
    """
    TalkOffer.objects.filter(person=by.pk).delete()
    events.record("people.talk_withdrawn", by=by, subject=by)

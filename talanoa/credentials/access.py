"""Who sees certificates, and who may take one back.

Whoever holds a number may check it: that is what it is for. The certificate itself is for its
holder and for those who coordinate the programme.
"""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from talanoa.credentials import numbers
from talanoa.credentials.models import Certificate
from talanoa.kernel.refusals import NotVisible
from talanoa.people.models import Person
from talanoa.programmes import access as programmes
from talanoa.programmes.models import Programme


def certificates_visible_to(person: Person) -> QuerySet[Certificate]:
    """One's own, and those of the programmes one coordinates. One query."""
    if not person.is_authenticated:
        return Certificate.objects.none()
    coordinated = programmes.programmes_coordinated_by(person)
    own = Certificate.objects.filter(person=person.pk)
    return own | Certificate.objects.filter(session__cohort__programme__in=coordinated)


def get_certificate(person: Person, number: str) -> Certificate:
    """The door to one certificate as a document.

    Raises:
        NotVisible: no such number, or not one this person may see.
    """
    try:
        number = numbers.read(number)
    except numbers.BadNumber as error:
        raise NotVisible(number) from error
    certificate = _loaded(certificates_visible_to(person)).filter(number=number).first()
    if certificate is None:
        raise NotVisible(number)
    return certificate


def certificate_to_verify(typed: str) -> Certificate:
    """What a number says; open to everyone who has the number. One query.

    Raises:
        BadNumber: what was typed cannot be a number.
        NotVisible: it could, but no certificate has it.
    """
    number = numbers.read(typed)
    certificate = _loaded(Certificate.objects.all()).filter(number=number).first()
    if certificate is None:
        raise NotVisible(number)
    return certificate


def get_programme(person: Person, slug: str) -> Programme:
    """The door to a programme's credit rule and certificates: for its coordinators.

    Raises:
        NotVisible: no such programme, or ``person`` does not coordinate it.
    """
    return programmes.get_own_programme(person, slug)


def ruling_refused(person: Person, programme: Programme) -> str | None:
    """Why someone may not change a programme's rule; ``None`` when they may."""
    return programmes.coordinates_refused(person, programme)


def revoking_refused(person: Person, certificate: Certificate) -> str | None:
    """Why someone may not take a certificate back; ``None`` when they may."""
    if certificate.revoked_at is not None:
        return _("This certificate has been revoked already.")
    return programmes.coordinates_refused(person, certificate.session.cohort.programme)


def downloading_refused(certificate: Certificate) -> str | None:
    """Why a certificate is not given out as a document; ``None`` when it is."""
    if certificate.revoked_at is not None:
        return _("This certificate has been revoked and is no longer given out.")
    return None


def _loaded(certificates: QuerySet[Certificate]) -> QuerySet[Certificate]:
    return certificates.select_related("session__cohort__programme__hub", "person")

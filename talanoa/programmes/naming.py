"""The link by which somebody whom an application names can say that they do not take part."""

from django.core import signing
from django.utils.crypto import salted_hmac

from talanoa.kernel.refusals import NotVisible
from talanoa.programmes import access
from talanoa.programmes.models import ApplicationMember

_SALT = "programmes.named"


def token_for_named(member: ApplicationMember) -> str:
    """What the link in the mail carries; nobody can make one up."""
    return signing.dumps([member.application_id, digest_of(member.address)], salt=_SALT)


def digest_of(address: str) -> str:
    """What tells an address again without holding it; nobody without the key can make it."""
    return salted_hmac(_SALT, address.strip().lower(), algorithm="sha256").hexdigest()


def member_by_token(token: str) -> ApplicationMember:
    """Whom a link names, also once they were taken out of the application and named again.

    Raises:
        NotVisible: the link was cut short or made up, or nobody is named there any more.
    """
    try:
        application_id, digest = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, TypeError) as error:
        raise NotVisible(token) from error
    for member in ApplicationMember.objects.filter(application=application_id).order_by("pk"):
        if digest in (digest_of(member.address), member.declined_digest):
            return access.get_named(member.pk)
    raise NotVisible(token)

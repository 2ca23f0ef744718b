"""The link by which somebody whom an application names can say that they do not take part."""

from django.core import signing

from talanoa.kernel.refusals import NotVisible
from talanoa.programmes import access
from talanoa.programmes.models import ApplicationMember

_SALT = "programmes.named"


def token_for_named(member: ApplicationMember) -> str:
    """What the link in the mail carries; nobody can make one up."""
    return signing.dumps(member.pk, salt=_SALT)


def member_by_token(token: str) -> ApplicationMember:
    """Whom a link names.

    Raises:
        NotVisible: the link was cut short or made up, or nobody is named there any more.
    """
    try:
        return access.get_named(int(signing.loads(token, salt=_SALT)))
    except signing.BadSignature as error:
        raise NotVisible(token) from error

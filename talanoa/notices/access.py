"""Who may open the folder in which a demonstration keeps its mail."""

from ipaddress import ip_address
from pathlib import Path

from django.conf import settings

from talanoa.kernel.refusals import NotVisible

FOLDER_BACKEND = "talanoa.notices.backends.FolderBackend"


def get_folder(*, remote_address: str) -> Path:
    """The only door to the folder: a demonstration's own, from its own machine.

    The mail in it signs people in. Behind a proxy every request seems to come from here,
    so there the folder stays closed.

    Raises:
        NotVisible: this is not such a demonstration, or the request comes from elsewhere.
    """
    is_open = (
        settings.DEMONSTRATION
        and not settings.BEHIND_PROXY
        and settings.EMAIL_BACKEND == FOLDER_BACKEND
        and _is_here(remote_address)
    )
    if not is_open:
        raise NotVisible("mail folder")
    return Path(settings.MAIL_DIR)


def _is_here(remote_address: str) -> bool:
    try:
        address = ip_address(remote_address)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback

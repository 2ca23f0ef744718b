"""What every page's header lists."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from talanoa.programmes.access import has_a_desk
from talanoa.ui.addresses import address


def nav(request: HttpRequest) -> dict[str, object]:
    """``nav_items``: each with ``label``, ``url``, and ``current``: whether this page stands there.

    The desk is listed for those who coordinate something; that is the one query, and
    it is made only when a page with a header is shown to someone signed in.
    """

    def items() -> list[dict[str, object]]:
        listed = [
            (_("Programmes"), address("programmes:list")),
            (_("Library"), address("library:list")),
            (_("Countries"), address("countries:list")),
        ]
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and not user.is_guest:
            listed.append((_("My day"), address("home:my_day")))
            if has_a_desk(user):
                listed.append((_("Desk"), address("home:desk")))
        return [
            {"label": label, "url": url, "current": request.path.startswith(url)}
            for label, url in listed
        ]

    return {"nav_items": SimpleLazyObject(items)}

"""The library is open to all: it lists works that are public already."""

from django.db.models import QuerySet

from talanoa.kernel.refusals import NotVisible
from talanoa.library.models import Resource


def resources_visible() -> QuerySet[Resource]:
    return Resource.objects.all()


def get_resource(code: str) -> Resource:
    """The only door to one resource.

    Raises:
        NotVisible: no such resource.
    """
    resource = resources_visible().prefetch_related("themes").filter(code=code).first()
    if resource is None:
        raise NotVisible(code)
    return resource

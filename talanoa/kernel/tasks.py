"""Jobs that belong to no subject."""

from django_tasks import task

from talanoa.kernel import pieces


@task()
def forget_unfinished_uploads() -> int:
    """Remove files that were begun and not gone on with for a day. Safe to run twice."""
    return pieces.forget_old()

"""The jobs of this room."""

from django_tasks import task

from talanoa.people import services


@task()
def forget_dead_links() -> int:
    """Keep the table of links small. Safe to run twice."""
    return services.forget_dead_links()

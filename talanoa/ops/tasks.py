"""What the operations room does by itself."""

from datetime import timedelta

from django_tasks import task

from talanoa.ops import services

KEEP_FINISHED_JOBS = timedelta(days=7)


@task()
def forget_finished_jobs() -> int:
    """Keep the table of jobs small. Safe to run twice."""
    return services.forget_finished_jobs(older_than=KEEP_FINISHED_JOBS)

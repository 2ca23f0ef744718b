"""Run the jobs that wait, as a worker would, until none is left."""

from django_tasks_db.models import DBTaskResult


def run_jobs(*, of: str) -> list[str]:
    """Run the waiting jobs of one room; gives their names in order."""
    ran = []
    while job := _next(of):
        _module, _dot, name = job.task_path.rpartition(".")
        args = job.args_kwargs
        DBTaskResult.objects.filter(pk=job.pk).delete()
        job.task.call(*args["args"], **args["kwargs"])
        ran.append(name)
    return ran


def _next(room: str):
    waiting = DBTaskResult.objects.filter(task_path__startswith=f"talanoa.{room}.")
    return waiting.order_by("enqueued_at", "pk").first()

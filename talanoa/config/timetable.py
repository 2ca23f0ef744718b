"""What happens by itself, and how often. Read top to bottom; the worker enqueues each when due.

An entry whose last job has not begun yet is not enqueued again. Each task is safe to run twice.
"""

from datetime import timedelta

from talanoa.cases import tasks as cases
from talanoa.evaluation import tasks as evaluation
from talanoa.kernel import tasks as kernel
from talanoa.kernel.jobs import Entry
from talanoa.live import tasks as live
from talanoa.notices import tasks as notices
from talanoa.ops import tasks as ops
from talanoa.people import tasks as people
from talanoa.programmes import tasks as programmes
from talanoa.schedule import tasks as schedule

TIMETABLE = (
    Entry(name="schedule: remind of sessions", every=timedelta(minutes=2), task=schedule.remind),
    Entry(
        name="schedule: close forgotten sessions",
        every=timedelta(minutes=5),
        task=schedule.close_forgotten,
    ),
    Entry(
        name="live: settle attendance",
        every=timedelta(seconds=30),
        task=live.settle_attendance,
    ),
    Entry(
        name="live: forget reports nobody counts",
        every=timedelta(hours=24),
        task=live.forget_waiting_reports,
    ),
    Entry(
        name="live: forget who spoke when",
        every=timedelta(hours=24),
        task=live.forget_old_speech,
    ),
    Entry(
        name="live: forget corrected captions",
        every=timedelta(hours=24),
        task=live.forget_corrections,
    ),
    Entry(
        name="live: delete recordings at their date",
        every=timedelta(hours=1),
        task=live.delete_recordings,
    ),
    Entry(name="cases: fill the library", every=timedelta(hours=1), task=cases.fill_library),
    Entry(
        name="cases: hasten letters",
        every=timedelta(minutes=5),
        task=cases.hasten_letters,
    ),
    Entry(
        name="cases: ask what came of letters",
        every=timedelta(minutes=15),
        task=cases.ask_follow_ups,
    ),
    Entry(
        name="cases: pass on questions that wait",
        every=timedelta(minutes=5),
        task=cases.lapse_routings,
    ),
    Entry(
        name="evaluation: open feedback",
        every=timedelta(seconds=30),
        task=evaluation.open_due,
    ),
    Entry(
        name="kernel: forget unfinished uploads",
        every=timedelta(hours=1),
        task=kernel.forget_unfinished_uploads,
    ),
    Entry(name="notices: pick up mail", every=timedelta(minutes=1), task=notices.pick_up),
    Entry(name="notices: forget sent mail", every=timedelta(hours=24), task=notices.forget_sent),
    Entry(name="people: forget links", every=timedelta(hours=24), task=people.forget_dead_links),
    Entry(
        name="programmes: ask again for signatures",
        every=timedelta(hours=24),
        task=programmes.ask_again_to_sign,
    ),
    Entry(
        name="programmes: forget unselected applications",
        every=timedelta(hours=24),
        task=programmes.forget_unselected,
    ),
    Entry(
        name="ops: forget finished jobs",
        every=timedelta(hours=6),
        task=ops.forget_finished_jobs,
    ),
)

"""Programs are kept running, heard, and ended together."""

import os
import signal
import sys
import threading
import time

import psutil
import pytest

from talanoa.ops import supervisor
from talanoa.ops.supervisor import Part, Supervisor


@pytest.fixture
def heard():
    return []


@pytest.fixture
def run(heard, monkeypatch):
    """Run parts beside the test, as the main thread does in earnest; stopped at the end."""
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    begun = []

    def run(*parts):
        one = Supervisor(parts, say=lambda name, line: heard.append((name, line)))
        thread = threading.Thread(target=one.run)
        thread.start()
        begun.append((one, thread))
        return one

    yield run
    for one, thread in begun:
        one.stop()
        thread.join()


def a_part(code, **options):
    return Part(name="part", program=[sys.executable, "-u", "-c", code], **options)


def until(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.02)
    return None


def said(heard):
    return [line for _, line in list(heard)]


def test_lines_are_heard_with_the_name_of_who_said_them(run, heard):
    run(a_part("print('one'); print(); print('two'); import time; time.sleep(60)"))

    assert until(lambda: len(heard) == 2)
    assert heard == [("part", "one"), ("part", "two")]


def test_lines_not_worth_saying_are_kept_back(run, heard):
    run(
        a_part(
            "print('noise'); print('[WARN] news'); import time; time.sleep(60)",
            worth_saying=lambda line: line.startswith("["),
        )
    )

    assert until(lambda: heard)
    assert heard == [("part", "[WARN] news")]


def test_a_part_that_ends_is_started_again_later_each_time(run, heard):
    run(a_part("print('here'); raise SystemExit(3)"))

    assert until(lambda: said(heard).count("here") == 3)
    waits = [line for line in said(heard) if line.startswith("ended")]
    assert waits[:2] == [
        "ended (with code 3); again in 0.2 s",
        "ended (with code 3); again in 0.4 s",
    ]


def test_a_killed_part_says_by_what(run, heard):
    run(a_part("import os; os.kill(os.getpid(), 9)"))

    assert until(lambda: heard)
    assert heard[0] == ("part", "ended (by signal SIGKILL); again in 0.2 s")


def test_the_environment_of_a_part_is_its_own(run, heard):
    run(a_part("import os; print(os.environ['GREETING'])", environment={"GREETING": "talofa"}))

    assert until(lambda: heard)
    assert heard[0] == ("part", "talofa")


def test_a_part_that_will_not_stop_is_killed_with_its_children(run, heard, monkeypatch):
    monkeypatch.setattr(supervisor, "PATIENCE", 0.3)
    one = run(
        a_part(
            "import signal, subprocess, sys, time\n"
            "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
            "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
            "print(child.pid)\n"
            "time.sleep(60)\n"
        )
    )
    assert until(lambda: heard)
    grandchild = psutil.Process(int(said(heard)[0]))

    one.stop()

    assert until(lambda: not grandchild.is_running() or grandchild.status() == "zombie")


def test_a_child_dies_with_a_killed_parent():
    parent = psutil.Popen(
        [
            sys.executable,
            "-c",
            "import signal, subprocess, sys, time\n"
            "from talanoa.ops.launch import launched\n"
            "program = [sys.executable, '-c', 'import time; time.sleep(60)']\n"
            "child = subprocess.Popen(launched(program, death=signal.SIGKILL))\n"
            "print(child.pid, flush=True)\n"
            "time.sleep(60)\n",
        ],
        stdout=-1,
    )
    with parent.stdout:
        child = psutil.Process(int(parent.stdout.readline()))

    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()

    assert until(lambda: not child.is_running() or child.status() == "zombie")

"""Start a program so that it dies with the process that started it.

Run as ``python -m talanoa.ops.launch PARENT SIGNAL PROGRAM ARGUMENT…``. On Linux the kernel
is asked to send ``SIGNAL`` when ``PARENT`` ends, however it ends; elsewhere the program is
simply started, and only an orderly stop reaches it.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int, signum: int) -> None:
    """Ask the kernel for ``signum`` when ``parent`` ends.

    Raises:
        SystemExit: ``parent`` has ended already.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signum, 0, 0, 0)
    if os.getppid() != parent:  # it ended before it was asked
        raise SystemExit(1)


def launched(program: list[str], *, death: signal.Signals) -> list[str]:
    """The command that starts ``program`` as a child that cannot outlive this process."""
    words = [str(os.getpid()), str(int(death)), *program]
    return [sys.executable, "-m", "talanoa.ops.launch", *words]


if __name__ == "__main__":
    die_with_parent(int(sys.argv[1]), int(sys.argv[2]))
    os.execvp(sys.argv[3], sys.argv[3:])  # noqa: S606 - that is what it is for

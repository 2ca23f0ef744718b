"""``talanoa demo``: a database with the demonstration in it, and the links that sign one in."""

import os
import sys
from pathlib import Path

import django

from talanoa.ops.marks import is_marked, mark


def main() -> int:
    """Prepare the database, load the demonstration unless it is there; answer the exit code."""
    data_dir = Path(os.environ["TALANOA_DATA_DIR"])
    os.environ["TALANOA_DEMONSTRATION"] = "yes"
    django.setup(set_prefix=False)
    from talanoa.ops import demonstration, ready

    ready.prepare_database()
    if demonstration.is_loaded():
        demonstration.keep_practice()
        return 0
    if not is_marked(data_dir) and ready.has_people():
        sys.stderr.write(
            f"{data_dir} holds a hub of its own. The demonstration goes into an empty folder: "
            "set TALANOA_DATA_DIR.\n"
        )
        return 1
    mark(data_dir)
    demonstration.load(say=_say)
    return 0


def sign_in_links() -> list[str]:
    """A line for each person of the demonstration: what they are, and a link used up by one use."""
    from talanoa.ops import demonstration
    from talanoa.people.services import make_sign_in_link

    people = demonstration.people()
    width = max((len(what) for what, _ in people), default=0)
    return [
        f"{what:<{width}}  {make_sign_in_link(person=person, is_demonstration=True, minutes=720)}"
        for what, person in people
    ]


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()

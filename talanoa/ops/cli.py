"""The ``talanoa`` command."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from talanoa.ops.marks import is_marked

PACKAGE = Path(__file__).resolve().parent.parent
PARTS = ("pages", "room", "worker", "hearing", "janus", "turn", "phone")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; answer with its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    prepare_environment()
    if words[:1] == ["manage"]:
        # Django reads its own arguments, --help among them.
        return _manage(words[1:])
    parsed = _parser().parse_args(words)
    if parsed.command is None:
        _parser().print_help()
        return 2
    return int(parsed.run(parsed))


def prepare_environment() -> None:
    """Say where the data are and how Django is set up, unless the environment has said so.

    In a checkout the data stand in its ``var``; an installed Talanoa keeps them where the
    person's other programs do.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talanoa.config.settings")
    if "TALANOA_DATA_DIR" not in os.environ:
        os.environ["TALANOA_DATA_DIR"] = str(_usual_data_dir())
    data_dir = Path(os.environ["TALANOA_DATA_DIR"])
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    if is_marked(data_dir):
        # `talanoa demo` has been here; whoever serves the folder need not say so again.
        os.environ.setdefault("TALANOA_DEMONSTRATION", "yes")


def _usual_data_dir() -> Path:
    checkout = PACKAGE.parent
    if (checkout / "manage.py").exists() and (checkout / "pyproject.toml").exists():
        return checkout / "var"
    shared = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(shared) / "talanoa"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="talanoa",
        description="Run a hub of tele-mentoring programmes.",
        epilog="Settings are read from the environment; docs/running/settings.md lists them.",
    )
    commands = parser.add_subparsers(dest="command", title="commands", metavar="COMMAND")

    serve = commands.add_parser("serve", help="start the pages, the room, the worker and the sound")
    serve.add_argument(
        "--only",
        metavar="PART,PART",
        type=_parts,
        default=PARTS,
        help=f"start these parts alone, of {', '.join(PARTS)}",
    )
    serve.set_defaults(run=_serve)

    demo = commands.add_parser("demo", help="prepare the database and load the demonstration")
    demo.set_defaults(run=_demo)

    worker = commands.add_parser("worker", help="do the jobs and keep the timetable")
    worker.set_defaults(run=_worker)

    doctor = commands.add_parser("doctor", help="say what works, what does not, and what to do")
    doctor.set_defaults(run=_doctor)

    frameworks = commands.add_parser(
        "frameworks", help="load indicator frameworks from files, or list them"
    ).add_subparsers(dest="act", metavar="ACT", required=True)
    load = frameworks.add_parser("load", help="load a version of a framework from JSON or CSV")
    load.add_argument("file", metavar="FILE", type=Path)
    load.add_argument("--dry-run", action="store_true", help="check it; change nothing")
    load.add_argument(
        "--for-review",
        action="store_true",
        help="leave it to an administrator of a hub to publish what is loaded",
    )
    load.set_defaults(run=_load_framework)
    ours = frameworks.add_parser("load-ours", help="load the one that comes with Talanoa")
    ours.set_defaults(run=_load_ours)
    frameworks.add_parser("list", help="list them").set_defaults(run=_list_frameworks)
    medicines = commands.add_parser(
        "medicines", help="load a list of essential medicines"
    ).add_subparsers(dest="act", metavar="ACT", required=True)
    load = medicines.add_parser("load", help="load a list from JSON or CSV")
    load.add_argument("file", metavar="FILE", type=Path)
    load.add_argument("--dry-run", action="store_true", help="check it; change nothing")
    load.set_defaults(run=_load_medicines)
    figures = commands.add_parser("figures", help="load or refresh open figures of countries")
    of_figures = figures.add_subparsers(dest="act", required=True, metavar="ACT")
    load = of_figures.add_parser("load", help="put the figures of a file beside those there")
    load.add_argument("file", type=Path, metavar="FILE", help="in the form of demo/atlas.json")
    refresh = of_figures.add_parser(
        "refresh", help="ask the WHO's health observatory over the network"
    )
    refresh.add_argument("--series", metavar="CODE", help="this one alone")
    refresh.add_argument(
        "--dry-run", action="store_true", help="say what is new or changed; keep nothing"
    )
    refresh.add_argument(
        "--same-unit",
        action="store_true",
        help="take figures of quite another size: somebody has seen that the unit is the same",
    )
    figures.set_defaults(run=_figures)
    search = commands.add_parser("search", help="what can be searched: rebuild")
    search.add_argument("act", choices=("rebuild",), help="put everything in anew, while it runs")
    search.set_defaults(run=_search)

    # Taken before the parser sees it; here so that the help lists it.
    commands.add_parser("manage", help="run a command of Django's", add_help=False)

    part = commands.add_parser("part")
    part.add_argument("name", choices=("pages", "room", "worker", "hearing", "phone"))
    part.set_defaults(run=_part)
    return parser


def _parts(text: str) -> tuple[str, ...]:
    chosen = tuple(name.strip() for name in text.split(",") if name.strip())
    unknown = [name for name in chosen if name not in PARTS]
    if unknown or not chosen:
        raise argparse.ArgumentTypeError(f"choose from {', '.join(PARTS)}, not {text!r}")
    return chosen


# Each command imports what it needs: the help must not wait for Django.


def _manage(words: list[str]) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["talanoa manage", *words])
    return 0


def _serve(parsed: argparse.Namespace) -> int:
    from talanoa.ops import serve

    return serve.main(only=parsed.only)


def _demo(_parsed: argparse.Namespace) -> int:
    from talanoa.ops import demo

    return demo.main()


def _worker(_parsed: argparse.Namespace) -> int:
    _set_up()
    from talanoa.ops import worker

    worker.main()
    return 0


def _doctor(_parsed: argparse.Namespace) -> int:
    _set_up()
    from talanoa.ops import doctor

    return doctor.main()


def _load_framework(parsed: argparse.Namespace) -> int:
    _set_up()
    from talanoa.ops import frameworks

    return frameworks.load(parsed.file, dry_run=parsed.dry_run, for_review=parsed.for_review)


def _load_ours(_parsed: argparse.Namespace) -> int:
    _set_up()
    from talanoa.ops import frameworks

    return frameworks.load_ours()


def _list_frameworks(_parsed: argparse.Namespace) -> int:
    _set_up()
    from talanoa.ops import frameworks

    return frameworks.list_all()


def _load_medicines(parsed: argparse.Namespace) -> int:
    _set_up()
    from talanoa.ops import medicines

    return medicines.load(parsed.file, dry_run=parsed.dry_run)


def _figures(parsed: argparse.Namespace) -> int:
    _set_up()
    from talanoa.ops import figures

    if parsed.act == "load":
        return figures.load(parsed.file)
    return figures.refresh(
        series=parsed.series, dry_run=parsed.dry_run, accepts_unit=parsed.same_unit
    )


def _search(_parsed: argparse.Namespace) -> int:
    _set_up()
    from talanoa.search.services import rebuild

    rebuild(say=lambda line: print(line, flush=True))  # noqa: T201
    return 0


def _part(parsed: argparse.Namespace) -> int:
    _set_up()
    from importlib import import_module

    import_module(f"talanoa.ops.{parsed.name}").main()
    return 0


def _set_up() -> None:
    import django

    django.setup(set_prefix=False)

"""``talanoa figures``: open figures of countries, from a file or from the health observatory."""

import json
import sys
from pathlib import Path

from django.core.exceptions import ValidationError

from talanoa.countries import services
from talanoa.countries.models import Country, Series
from talanoa.countries.observatory import Unreadable
from talanoa.countries.services import Outcome


def load(file: Path) -> int:
    """Put the figures of a file; answers the exit code."""
    _prepare()
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
        outcomes = services.load_atlas(by=None, record=record)
    except (OSError, ValueError, RecursionError) as error:
        return _complain(f"{file} cannot be read: {error}")
    except ValidationError as error:
        return _complain(f"{file}: {' '.join(error.messages)}")
    for code, outcome in outcomes.items():
        _tell(code, outcome, dry_run=False)
    return 0


def refresh(*, series: str | None = None, dry_run: bool = False, accepts_unit: bool = False) -> int:
    """Ask for one series, or for each that is at the observatory; answers the exit code.

    One that fails leaves the others their turn.
    """
    _prepare()
    at_observatory = Series.objects.exclude(observatory_code="")
    wanted = at_observatory.filter(code=series) if series else at_observatory
    if not wanted:
        codes = ", ".join(at_observatory.values_list("code", flat=True))
        return _complain(f"There is no series {series} at the observatory. There are: {codes}")
    exit_code = 0
    for one in wanted:
        try:
            outcome = services.refresh(
                by=None, series=one, dry_run=dry_run, accepts_unit=accepts_unit
            )
        except Unreadable as error:
            exit_code = _complain(f"{one.code}: {error}\n  {_kept(one)}\n  {error.to_do}")
        except ValidationError as error:
            exit_code = _complain(f"{one.code}: {' '.join(error.messages)}\n  {_kept(one)}")
        else:
            _tell(one.code, outcome, dry_run=dry_run)
    return exit_code


def _kept(series: Series) -> str:
    """What is safe though the refresh failed."""
    there = series.figures.filter(replaced_at=None)
    if not (number := there.count()):
        return "Nothing was changed; there are no figures of it yet."
    read = there.latest("fetched_at").fetched_at
    return f"Nothing was changed: the {number} figures of it, read on {read:%Y-%m-%d}, stay."


def _prepare() -> None:
    """The questions, and the countries where there are none yet, so that an answer has a place."""
    services.load_series()
    if not Country.objects.exists():
        _say(f"Loading {services.load_list()} countries")


def _tell(code: str, outcome: Outcome, *, dry_run: bool) -> None:
    would = " (dry run: nothing is kept)" if dry_run else ""
    _say(
        f"{code}: {outcome.added} new, {len(outcome.changed)} changed, "
        f"{outcome.same} as before{would}"
    )
    for change in outcome.changed:
        before, after = change.before, change.after
        _say(f"  {change.iso3} {after.year}: {before.words} -> {after.words}")
    if outcome.unknown:
        shown = ", ".join(sorted(code[:12] for code in outcome.unknown))
        _say(f"  passed over, no country of ours: {shown}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _complain(line: str) -> int:
    sys.stderr.write(f"{line}\n")
    return 1

"""``talanoa medicines``: a list of essential medicines from a file."""

import sys
from pathlib import Path

from talanoa.assessment.files import Faulty, medicines
from talanoa.assessment.services.medicines import load_medicines
from talanoa.ops.frameworks import refuse


def load(path: Path, *, dry_run: bool) -> int:
    """Load a list, or say what loading it would do; answer the exit code."""
    try:
        listed = medicines.read_file(path)
    except OSError as error:
        sys.stderr.write(f"{path}: {error.strerror}\n")
        return 1
    except Faulty as faulty:
        return refuse(path, faulty)
    if dry_run:
        sys.stdout.write(f"{len(listed)} medicines would be loaded or brought up to date.\n")
        return 0
    count = load_medicines(record={"medicines": listed})
    sys.stdout.write(f"{count} medicines were loaded or brought up to date.\n")
    return 0

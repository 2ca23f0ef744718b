"""Who may see what of an assessment, a plan, a country's medicines and a framework, as data.

A row for each state, a column for each role. ``A``: everything there is to see, the comments and
changes of the team too; ``R``: answers, evidence, gaps, peers and export; ``s``: only that it was
withdrawn, when and why; ``-``: nothing, as if it did not exist.
"""

ROLES = (
    "visitor",
    "stranger",
    "elsewhere",  # coordinates another programme
    "enrolled",
    "other-team",  # of another country's team, not enrolled
    "member",
    "reviewer",  # asked to review it; once it is reviewed, who did
    "released",  # was asked, and is no longer
    "expert",
    "facilitator",
    "scribe",
    "coordinator",
    "administrator",
    "other-hub",  # administers another hub
)

ASSESSMENTS = """
    draft                -  -  -  -  -  A  -  -  -  -  -  -  -  -
    submitted            -  -  -  -  -  A  -  -  -  -  -  R  R  -
    in-review            -  -  -  -  -  A  R  -  -  -  -  R  R  -
    returned             -  -  -  -  -  A  R  -  -  -  -  R  R  -
    private              -  -  -  -  -  A  R  -  -  -  -  R  R  -
    restricted           -  -  -  R  R  A  R  R  R  R  R  R  R  -
    published            R  R  R  R  R  A  R  R  R  R  R  R  R  R
    draft,withdrawn      -  -  -  -  -  s  -  -  -  -  -  -  -  -
    private,withdrawn    -  -  -  -  -  s  s  -  -  -  -  s  s  -
    published,withdrawn  s  s  s  s  s  s  s  s  s  s  s  s  s  s
"""

PLANS = """
    private     -  -  -  -  -  R  -  -  -  -  -  R  R  -
    restricted  -  -  -  R  R  R  R  R  R  R  R  R  R  -
    published   R  R  R  R  R  R  R  R  R  R  R  R  R  R
"""
"""The reviewer and who was released are experts of the programme: they take part in it."""

MEDICINES = """
    private    -  -  -  -  -  R  -  -  -  -  -  -  -  -
    published  R  R  R  R  R  R  R  R  R  R  R  R  R  R
"""

VERSIONS = """
    draft      -  -  -  -  -  -  -  -  -  -  -  -  R  R
    in-review  -  -  -  -  -  -  -  -  -  -  -  -  R  R
    published  R  R  R  R  R  R  R  R  R  R  R  R  R  R
    discarded  -  -  -  -  -  -  -  -  -  -  -  -  R  R
"""


def rows(table: str) -> dict[str, dict[str, str]]:
    """What each role sees, by state."""
    lines = [line.split() for line in table.strip().splitlines()]
    return {state: dict(zip(ROLES, cells, strict=True)) for state, *cells in lines}

"""Who may see what of a case, as data: a row for each state, a column for each role.

``W`` reads it whole and is told whose it is; ``n`` reads it without being told; ``s`` finds only
the stub; ``-`` finds nothing: no page, no line in a list, no count, no file, no recommendation.
"""

ROLES = (
    "stranger",
    "guest",
    "participant",
    "team",
    "co-author",
    "other-team",
    "panel-expert",
    "expert",
    "scribe",
    "facilitator",
    "coordinator",
    "administrator",
    "elsewhere",
)
"""``guest``: of its session; ``panel-expert``: with a part in its session; ``expert``: of the
programme; ``administrator``: of the hub; ``elsewhere``: coordinates another programme."""

TABLES = {
    "open": """
        draft       -  -  -  W  W  -  -  -  -  -  -  -  -
        submitted   -  -  -  W  W  -  -  W  W  W  W  W  -
        returned    -  -  -  W  W  -  -  W  W  W  W  W  -
        accepted    -  -  -  W  W  -  -  W  W  W  W  W  -
        reserve     -  -  -  W  W  -  -  W  W  W  W  W  -
        scheduled   -  -  W  W  W  -  W  W  W  W  W  W  -
        embargoed   -  -  -  W  W  -  W  W  W  W  W  W  -
        discussed   -  -  W  W  W  -  W  W  W  W  W  W  -
        expired     -  -  s  W  W  -  s  s  s  s  W  W  -
        withdrawn   -  -  s  s  s  -  s  s  s  s  s  s  -
    """,
    "name-withheld": """
        draft       -  -  -  W  W  -  -  -  -  -  -  -  -
        submitted   -  -  -  W  W  -  -  n  n  n  W  W  -
        returned    -  -  -  W  W  -  -  n  n  n  W  W  -
        accepted    -  -  -  W  W  -  -  n  n  n  W  W  -
        reserve     -  -  -  W  W  -  -  n  n  n  W  W  -
        scheduled   -  -  n  W  W  -  n  n  n  n  W  W  -
        embargoed   -  -  -  W  W  -  n  n  n  n  W  W  -
        discussed   -  -  n  W  W  -  n  n  n  n  W  W  -
        expired     -  -  s  W  W  -  s  s  s  s  W  W  -
        withdrawn   -  -  s  s  s  -  s  s  s  s  s  s  -
    """,
    "chatham-house": """
        draft       -  -  -  W  W  -  -  -  -  -  -  -  -
        submitted   -  -  -  W  W  -  -  n  n  n  W  W  -
        returned    -  -  -  W  W  -  -  n  n  n  W  W  -
        accepted    -  -  -  W  W  -  -  n  n  n  W  W  -
        reserve     -  -  -  W  W  -  -  n  n  n  W  W  -
        scheduled   -  -  n  W  W  -  n  n  n  n  W  W  -
        embargoed   -  -  -  W  W  -  n  n  n  n  W  W  -
        discussed   -  -  n  W  W  -  n  n  n  n  W  W  -
        expired     -  -  s  W  W  -  s  s  s  s  W  W  -
        withdrawn   -  -  s  s  s  -  s  s  s  s  s  s  -
    """,
    "restricted": """
        draft       -  -  -  W  W  -  -  -  -  -  -  -  -
        submitted   -  -  -  W  W  -  -  -  -  -  W  W  -
        returned    -  -  -  W  W  -  -  -  -  -  W  W  -
        accepted    -  -  -  W  W  -  -  -  -  -  W  W  -
        reserve     -  -  -  W  W  -  -  -  -  -  W  W  -
        scheduled   -  -  -  W  W  -  W  -  W  W  W  W  -
        embargoed   -  -  -  W  W  -  W  -  W  W  W  W  -
        discussed   -  -  -  W  W  -  W  -  W  W  W  W  -
        expired     -  -  -  W  W  -  s  -  s  s  W  W  -
        withdrawn   -  -  -  s  s  -  s  -  s  s  s  s  -
    """,
}

PANEL = {
    "open": {"lobby": "W", "embargo": "-", "running": "W", "ended": "W", "expired": "-"},
    "name-withheld": {"lobby": "n", "embargo": "-", "running": "n", "ended": "n", "expired": "-"},
    "chatham-house": {"lobby": "n", "embargo": "-", "running": "n", "ended": "n", "expired": "-"},
    "restricted": {"lobby": "-", "embargo": "-", "running": "W", "ended": "-", "expired": "-"},
}
"""What everybody in the room finds in its panel, guests among them."""


def cells(mode: str) -> dict[tuple[str, str], str]:
    """The table of a mode, by state and role."""
    rows = [line.split() for line in TABLES[mode].strip().splitlines()]
    return {
        (state, role): cell for state, *row in rows for role, cell in zip(ROLES, row, strict=True)
    }

"""Who may see what of the way from a gap to a change, as data: a row for each thing, a column for
each role. ``1``: its reader may meet it, and finds it at its own address; ``-``: it is nowhere.

Written from what the rooms promise (decisions 0027 to 0035), not from what they do. The rooms' own
tables say more of each: ``cases`` and ``assessment`` have a ``who_sees`` too, ``programmes`` has
its own in ``test_rounds`` and ``test_team_space``.
"""

ROLES = (
    "visitor",  # not signed in
    "stranger",  # signed in, of no programme
    "participant",  # enrolled in the programme
    "elsewhere",  # enrolled in another programme
    "other-lead",  # leads another country's team in the programme
    "lead",  # leads the team, and brings its cases
    "member",
    "co-author",  # enrolled; writes the team's cases with it
    "reviewer",  # of another country's team; reviews the team's assessments
    "expert",  # of the programme
    "panel",  # an expert in the sessions of the team's cases, of no programme
    "facilitator",
    "scribe",
    "coordinator",
    "administrator",  # of the hub
    "other-hub",  # administers another hub
)

TABLE = """
    application-draft        -  -  -  -  -  1  -  -  -  -  -  -  -  -  -  -
    application-submitted    -  -  -  -  -  1  -  -  -  -  -  -  -  1  1  -
    application-withdrawn    -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -
    statement                -  -  -  -  1  1  1  -  1  -  -  -  -  1  1  -
    version-draft            -  -  -  -  -  -  -  -  -  -  -  -  -  -  1  1
    version-in-review        -  -  -  -  -  -  -  -  -  -  -  -  -  -  1  1
    version-published        1  1  1  1  1  1  1  1  1  1  1  1  1  1  1  1
    assessment-draft         -  -  -  -  -  1  1  -  -  -  -  -  -  -  -  -
    assessment-submitted     -  -  -  -  -  1  1  -  -  -  -  -  -  1  1  -
    assessment-in-review     -  -  -  -  -  1  1  -  1  -  -  -  -  1  1  -
    assessment-returned      -  -  -  -  -  1  1  -  1  -  -  -  -  1  1  -
    assessment-private       -  -  -  -  -  1  1  -  1  -  -  -  -  1  1  -
    assessment-restricted    -  -  1  -  1  1  1  1  1  1  -  1  1  1  1  -
    assessment-published     1  1  1  1  1  1  1  1  1  1  1  1  1  1  1  1
    assessment-withdrawn     -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -
    remark                   -  -  -  -  -  1  1  -  -  -  -  -  -  -  -  -
    medicine-private         -  -  -  -  -  1  1  -  -  -  -  -  -  -  -  -
    plan-private             -  -  -  -  -  1  1  -  -  -  -  -  -  1  1  -
    plan-restricted          -  -  1  -  1  1  1  1  1  1  -  1  1  1  1  -
    plan-published           1  1  1  1  1  1  1  1  1  1  1  1  1  1  1  1
    case-draft               -  -  -  -  -  1  1  1  -  -  -  -  -  -  -  -
    case-waiting             -  -  -  -  -  1  1  1  -  1  -  1  1  1  1  -
    case-embargoed           -  -  -  -  -  1  1  1  -  1  1  1  1  1  1  -
    case-open                -  -  1  -  -  1  1  1  -  1  1  1  1  1  1  -
    case-withheld            -  -  1  -  -  1  1  1  -  1  1  1  1  1  1  -
    case-chatham             -  -  1  -  -  1  1  1  -  1  1  1  1  1  1  -
    case-restricted          -  -  -  -  -  1  1  1  -  -  1  1  1  1  1  -
    advice-open              -  -  1  -  -  1  1  1  -  1  1  1  1  1  1  -
    advice-chatham           -  -  1  -  -  1  1  1  -  1  1  1  1  1  1  -
    advice-restricted        -  -  -  -  -  1  1  1  -  -  1  1  1  1  1  -
    letter-open              -  -  1  -  -  1  1  1  -  1  1  1  1  1  1  -
    letter-restricted        -  -  -  -  -  1  1  1  -  -  1  1  1  1  1  -
    urgent                   -  -  -  -  -  1  1  -  -  1  -  -  -  1  1  -
"""
"""The letters are sent to all who take part: to those of them who read the case."""

TOLD = {"lead", "member", "co-author", "coordinator", "administrator"}
"""Who is told whose a case is that withholds its name or is under the Chatham House Rule; to all
others no page and no mail that tells of the case names the team or any of its people, or, under
the Rule, who advised it."""


def cells() -> dict[tuple[str, str], bool]:
    """Whether a role may meet a thing."""
    rows = [line.split() for line in TABLE.strip().splitlines()]
    return {
        (thing, role): cell == "1"
        for thing, *row in rows
        for role, cell in zip(ROLES, row, strict=True)
    }


THINGS = tuple(line.split()[0] for line in TABLE.strip().splitlines())


def word(thing: str) -> str:
    """What a thing says that nothing else says."""
    return f"zq{thing.replace('-', '')}qz"

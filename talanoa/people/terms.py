"""The words of this room."""

from datetime import timedelta

LINK_LIVES = timedelta(minutes=30)
"""How long a mailed link signs in; mail that is held back for checking still arrives in time."""

CODE_TRIES = 5
"""Wrong codes after which the link and the code of one mail both end."""

LINKS_KEPT = timedelta(days=7)
"""How long a dead link stays, so that its page can say what became of it."""

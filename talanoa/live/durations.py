"""How long things take and may take in a room. Pure."""

from datetime import timedelta

SIGN_OF_LIFE = timedelta(seconds=15)
"""How often an open page says that it is there."""
LONGEST_GAP = timedelta(seconds=60)
"""A connection silent for longer has ended; a gap of at most this in attendance is closed."""
RETURN_WITHIN = timedelta(minutes=5)
"""Whoever is back so soon after an outage of ours has missed nothing."""
LONGEST_OUTAGE = timedelta(minutes=15)
"""An outage that lasts longer is no restart: nobody is taken to have sat through it."""
PROVISIONAL_AFTER = timedelta(seconds=2)
"""Attendance is first computed this long after the end, when the last spans are written."""
FINAL_AFTER = timedelta(minutes=5)
"""Attendance is final this long after the end."""
SHOWN_AFTER = timedelta(days=1)
"""A page of a room may be left open this long after the end."""
STAYS_IN = timedelta(minutes=5)
"""Whoever was in the room so short a time before its door was held is in: cut off, not new."""
SEEN_EVERY = timedelta(seconds=20)
"""How often at most it is written down that somebody still waits at the door."""
GONE_AFTER = timedelta(seconds=90)
"""Whoever has not asked at the door for so long does not wait there any more."""
BEAT_EVERY = timedelta(seconds=5)
"""How often a room process says that it is there."""
DEAD_AFTER = timedelta(seconds=20)
"""A room process that has not said so for so long is gone."""

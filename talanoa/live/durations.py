"""How long things take and may take in a room. Pure."""

from datetime import timedelta

SIGN_OF_LIFE = timedelta(seconds=15)
"""How often an open page says that it is there."""
LONGEST_GAP = timedelta(seconds=60)
"""A connection silent for longer has ended; a gap of at most this in attendance is closed."""
KEEP_HEARD = timedelta(seconds=4)
"""How often a room process says that it has an interpreter's voice in the mix."""
UNHEARD_AFTER = timedelta(seconds=12)
"""An interpreter on the air whose voice nobody has had for so long is off it."""
SLOWER_EVERY = timedelta(seconds=20)
"""One wish for a slower pace in this time: several interpreters press together."""
SLOWER_SHOWN = timedelta(minutes=2)
"""How long that wish stands before who speaks."""
CODE_COUNTS = timedelta(minutes=1)
"""What one check-in alone earns; two earn the time between them and this."""
SEEN_CODE_KEPT = timedelta(minutes=30)
"""Whoever opened a code's address and then had to sign in is noted as there when they opened it."""
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
NODE_RESTS = timedelta(seconds=60)
"""A Janus that is back from the dead is given nothing for so long, while another is there."""
MOVED_EVERY = timedelta(seconds=5)
"""Sound that was moved stays for so long: two processes that reach different Janus would
otherwise take it from each other without end."""
SETTLES = timedelta(seconds=3)
"""After the start of a recording nothing is kept for so long: by then each room process has
muted whoever has not agreed."""
RECORDER_DEAD_AFTER = timedelta(seconds=15)
"""A process that recorded and has not said so for so long is gone; another goes on."""
MADE_AFTER = timedelta(seconds=3)
"""A recording is made ready this long after its end, when its last seconds are written."""

"""The words of this room."""

from datetime import timedelta

CLAIM_LIVES = timedelta(minutes=10)
"""A message taken by a worker that has not sent it by then is anybody's again."""

GIVE_UP_AFTER = timedelta(days=2)
"""A message that could not be sent by then has failed: its news is old."""

SENT_KEPT = timedelta(days=90)
"""How long the outbox remembers what it sent."""

"""PINs by which people call a session."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from talanoa.kernel import clock
from talanoa.schedule.models import LiveSession


class PhonePin(models.Model):
    """The digits that bring a caller into one session: a person's own, or those of the session
    for callers without an account. Gone when the session has ended.
    """

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="phone_pins")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    """Whose it is; nobody's: the session's."""
    digits = models.CharField(max_length=9, unique=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(person__isnull=False),
                name="phone_pin_once_a_person",
            ),
            models.UniqueConstraint(
                fields=["session"], condition=Q(person=None), name="phone_pin_once_a_session"
            ),
        ]

    def __str__(self) -> str:
        return f"PIN of {self.person_id or 'callers'} in {self.session_id}"

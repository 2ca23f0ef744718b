from django.conf import settings
from django.db import models

from talanoa.kernel import clock


class Message(models.Model):
    """One mail to one address: the outbox row it is sent from, once.

    ``key`` names the reason for it, so that the same reason never mails twice.
    """

    key = models.CharField(max_length=200, unique=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="messages"
    )
    address = models.EmailField()
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True)
    calendar_method = models.CharField(max_length=10, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=500, blank=True)
    holds_secret = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["made_at"],
                condition=models.Q(sent_at=None, failed_at=None),
                name="message_unsent",
            )
        ]

    def __str__(self) -> str:
        return self.subject

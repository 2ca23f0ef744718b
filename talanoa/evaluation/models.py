from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from talanoa.evaluation.terms import ItemKind
from talanoa.programmes.models import Programme
from talanoa.schedule.models import LiveSession


class Instrument(models.Model):
    """A set of questions asked of people, the same each time."""

    code = models.SlugField()
    programme = models.ForeignKey(
        Programme, models.CASCADE, null=True, blank=True, related_name="instruments"
    )
    title = models.JSONField(default=dict)
    version = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="instrument_version_once")
        ]

    def __str__(self) -> str:
        return in_own_language(self.title)


class Item(models.Model):
    """One question of an instrument, in several languages."""

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    code = models.SlugField()
    kind = models.CharField(max_length=6, choices=ItemKind)
    wording = models.JSONField(default=dict)
    lowest = models.JSONField(default=dict, blank=True)
    highest = models.JSONField(default=dict, blank=True)
    """What one and five mean, where the item is a scale."""
    is_required = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "code"], name="item_code_once")
        ]

    def __str__(self) -> str:
        return in_own_language(self.wording)


class Wave(models.Model):
    """One asking of an instrument: of those who attended a session."""

    session = models.OneToOneField(LiveSession, models.CASCADE, related_name="feedback")
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="waves")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="wave_closes_after_opening"
            )
        ]

    def __str__(self) -> str:
        return f"{self.instrument_id} after {self.session_id}"


class Answered(models.Model):
    """That someone has answered a wave; what they said is never stored beside it.

    It has no moment of its own, which could be set beside the order of the responses.
    """

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="answered")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wave", "person"], name="answered_once")]

    def __str__(self) -> str:
        return f"{self.person_id} answered {self.wave_id}"


class Response(models.Model):
    """What one unnamed person said: item code to value.

    Its key is random, and whenever one is added, forty-nine others of the wave, taken at
    random, are written anew with it, shuffled: neither key, nor place in the file, nor
    transaction tells whoever gave one from fifty, or from all while they are fewer.
    """

    id = models.UUIDField(primary_key=True)
    wave = models.ForeignKey(Wave, models.CASCADE, related_name="responses", db_index=False)
    answers = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["wave", "id"], name="response_by_key")]

    def __str__(self) -> str:
        return f"response to {self.wave_id}"


def in_own_language(words: dict[str, str]) -> str:
    """The words in the reader's language, else in English."""
    language = (get_language() or "en").split("-")[0]
    return words.get(language) or words.get("en", "")

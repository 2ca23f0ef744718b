"""The room, its log, and what stands in it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from talanoa.kernel import clock
from talanoa.live.terms import LONGEST_NOTE, Audience, HandsOrder, Tool
from talanoa.schedule.models import AgendaItem, LiveSession


class SlideDeck(models.Model):
    """An uploaded PDF and the pages made of it."""

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="decks")
    title = models.CharField(max_length=200)
    file = models.FileField(upload_to="decks/%Y/%m/")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=clock.now)
    page_count = models.PositiveSmallIntegerField(null=True, blank=True)
    """How many pages the document has; known once its making has begun."""
    ready_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=40, blank=True)
    """Why it could not be made into pages: a code of ``live.slides``."""

    def __str__(self) -> str:
        return self.title


class SlidePage(models.Model):
    """One page of a deck as pictures in three sizes, and its words for those who cannot see it."""

    deck = models.ForeignKey(SlideDeck, models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField()
    small = models.FileField(upload_to="slides/")
    medium = models.FileField(upload_to="slides/")
    large = models.FileField(upload_to="slides/")
    inline_size = models.PositiveIntegerField()
    block_size = models.PositiveIntegerField()
    """Pixels of the large picture; ``WIDTHS`` of ``live.slides`` says how the others compare."""
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["deck", "number"], name="slide_page_once")]

    def __str__(self) -> str:
        return f"{self.deck_id}/{self.number}"


class Room(models.Model):
    """Where a session stands: the agenda item in hand, the slide on show, who has the floor.

    Its row is locked by whoever adds to the log, so that ``last_seq`` has no gaps.
    """

    session = models.OneToOneField(
        LiveSession, models.CASCADE, primary_key=True, related_name="room"
    )
    last_seq = models.PositiveBigIntegerField(default=0)
    current_item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    item_began_at = models.DateTimeField(null=True, blank=True)
    extra_minutes = models.PositiveSmallIntegerField(default=0)
    """What the item in hand was given beyond its planned minutes."""
    deck = models.ForeignKey(SlideDeck, models.SET_NULL, null=True, blank=True, related_name="+")
    page = models.PositiveSmallIntegerField(default=1)
    floor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    hands_order = models.CharField(max_length=7, choices=HandsOrder, default=HandsOrder.RAISED)
    attendance_final_at = models.DateTimeField(null=True, blank=True)
    waits_since = models.DateTimeField(null=True, blank=True)
    """Since when people who come wait at the door until they are let in."""
    locked_at = models.DateTimeField(null=True, blank=True)
    chat_paused_at = models.DateTimeField(null=True, blank=True)
    chat_pace = models.PositiveSmallIntegerField(default=0)
    """Seconds between two lines of one person; 0: as they like."""
    group_round = models.ForeignKey(
        "live.GroupRound", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """The groups that are open now."""

    def __str__(self) -> str:
        return f"room of {self.session_id}"


class Entry(models.Model):
    """One act in a room, at its place in the room's log."""

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="entries")
    seq = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=40)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    client_id = models.CharField(max_length=64, blank=True)
    """The sender's own id for the act: the same frame sent twice is stored once."""
    audience = models.CharField(max_length=8, choices=Audience, default=Audience.EVERYONE)
    audience_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    audience_group = models.ForeignKey(
        "live.Group", models.CASCADE, null=True, blank=True, related_name="+"
    )
    data = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "seq"], name="entry_seq_once"),
            models.UniqueConstraint(
                fields=["session", "person", "client_id"],
                condition=~Q(client_id=""),
                name="entry_client_id_once",
            ),
            models.CheckConstraint(
                condition=~Q(audience="person") | Q(audience_person__isnull=False),
                name="entry_for_one_names_them",
            ),
            models.CheckConstraint(
                condition=~Q(audience="group") | Q(audience_group__isnull=False),
                name="entry_for_a_group_names_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.seq} {self.kind}"


class Hand(models.Model):
    """A raised hand, until it is lowered or its owner has the floor."""

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="hands")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    raised_at = models.DateTimeField(default=clock.now)
    about = models.CharField(max_length=LONGEST_NOTE, blank=True)
    is_written = models.BooleanField(default=False)
    """Its owner cannot speak: what it is about is to be read out."""
    called_at = models.DateTimeField(null=True, blank=True)
    lowered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["raised_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(lowered_at=None),
                name="hand_raised_once",
            )
        ]

    def __str__(self) -> str:
        return f"hand of {self.person_id}"


class GuestLink(models.Model):
    """A personal link by which someone without an account comes to one session."""

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="guest_links")
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="guest_link"
    )
    secret_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"guest {self.person_id} of {self.session_id}"


class Removal(models.Model):
    """Someone the facilitator has sent out of a session, until let in again."""

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="removals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"], condition=Q(ended_at=None), name="removal_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} out of {self.session_id}"


class Call(models.Model):
    """The address of a session's call in another tool, where people then hear each other."""

    session = models.OneToOneField(
        LiveSession, models.CASCADE, primary_key=True, related_name="call"
    )
    tool = models.CharField(_("tool"), max_length=13, choices=Tool)
    url = models.URLField(
        _("address"), max_length=500, validators=[URLValidator(schemes=["https"])]
    )
    note = models.CharField(_("meeting number and passcode"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"call of {self.session_id}"

    @property
    def tool_name(self) -> str:
        """What people call the tool; for one we do not know, the host in its address."""
        known = self.tool != Tool.OTHER
        return self.get_tool_display() if known else (urlsplit(self.url).hostname or "")

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from talanoa.kernel import clock
from talanoa.live.terms import LONGEST_END, Audience, BallotKind, PollKind
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
    deck = models.ForeignKey(SlideDeck, models.SET_NULL, null=True, blank=True, related_name="+")
    page = models.PositiveSmallIntegerField(default=1)
    floor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    attendance_final_at = models.DateTimeField(null=True, blank=True)

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
        ]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.seq} {self.kind}"


class Hand(models.Model):
    """A raised hand, until it is lowered or its owner has the floor."""

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="hands")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    raised_at = models.DateTimeField(default=clock.now)
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


class Presence(models.Model):
    """A span in which one connection gave signs of life without a gap of over a minute."""

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="presences")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="presences")
    connection = models.UUIDField(default=uuid.uuid4)
    began_at = models.DateTimeField()
    last_sign_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    """When it was closed in good order; a connection that just falls silent has none."""
    process = models.CharField(max_length=100, blank=True)
    """The room process that holds the connection."""

    class Meta:
        indexes = [
            models.Index(fields=["session", "person"], name="presence_session_person"),
            models.Index(
                fields=["process", "last_sign_at"],
                condition=Q(ended_at=None),
                name="presence_open_process",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["connection", "began_at"], name="presence_span_once"),
            models.CheckConstraint(
                condition=Q(last_sign_at__gte=models.F("began_at")), name="presence_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.session_id} from {self.began_at}"


class Outage(models.Model):
    """A time in which our own room process was not there; it costs nobody attendance."""

    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.began_at} to {self.ended_at}"


class RoomProcess(models.Model):
    """A running room process and the last beat it gave."""

    name = models.CharField(max_length=100, unique=True)
    started_at = models.DateTimeField()
    last_beat_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "room processes"

    def __str__(self) -> str:
        return self.name


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


class Attendance(models.Model):
    """How long someone attended: a revision of the ledger, from the intervals it lists."""

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="attendances")
    revision = models.PositiveSmallIntegerField(default=1)
    intervals = models.JSONField(default=list)
    """[[from, to], …] as ISO 8601 moments in UTC, in order, none touching another."""
    attended = models.DurationField()
    is_current = models.BooleanField(default=True)
    final_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    computed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person", "revision"], name="attendance_revision_once"
            ),
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(is_current=True),
                name="attendance_current_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.session_id}: {self.attended}"


class Poll(models.Model):
    """A question to the room, and how often each answer was given.

    Counting rewrites this one row, so that nothing it holds is older or newer than the rest:
    neither a key, nor an order, nor a transaction sets a vote beside whoever gave it.
    """

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="polls")
    question = models.CharField(max_length=300)
    kind = models.CharField(max_length=8, choices=PollKind)
    ballot = models.CharField(max_length=6, choices=BallotKind, default=BallotKind.SECRET)
    options = models.JSONField(default=list, blank=True)
    """The words of what can be chosen, in order; an answer is a number from one."""
    lowest = models.CharField(max_length=LONGEST_END, blank=True)
    highest = models.CharField(max_length=LONGEST_END, blank=True)
    """What one and five mean, where it is a scale."""
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=clock.now)
    opening = models.ForeignKey(Entry, models.SET_NULL, null=True, blank=True, related_name="+")
    """The entry that opened it, whose number acknowledges every vote."""
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)
    """Since when everyone sees its results."""
    voted = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict, blank=True)
    """How often each answer was given, by its number or, spelt as given, by the word; sorted."""
    present = models.PositiveIntegerField(null=True, blank=True)
    """How many could have voted: who was in the room while it was open. Known at its end."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(opened_at__isnull=False, closed_at=None),
                name="poll_open_once",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def is_secret(self) -> bool:
        return self.ballot == BallotKind.SECRET

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None


class Vote(models.Model):
    """That someone has voted in a poll; in an open one also what, in a secret one never.

    It has no moment of its own, which could be set beside the counts of the poll.
    """

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="votes")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    client_id = models.CharField(max_length=64, blank=True)
    """The sender's own id for the act: the same frame sent twice is one vote."""
    answers = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "person"], name="vote_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.poll_id}"

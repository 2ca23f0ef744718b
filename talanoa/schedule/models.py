import uuid

from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from talanoa.kernel import clock
from talanoa.programmes.models import Cohort, validate_zone
from talanoa.schedule.terms import (
    LONGEST,
    MOST_SESSIONS,
    SHORTEST,
    AgendaKind,
    SessionRoleName,
    Status,
    Week,
    Weekday,
)


class Series(models.Model):
    """A rule that gives a cohort one session a month, at the hub's local time."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="series")
    title = models.CharField(_("title"), max_length=200)
    week = models.SmallIntegerField(_("week of the month"), choices=Week)
    weekday = models.SmallIntegerField(_("day of the week"), choices=Weekday)
    local_time = models.TimeField(_("time"))
    time_zone = models.CharField(_("time zone"), max_length=60, validators=[validate_zone])
    minutes = models.PositiveSmallIntegerField(
        _("length in minutes"),
        default=60,
        validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)],
    )
    first_on = models.DateField(_("from"))
    """The first day of the first month, so that a new rule keeps the months of the old one."""
    count = models.PositiveSmallIntegerField(
        _("number of sessions"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_SESSIONS)],
    )
    sequence = models.PositiveIntegerField(default=0)
    """Grows with each change of the rule."""
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "series"
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=SHORTEST, minutes__lte=LONGEST),
                name="series_minutes_in_range",
            ),
            models.CheckConstraint(
                condition=Q(count__gte=1, count__lte=MOST_SESSIONS), name="series_count_in_range"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class LiveSession(models.Model):
    """One meeting of a cohort, at a set time."""

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="live_sessions")
    series = models.ForeignKey(
        Series, models.SET_NULL, null=True, blank=True, related_name="live_sessions"
    )
    rule_starts_at = models.DateTimeField(null=True, blank=True)
    """The moment the series' rule gives; differs from ``starts_at`` once moved by hand."""
    rule_month = models.DateField(null=True, blank=True)
    """The first day of the month this session stands for in its series."""
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(
        _("what it is about"), max_length=4000, validators=[MaxLengthValidator(4000)], blank=True
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    time_zone = models.CharField(max_length=60, validators=[validate_zone])
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    """What calendars go by: grows when the time or title changes or the session is cancelled."""
    changed_at = models.DateTimeField(default=clock.now)
    """When anything a calendar shows last changed."""
    timed_at = models.DateTimeField(default=clock.now)
    timed_sequence = models.PositiveIntegerField(default=0)
    """When the present time was set, and ``sequence`` then: reminders go by the time alone."""
    version = models.PositiveIntegerField(default=0)
    """Grows with each edit, so that two people editing at once find out."""
    is_demonstration = models.BooleanField(default=False)
    moved_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    record_published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="live_session_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")),
                name="live_session_closes_after_opening",
            ),
            models.UniqueConstraint(
                fields=["series", "rule_month"], name="live_session_once_a_month"
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at"], name="live_session_starts"),
            models.Index(
                fields=["ends_at"],
                condition=Q(opened_at__isnull=False, closed_at=None),
                name="live_session_open_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def status(self) -> Status:
        if self.cancelled_at:
            return Status.CANCELLED
        if self.closed_at:
            return Status.CLOSED
        return Status.OPEN if self.opened_at else Status.SCHEDULED


class AgendaItem(models.Model):
    """One part of a session, with the minutes planned for it."""

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=10, choices=AgendaKind)
    title = models.CharField(_("title"), max_length=200)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(1), MaxValueValidator(LONGEST)]
    )
    speaker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["session", "position"], name="agenda_position_once"),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="agenda_item_takes_time"),
        ]

    spoken_by = ""
    """Whom its reader is told as the speaker; ``naming`` says so."""

    def __str__(self) -> str:
        return self.title

    @property
    def kind_label(self) -> str:
        """As ``get_kind_display``, which makes its list of kinds anew each time."""
        return str(AgendaKind(self.kind).label)


class SessionRole(models.Model):
    """What someone does in one session, beyond their role in the programme."""

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="roles")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="session_roles"
    )
    role = models.CharField(max_length=11, choices=SessionRoleName)
    invited_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(declined_at=None),
                name="session_role_one_answer",
            ),
            models.UniqueConstraint(fields=["session", "person", "role"], name="session_role_once"),
        ]

    done_by = ""
    """Whom its reader is told; ``naming`` says so."""

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} of {self.session_id}"


class Reminder(models.Model):
    """Reminding everyone of one session, so long before it, has begun. It begins once."""

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="reminders")
    sequence = models.PositiveIntegerField()
    minutes_before = models.PositiveSmallIntegerField()
    begun_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "sequence", "minutes_before"], name="reminder_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.minutes_before} minutes before {self.session_id}"


class CalendarFeed(models.Model):
    """The secret address at which a person's calendar program reads their sessions.

    The secret is kept as it is, since the address must be shown again; it opens
    nothing but the times and titles of that person's sessions.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed"
    )
    secret = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"feed of {self.person_id}"

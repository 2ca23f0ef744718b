"""What callers are told, by name. Spoken, so written as it is said."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

WORDS = {
    "welcome": _("Welcome. Please enter your PIN of nine digits."),
    "wrong": _("This PIN is not known here. Please enter it again."),
    "too-many": _("The PIN was wrong too often. Please look at the dial-in page. Goodbye."),
    "no-pin": _("No PIN was entered. Goodbye."),
    "early": _("This session has not begun. Please call shortly before it begins. Goodbye."),
    "ended": _("The session has ended. Goodbye."),
    "elsewhere": _("The sound of this session is in another tool. Goodbye."),
    "out": _("You cannot come into this session. Goodbye."),
    "waiting": _("The facilitators see that you are calling. Please stay on the line."),
    "not-let-in": _("Nobody has let you in. Please call again. Goodbye."),
    "in": _(
        "You are in the session, muted. Press star six to speak, star five to raise your hand, "
        "and star zero to hear this again."
    ),
    "help": _(
        "Press star six to speak or to be silent, star five to raise your hand or to lower it. "
        "To leave, hang up."
    ),
    "muted": _("You are muted."),
    "unmuted": _("You are heard now."),
    "hand-up": _("Your hand is raised."),
    "hand-down": _("Your hand is lowered."),
    "floor": _("You have the floor. To speak, press star six."),
    "recorded": _("This session is recorded. If you agree to be recorded, press star one."),
    "agreed": _("Thank you. To speak, press star six."),
    "moved": _("Your sound is on another device now. Goodbye."),
    "no-sound": _("There is no sound at the moment. Please stay on the line."),
    "no-room": _("The session cannot be reached. Please call again later. Goodbye."),
}


def in_language(name: str, language: str) -> str:
    """A sentence; empty when there is none of that name."""
    with override(language):
        return str(WORDS.get(name, ""))

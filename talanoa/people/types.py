"""Types that other rooms use to speak of people."""

from django.http import HttpRequest

from talanoa.people.models import Person


class PersonRequest(HttpRequest):
    """A request of someone who is signed in, as views behind ``login_required`` see it."""

    user: Person

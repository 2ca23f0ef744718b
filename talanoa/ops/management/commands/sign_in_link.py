from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from talanoa.people.models import Person
from talanoa.people.services import make_sign_in_link


class Command(BaseCommand):
    help = "Print a link that signs one person in, once, for someone whom no mail reaches."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="The person's e-mail address.")
        parser.add_argument(
            "--minutes", type=int, default=30, help="How long the link can be used (default: 30)."
        )

    def handle(self, *, address: str, minutes: int, **options: Any) -> None:
        person = Person.objects.filter(email__iexact=address).first()
        if person is None:
            raise CommandError(f"Nobody here has the address {address}.")
        self.stdout.write(make_sign_in_link(person=person, minutes=minutes))

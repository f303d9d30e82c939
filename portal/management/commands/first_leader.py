"""Begin a real service: make the council and its first leader, and print the way in. Everything else is done in the portal."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser
from django.core.validators import validate_email
from django.db import Error

from permissions import clock
from permissions.actions.make_first_leader import FirstLeader, make_first_leader
from permissions.refusals import Invalid
from plans.saying import in_london
from portal.birth import register_birth


class Command(BaseCommand):
    """Print an invitation for the first service leader. Run `prepare` before."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whom to invite."""
        parser.add_argument("email", help="the address to which this person's sign-in belongs")
        parser.add_argument("--name", default="", help="the person's name, as people call them on pages")
        parser.add_argument("--council", default="The council", help="the name of the council, where it is not there yet")
        parser.add_argument("--another", action="store_true", help="also where a leader is there already, who has lost the way in")

    def handle(self, *args: Any, email: str, name: str, council: str, another: bool, **options: Any) -> None:
        """Do it."""
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email!r} is no e-mail address.") from None
        try:
            register_birth(is_demo=settings.DEMO, now=clock.now())
        except Error:
            raise CommandError("The database is not prepared yet. Run: python manage.py prepare") from None
        facts = FirstLeader(email=email, name=name or email.partition("@")[0], council=council)
        try:
            issued = make_first_leader(facts, another=another, now=clock.now())
        except Invalid as wrong:
            raise CommandError(str(wrong)) from None
        self.stdout.write(f"Open this link:  {settings.ORIGIN}/join/{issued.link_token}/")
        self.stdout.write(f"Joining code:    {issued.joining_code}")
        self.stdout.write(f"Both work until {in_london(issued.invitation.ends_at)}, once. They are shown only now; no e-mail was sent.")

"""Say how strongly somebody must sign in, and what they hold to do so (security.md 4)."""

from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from django.db.models import Q

from permissions.models import Membership, Team, User
from permissions.vocabulary import PARTIES, Party

PASSKEY, APP = Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP
FACTORS = (PASSKEY, APP)
_FAMILY = tuple(role.value for role in PARTIES[Party.FAMILY])


def may_sign_in(person: User | None) -> bool:
    """Say whether this person has come in and has not gone: nobody else signs in, by any path."""
    return person is not None and person.is_active and person.joined_at is not None and person.left_at is None


def person_at(email: str) -> User | None:
    """Find who signs in with this very address, in small letters; None for nobody, and for whoever may not sign in. One query either way."""
    person = User.objects.filter(email=email).first()
    return person if may_sign_in(person) else None


def needs_strong_sign_in(person: User, *, today: date) -> bool:
    """Say whether a code by e-mail alone is too little for this person.

    So it is for whoever switched on protected sign-in (or had it switched on), and for whoever reads of other people's children: a superuser, somebody with
    an organisation, a duty or a team, and whoever holds a role in any plan that is not one of the family's. At most two queries.
    """
    duties = person.is_leader or person.keeps_colleagues or person.may_open_plans
    if person.protected_sign_in or person.is_superuser or person.organisation_id is not None or duties:
        return True
    if Team.objects.filter(group__user=person.pk).exists():
        return True
    # A role that begins tomorrow counts today: whoever prepares for it comes in as they will have to.
    still = Q(ended_at=None) & (Q(until_on=None) | Q(until_on__gte=today))
    return Membership.objects.filter(still, user=person.pk).exclude(stands_for__in=_FAMILY).exists()


def factors_of(person: User) -> frozenset[str]:
    """Give the kinds of factor that a person holds beside their mailbox. One query."""
    return frozenset(Authenticator.objects.filter(user=person.pk, type__in=FACTORS).values_list("type", flat=True))


@dataclass(frozen=True)
class Strength:
    """How a person signs in: what is asked of them, and what they hold."""

    is_needed: bool
    factors: frozenset[str]

    @property
    def has_passkey(self) -> bool:
        """Say whether there is a passkey."""
        return PASSKEY in self.factors

    @property
    def has_app(self) -> bool:
        """Say whether there is an authenticator app."""
        return APP in self.factors


def strength_of(person: User, *, today: date) -> Strength:
    """Give both at once."""
    return Strength(needs_strong_sign_in(person, today=today), factors_of(person))

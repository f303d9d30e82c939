"""Which identity of a provider belongs to whom here. It is tied by the person, signed in another strong way or joining by an invitation; never by an e-mail address."""

from dataclasses import dataclass
from datetime import date, datetime

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction

from permissions import ledger
from permissions.access import NOTHING_HERE
from permissions.models import User
from permissions.refusals import NotFound, NotNow, NotPermitted
from portal import mail
from portal.environment.oidc import ProviderSettings
from portal.oidc.client import Identity
from portal.sign_in.strength import strength_of

SOMEBODY_ELSES = "This account of {name} already opens another person’s account here. Ask the council."
ONE_IS_TIED = "Your account is tied to another account of {name}. Remove that first."
ONLY_WAY = "This is the only way you can sign in. Add a passkey or an authenticator app on your account page first."
SUBJECT = "How you sign in has changed"
ADDED = """Hello

You can now sign in with {name}.

If you did not do this, tell the council at once.
"""
REMOVED = """Hello

You can no longer sign in with {name}.

If you did not do this, tell the council at once.
"""


@dataclass(frozen=True)
class Tie:
    """One provider as a person's page shows it."""

    id: str
    name: str
    is_tied: bool


def provider(identifier: str) -> ProviderSettings:
    """Find a provider of the settings. Raises NotFound."""
    found = next((one for one in settings.OIDC_PROVIDERS if one.id == identifier), None)
    if found is None:
        raise NotFound(NOTHING_HERE)
    return found


def ties_of(person: User) -> list[Tie]:
    """List every provider, and whether it opens this person's account."""
    tied = set(SocialAccount.objects.filter(user=person).values_list("provider", flat=True))
    return [Tie(one.id, one.name, one.id in tied) for one in settings.OIDC_PROVIDERS]


def opening(person: User) -> list[Tie]:
    """List the providers that open this person's account as a strong sign-in: none where sign-in is protected."""
    return [] if person.protected_sign_in else [tie for tie in ties_of(person) if tie.is_tied]


def person_behind(which: ProviderSettings, identity: Identity) -> User | None:
    """Find whose identity it is; None for nobody's."""
    tie = SocialAccount.objects.select_related("user").filter(provider=which.id, uid=identity.key).first()
    return tie.user if tie else None


@transaction.atomic
def tie_to(person: User, which: ProviderSettings, identity: Identity, *, now: datetime) -> None:
    """Let this identity open this person's account. Raises NotPermitted where it opens another's, or the person has another one there."""
    locked = User.objects.select_for_update().get(pk=person.pk)
    found, made = SocialAccount.objects.get_or_create(provider=which.id, uid=identity.key, defaults={"user": locked})
    if found.user_id != locked.pk:
        raise NotPermitted(SOMEBODY_ELSES.format(name=which.name))
    if not made:
        return
    if SocialAccount.objects.filter(user=locked, provider=which.id).exclude(pk=found.pk).exists():
        raise NotPermitted(ONE_IS_TIED.format(name=which.name))
    ledger.record_service("tie_sign_in_service", actor=locked, person=locked, object_kind="sign-in service", now=now)
    mail.write(to=locked.email, subject=SUBJECT, body=ADDED.format(name=which.name))


def require_another_way(person: User, which: ProviderSettings, *, today: date) -> None:
    """Raise NotNow where this provider is the only way in that a person has: without it they would stand before a closed door."""
    strength = strength_of(person, today=today)
    if strength.is_needed and not strength.factors and [tie.id for tie in opening(person)] == [which.id]:
        raise NotNow(ONLY_WAY)


@transaction.atomic
def untie(person: User, which: ProviderSettings, *, now: datetime) -> None:
    """Let no identity of this provider open this person's account any more. Raises NotFound where none does."""
    locked = User.objects.select_for_update().get(pk=person.pk)
    gone, _rows = SocialAccount.objects.filter(user=locked, provider=which.id).delete()
    if not gone:
        raise NotFound(NOTHING_HERE)
    ledger.record_service("untie_sign_in_service", actor=locked, person=locked, object_kind="sign-in service", now=now)
    mail.write(to=locked.email, subject=SUBJECT, body=REMOVED.format(name=which.name))

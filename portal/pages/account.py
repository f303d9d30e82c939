"""Your account: how a person signs in, as its page shows it."""

from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator

from permissions.models import User
from plans.saying import day_in_london
from portal.sign_in.strength import APP, FACTORS, PASSKEY, needs_strong_sign_in


@dataclass(frozen=True, kw_only=True)
class Factor:
    """One passkey, or the app. `number` names it in addresses."""

    number: int
    name: str
    added: str
    used: str


@dataclass(frozen=True, kw_only=True)
class AccountPage:
    """How one person signs in. `is_strong`: a code by e-mail alone does not open this account; `may_remove`: there is more than one way, or need not be."""

    name: str
    email: str
    passkeys: tuple[Factor, ...]
    app: Factor | None
    is_protected: bool
    is_strong: bool
    may_remove: bool

    @property
    def has_factor(self) -> bool:
        """Say whether there is a passkey or an app."""
        return bool(self.passkeys) or self.app is not None


def account_page(person: User, *, today: date) -> AccountPage:
    """Read how somebody signs in. At most three queries."""
    rows = Authenticator.objects.filter(user=person.pk, type__in=FACTORS).order_by("created_at", "pk")
    found = [(row.type, _factor(row)) for row in rows]
    is_strong = needs_strong_sign_in(person, today=today)
    return AccountPage(
        name=person.name,
        email=person.email,
        passkeys=tuple(factor for kind, factor in found if kind == PASSKEY),
        app=next((factor for kind, factor in found if kind == APP), None),
        is_protected=person.protected_sign_in,
        is_strong=is_strong,
        may_remove=len(found) > 1 or not is_strong,
    )


def _factor(row: Authenticator) -> Factor:
    used = day_in_london(row.last_used_at) if row.last_used_at else ""
    name = row.wrap().name if row.type == PASSKEY else "Authenticator app"
    return Factor(number=row.pk, name=name, added=day_in_london(row.created_at), used=used)

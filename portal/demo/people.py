"""Find the people of the demo, and sign one of them in without a code. Only where settings.DEMO says so."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from permissions.access import NOTHING_HERE
from permissions.models import User
from permissions.refusals import NotFound
from portal.demo.cast import BY_SLUG
from portal.sessions.store import SessionStore

BACKEND = "django.contrib.auth.backends.ModelBackend"


def require_demo() -> None:
    """Raise NotFound unless this is the demo: in a real service there is no such page."""
    if not settings.DEMO:
        raise NotFound(NOTHING_HERE)


def person_of_demo(slug: str) -> User:
    """Find one of the cast; raise NotFound for a name that is not of the cast, or not in this database."""
    require_demo()
    member = BY_SLUG.get(slug)
    person = User.objects.filter(email=member.email, is_active=True).first() if member else None
    if person is None:
        raise NotFound(NOTHING_HERE)
    return person


def session_of(person: User) -> str:
    """Make a signed-in session for a person of the demo, and give its key."""
    require_demo()
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    session.save()
    return str(session.session_key)

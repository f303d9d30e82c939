"""The sockets of live texts, with what only the portal knows: whose a session is, what is watched, and what counts as use of a session."""

from permissions import clock
from plans.livetext.socket import TextSocket
from portal.sessions.store import SessionStore
from portal.sessions.use import note_use
from portal.sockets.watch import session_holds, watch


def holds(key: str, person: int) -> bool:
    """Say whether a session still is this person's. One query."""
    return session_holds(key, person, now=clock.now())


def note_words(key: str) -> None:
    """Count words that were acknowledged as use of the session in which they were typed. Two queries."""
    note_use(SessionStore(key), now=clock.now())


text_socket = TextSocket(holds=holds, watch=watch, note_use=note_words)

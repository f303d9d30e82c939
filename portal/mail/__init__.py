"""Mail: rows written in the transaction of whatever sends them, carried out by the worker, and shown to a person where they could not be sent."""

from portal.mail.carrying import carry, carry_waiting, forget_words, settle_lost
from portal.mail.dead_letters import bounced_addresses, count_unsent, waiting_long
from portal.mail.silence import stop_waiting
from portal.mail.writing import Letter, OutboxBackend, newest, write

__all__ = [
    "Letter",
    "OutboxBackend",
    "bounced_addresses",
    "carry",
    "carry_waiting",
    "count_unsent",
    "forget_words",
    "newest",
    "settle_lost",
    "stop_waiting",
    "waiting_long",
    "write",
]

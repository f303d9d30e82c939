"""Mail: rows written in the transaction of whatever sends them, carried out by the worker, and shown to a person where they could not be sent."""

from portal.mail.carrying import carry, carry_waiting, settle_lost
from portal.mail.dead_letters import bounced_addresses, count_unsent
from portal.mail.writing import Letter, OutboxBackend, newest, write

__all__ = [
    "Letter",
    "OutboxBackend",
    "bounced_addresses",
    "carry",
    "carry_waiting",
    "count_unsent",
    "newest",
    "settle_lost",
    "write",
]

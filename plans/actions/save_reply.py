"""Write the council's reply to something that was asked of a draft; until it is sent it is the council's alone."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.ledger import Act
from permissions.models import User
from permissions.refusals import Clash, Invalid, NotNow, Stale
from plans.access import open_again, open_plan
from plans.access.finishing import require_replier
from plans.livetext.standing import log_of
from plans.models import Reply, Suggestion
from plans.models.content import NARRATIVE_LIMIT, WORDS_LIMIT
from plans.queries.reply_page import EVERY_OUTCOME, OUTCOMES, stands_hash
from plans.queries.replying import changes_words, find_asked, stands_now
from plans.record.shall import Does, Shall

AGREED = (Reply.Outcome.AGREED, Reply.Outcome.PARTLY)
IS_SENT = "This reply was sent. What was sent is not changed any more."
NO_WORDS_HERE = "The words there are not the council’s to change."
UNCHANGED = "The words are as they were. Write the words that shall stand, or choose another answer."


@dataclass(frozen=True, kw_only=True)
class ReplyFacts:
    """What a reply says. `stands` is the hash of the words on which `words` were written (`stands_hash`)."""

    outcome: str
    reason: str
    words: str = ""
    stands: str = ""
    shall: Shall = field(default_factory=Shall)


@transaction.atomic
def save_reply(person: User, reference: str, uid: uuid.UUID, facts: ReplyFacts, *, today: date, now: datetime) -> Reply:
    """Keep a reply until it is sent. Raises NotFound, NotPermitted, NotNow; Invalid; Stale with both texts where the plan says something else by now."""
    access = open_plan(person, reference, today=today)
    circle = ledger.lock(access.plan.circle_id)
    access = open_again(access)
    require_replier(access)
    asked = find_asked(access, uid)
    reply = Reply.objects.select_for_update(of=("self",)).filter(suggestion=asked).first()
    if reply and reply.sent_at:
        raise NotNow(IS_SENT)
    changed = facts.outcome in AGREED and changes_words(asked)
    _check(asked, facts, changes=changed)
    stands = _standing(asked, facts, now=now) if changed else ""
    reply = reply or Reply(suggestion=asked)
    reply.outcome, reply.reason = facts.outcome, facts.reason.strip()
    reply.words, reply.stands_on = (facts.words, stands) if changed else ("", "")
    reply.typed = facts.shall.kept() if changed else {}
    reply.by, reply.at = person, now
    reply.save()
    act = Act(actor=access.person, role=access.role, verb="write_reply", object_kind="suggestion", object_uid=asked.uid)
    ledger.record(act, circle=circle, now=now)
    return reply


def _check(asked: Suggestion, facts: ReplyFacts, *, changes: bool) -> None:
    wrong = {}
    if facts.outcome not in OUTCOMES.get(asked.kind, EVERY_OUTCOME):
        wrong["outcome"] = "Choose what the answer is."
    if not facts.reason.strip():
        wrong["reason"] = "Write the reason. Whoever asked reads it."
    if changes and facts.shall.does is not Does.TAKES_OUT:
        limit = WORDS_LIMIT if asked.item or facts.shall.does is Does.ADDS else NARRATIVE_LIMIT
        if not facts.words.strip() and (asked.item or facts.shall.does is Does.ADDS):
            wrong["shall"] = "Write the words that shall stand."
        elif len(facts.words) > limit:
            wrong["shall"] = f"The words can have {limit:,} characters. These have {len(facts.words) - limit:,} too many."
    if wrong:
        raise Invalid(wrong)


def _standing(asked: Suggestion, facts: ReplyFacts, *, now: datetime) -> str:
    """Read what the plan says there now, settled; the form must have been opened on just that."""
    if asked.section is None:
        raise Invalid({"outcome": NO_WORDS_HERE})
    log_of(asked.section, asked.item, now=now)
    stands = stands_now(asked)
    if facts.stands != stands_hash(stands) and facts.shall.does is not Does.ADDS:
        raise Stale(clashes=(Clash("words", "Words", facts.words, stands),))
    is_same = facts.shall.does is Does.WORDS and facts.words == stands.strip() and not facts.shall.set
    if is_same and asked.kind == Suggestion.Kind.CHANGE and stands == asked.before:
        raise Invalid({"shall": UNCHANGED})
    return stands if facts.shall.does is not Does.ADDS else ""

"""Take health provision out that health has not agreed, and say so in the section; the draft is then served again."""

import uuid
from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.access import NOTHING_HERE
from permissions.ledger import Act
from permissions.models import User
from permissions.refusals import Invalid, NotFound
from permissions.vocabulary import Code
from plans.access import PlanAccess, open_again, open_plan
from plans.access.deciding import require_decider
from plans.access.finishing import require_being_finished
from plans.actions.writing import keep_what_stands, set_item
from plans.livetext.merging import commit
from plans.livetext.standing import keep_what_was_written, log_of, merged
from plans.models import Agreement, Item
from plans.models.content import NARRATIVE_LIMIT
from plans.queries.agreeing import standing_of
from plans.record.rows import put_forward
from plans.rendering import first_sentence

IS_AGREED = "Health has agreed this help, so it stays."
NO_REASON = "Say why health has not agreed it. The family reads this."
SAYS_SO = "Health has not agreed this help, so it was taken out: “{title}”. {reason}"


@transaction.atomic
def take_out_provision(person: User, reference: str, uid: uuid.UUID, *, reason: str, today: date, now: datetime) -> Item:
    """Take one piece of help out of Section G, and write there that and why. It comes from no answer of the family, so the draft is served again.

    Raises NotFound, NotPermitted, NotNow; Invalid without a reason, or where health has agreed it.
    Law: SEND Regs 2014 reg 12(2): health provision stands in a plan only where it is agreed; reg 14(1) for serving again.
    """
    access = open_plan(person, reference, today=today)
    circle = ledger.lock(access.plan.circle_id)
    access = open_again(access)
    require_decider(access)
    require_being_finished(access)
    rows = Item.objects.select_related("section__plan", "provision").filter(plan=access.plan, section__type__code=Code.G)
    item = rows.filter(uid=uid, state=Item.State.PUT_FORWARD).first()
    if item is None:
        raise NotFound(NOTHING_HERE)
    if standing_of(access, Agreement.Kind.HEALTH, put_forward(access.plan, lock=True)).given:
        raise Invalid({"note": IS_AGREED})
    if not reason.strip():
        raise Invalid({"note": NO_REASON})
    title = first_sentence(item.text)[0]
    keep_what_was_written(item.section, item, now=now)
    set_item(item, item.seq, person, now=now, state=Item.State.RETIRED)
    keep_what_stands(item, access, now=now)
    _say_so(access, person, item, SAYS_SO.format(title=title, reason=reason.strip()), now=now)
    act = Act(actor=access.person, role=access.role, verb="take_out_provision", sections=(Code.G,), object_kind="item", object_uid=item.uid)
    ledger.record(act, circle=circle, now=now)
    return item


def _say_so(access: PlanAccess, person: User, item: Item, words: str, *, now: datetime) -> None:
    section = item.section
    text = log_of(section, None, now=now)
    after = f"{section.narrative.rstrip()}\n\n{words}" if section.narrative.strip() else words
    merge = merged(text, section, None, after, None, limit=NARRATIVE_LIMIT, person=access.person, now=now)
    if merge is None:
        return
    commit(merge, person=access.person, role=access.role, is_worded=False, now=now)
    section.narrative, section.saved_at, section.saved_by = merge.words, now, person
    section.save(update_fields=["narrative", "saved_at", "saved_by"])

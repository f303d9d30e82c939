"""Send the e-mails of notices: one letter for all plans of a person, at seven in the morning or at once, as they chose, and never where it is not safe.

Invariant: a letter names references, stages and sections; never a child, a person or a word of a plan. What its reader may not know at this very moment is not
in it, and whoever has no part in any plan gets none.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from permissions.models import User
from plans.statute.lifecycle import STAGE_NAMES
from portal import mail
from portal.models import Notice, NoticeChoices
from portal.notices.choices import choices_of
from portal.notices.hours import is_quiet
from portal.notices.safe import Safety, safety_of
from portal.notices.showing import OfPlan, by_plan
from portal.notices.words import in_mail

Kind = Notice.Kind

# Between two letters to one person; what is to be mailed at once meanwhile waits and comes in one.
SPACE = timedelta(minutes=15)
# No letter grows beyond so many acts; the rest is in the portal.
MOST = 400

SUBJECTS = {frozenset({Kind.MENTION.value}): "Somebody called you by name", frozenset({Kind.DEADLINE.value}): "A date is near"}
SUBJECT = "What is new in the plans you take part in"
BODY = """Hello

{intro}

{plans}
Sign in to read it: {origin}/notices/

{why} To change this, or to stop these e-mails, sign in and choose: {origin}/account/notices/
"""
PLAIN_SUBJECT = "A message for you"
PLAIN_BODY = """Hello

There is a message for you. Sign in to read it: {origin}/
"""


def send_due(*, now: datetime, today: date, people: Collection[int] | None = None) -> int:
    """Send to everybody (or to these people) what is due; give the number of letters."""
    due = Notice.objects.filter(mailed_at=None, mail_at__lte=now)
    if people is not None:
        due = due.filter(person__in=list(people))
    return sum(_send(person, now, today) for person in sorted(set(due.values_list("person", flat=True))))


@transaction.atomic
def _send(number: int, now: datetime, today: date) -> bool:
    """Write one person's letter, if one may be sent; the notices in it are marked in the same transaction."""
    person = User.objects.select_for_update(no_key=True).get(pk=number)
    waiting = Notice.objects.filter(person=person, mailed_at=None, mail_at__lte=now)
    choices = choices_of([number])[number]
    if is_quiet(now, choices.quiet_from, choices.quiet_until) or _had_one_lately(person, now):
        return False
    safety = safety_of([person], {number: choices})[number]
    rows = list(waiting.filter(seen_at=None, circle__plan__silenced_on=None).order_by("pk")[:MOST])
    plans = by_plan(person, rows, today=today) if _may_be_written_to(person, choices, safety) else []
    if plans:
        subject, body = letter(plans, choices, is_plain=safety.is_plain)
        mail.write(to=person.email, subject=subject, body=body, key=f"notices {number} {rows[-1].pk}")
    _settle(waiting, plans, now)
    return bool(plans)


def _may_be_written_to(person: User, choices: NoticeChoices, safety: Safety) -> bool:
    is_here = person.is_active and person.joined_at is not None and person.left_at is None
    return is_here and choices.how != NoticeChoices.How.OFF and safety.why_not is None


def _had_one_lately(person: User, now: datetime) -> bool:
    return Notice.objects.filter(person=person, mailed_at__gt=now - SPACE).exists()


def _settle(waiting: QuerySet[Notice], plans: list[OfPlan], now: datetime) -> None:
    """Mark what stands in the letter; the rest is not mailed any more: it was seen, or may not be known, or no letter is safe."""
    written = [row for of_plan in plans for group in of_plan.groups for row in group.rows]
    waiting.filter(pk__in=written).update(mailed_at=now)
    waiting.update(mail_at=None)


def letter(plans: list[OfPlan], choices: NoticeChoices, *, is_plain: bool) -> tuple[str, str]:
    """Say what is new in a subject and a body; a plain one only that there is something."""
    if is_plain:
        return PLAIN_SUBJECT, PLAIN_BODY.format(origin=settings.ORIGIN)
    kinds = frozenset(group.kind for of_plan in plans for group in of_plan.groups)
    why = "You get one e-mail a day when there is something new." if kinds not in SUBJECTS else "You get this e-mail at once."
    body = BODY.format(
        intro="This is new for you. Each plan is named by its reference." if len(plans) > 1 else "This is new for you.",
        plans="\n".join(_of_plan(of_plan) for of_plan in plans),
        origin=settings.ORIGIN,
        why=why,
    )
    return SUBJECTS.get(kinds, SUBJECT), body


def _of_plan(of_plan: OfPlan) -> str:
    access = of_plan.access
    lines = dict.fromkeys(in_mail(group) for group in of_plan.groups)
    return "\n".join([f"Plan {access.circle.circle.shown_reference}, {STAGE_NAMES[access.stage]}", *(f"- {line}" for line in lines), ""])

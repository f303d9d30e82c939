"""Say to whom a comment goes: everybody who reads it and may be told of it."""

from dataclasses import dataclass
from datetime import date

from comments.access import facts_of_thread, reads_thread
from comments.models import Comment, Mention
from comments.strands import is_apart
from permissions.models import Membership
from permissions.vocabulary import Role
from plans.access import PlanAccess, everyone_in
from plans.models import Plan


@dataclass(frozen=True)
class Recipient:
    """One person who may be told of a comment. `is_called`: by name; `is_answered`: it stands in a thread that they raised."""

    person: int
    access: PlanAccess
    is_called: bool
    is_answered: bool


def readers_of_comment(comment: Comment, *, today: date) -> tuple[Recipient, ...]:
    """Give everybody else who reads a comment and may be told of it; nobody once it was withdrawn. Five queries or six.

    Invariant: whoever stands on the other parent's side is told of nothing that a parent or a parent's supporter says; they find it, undated, on the page.
    """
    if comment.withdrawn_at is not None:
        return ()
    row = comment.thread
    facts = facts_of_thread(row)
    plan = Plan.objects.select_related("circle__child", "coordinator", "setting").get(circle=row.circle_id)
    called = set(Mention.objects.filter(comment=comment).values_list("person_id", flat=True))
    chosen_by = _chooser(comment)
    return tuple(
        Recipient(person, access, person in called, row.opened_by_id == person)
        for person, access in everyone_in(plan, today=today).items()
        if person != comment.author_id
        and reads_thread(access, facts)
        and not is_apart(access.circle, actor=comment.author_id, role=comment.author_role, chosen_by=chosen_by)
    )


def _chooser(comment: Comment) -> int | None:
    """Find whose supporter the author was when they wrote, also where they have left since."""
    if comment.author_role != Role.SUPPORTER:
        return None
    held = Membership.objects.filter(content_object=comment.thread.circle_id, user=comment.author_id, stands_for=Role.SUPPORTER)
    still = held.filter(ended_at=None) | held.filter(ended_at__gte=comment.at)
    return still.order_by("pk").values_list("chosen_by", flat=True).first()

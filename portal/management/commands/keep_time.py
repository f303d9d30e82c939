"""Do what is due by the clock: next dates, notices and their letters, mail that waits, families to be told that a leader looked, files to be looked at again.

Logs of live texts are made shorter. Nothing is issued by it.
"""

from datetime import date
from typing import Any

from django.core.management import BaseCommand
from django.db.models import Q

from files.actions.look_again import look_again
from files.actions.sweep import sweep
from permissions import clock
from permissions.vocabulary import Stage
from plans.livetext.compaction import compact_old
from plans.models import Plan
from plans.statute.lifecycle import stage
from plans.statute.turn import next_due_on
from portal import mail, notices
from portal.letters.broken_glass import tell_families
from portal.sessions.use import forget_ended


class Command(BaseCommand):
    """Look at every plan whose next date has passed. Invariant: no stage, no permission and no version depends on this command having run."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        today = clock.today()
        moved = sum(
            _brought_up_to_date(plan, today) for plan in Plan.objects.filter(Q(next_due_on__lt=today) | Q(next_due_on=None)).iterator()
        )
        now = clock.now()
        lost, waiting, emptied = mail.settle_lost(now=now), mail.carry_waiting(now=now), mail.forget_words(now=now)
        compacted = compact_old(now=now)
        unseen, loose = look_again(), sweep(now=now)
        told = tell_families(today=today, now=now)
        letters = notices.keep_up(now=now, today=today)
        forget_ended(now=now)
        if told:
            self.stdout.write(f"Letters to families whose plan a service leader opened: {told}.")
        if letters:
            self.stdout.write(f"Letters that say what is new: {letters}.")
        if compacted:
            self.stdout.write(f"Live texts whose logs were made shorter: {compacted}.")
        if unseen or loose:
            self.stdout.write(f"Files that wait for the virus scanner: {unseen}. Files that nothing names, moved aside: {loose}.")
        self.stdout.write(
            f"Next dates brought up to date: {moved}. Mail asked for again: {waiting}, lost on the way: {lost}, emptied: {emptied}."
        )


def _brought_up_to_date(plan: Plan, today: date) -> bool:
    due = next_due_on(plan.dates, today=today)
    if due == plan.next_due_on or stage(plan.dates, today=today) is Stage.ENDED:
        return False
    plan.next_due_on = due
    plan.save(update_fields=["next_due_on"])
    return True
